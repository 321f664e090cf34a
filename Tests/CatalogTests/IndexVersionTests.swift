// Indexes that are patched from those of former versions, compared with indexes that are made from all records.

import Documents
import Testing

@testable import Catalog
@testable import Search

@Suite struct IndexVersionTests {
    @Test(arguments: 1...40)
    func `patched indexes equal new ones`(seed: Int) throws {
        var random = RandomRecords(seed: seed)
        var version = random.version()
        var collection = version.collection
        for _ in 0..<5 {
            let paths = collection.paths.filter { _ in random.isLucky(2) }
            let position = random.below(paths.count + 1)
            for (number, path) in paths.enumerated() {
                if number == position { Self.compareIDs(collection) }
                try Self.compare(collection, path, &random, "seed \(seed)")
            }
            let former = collection
            let next = random.next(version)
            version = next.version
            // Also those that are made after the next version is.
            collection = version.collection.following(former, next.change)
            for path in former.paths where random.isLucky(8) { _ = former.index(of: path) }
        }
        Self.compareIDs(collection)
        for path in collection.paths { try Self.compare(collection, path, &random, "seed \(seed), last") }
    }

    @Test(arguments: 1...60)
    func `composed changes equal one change`(seed: Int) {
        var random = RandomRecords(seed: seed)
        let first = random.version()
        var (last, change) = (first, RecordChange(first.ids.count))
        for _ in 0..<5 {
            let next = random.next(last)
            (last, change) = (next.version, change.followed(by: next.change))
            let positions = first.ids.indices.map { change.newPositions[UInt32($0)] }
            #expect(change.oldCount == first.ids.count && change.newCount == last.ids.count)
            for (old, new) in positions.enumerated() {
                #expect(change.removed.contains { $0.contains(old) } == (new == CompactIntArray.none))
                if new != CompactIntArray.none { #expect(first.numbers[old] == last.numbers[Int(new)]) }
            }
            let kept = Set(first.numbers).intersection(last.numbers)
            #expect(positions.count { $0 != CompactIntArray.none } == kept.count)
            #expect(change.added.reduce(0) { $0 + $1.count } == last.numbers.count - kept.count)
        }
    }

    @Test func `few records are read for a patch`() throws {
        var random = RandomRecords(seed: 7)
        var version = random.version(count: 2000)
        var collection = version.collection
        let paths = collection.paths.filter { collection.index(of: $0) != nil }
        for path in paths { _ = collection.index(of: path) }
        for _ in 0..<5 {
            let next = random.next(version, touching: 3)
            version = next.version
            collection = version.collection.following(collection, next.change)
        }
        version.reads.reset()
        for path in paths { _ = collection.index(of: path) }
        #expect(paths.count > 8 && version.reads.value < paths.count * 400)
        for path in collection.paths { try Self.compare(collection, path, &random, "\(path.name)") }
    }

    @Test func `no former records are kept`() {
        final class Kept: Sendable {}
        final class Weak { weak var kept: Kept? }
        var random = RandomRecords(seed: 3)
        var version = random.version(count: 300)
        var collection = version.collection
        var owners: [Weak] = []
        for number in 0..<50 {
            for path in collection.paths where number < 2 { _ = collection.index(of: path) }
            let next = random.next(version, touching: 1)
            let kept = Kept()
            let owner = Weak()
            owner.kept = kept
            owners.append(owner)
            version = next.version
            version.owner = kept
            collection = version.collection.following(collection, next.change)
        }
        version.owner = nil
        #expect(owners.count { $0.kept != nil } == 1)
        for path in collection.paths { _ = collection.index(of: path) }
        #expect(owners.last?.kept != nil)
    }

    @Test func `indexes of other definitions are not patched`() throws {
        var random = RandomRecords(seed: 5)
        let version = random.version(count: 50)
        let collection = version.collection
        for path in collection.paths { _ = collection.index(of: path) }
        // The same texts as numbers and dates.
        var other = version
        other.fields = version.fields.map { field in
            var field = field
            if field.kind != .object, field.name != "id" { field.kind = field.kind == .text ? .number : .text }
            return field
        }
        let next = other.collection.following(collection, RecordChange(50))
        for path in next.paths { try Self.compare(next, path, &random, "kinds") }
        // Other values in all records.
        other = version
        other.rows = version.rows.reversed()
        let names = Set(version.fields.map(\.name))
        let change = RecordChange(oldCount: 50, newCount: 50, removed: [], added: [], otherFields: names)
        let middle = other.collection.following(collection, change)
        let last = other.collection.following(middle, RecordChange(50))
        for path in last.paths where path.name != "id" { try Self.compare(last, path, &random, "values") }
    }

    @Test func `what a search finds has the indexes of its collection`() throws {
        let files = ["a", "b", "c"].map { ("\($0).md", "# Boat \($0)\n\n- Wind: \($0)\n") }
        let points = try #require(snapshot(files)["points"])
        let path = try #require(points.path(named: "text"))
        let hits = try #require(points.search?.hits(TextQuery("wind")))
        let found = try #require(points.found(TextQuery("wind"), hits, highlights: [], articles: nil))
        let index = try #require(found.index(of: path))
        #expect((0..<index.count).map { index.value(of: $0) } == ["a", "b", "c"])
        #expect(found.idOrder.positions == points.idOrder.positions)
    }

    private static func compareIDs(_ collection: Collection) {
        let isEqual = collection.idOrder.positions == collection.records.positionsByID()
        #expect(isEqual)
    }

    /// Expects that an index equals one that is made from all records.
    private static func compare(
        _ collection: Collection, _ path: FieldPath, _ random: inout RandomRecords, _ name: String
    ) throws {
        let fresh = ColumnIndex(of: path, in: collection) { false }
        let index = collection.index(of: path)
        let starts = (0..<3).map { _ in random.below((fresh?.count ?? 0) + 1) }
        let views = [index, fresh].map { $0.map { View($0, path, starts, records: collection.records.count) } }
        let isEqual = views[0] == views[1]
        #expect(isEqual, "\(name): \(path.name)")
    }

    /// All that an index answers.
    private struct View: Equatable {
        let comparable: Int
        var values: [ExactValue] = []
        var missing: [Bool] = []
        var codes: [[Int]] = []
        var orders: [UInt32] = []
        var marks: [[Bool]] = []
        var ranges: [Range<Int>] = []

        init(_ index: ColumnIndex, _ path: FieldPath, _ starts: [Int], records: Int) {
            comparable = index.comparable
            for code in 0..<index.count {
                values.append(ExactValue(value: index.value(of: code)))
                missing.append(index.isMissing(code))
            }
            for record in 0..<records {
                var codes: [Int] = []
                index.forEachCode(of: record) { codes.append($0) }
                self.codes.append(codes)
                if !path.isList { orders.append(index.order(of: record)) }
            }
            for start in starts where start <= index.count {
                marks.append(index.marks(of: [start..<index.count, 0..<min(start, 1)]))
            }
            for text in ["1", "2026-01-01", "true", "a", "word 7", ""] {
                if let range = OperandRange(text, kind: path.field.kind) { ranges.append(index.codes(in: range)) }
            }
        }
    }
}

extension RecordChange {
    fileprivate init(_ count: Int) { self.init(oldCount: count, newCount: count, removed: [], added: []) }
}
