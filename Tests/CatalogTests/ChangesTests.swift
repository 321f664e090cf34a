// What is said to have changed between two snapshots.

import Documents
import Testing

@testable import Catalog

@Suite struct ChangesTests {
    private static let talks = """
        Title: Talks
        - First: one
        - Second: two
        | Leader | Outcome |
        |---|---|
        | Ada | A plan |
        | Bea | A speech |

        """

    private static func changes(_ old: [(path: String, text: String)], _ new: [(path: String, text: String)]) -> Changes
    {
        snapshot(new).changes(since: snapshot(old))
    }

    /// `name +added -removed ~changed` of the collections in which anything changed.
    private static func lines(_ changes: Changes) -> [String] {
        changes.collections.compactMap { part in
            let changes =
                part.added.ids.map { "+" + $0 } + part.removed.ids.map { "-" + $0 } + part.changed.ids.map { "~" + $0 }
            return changes.isEmpty ? nil : ([part.name] + changes).joined(separator: " ")
        }
    }

    @Test func nothingChangesBetweenEqualSnapshots() {
        let changes = Self.changes([("a.txt", Self.talks)], [("a.txt", Self.talks)])
        #expect(Self.lines(changes) == [])
        #expect(changes.since == changes.version)
        #expect(changes.collections.map(\.count) == [1, 2, 0, 0, 0, 2, 1])
    }

    @Test func aDocumentComesWithWhatItHolds() {
        let lines = ["articles +a", "leaders +ada +bea", "points +a-p1 +a-p2", "tables +a-t1"]
        #expect(Self.lines(Self.changes([], [("a.txt", Self.talks)])) == lines)
        let gone = lines.map { $0.replacing("+", with: "-") }
        #expect(Self.lines(Self.changes([("a.txt", Self.talks)], [])) == gone)
    }

    @Test(arguments: [
        ("Title: Talks", "Title: Tasks", ["articles ~a"]),
        ("one", "1", ["articles ~a", "points ~a-p1"]),
        ("- Second: two\n", "", ["articles ~a", "leaders ~ada ~bea", "points -a-p2", "tables ~a-t1"]),
        ("A speech", "A promise", ["articles ~a", "leaders ~bea", "tables ~a-t1"]),
        ("Bea", "Cia", ["articles ~a", "leaders +cia -bea", "tables ~a-t1"]),
    ])
    func aChangedDocumentChangesWhatIsOtherInIt(_ old: String, _ new: String, _ lines: [String]) {
        let other = (path: "b.txt", text: "Title: Other\n- Kept: as it is\n")
        let changes = Self.changes(
            [("a.txt", Self.talks), other], [other, ("a.txt", Self.talks.replacing(old, with: new))])
        #expect(Self.lines(changes) == lines)
    }

    @Test func aCollectionThatIsGoneLosesItsRecords() {
        let documents = [(path: "a.txt", text: Self.talks)]
        let changes = snapshot(documents, mapping: Mapping([])).changes(since: snapshot(documents))
        #expect(changes.collections.last { $0.name == "leaders" }?.removed.ids == ["ada", "bea"])
    }

    @Test func moreIdsThanAThousandAreCountedOnly() throws {
        let points = (1...1500).map { "- Point \($0): x\n" }.joined()
        let part = try #require(Self.changes([], [("a.txt", points)]).collections.first { $0.name == "points" })
        #expect(part.added.count == 1500 && part.added.ids.count == 1000)
    }

    @Test func aRemarkIsAnotherVersionOfTheSameRecords() {
        let plain = snapshot([("a.txt", Self.talks)])
        let remark = Diagnostic(.error, .notADocument, at: SourceLocation(file: "a", line: 1), "lost")
        let remarked = plain.adding([remark])
        #expect(remarked.version != plain.version)
        #expect(remarked.version == plain.adding([remark]).version)
        #expect(remarked.diagnostics == [remark] + plain.diagnostics)
        #expect(Self.lines(remarked.changes(since: plain)) == [])
    }
}

@Suite struct HistoryTests {
    /// Versions `0`, `1` and so on, one after the other.
    private static func history(_ versions: [String]) -> History {
        var history = History()
        for (since, version) in zip(versions, versions.dropFirst()) {
            history.append(.init(Changes(since: since, version: version, collections: []), time: 0))
        }
        return history
    }

    @Test(arguments: [
        (["a", "b", "c"], "a", 2), (["a", "b", "c"], "b", 1), (["a", "b", "c"], "c", 0), (["a", "b", "c"], "d", nil),
        (["a", "b", "a"], "a", 0), (["a", "b", "a", "c"], "a", 1), ([], "a", nil),
    ])
    func whatFollowedAVersionIsFound(_ versions: [String], _ since: String, _ count: Int?) {
        #expect(Self.history(versions).changes(since: since)?.count == count)
    }

    @Test func itsLengthIsBounded() {
        let history = Self.history((0...250).map(String.init))
        #expect(history.entries.count == History.maxEntries)
        #expect(history.count == 250)
        #expect(history.changes(since: "150")?.count == 100)
        #expect(history.changes(since: "149") == nil)
    }
}
