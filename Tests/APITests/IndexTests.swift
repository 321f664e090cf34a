// Tests that indexes give the same results as a scan of all records.

import Catalog
import Documents
import HTTP
import Testing
import Text

@testable import API

@Suite struct IndexTests {
    static let snapshot = Fixture.build(
        (0..<120).map { number in
            let tags = (0...number % 3).map { "t\((number + $0) % 7)" }.joined(separator: ", ")
            let date = ["2026-01-0\(number % 9 + 1)", "2026-01-0\(number % 9 + 1)T00:00:00Z", "no day"][number % 3]
            return (
                "a-p\(number).md",
                "---\ndate: \(date)\ntags: [\(tags)]\nrank: \(number % 11)\n---\n"
                    + "# Title \(number * 7 % 40)\n\n- One: x\n- Two: y\n"
                    + "\n| Leader | Votes |\n|---|---|\n| L\(number % 50) | \(number % 5 == 0 ? "" : "\(number)") |\n"
            )
        })

    /// All paths with an index, of every collection.
    static var paths: [(Collection, FieldPath)] {
        snapshot.collections.flatMap { collection in
            collection.paths.filter { $0.field.kind != .object && collection.index(of: $0) != nil }.map {
                (collection, $0)
            }
        }
    }

    @Test func filtersEqualAScan() throws {
        #expect(Self.paths.count > 40)
        for (collection, path) in Self.paths {
            let records = collection.records
            let read = path.reader(of: records)
            for operatorName in Filter.Operator.available(for: path.field.kind) {
                for row in [0, 1, 2, 17] where row < records.count {
                    var sample: String?
                    _ = path.anyValue(in: read(row)) { value in
                        sample = value.scalarText
                        return true
                    }
                    let value = operatorName == .exists ? "true" : sample ?? "2"
                    guard let filter = try? Filter(name: "", path: path, operator: operatorName, value: value) else {
                        continue
                    }
                    let all = 0..<records.count
                    let scanned = all.filter { filter.passes(read($0)) }
                    let others = all.filter { !filter.passes(read($0)) }
                    let negated = try? Filter(
                        name: "", path: path, operator: operatorName, value: value, isNegated: true)
                    let place = "\(collection.name) \(path.name) \(operatorName) \(value)"
                    #expect(filter.positions(in: collection, among: all) == scanned, "\(place)")
                    #expect(negated?.positions(in: collection, among: all) == others, "not \(place)")
                }
            }
        }
    }

    /// Records are read whole for answers, and field by field for filters.
    @Test func readersGiveTheValuesOfRecords() {
        for collection in Self.snapshot.collections {
            for path in collection.paths {
                let read = path.reader(of: collection.records)
                for row in 0..<min(collection.records.count, 50) {
                    func texts(_ value: Value) -> [String] {
                        var texts: [String] = []
                        _ = path.anyValue(in: value) { value in
                            texts.append(value.scalarText ?? "")
                            return false
                        }
                        return texts
                    }
                    let whole = collection.records.values(ofFields: [path.position], at: row)[0]
                    #expect(texts(read(row)) == texts(whole), "\(collection.name) \(path.name) \(row)")
                }
            }
        }
    }

    @Test func partsOfIDsAreFound() throws {
        for collection in Self.snapshot.collections {
            let path = try #require(collection.path(named: "id"))
            let ids = (0..<collection.records.count).map { Array(collection.records.id(at: $0).utf8) }
            for id in Set([ids.first, ids.last, ids.dropFirst(11).first].compactMap(\.self)) {
                for start in id.indices {
                    let part = Array(id[start...].prefix(4))
                    let text = String(decoding: part, as: UTF8.self)
                    for (relation, expected) in [
                        (Filter.Operator.contains, ids.indices.filter { ids[$0].firstRange(of: part) != nil }),
                        (.startswith, ids.indices.filter { ids[$0].starts(with: part) }),
                        (.endswith, ids.indices.filter { ids[$0].suffix(part.count) == part[...] }),
                    ] {
                        let filter = try Filter(name: "", path: path, operator: relation, value: text)
                        #expect(filter.positions(in: collection, among: ids.indices) == expected, "\(text)")
                    }
                }
            }
        }
    }

    @Test func facetsEqualAScan() throws {
        for (collection, path) in Self.paths {
            let rows = Array(stride(from: 0, to: collection.records.count, by: 2))
            var counts: [Value: Int] = [:]
            let read = path.reader(of: collection.records)
            for row in rows {
                var values: Set<Value> = []
                _ = path.anyValue(in: read(row)) { value in
                    if !value.isMissing { values.insert(value) }
                    return false
                }
                for value in values { counts[value, default: 0] += 1 }
            }
            let facet = try #require(Facets.count(Dimension(path), among: rows, of: collection))
            #expect(facet.total == counts.count && facet.values.count == min(counts.count, Facets.maxValues))
            var before = Int.max
            for (bucket, count) in facet.values {
                #expect(counts[bucket.value] == count && count <= before, "\(collection.name) \(path.name)")
                before = count
            }
        }
    }

    @Test func idsAreInByteOrder() throws {
        // With article ids like a-p1, the id of one record may be a prefix of another's.
        for collection in Self.snapshot.collections {
            let records = collection.records
            let ids = (0..<records.count).map { records.id(at: $0) }
            let ordered = collection.idOrder.positions.map { ids[Int($0)] }
            #expect(ordered == ids.sorted { $0.precedesByBytes($1) }, "\(collection.name)")
        }
    }

    @Test(arguments: ["sort=date", "sort=-date,title", "sort=-extra.rank", "sort=title,-date"])
    func cursorsPageThroughTheWholeList(query: String) throws {
        let state = State.ready(Self.snapshot)
        let whole = try Fixture.get("/articles.csv?fields=id&" + query, state: state).text.split(separator: "\r\n")
            .dropFirst()
        var walked: [Substring] = []
        var target: String? = "/articles?limit=37&fields=id&cursor=*&" + query
        while let next = target, walked.count <= whole.count {
            let answer = try Fixture.get(next, state: state)
            walked += answer.text.split(separator: "{\"id\":\"").dropFirst().map { $0.prefix { $0 != "\"" } }
            target = answer[.link]?.split(separator: ", ").first { $0.hasSuffix("rel=\"next\"") }
                .map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(walked == Array(whole))
    }
}
