// Tests of filters and sorting.

import Catalog
import HTTP
import Testing
import Text

@testable import API

@Suite struct FilterTests {
    static let onLeaders: [(String, [String])] = [
        // Texts are compared byte by byte.
        ("focusArea=Grain", ["ann-lee", "bo-rask"]),
        ("focusArea:eq=Grain", ["ann-lee", "bo-rask"]),
        ("focusArea=grain", []),
        ("focusArea:ieq=gRAIN", ["ann-lee", "bo-rask"]),
        ("name:ieq=%C3%A9lise+dupont", ["elise-dupont"]),
        ("name:ieq=elise+dupont", []),
        ("focusArea:ieq=grai", []),
        ("focusArea:in=grain,Fish", ["elise-dupont"]),
        ("focusArea:ne=Grain", ["elise-dupont"]),
        ("name=%C3%89lise+Dupont", ["elise-dupont"]),
        ("name=E%CC%81lise%20Dupont", ["elise-dupont"]),
        ("name:contains=e", ["ann-lee", "elise-dupont"]),
        ("name:startswith=Bo", ["bo-rask"]),
        ("name:endswith=Dupont", ["elise-dupont"]),
        ("name:endswith=a+longer+text+than+any+name+here", []),
        ("name:contains=", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("name:lt=Z", ["bo-rask"]),
        ("focusArea:in=Fish,Bread", ["elise-dupont"]),
        ("focusArea:nin=Fish,Bread", ["ann-lee", "bo-rask"]),
        // Numbers.
        ("votes=7", ["elise-dupont"]),
        ("votes=7.0", ["elise-dupont"]),
        ("votes:gt=7", ["ann-lee", "bo-rask"]),
        ("votes:gte=7.5", ["ann-lee", "bo-rask"]),
        ("votes:lt=12", ["elise-dupont"]),
        ("votes:lte=12", ["ann-lee", "elise-dupont"]),
        ("votes:in=7.0,40", ["elise-dupont", "bo-rask"]),
        // Dates: each is a period as long as the date is precise.
        ("since=2019", ["ann-lee", "bo-rask"]),
        ("since:ne=2019", ["elise-dupont"]),
        ("since:gt=2019-04", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("since:gt=2019-05", ["elise-dupont"]),
        ("since:in=2018,2021-02", ["elise-dupont"]),
        ("since=2019-05-01T00:00:00Z", ["ann-lee", "bo-rask"]),
        ("since:gt=2019-05-01T00:00:00%2B01:00", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("since:gte=2020-01-01", ["elise-dupont"]),
        ("since:startswith=2019", ["ann-lee", "bo-rask"]),
        // Missing values.
        ("outcome:exists=false", ["bo-rask"]),
        ("outcome:exists=true", ["ann-lee", "elise-dupont"]),
        ("outcome:ne=x", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("outcome:lt=zzz", ["ann-lee", "elise-dupont"]),
        // As generated clients write the members of an object.
        ("filters%5Bvotes:gt%5D=12", ["bo-rask"]),
        ("filters%5BfocusArea%5D=Fish", ["elise-dupont"]),
        // Several conditions are combined by AND.
        ("focusArea=Grain&votes:gt=12", ["bo-rask"]),
        ("votes:gt=7&votes:lt=40", ["ann-lee"]),
        // Dotted paths; any element of a list may match.
        ("appearances.article=talks-day-2", ["ann-lee"]),
        ("appearances.source.line:gte=14", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("_meta.articles=2", ["ann-lee"]),
        ("_meta.aliases:exists=true", ["ann-lee"]),
    ]

    @Test(arguments: onLeaders)
    func leaders(query: String, ids: [String]) throws {
        #expect(try Set(Fixture.ids("/leaders?" + query)) == Set(ids), "\(query)")
    }

    static let onOthers: [(String, [String])] = [
        ("/articles?tags=sea", ["talks-day-1"]),
        ("/articles?tags:ne=sea", ["talks-day-2"]),
        ("/articles?extra.edition:gte=3", ["talks-day-1"]),
        ("/articles?date:gt=2026-01-20", ["talks-day-2"]),
        ("/articles?leaders=bo-rask", ["talks-day-1"]),
        ("/articles?wordCount:gt=100000", []),
        ("/points?label:exists=false", ["talks-day-2-p1"]),
        ("/points?label=Night+watch", ["talks-day-1-p2"]),
        ("/points?article=talks-day-2", ["talks-day-2-p1"]),
        ("/tables?columns=Strategy", ["talks-day-1-t4"]),
        ("/tables?rows:contains=Malta", ["talks-day-1-t2"]),
        ("/tables?_meta.collections=leaders", ["talks-day-1-t1", "talks-day-2-t1"]),
        ("/strategies?name=Steady+tone", ["steady-tone"]),
        ("/priorities?strategicGoals:exists=true", ["storm-walls"]),
        ("/initiatives?leadNation=Malta", ["pier-watch"]),
    ]

    @Test(arguments: onOthers)
    func otherCollections(target: String, ids: [String]) throws {
        #expect(try Fixture.ids(target) == ids)
    }

    /// Articles with dates around the ends of days, with and without an offset.
    private static let days = Fixture.build(
        [
            ("a", "2026-02-28T23:59:59.999Z"), ("b", "2026-03-01"), ("c", "2026-03-01T12:30:15"),
            ("d", "2026-03-01T23:59:59.999Z"), ("e", "2026-03-02T00:30:00+01:00"), ("f", "2026-03-02"),
            ("g", "2026-12-31T23:00:00-05:00"),
        ].map { ("\($0).md", "---\ndate: \"\($1)\"\n---\n# Title\n\nText.\n") })

    static let onDays: [(String, String)] = [
        ("date=2026-03-01", "bcde"), ("date:ne=2026-03-01", "afg"), ("date:in=2026-03-01,2026-02-28", "abcde"),
        ("date:nin=2026-03-01", "afg"), ("date:lt=2026-03-01", "a"), ("date:lte=2026-03-01", "abcde"),
        ("date:gt=2026-03-01", "fg"), ("date:gte=2026-03-01", "bcdefg"), ("date=2026-03", "bcdef"),
        ("date:lte=2026-02", "a"), ("date:gt=2026-03", "g"), ("date=2026", "abcdef"), ("date=2027", "g"),
        ("date=2026-03-01T12:30", "c"), ("date=2026-03-01T12:30:15Z", "c"), ("date=2026-03-01T12:30:16", ""),
        ("date=2026-03-01T12:30:15.000", "c"), ("date=2026-03-01T00:30%2B01:00", ""),
        ("date=2026-03-02T00:30%2B01:00", "e"), ("date:startswith=2026-03-02", "ef"),
    ]

    @Test(arguments: onDays)
    func aDateIsAsLongAsItIsPrecise(query: String, ids: String) throws {
        let answer = try Fixture.get("/articles.csv?fields=id&" + query, state: .ready(Self.days))
        #expect(answer.text.split(separator: "\r\n").dropFirst().joined() == ids, "\(query)")
    }

    @Test func explanationsHaveThePeriodOfADate() throws {
        let text = try Fixture.get("/articles?date=2026-01&explain=1").text
        #expect(text.contains("`2026-01` is from 2026-01-01T00:00:00Z to 2026-01-31T23:59:59Z."), "\(text)")
    }

    @Test func emptyParametersAreIgnored() throws {
        for target in ["/leaders?", "/leaders?&", "/leaders?&&"] {
            #expect(try Fixture.get(target).status == 200, "\(target)")
        }
        #expect(try Fixture.get("/leaders?=").status == 400, "a parameter needs a name")
    }
}

@Suite struct SortTests {
    static let orders: [(String, [String])] = [
        ("sort=name", ["bo-rask", "ann-lee", "elise-dupont"]),
        ("sort=-name", ["elise-dupont", "ann-lee", "bo-rask"]),
        ("sort=votes", ["elise-dupont", "ann-lee", "bo-rask"]),
        ("sort=since,-votes", ["bo-rask", "ann-lee", "elise-dupont"]),
        ("sort=-since", ["elise-dupont", "ann-lee", "bo-rask"]),
        // Missing values are last in both directions.
        ("sort=outcome", ["elise-dupont", "ann-lee", "bo-rask"]),
        ("sort=-outcome", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("sort=focusArea", ["elise-dupont", "ann-lee", "bo-rask"]),
        ("sort=-_meta.articles,name", ["ann-lee", "bo-rask", "elise-dupont"]),
        ("sort=votes&offset=1&limit=1", ["ann-lee"]),
        ("sort=-id", ["elise-dupont", "bo-rask", "ann-lee"]),
    ]

    @Test(arguments: orders)
    func leaders(query: String, ids: [String]) throws {
        #expect(try Fixture.ids("/leaders?" + query) == ids, "\(query)")
    }

    @Test("a page is the same part of the whole sorted list", arguments: [0, 1, 5, 300, 999])
    func firstOfMany(count: Int) throws {
        let rows = (0..<999).map { "| Person \($0) | \($0 * 7919 % 100) |\n" }.joined()
        let snapshot = Fixture.build([("a.txt", "| Leader | Rank |\n|---|---|\n" + rows)])
        let leaders = try #require(snapshot["leaders"])
        let order = RowOrder(
            keys: [SortKey(path: try #require(leaders.path(named: "rank")), isDescending: true)], of: leaders)
        let whole = (0..<999).sorted { left, right in
            let (one, other) = (left * 7919 % 100, right * 7919 % 100)
            return one == other ? "\(left)".precedesByBytes("\(right)") : one > other
        }
        #expect(order.first(count, of: 0..<999) == Array(whole.prefix(count)))
    }

    /// After a cancellation, sorting reads few further rows.
    @Test(arguments: [10, 40_000])
    func cancellationStopsSorting(count: Int) {
        let cancellation = Cancellation()
        var visited = 0
        let rows = (0..<1_000_000).lazy.map { row in
            visited += 1
            if visited == 100_000 { cancellation.cancel() }
            return -row
        }
        _ = RowOrder.first(count, of: rows, by: <, until: cancellation)
        #expect(visited < 200_000)
    }
}
