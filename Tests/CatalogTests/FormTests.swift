// Words that are found in their other forms: plurals and inflections.

import Documents
import Support
import Testing

@testable import Catalog
@testable import Search
@testable import Text

struct FormTests {
    private static let files = [
        ("many.txt", "Title: One\nExercises. Exercises, exercises; exercises and exercises.\n- Planned exercises\n"),
        ("one.txt", "Title: Two\nAn exercise among many other words of this text.\n- Exercise plan, exercises\n"),
        ("verb.md", "---\nlanguage: en-GB\n---\n# Three\n\nThey exercised.\n"),
        ("german.md", "---\nlanguage: de\n---\n# Vier\n\nExercises und Exercise Planer.\n\n- Planer exercises\n"),
        ("other.txt", "Title: Five\nExercisable bikes.\n"),
        ("swedish.md", "---\nlanguage: sv\n---\n# Sex\n\nExercises.\n"),
    ]

    private static let documents = files.flatMap { Document.read(Array($0.1.utf8), path: $0.0).documents }
    private static let snapshot = Snapshot.build(
        documents: documents, mapping: Mapping([]), modified: 0)

    private func found(_ collection: String, _ query: TextQuery) throws -> [String] {
        let collection = try #require(Self.snapshot[collection])
        let hits = try #require(collection.search).hits(query)
        return hits.best(100).map { collection.records.id(at: $0.position) }
    }

    @Test(
        "a word finds its other forms, the exact one first",
        arguments: [
            ("exercise", ["german", "one", "many", "verb", "other"]),
            ("exercises", ["many", "one", "verb", "other", "german", "swedish"]),
            ("exercising", ["many", "one", "verb", "other"]),
            ("exercise plan", ["one", "many"]),
            ("\"exercise\"", ["one", "german"]), ("\"exercise plan\"", ["one"]), ("\"exercises plan\"", []),
            ("exercised*", ["verb"]), ("exercise -exercises", ["verb", "other"]), ("-exercise", ["many", "verb"]),
            ("bike", ["other"]), ("exerçise", ["german", "one", "many", "verb", "other"]), ("planers", []),
        ])
    func articles(_ query: String, _ expected: [String]) throws {
        let found = try found("articles", TextQuery(query))
        #expect(Set(expected).isSubset(of: found), "\(found)")
        if !query.hasPrefix("-") { #expect(found.count == expected.count, "\(found)") }
        if query == "exercise" { #expect(Set(found.prefix(2)) == ["one", "german"]) }
        if query == "exercises" { #expect(Set(found.suffix(2)) == ["verb", "other"]) }
    }

    @Test(
        "list items are found by the forms of their words",
        arguments: [
            ("exercise", ["one-p1", "many-p1"]), ("exercises", ["many-p1", "one-p1", "german-p1"]),
            ("plan", ["one-p1", "many-p1"]), ("planning", ["one-p1", "many-p1"]),
        ])
    func points(_ query: String, _ expected: [String]) throws {
        let found = try found("points", TextQuery(query))
        #expect(Set(found) == Set(expected))
        if query == "exercise" || query == "plan" { #expect(found.first == "one-p1") }
    }

    @Test("an exact query finds only the words themselves")
    func exact() throws {
        #expect(try Set(found("articles", TextQuery("exercise", isExact: true))) == ["one", "german"])
        #expect(try found("points", TextQuery("planning", isExact: true)) == [])
    }

    @Test("answers do not depend on the segments, before and after a merge")
    func segments() throws {
        var unmerged = MergePolicy()
        (unmerged.maxImmediateUnits, unmerged.maxChangedShare) = (0, 1e9)
        let queries = ["exercise", "exercises", "exercised", "planning exercise", "\"exercise\""].map { TextQuery($0) }
        func answers(_ index: TextIndex) -> [[String]] {
            queries.map { query in
                let hits = index.hits(query, in: .units)
                return zip(hits.positions, hits.scores).map { "\($0) \($1)" }
            }
        }
        let expected = answers(TextIndex(Self.documents))
        for policy in [MergePolicy(), unmerged] {
            var documents: [Document] = []
            var index = TextIndex(documents, policy: policy)
            for document in Self.documents {
                let next = documents + [document]
                index = index.updated(by: DocumentChange(from: documents, to: next), from: documents, to: next)
                documents = next
            }
            #expect(answers(index) == expected)
            while let plan = index.mergePlan(), let merged = index.replacing(plan.run()) { index = merged }
            let merged = try #require(index.replacing(MergePlan(readers: index.segments).run()))
            #expect(answers(merged) == expected)
        }
    }

    @Test(
        "words that do not occur are corrected",
        arguments: [
            ("exersise", ["exercise"]), ("exersizes", ["exercises"]), ("bikse", ["bikes"]), ("exercising", []),
            ("zzzzzz", []), ("bi", []), ("f1ve", []), ("-bikse", []), ("bikse*", []), ("\"bikse\"", []),
            // A word of five letters has one edit.
            ("bkies", ["bikes"]), ("bkise", []), ("biekss", ["bikes"]), ("feiv", []),
        ])
    func corrections(_ query: String, _ expected: [String]) throws {
        let index = TextIndex(Self.documents)
        let corrected = TextQuery(query).corrected(by: [index]) { false }
        #expect(corrected.corrections.flatMap(\.nearest) == expected)
        let isFound = !expected.isEmpty || query == "exercising" || query.hasPrefix("-")
        #expect((index.hits(corrected, in: .units).count > 0) == isFound)
    }

    @Test("the other forms of a corrected word match too")
    func formsOfCorrections() throws {
        let search = try #require(Self.snapshot["articles"]?.search)
        let query = CollectionSearch.corrected(TextQuery("exersise"), in: [search])
        #expect(try Set(found("articles", query)) == Set(found("articles", TextQuery("exercise"))))
        #expect(search.excerpt(query, at: 0).snippet.contains("<mark>"))
        #expect(search.suggestions(query).isEmpty)
    }

    @Test("an excerpt marks the forms that match")
    func excerpt() {
        for (text, query, rules, expected) in [
            (
                "Two exercises, one exercised", "exercise", .english,
                "Two <mark>exercises</mark>, one <mark>exercised</mark>"
            ),
            ("Two exercises", "\"exercise\"", .english, "Two exercises"),
            ("Two exercises", "exercise", nil, "Two exercises"),
        ] as [(String, String, StemmingRules?, String)] {
            var excerpt = Excerpt(TextQuery(query), rules: rules)
            excerpt.visit(text)
            #expect(excerpt.html == expected)
        }
    }
}
