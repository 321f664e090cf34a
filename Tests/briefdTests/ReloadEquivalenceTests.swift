// Random edits of a folder: after each reload, every answer is the one of a fresh load.
import API
import Catalog
import Documents
import Glibc
import HTTP
import Support
import Testing

@testable import briefd

@Suite struct ReloadEquivalenceTests {
    /// The files of a folder at one time, by name.
    private typealias Files = [String: String]

    private static let collections: Mapping = {
        var leaders = Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)
        leaders.aliases = [.init(name: "Ann Lee", others: ["A. Lee"]), .init(name: "Nobody", others: ["No one"])]
        leaders.fields = [.init(header: "Since", type: .single(.date)), .init(header: "Until", field: "until")]
        leaders.origin = SourceLocation(file: "config.json", line: 1)
        let tasks = Mapping.Entry("tasks", match: .tablesHeaded(["Task"]))
        return Mapping([leaders, tasks] + RandomDocuments.otherEntries)
    }()

    @Test(arguments: 1...6)
    func `a reload answers as a fresh load does`(seed: Int) throws {
        let states = Self.states(seed: seed)
        guard let failure = try Self.failure(of: states) else { return }
        let (fewest, last) = try Self.shrunk(Array(states.prefix(failure.reload + 1)), failure)
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

    private static func failure(of states: [Files]) throws -> Failure? {
        let folder = try Folder(states[0])
        var configuration = Configuration()
        configuration.documents = [folder.path]
        configuration.collections = collections
        var loaded = LoadedDocuments.load(configuration)
        for number in states.indices.dropFirst() {
            try apply(states[number - 1], states[number], in: folder)
            _ = try loaded.reload(configuration)
            let fresh = LoadedDocuments.load(configuration)
            // The description takes half of the time, and fields are compared in any case.
            let description = number == states.count - 1 ? ["/openapi.json"] : []
            if let difference = try difference(loaded.snapshot, fresh.snapshot, targets + description) {
                return Failure(reload: number, difference: difference)
            }
        }
        return nil
    }

    /// Leaves out reloads, then files, as long as an answer differs.
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

    /// The first thing in which the snapshots differ.
    private static func difference(_ reloaded: Snapshot, _ fresh: Snapshot, _ targets: [String]) throws -> String? {
        if reloaded.version != fresh.version { return "the versions differ" }
        for (one, other) in zip(reloaded.diagnostics, fresh.diagnostics) where one != other {
            return "\(one)\n\(other)"
        }
        if reloaded.diagnostics.count != fresh.diagnostics.count { return "the numbers of diagnostics differ" }
        for (one, other) in zip(reloaded.collections, fresh.collections) {
            if one.fields != other.fields { return "the fields of \(one.name) differ" }
            for query in ["lee", "le*", "\"ann lee\"", "harbour -rask", "storm", "president xi"] {
                func hits(_ collection: Collection) -> [String] {
                    let best = collection.search?.hits(TextQuery(query)).best(100) ?? []
                    return best.map { "\(collection.records.id(at: $0.position)) \($0.score.bitPattern)" }
                }
                if hits(one) != hits(other) { return "\(one.name) for \(query):\n\(hits(one))\n\(hits(other))" }
            }
        }
        for target in targets {
            let (answer, expected) = (try text(target, reloaded), try text(target, fresh))
            if answer != expected { return "\(target):\n\(answer)\n\(expected)" }
        }
        return nil
    }

    private static let targets: [String] = {
        let mapped = collections.entries.map(\.name)
        return [
            "/", "/-/diagnostics?limit=1000", "/search?q=lee", "/tables/rows?columns=Area",
            "/articles?facets=tags,leaders&limit=0", "/articles?sort=-date,title&cursor=*&limit=2",
            "/leaders?facets=since,roles,area&sort=-fullName", "/tasks?votes:gt=5&facets=votes&sort=-votes",
            "/rules?facets=owners&sort=startDay", "/points?article.date:gt=2026-01-01&facets=article",
        ]
            + (["articles", "points", "tables"] + mapped).flatMap { name in
                ["/\(name).ndjson?fields=*", "/-/schema/\(name)", "/\(name)?q=lee&cursor=*&limit=1"]
            }
            + mapped.map { "/\($0)?facets=name&cursor=*&limit=2" }
    }()

    /// A response to GET, without the time when the content was read.
    private static func text(_ target: String, _ snapshot: Snapshot) throws -> String {
        let request = Request(.get, try Target(target))
        var response = API(programVersion: "test").respond(to: request, state: .ready(snapshot))
        response.headers[.lastModified] = nil
        let head = "\(response.status.code) \(response.headers)\n"
        switch response.body {
        case .empty: return head
        case .bytes(let bytes), .events(let bytes): return head + String(decoding: bytes, as: UTF8.self)
        case .stream(let start):
            let next = start()
            return head + String(decoding: Array(sequence(state: ()) { _ in next() }.joined()), as: UTF8.self)
        }
    }
}
