// Random edits of a folder: after each reload, every answer is the one of a fresh load.
import Documents
import Glibc
import Support
import Testing

@testable import briefd

@Suite struct ReloadEquivalenceTests {
    /// The files of a folder at one time, by name.
    private typealias Files = [String: String]

    @Test(arguments: 1...6, [false, true])
    func `a reload answers as a fresh load does`(seed: Int, followsEvents: Bool) throws {
        let states = Self.states(seed: followsEvents ? seed + 6 : seed)
        guard let failure = try Self.failure(of: states, followsEvents) else { return }
        let (fewest, last) = try Self.shrunk(Array(states.prefix(failure.reload + 1)), failure, followsEvents)
        let texts = fewest.enumerated().map { number, files in
            files.sorted { $0.key < $1.key }.map { "== state \(number), \($0.key)\n\($0.value)" }.joined()
        }
        Issue.record("seed \(seed): \(last.difference)\n\(texts.joined())")
    }

    // MARK: Edits

    /// Names that have one id, or two that differ in little.
    private static let names = ["a b", "a-b", "A-b", "in/a b", "in/tide", "pier", "dock", "tide"]

    /// The folder at first and after each of some edits.
    private static func states(seed: Int) -> [Files] {
        var random = RandomDocuments(
            seed: seed, .first, mentioning: RandomDocuments.Vocabulary.second.mentions, flipsTypes: true)
        var files: Files = [:]
        func add() {
            let file = random.file()
            files[random.pick(names) + file.ending] = file.text
        }
        for _ in 0..<5 { add() }
        var states = [files]
        for _ in 0..<4 {
            for _ in 0..<random.pick([1, 1, 2, 4]) {
                let name = random.pick(files.keys.sorted() + [""])
                guard let text = files[name] else {
                    add()
                    continue
                }
                let other = random.pick(files.keys.sorted())
                let ending = name.drop { $0 != "." }
                switch random.pick(Array(0..<8)) {
                case 0: add()
                case 1: files[name] = nil
                case 2:
                    files[name] = nil
                    files[random.pick(names) + ending] = text
                case 3: (files[name], files[other]) = (files[other], text)
                case 4: files[random.pick(names) + ending] = text
                case 5: files[name] = text.split(separator: "\n").dropLast().joined(separator: "\n") + "\n"
                case 6: files[name] = text + (ending == ".jsonl" ? "{\"text\": \"Lee left.\"}\n" : "\nLee left.\n")
                default: files[name] = ending == ".md" ? text.replacing("2026", with: "2025") : random.file().text
                }
            }
            states.append(files)
        }
        return states
    }

    /// Changes the files in a folder; what was renamed or swapped is renamed there.
    private static func apply(_ old: Files, _ new: Files, in folder: Folder) throws {
        func renameFile(_ name: String, _ other: String) {
            if let slash = other.lastIndex(of: "/") { mkdir(folder(String(other[..<slash])), 0o700) }
            rename(folder(name), folder(other))
        }
        var written = old
        for (name, text) in old.sorted(by: { $0.key < $1.key }) where new[name] != text {
            if new[name] == nil, let other = new.keys.sorted().first(where: { written[$0] == nil && new[$0] == text }) {
                renameFile(name, other)
                (written[name], written[other]) = (nil, text)
            } else if let other = new.keys.sorted().first(where: {
                $0 != name && old[$0] == new[name] && new[$0] == text
            }),
                written[name] == text, written[other] == old[other]
            {
                renameFile(name, "swapped")
                renameFile(other, name)
                renameFile("swapped", other)
                (written[name], written[other]) = (new[name], text)
            }
        }
        for name in written.keys where new[name] == nil { unlink(folder(name)) }
        for (name, text) in new where written[name] != text { try folder.write(text, to: name) }
    }

    // MARK: Comparison

    private struct Failure {
        /// The first reload with another answer, from 1.
        let reload: Int
        let difference: String
    }

    /// Reloads from a walk, or from the events of the folder.
    private static func failure(of states: [Files], _ followsEvents: Bool) throws -> Failure? {
        let folder = try Folder(states[0])
        var configuration = Configuration()
        configuration.documents = [folder.path]
        configuration.collections = SnapshotDifference.collections
        let watched = try followsEvents ? WatchedDocuments(configuration) : nil
        var loaded = LoadedDocuments.load(configuration)
        for number in states.indices.dropFirst() {
            try apply(states[number - 1], states[number], in: folder)
            if let watched { try watched.settle() } else { _ = try loaded.reload(configuration) }
            let fresh = LoadedDocuments.load(configuration)
            let snapshot = watched?.loaded.snapshot ?? loaded.snapshot
            let isLast = number == states.count - 1
            if let difference = try SnapshotDifference.first(snapshot, fresh.snapshot, withDescription: isLast) {
                return Failure(reload: number, difference: difference)
            }
        }
        return nil
    }

    /// Leaves out reloads, then files, as long as an answer differs.
    private static func shrunk(
        _ states: [Files], _ failure: Failure, _ followsEvents: Bool
    ) throws -> ([Files], Failure) {
        var (states, last) = (states, failure)
        while states.count > 2, let failure = try Self.failure(of: Array(states.dropFirst()), followsEvents) {
            states.removeFirst()
            last = failure
        }
        for name in Set(states.flatMap(\.keys)).sorted() {
            let fewer = states.map { $0.filter { $0.key != name } }
            if let failure = try Self.failure(of: fewer, followsEvents) { (states, last) = (fewer, failure) }
        }
        return (states, last)
    }
}
