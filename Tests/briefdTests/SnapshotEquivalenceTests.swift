// Random edits of documents in memory: each snapshot that follows another one equals a fresh snapshot.
import Catalog
import Documents
import Support
import Testing

@Suite struct SnapshotEquivalenceTests {
    private typealias Files = [String: String]

    @Test(arguments: 1...16)
    func `a snapshot made from the one before equals a fresh one`(seed: Int) throws {
        let states = Self.states(seed: seed)
        guard let failure = try Self.failure(of: states) else { return }
        let (fewest, last) = try Self.shrunk(Array(states.prefix(failure.step + 1)), failure)
        let texts = fewest.enumerated().map { number, files in
            files.sorted { $0.key < $1.key }.map { "== state \(number), \($0.key)\n\($0.value)" }.joined()
        }
        Issue.record("seed \(seed): \(last.difference)\n\(texts.joined())")
    }

    // MARK: Edits

    /// Most of these have an id that another name has too, or nearly so.
    private static let names = [
        "a b", "a-b", "a_b", "in/a b", "in-a/b", "tide", "pier", "pier-2", "zest/a", "zest/b", "zest/c", "zest/d",
    ]

    /// Some files, then each time a few of them changed: half of the files have no rows and name nobody.
    private static func states(seed: Int) -> [Files] {
        var random = RandomDocuments(
            seed: seed, .first, mentioning: RandomDocuments.Vocabulary.second.mentions, flipsTypes: true)
        var files: Files = [:]
        func add() {
            let file = random.isChosen(oneIn: 2) ? random.quietFile() : random.file()
            files[random.pick(names) + file.ending] = file.text
        }
        for _ in 0..<random.pick([0, 3, 8]) { add() }
        var states = [files]
        for _ in 0..<6 {
            for _ in 0..<random.pick([1, 1, 1, 3]) {
                let name = random.pick(files.keys.sorted() + [""])
                let ending = name.drop { $0 != "." }
                guard let text = files[name], !random.isChosen(oneIn: 4) else {
                    add()
                    continue
                }
                switch random.pick(Array(0..<4)) {
                case 0: files[name] = nil
                case 1:
                    files[name] = nil
                    files[random.pick(names) + ending] = text
                case 2 where ending == ".md": files[name] = text + "\nMore of the quiet evening.\n\n- Bell: rung\n"
                default: files[name] = ending == ".md" ? random.quietFile().text : text
                }
            }
            states.append(files)
        }
        return states
    }

    // MARK: Comparison

    private struct Failure {
        /// The first state with another answer, from 1.
        let step: Int
        let difference: String
    }

    private static func failure(of states: [Files]) throws -> Failure? {
        var documents: [String: (text: String, documents: [Document])] = [:]
        var snapshot: Snapshot?
        for (number, files) in states.enumerated() {
            for name in documents.keys where files[name] == nil { documents[name] = nil }
            for (name, text) in files where documents[name]?.text != text {
                documents[name] = (text, Document.read(Array(text.utf8), path: name).documents)
            }
            func build(former: Snapshot?) -> Snapshot {
                Snapshot.build(
                    documents: documents.values.flatMap(\.documents), mapping: SnapshotDifference.collections,
                    modified: 0, former: former)
            }
            let next = build(former: snapshot)
            let isLast = number == states.count - 1
            if let difference = try SnapshotDifference.first(next, build(former: nil), withDescription: isLast) {
                return Failure(step: number, difference: difference)
            }
            if let former = snapshot {
                let step = next.changes(since: former)
                let whole = build(former: nil).changes(since: former)
                if step != whole { return Failure(step: number, difference: "\(step)\n\(whole)") }
            }
            snapshot = next
        }
        return nil
    }

    /// Leaves out states, then files, as long as an answer differs.
    private static func shrunk(_ states: [Files], _ failure: Failure) throws -> ([Files], Failure) {
        var (states, last) = (states, failure)
        while states.count > 2, let failure = try Self.failure(of: Array(states.dropFirst())) {
            states.removeFirst()
            last = failure
        }
        for name in Set(states.flatMap(\.keys)).sorted() {
            let fewer = states.map { $0.filter { $0.key != name } }
            if let failure = try Self.failure(of: fewer) { (states, last) = (fewer, failure) }
        }
        return (states, last)
    }
}
