// Searching documents, their parts and configured records.

import Documents
import Support
import Testing

@testable import Catalog
@testable import Search
@testable import Text

struct SearchTests {
    private static let files = [
        (
            "a.txt",
            """
            Title: Harbour talks
            Ministers met at the port to speak about open sea lanes, and Macron’s plan was the first of the day to be \
            read.
            - Night patrol: Lamps along the wall.
            - Grain: The port opens two piers, and the sea is calm.
            | Leader | Focus Area | Outcome |
            |---|---|---|
            | Élise Dupont | Sea lanes | Signed |
            | Bo Rask | Grain | Left early |

            """
        ),
        (
            "b.md",
            """
            ---
            author: Ann Scribe
            tags: [fishery]
            ---
            # Second day

            The lanes of the *open* sea were closed. Port, port, port.

            ## Harbour

            Nothing but wind.

            - patrol at noon

            | Leader | Outcome |
            |---|---|
            | elise dupont | Went home |

            """
        ),
        (
            "c.txt",
            "Title: Wind\nNothing at all about harbours, but a lot about wind and how the wind turned in the end of "
                + "it.\n"
        ),
    ]

    private static let snapshot = Snapshot.build(
        documents: files.flatMap { Document.read(Array($0.1.utf8), path: $0.0).documents },
        mapping: Mapping([.init("leaders", match: .tablesHeaded(["Leader"]))]), modified: 0)

    private func found(_ collection: String, _ query: String) throws -> [String] {
        let collection = try #require(Self.snapshot[collection])
        let hits = try #require(collection.search).hits(TextQuery(query))
        return hits.best(100).map { collection.records.id(at: $0.position) }
    }

    @Test(
        "articles are found, the best first",
        arguments: [
            ("port", ["b", "a"]), ("PORT", ["b", "a"]),
            // A title says more than a heading, a heading more than text.
            ("harbour", ["a", "b", "c"]), ("wind", ["c", "b"]),
            ("\"harbour\"", ["a", "b"]), ("sea lanes", ["a", "b"]), ("\"sea lanes\"", ["a"]), ("\"lanes sea\"", []),
            ("\"open sea\"", ["b", "a"]),
            // A phrase does not match across two blocks.
            ("\"harbour nothing\"", []), ("\"talks ministers\"", []),
            ("port -wind", ["a"]), ("port -\"open sea lanes\"", ["b"]), ("-port", ["c"]), ("-port -wind", []),
            ("harb*", ["a", "c", "b"]), ("\"sea la*\"", ["a"]), ("zzz*", []), ("port -har*", []),
            ("macron", ["a"]), ("macron's", ["a"]), ("ÉLISE", ["a", "b"]), ("scribe", ["b"]), ("fishery", ["b"]),
            ("port nowhere", []), ("port -nowhere", ["b", "a"]), ("", []), ("!?", []),
        ])
    func articles(_ query: String, _ expected: [String]) throws {
        #expect(try Set(found("articles", query)) == Set(expected))
        if expected.count > 1, !query.hasPrefix("\""), query.allSatisfy(\.isLetter), query.allSatisfy(\.isASCII) {
            #expect(try found("articles", query) == expected)
        }
    }

    @Test(
        "points are found by what stands in them",
        arguments: [
            ("patrol", ["b-p1", "a-p1"]), ("port", ["a-p2"]), ("ministers", []), ("port sea", ["a-p2"]),
            ("port lamps", []), ("patrol -night", ["b-p1"]), ("-patrol", ["a-p2"]), ("\"two piers\"", ["a-p2"]),
            ("\"patrol lamps\"", []), ("pat*", ["b-p1", "a-p1"]), ("sea -lanes", ["a-p2"]),
        ])
    func points(_ query: String, _ expected: [String]) throws {
        #expect(try Set(found("points", query)) == Set(expected))
    }

    @Test(
        "tables and records are found by what stands in them",
        arguments: [
            ("tables", "lanes", ["a-t1"]), ("tables", "dupont", ["a-t1", "b-t1"]), ("tables", "leader -area", ["b-t1"]),
            ("leaders", "dupont", ["elise-dupont"]), ("leaders", "grain", ["bo-rask"]),
            // Of all appearances, not only the newest.
            ("leaders", "signed home", ["elise-dupont"]), ("leaders", "leader", []),
            ("leaders", "-signed", ["bo-rask"]),
        ])
    func parts(_ collection: String, _ query: String, _ expected: [String]) throws {
        #expect(try Set(found(collection, query)) == Set(expected))
    }

    @Test(
        "an excerpt marks whole words and escapes the rest",
        arguments: [
            ("a <b> & \"sea\" lanes's end", "sea", "a &lt;b&gt; &amp; &quot;<mark>sea</mark>&quot; lanes&#39;s end"),
            ("Macron’s plan", "macron", "<mark>Macron</mark>’s plan"),
            ("the sea, a sea lane", "\"sea lane\"", "the sea, a <mark>sea</mark> <mark>lane</mark>"),
            ("seaside  sea\tseason", "sea*", "<mark>seaside</mark> <mark>sea</mark> <mark>season</mark>"),
            ("seaside", "sea", "seaside"),
            (
                "Élan e\u{301}lan co\u{AD}op", "elan coop",
                "<mark>Élan</mark> <mark>e\u{301}lan</mark> <mark>co\u{AD}op</mark>"
            ),
            ("<mark>sea</mark>", "sea -mark", "&lt;mark&gt;<mark>sea</mark>&lt;/mark&gt;"),
        ])
    func excerpt(_ text: String, _ query: String, _ expected: String) {
        var excerpt = Excerpt(TextQuery(query))
        excerpt.visit(text)
        #expect(excerpt.html == expected)
    }

