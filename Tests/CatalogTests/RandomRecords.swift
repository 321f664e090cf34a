// Random collections in memory, and random changes of them.

import Documents
import Synchronization

@testable import Catalog

/// Records in memory.
struct ListedRecords: Records {
    let ids: [String]
    let rows: [[Value]]
    let reads: Counter
    let owner: (any Sendable)?

    var count: Int { ids.count }
    func id(at index: Int) -> String { ids[index] }
    func index(ofID id: String) -> Int? { ids.firstIndex(of: id) }
    func value(ofField field: Int, at index: Int) -> Value {
        reads.add()
        return field == 0 ? .text(ids[index]) : rows[index][field - 1]
    }
}

final class Counter: Sendable {
    private let number = Atomic(0)
    func add() { number.add(1, ordering: .relaxed) }
    var value: Int { number.load(ordering: .relaxed) }
    func reset() { number.store(0, ordering: .relaxed) }
}

/// Random records and changes.
struct RandomRecords {
    /// One version of a collection.
    struct Version {
        var fields: [Field]
        var ids: [String] = []
        /// Values of all fields but the first.
        var rows: [[Value]] = []
        /// Equal for a record in two versions.
        var numbers: [Int] = []
        var owner: (any Sendable)?
        let reads = Counter()

        var collection: Collection {
            Collection(
                name: "things", summary: "Things.", fields: fields,
                records: ListedRecords(ids: ids, rows: rows, reads: reads, owner: owner))
        }
    }

    private var generator: SplitMix
    private var nextNumber = 0
    /// More words make more codes with fewer records each.
    private let words: Int
    private let isNullOften: Bool

    init(seed: Int) {
        generator = SplitMix(state: UInt64(bitPattern: Int64(seed)))
        words = [3, 20, 1000, 100_000][Int(generator.next() % 4)]
        isNullOften = generator.next() % 2 == 0
    }

    mutating func below(_ limit: Int) -> Int { Int(generator.next() % UInt64(max(1, limit))) }

    mutating func isLucky(_ one: Int) -> Bool { below(one) == 0 }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    mutating func version(count: Int? = nil) -> Version {
        let mixed = Field("mixed", .object, isList: true, members: [Field("day", .date), Field("note")])
        var version = Version(
            fields: [
                Field("id"), Field("text"), Field("word"), Field("integer", .integer), Field("number", .number),
                Field("date", .date), Field("boolean", .boolean), Field("tags", isList: true),
                Field("days", .date, isList: true), Field("long", isList: true),
                Field("people", isList: true, references: "people"), mixed,
                Field("place", .object, members: [Field("line", .integer), Field("file")]),
            ])
        for _ in 0..<(count ?? pick([0, 1, 5, 40, 40, 200])) { insert(at: version.ids.count, in: &version) }
        return version
    }

    private mutating func insert(at position: Int, in version: inout Version) {
        nextNumber += 1
        version.ids.insert("\(pick(["a", "a-b", "b", "ab"]))-\(nextNumber)", at: position)
        version.rows.insert(version.fields.dropFirst().map { value(of: $0) }, at: position)
        version.numbers.insert(nextNumber, at: position)
    }

    private mutating func value(of field: Field) -> Value {
        if isNullOften, isLucky(2) { return .null }
        switch field.name {
        case "long":
            // Now above, now below the maximum.
            return isLucky(8) ? .list([.text(String(repeating: pick(["long", "tall"]), count: 300_000))]) : .list([])
        case "mixed":
            return .list(
                (0..<below(3)).map { _ in
                    .object([.init("day", scalar(.date)), .init("note", scalar(.text))])
                })
        case "place": return .object([.init("line", .integer(below(words))), .init("file", scalar(.text))])
        case _ where field.isList: return .list((0..<below(4)).map { _ in scalar(field.kind) })
        default: return scalar(field.kind)
        }
    }

    private mutating func scalar(_ kind: Field.Kind) -> Value {
        let rare: [Value] = [
            .null, "", "x", 1, .number(1.5), .boolean(true), "1", .object([]), .object([.init("a", 1)]),
            .object([.init("a", 2)]), "true",
        ]
        if isLucky(6) { return pick(rare) }
        switch kind {
        case .text, .object:
            return isLucky(4)
                ? pick(["a", "A", "é", "e\u{301}", "\u{1F6A2}", "ab\0"])
                : .text(pick(["word ", "another word "]) + String(below(words)))
        case .integer: return isLucky(4) ? pick(["7", " 7", "07", "+7"]) : .integer(below(words) - 2)
        case .number:
            return isLucky(3)
                ? pick([1, .number(1), "1.0", "1", .number(-0.0), 0, .number(0), "1e0", .number(1e300)])
                : .number(Double(below(words)) / 4)
        case .date:
            return isLucky(4)
                ? pick(["2026-01", "2026", "2026-01-01T00:00:00Z", "2026-01-01", "no day", "2026-01-01T00:00:00.000Z"])
                : .text("20\(10 + below(min(80, words)))-0\(1 + below(9))-1\(below(10))")
        case .boolean: return pick([.boolean(true), .boolean(false), "true", "false", "yes", "no"])
        }
    }

    /// Replaces, removes and adds some records; values of the others stay.
    mutating func next(_ version: Version, touching count: Int? = nil) -> (version: Version, change: RecordChange) {
        var next = version
        let often = pick([2, 10, 40])
        var positions = Set<Int>()
        if let count {
            while positions.count < count { positions.insert(below(version.ids.count)) }
        } else {
            for position in version.ids.indices where isLucky(often) { positions.insert(position) }
        }
        if isLucky(3) { insert(at: next.ids.count, in: &next) }
        for position in positions.sorted(by: >) {
            let action = below(4)
            if action < 3 {
                next.ids.remove(at: position)
                next.rows.remove(at: position)
                next.numbers.remove(at: position)
            }
            if action > 1 { for _ in 0...below(3) { insert(at: position, in: &next) } }
            // The same record with other values.
            if action == 1 {
                insert(at: position, in: &next)
                next.ids[position] = version.ids[position]
            }
        }
        let (before, now) = (Set(version.numbers), Set(next.numbers))
        let change = RecordChange(
            oldCount: version.ids.count, newCount: next.ids.count,
            removed: Self.ranges(version.numbers) { !now.contains($0) },
            added: Self.ranges(next.numbers) { !before.contains($0) })
        var copy = Version(fields: next.fields)
        (copy.ids, copy.rows, copy.numbers) = (next.ids, next.rows, next.numbers)
        return (copy, change)
    }

    private static func ranges(_ numbers: [Int], where isIncluded: (Int) -> Bool) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        for (position, number) in numbers.enumerated() where isIncluded(number) {
            if let last = ranges.last, last.upperBound == position {
                ranges[ranges.count - 1] = last.lowerBound..<position + 1
            } else {
                ranges.append(position..<position + 1)
            }
        }
        return ranges
    }
}

private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
