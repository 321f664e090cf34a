// Tests of groups, buckets and statistics: `facets` with buckets, `group`, `stats` and `empty`.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct GroupTests {
    /// Articles with a date, a number and tags; the third one has a year only, and the fourth has neither.
    private static let snapshot = Fixture.build(
        [
            ("a", "date: 2026-01-31\nrank: 1\ntags: [x, y]"), ("b", "date: 2026-02-01\nrank: 10\ntags: [x]"),
            ("c", "date: 2026\nrank: 2\ntags: [y]"), ("d", "author: Ann"),
            ("e", "date: 2026-05-01T01:00:00+02:00\nrank: 2.5\ntags: [x, y, z]"),
        ].map { ("\($0.0).md", "---\n\($0.1)\n---\n# \($0.0)\n\nText.\n") })

    private static func get(_ target: String) throws -> Answer { try Fixture.get(target, state: .ready(snapshot)) }

    /// The text of a member of `meta`.
    private static func meta(_ target: String, _ member: String) throws -> String {
        let text = try get(target).text
        return String(text[(try #require(text.firstRange(of: "\"\(member)\":"))).upperBound...])
    }

    private static func csv(_ target: String) throws -> [String] {
        let answer = try get(target)
        #expect(answer.status == 200, "\(answer.text)")
        return answer.text.split(separator: "\r\n").map(String.init)
    }

    @Test func `dates are counted by period, the empty ones on request`() throws {
        let months = #"{"date:month":[{"value":"2026-01","from":"2026-01-01","to":"2026-02-01","count":1},"#
        #expect(try Self.meta("/articles?facets=date:month", "facets").hasPrefix(months))
        let text = try Self.meta("/articles?facets=date:month&empty=1", "facets")
        let values = text.matches(of: /"value":"([^"]*)".*?"count":([0-9])/).map { "\($0.1) \($0.2)" }
        // A date that is a year only is in no month, and the offset of a time counts.
        #expect(values == ["2026-01 1", "2026-02 1", "2026-03 0", "2026-04 1"])
    }

    @Test(arguments: [
        ("day", ["2026-01-31,1", "2026-02-01,1", "2026-04-30,1", ",2"]), ("week", ["2026-W05,2", "2026-W18,1", ",2"]),
        ("quarter", ["2026-Q1,2", "2026-Q2,1", ",2"]), ("year", ["2026,4", ",1"]),
    ])
    func `a table has a row for each period`(_ unit: String, _ rows: [String]) throws {
        #expect(try Self.csv("/articles.csv?group=date:\(unit)") == ["date:\(unit),count"] + rows)
    }

    @Test(arguments: [
        ("date=2026-Q1", ["a", "b", "c"]), ("date=2026-Q2", ["e"]), ("date=2026-W05", ["a", "b"]),
        ("date:gt=2026-Q1", ["e"]), ("date:in=2026-W05,2026-Q2", ["a", "b", "e"]),
    ])
    func `the name of a bucket is a filter`(_ filter: String, _ ids: [String]) throws {
        #expect(try Self.csv("/articles.csv?fields=id&sort=id&\(filter)").dropFirst() == ids[...])
    }

    @Test(arguments: ["2026-Q5", "2026-Q0", "2026-W00", "2026-W54", "2025-W53", "2026-W1", "2026-Q11", "2026Q1"])
    func `a period that does not exist is refused`(_ value: String) throws {
        #expect(try Self.get("/articles?date=\(value)").status == 400)
    }

    @Test func `weeks begin on Monday, and the first one has a Thursday`() throws {
        let dates = [
            "2024-12-29": "2024-W52", "2024-12-30": "2025-W01", "2027-01-03": "2026-W53", "2027-01-04": "2027-W01",
        ]
        for (date, week) in dates {
            let day = try #require(Period(date))
            let number = try #require(CalendarUnit.week.number(of: day))
            #expect(CalendarUnit.week.name(of: number) == week)
            let period = try #require(Period(asked: week))
            #expect(CalendarUnit.week.number(of: period) == number)
        }
    }

    @Test func `numbers are counted in ranges`() throws {
        let ranges =
            #"{"extra.rank:2..5":[{"value":"..2","to":2,"count":1},{"value":"2..5","from":2,"to":5,"count":2},"#
            + #"{"value":"5..","from":5,"count":1}]}"#
        #expect(try Self.meta("/articles?facets=extra.rank:2..5", "facets").hasPrefix(ranges))
        #expect(
            try Self.csv("/articles.csv?group=extra.rank:0..2..4..6&empty=1")
                == ["extra.rank:0..2..4..6,count", "0..2,1", "2..4,2", "4..6,0", "6..,1", ",1"])
        #expect(
            try Self.csv("/articles.csv?group=extra.rank:auto")
                == ["extra.rank:auto,count", "1..2,1", "2..3,2", "10..11,1", ",1"])
    }

    @Test(
        arguments: [
            (0, 1), (0, 10), (-7, 93), (0.001, 0.0042), (1e-300, 1e300), (5, 5), (-1e308, 1e307), (1e15, 1e15 + 2),
        ] as [(Double, Double)])
    func `automatic ranges hold all numbers`(_ least: Double, _ greatest: Double) throws {
        for areWhole in [true, false] {
            guard case .ranges(let limits) = Dimension.Buckets.ranges(from: least, to: greatest, areWhole: areWhole)
            else { throw CancellationError() }
            #expect((2...11).contains(limits.count) && limits == limits.sorted())
            #expect(limits[0] <= least && greatest < limits[limits.count - 1], "\(limits)")
        }
    }

    @Test func `numbers beyond all ranges have finite ones`() {
        let (greatest, values) = (Double.greatestFiniteMagnitude, [-Double.greatestFiniteMagnitude, 0, 1e308, 1e-300])
        for least in values {
            guard case .ranges(let limits) = Dimension.Buckets.ranges(from: least, to: greatest, areWhole: false) else {
                continue
            }
            #expect(!limits.isEmpty && limits.allSatisfy(\.isFinite))
        }
        let statistics = Statistics([(.number(greatest), 2)], missing: 0, kind: .number)
        #expect(statistics.sum == .null && statistics.mean == .null && statistics.median == .number(greatest))
    }

    @Test func `values are in the order of their counts, the missing one last`() throws {
        #expect(try Self.csv("/articles.csv?group=tags") == ["tags,count", "x,3", "y,3", "z,1", ",1"])
        #expect(try Self.csv("/articles.csv?group=tags&sort=-tags&limit=2") == ["tags,count", "z,1", "y,3"])
        #expect(try Self.csv("/articles.csv?group=tags&fields=count&offset=2") == ["count", "1", "1"])
    }

    @Test func `several fields give the cross table`() throws {
        let answer = try Self.get("/articles?group=tags,date:quarter&limit=2")
        #expect(
            answer.text.hasPrefix(
                #"{"data":[{"tags":"x","date:quarter":"2026-Q1","count":2},"#
                    + #"{"tags":"x","date:quarter":"2026-Q2","count":1}],"#
                    + #""meta":{"total":7,"count":2,"limit":2,"offset":0,"records":5}"#))
        #expect(answer.text.contains(#""next":"/articles?group=tags,date:quarter&limit=2&offset=2""#))
        // No article with the tag `z` is of the first quarter.
        let rows = try Self.csv("/articles.csv?group=tags,date:quarter&empty=1")
        #expect(rows.contains("z,2026-Q1,0") && rows.contains("y,,1") && rows.count == 9)
    }

    @Test func `statistics are those of the matching records`() throws {
        let statistics =
            #"{"extra.rank":{"count":4,"missing":1,"min":1,"max":10,"mean":3.875,"sum":15.5,"median":2.25}}"#
        #expect(try Self.meta("/articles?limit=0&stats=extra.rank", "stats").hasPrefix(statistics))
        let dates = #"{"date":{"count":4,"missing":1,"min":"2026","max":"2026-05-01T01:00:00+02:00","mean":null"#
        #expect(try Self.meta("/articles?stats=date", "stats").hasPrefix(dates))
        #expect(
            try Self.csv("/articles.csv?stats=extra.rank&author=Ann")
                == ["field,count,missing,min,max,mean,sum,median", "extra.rank,0,1,,,,,"])
        #expect(
            try Self.csv("/articles.csv?group=tags&stats=extra.rank&fields=tags,extra.rank.median,extra.rank.missing")
                == ["tags,extra.rank.median,extra.rank.missing", "x,2.5,0", "y,2,0", "z,2.5,0", ",,1"])
    }

    @Test func `sums beyond the whole numbers are decimal`() {
        let values: [(value: Value, count: Int)] = [(.integer(.max), 3)]
        let statistics = Statistics(values, missing: 0, kind: .integer)
        #expect(statistics.sum == .number(3 * Double(Int.max)) && statistics.median == .number(Double(Int.max)))
    }

    @Test(arguments: [
        ("group=none", "`none` is not a field"), ("group=date:months", "not a unit of the calendar"),
        ("facets=title:month", "neither a date nor a number"), ("group=extra.rank:5..1", "ascending numbers"),
        ("facets=extra.rank:1..", "ascending numbers"), ("stats=title", "not a field with numbers"),
        ("group=tags&cursor=*", "shows a table"), ("group=tags&include=leaders", "shows a table"),
        ("group=tags&sort=title", "`title` is not a field"), ("group=tags,author,date,title,id", "more than 4"),
        ("group=date:day&empty=2", "1 or 0"),
        ("group=tags&format=atom", "A feed has articles"), ("group=", "empty name"), ("stats=", "empty name"),
    ])
    func `errors say what to do`(_ query: String, _ part: String) throws {
        let answer = try Self.get("/articles?\(query)")
        #expect(answer.status == 400 && answer.text.contains(part), "\(answer.text)")
    }

    @Test func `too many buckets are refused`() throws {
        let snapshot = Fixture.build(["0001-01-01", "9999-12-31"].map { ("\($0).md", "---\ndate: \($0)\n---\n# A\n") })
        for query in ["facets=date:day&empty=1", "group=date:day&empty=1"] {
            let answer = try Fixture.get("/articles?\(query)", state: .ready(snapshot))
            #expect(answer.status == 400 && answer.text.contains("larger buckets"))
        }
        #expect(try Fixture.get("/articles?facets=date:year&empty=1", state: .ready(snapshot)).status == 200)
    }

    /// Compares the tables of all pairs of fields with counts of the records, field by field.
    @Test func `tables equal a count of the records`() throws {
        for collection in IndexTests.snapshot.collections {
            let paths = collection.paths.filter(\.hasComparableValues).prefix(12)
            for (first, second) in zip(paths, paths.dropFirst()) {
                var expected: [[Value]: Int] = [:]
                func values(_ path: FieldPath, _ row: Int) -> [Value] {
                    var values: Set<Value> = []
                    _ = path.anyValue(in: path.reader(of: collection.records)(row)) { value in
                        if !value.isMissing { values.insert(value) }
                        return false
                    }
                    return values.isEmpty ? [.null] : Array(values)
                }
                for row in 0..<collection.records.count {
                    for one in values(first, row) {
                        for other in values(second, row) { expected[[one, other], default: 0] += 1 }
                    }
                }
                var query = Query(projection: Projection(of: collection, isComplete: false))
                query.group = [Dimension(first), Dimension(second)]
                let table = try GroupTable.collection(
                    query, of: collection, rows: Array(0..<collection.records.count))
                var found: [[Value]: Int] = [:]
                for row in 0..<table.records.count {
                    let values = table.records.values(ofFields: [0, 1, 2], at: row)
                    if case .integer(let count) = values[2] { found[[values[0], values[1]]] = count }
                }
                #expect(found == expected, "\(collection.name) \(first.name) \(second.name)")
            }
        }
    }
}