    @Test("an excerpt of a long text is short and stands around the hits")
    func longExcerpt() {
        var excerpt = Excerpt(TextQuery("needle thread"))
        let hay = String(repeating: "hay ", count: 400)
        excerpt.visit("needle " + hay + "needle and thread " + hay)
        #expect(excerpt.html.hasPrefix("… hay hay"))
        #expect(excerpt.html.contains("<mark>needle</mark> and <mark>thread</mark>"))
        #expect(excerpt.html.hasSuffix(" …"))
        #expect(excerpt.html.utf8.count < 250)
    }

    @Test(
        "words that are not there have neighbours",
        arguments: [
            ("harbuor", ["harbour"]), ("habour", ["harbour"]), ("dupond", ["dupont"]), ("elisee", ["elise"]),
            ("wnd", ["wind", "and"]), ("port", []), ("qqqqqqqqqq", []), ("-harbuor", []), ("harbuo*", ["harbour"]),
        ])
    func suggestions(_ query: String, _ expected: [String]) throws {
        let search = try #require(Self.snapshot["articles"]?.search)
        let found = search.suggestions(TextQuery(query))
        #expect(Set(expected).isSubset(of: found))
        #expect(expected.isEmpty == found.isEmpty)
    }

    @Test("the nearest words are those that a look at every word finds", arguments: 1...6)
    func nearestWords(seed: Int) {
        var generator = SeededGenerator(seed: seed)
        // Few letters, one of them of two bytes, so that many words are near each other.
        let letters = Array("abcж")
        func word(maxLength: Int) -> String {
            let length = Int.random(in: 1...maxLength, using: &generator)
            return String((0..<length).map { _ in letters[Int.random(in: letters.indices, using: &generator)] })
        }
        let words = Set((0..<600).map { _ in word(maxLength: 7) })
        let documents = words.sorted().flatMap { Document.read(Array("\($0)\n".utf8), path: "\($0).txt").documents }
        let index = TextIndex(documents)
        for _ in 0..<200 {
            let wanted = word(maxLength: 8)
            let limit = wanted.count <= 5 ? 1 : 2
            let near = words.compactMap { word in
                EditDistance.between(Array(wanted), Array(word), limit: limit).map { (distance: $0, word: word) }
            }
            // The distances themselves, by their definition.
            for word in words.prefix(5) {
                let distance = Self.distance(Array(wanted)[...], Array(word)[...])
                #expect(EditDistance.between(Array(wanted), Array(word), limit: 8) == distance, "\(wanted) \(word)")
            }
            let expected = near.filter { $0.distance > 0 }.map(\.distance).sorted().prefix(5)
            let found = index.nearestWords(to: Array(wanted.utf8))
            #expect(Set(found).count == found.count && Set(found).isSubset(of: words))
            let distances = found.map { EditDistance.between(Array(wanted), Array($0), limit: limit) ?? -1 }
            #expect(distances == Array(expected), "\(wanted)")
        }
    }

    private static func distance(_ left: ArraySlice<Character>, _ right: ArraySlice<Character>) -> Int {
        guard let one = left.last, let other = right.last else { return left.count + right.count }
        if one == other { return distance(left.dropLast(), right.dropLast()) }
        var least = min(
            distance(left.dropLast(), right), distance(left, right.dropLast()),
            distance(left.dropLast(), right.dropLast()))
        if left.dropLast().last == other, right.dropLast().last == one {
            least = min(least, distance(left.dropLast(2), right.dropLast(2)))
        }
        return least + 1
    }

    /// Number n holds the words of its divisors up to 12, so that lists are dense, sparse and everything between.
    private static let numbers = TextIndex(
        (1...3000).flatMap { number in
            let words = (1...12).filter { number % $0 == 0 }.map { "d\($0)" } + ["n\(number)"]
            return Document.read(Array("Title: x\n\(words.joined(separator: " "))\n".utf8), path: "x.txt").documents
        })

    @Test(
        "many documents, over several writers and skips, are found as by looking at each",
        arguments: [
            ("d1", [1], []), ("d7", [7], []), ("d12 d7", [12, 7], []), ("d11 -d2", [11], [2]), ("\"d1 d2\"", [2], []),
            ("\"d1 d3\"", [3], [2]), ("d9 d10 d8", [9, 10, 8], []), ("-d2 -d3", [], [2, 3]), ("d5 n*", [5], []),
        ] as [(String, [Int], [Int])])
    func many(_ query: String, _ divisors: [Int], _ others: [Int]) {
        let expected = (1...3000).filter { number in
            divisors.allSatisfy { number % $0 == 0 } && !others.contains { number % $0 == 0 }
        }
        // A prefix matches a limited number of words.
        let hits = Self.numbers.hits(TextQuery(query), in: .units).positions.map { Int($0) + 1 }
        #expect(query.hasSuffix("*") ? Set(hits).isSubset(of: expected) && !hits.isEmpty : hits == expected)
    }

    @Test("the best hits are those of a full sort")
    func best() {
        let scores = (0..<5000).map { Float(($0 * 7919) % 97) }
        let hits = Hits(scores: scores)
        let sorted = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
        for count in [0, 1, 20, 500, 5000, 10_000] {
            #expect(hits.best(count).map(\.position) == Array(sorted.prefix(count)))
        }
    }
}
