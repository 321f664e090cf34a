// Random changes of a tree of files: after each batch, the files read from events are those of a fresh load.
import Catalog
import Documents
import Glibc
import Support
import Testing

@testable import briefd

@Suite struct RandomEventTests {
    /// A change of the tree; the names are relative to it.
    private enum Step: CustomStringConvertible {
        case write(String, String), append(String), remove(String), rename(String, String), swap(String, String)
        case makeFolder(String), link(String, to: String), hardLink(String, to: String), pipe(String)

        var description: String {
            switch self {
            case .write(let name, let text): "write \(name) \(text.debugDescription)"
            case .append(let name): "append \(name)"
            case .remove(let name): "remove \(name)"
            case .rename(let name, let other): "rename \(name) \(other)"
            case .swap(let name, let other): "swap \(name) \(other)"
            case .makeFolder(let name): "mkdir \(name)"
            case .link(let name, let target): "link \(name) -> \(target)"
            case .hardLink(let name, let target): "hard link \(name) -> \(target)"
            case .pipe(let name): "pipe \(name)"
            }
        }

        /// Changes the folder; a step that is impossible does nothing.
        func run(in folder: (String) -> String) {
            switch self {
            case .write(let name, let text):
                let descriptor = open(folder(name), O_CREAT | O_WRONLY | O_TRUNC | O_NONBLOCK, 0o600)
                Glibc.write(descriptor, text, text.utf8.count)
                close(descriptor)
            case .append(let name):
                let descriptor = open(folder(name), O_WRONLY | O_APPEND | O_NONBLOCK)
                Glibc.write(descriptor, "\nmore", 5)
                close(descriptor)
            case .remove(let name): if unlink(folder(name)) != 0 { rmdir(folder(name)) }
            case .rename(let name, let other): Glibc.rename(folder(name), folder(other))
            case .swap(let name, let other):
                Glibc.rename(folder(name), folder("swapped"))
                Glibc.rename(folder(other), folder(name))
                Glibc.rename(folder("swapped"), folder(other))
            case .makeFolder(let name): mkdir(folder(name), 0o700)
            case .link(let name, let target): symlink(target, folder(name))
            case .hardLink(let name, let target): Glibc.link(folder(target), folder(name))
            case .pipe(let name): mkfifo(folder(name), 0o600)
            }
        }
    }

    private static let folders = ["", "in/", "in/deep/", "away/", ".git/"]
    private static let endings = [".md", ".md", ".txt", ".jsonl", ".xyz", ""]
    private static let texts = [
        "Text.\n", "# Top\n", "---\ndate: 03/04/2025\n---\n", "---\ndate: 12/31/2024\n---\n",
        "---\ndate: 31/12/2024\n---\n", "{\"text\": \"one\"}\n{\"text\": \"two\", \"date\": \"05/06/2024\"}\n",
        String(repeating: "too long ", count: 40),
    ]

    private static func batches(_ seed: Int) -> [[Step]] {
        var generator = SeededGenerator(seed: seed)
        func pick<Element>(_ elements: [Element]) -> Element {
            elements[Int.random(in: elements.indices, using: &generator)]
        }
        func name() -> String { pick(folders) + pick(["a", "b", "é", ".c"]) + pick(endings) }
        func step() -> Step {
            switch Int.random(in: 0..<22, using: &generator) {
            case 0...7: .write(name(), pick(texts))
            case 8...9: .append(name())
            case 10...11: .remove(name())
            case 12...14: .rename(name(), name())
            case 15...16: .swap(name(), name())
            case 17: pick([.makeFolder(pick(folders)), .rename(pick(folders) + "a", pick(folders) + "b.md")])
            case 18: pick([.rename("in/deep", "away/deep"), .rename("away", "in/deep"), .swap("in", "away")])
            case 19: .link(name(), to: pick([name(), "in", "../in/a.md", "a.md", ".git/a.md", "/tmp", "deep/b.md"]))
            case 20: .hardLink(name(), to: name())
            default: pick([.pipe(name()), .remove(pick(folders))])
            }
        }
        let first = (0..<12).map { _ in Step.write(name(), pick(texts)) }
        return [first] + (0..<12).map { _ in (0..<pick([1, 1, 2, 3])).map { _ in step() } }
    }

    /// Returns the first difference from a fresh load, and the number of batches that needed no walk.
    private static func run(_ batches: [[Step]]) throws -> (difference: String?, updates: Int) {
        let folder = try Folder(["docs/in/deep/a.md": "a", "outside.md": "o"])
        var configuration = Configuration()
        configuration.documents = [folder("docs")]
        configuration.maxDocumentSize = 200
        let path = { folder("docs/" + $0) }
        for name in ["away", ".git"] { mkdir(path(name), 0o700) }
        for step in batches[0] { step.run(in: path) }
        let documents = try WatchedDocuments(configuration)
        var updates = 0
        for batch in batches.dropFirst() {
            for step in batch { step.run(in: path) }
            updates += try documents.settle() == 0 ? 1 : 0
            let (one, other) = (documents.loaded.snapshot, LoadedDocuments.load(configuration).snapshot)
            let (texts, expected) = (describe(one), describe(other))
            if texts != expected { return ("\(batch):\n\(texts)\nbut a fresh load has:\n\(expected)", updates) }
        }
        return (nil, updates)
    }

    private static func describe(_ snapshot: Snapshot) -> String {
        let documents = snapshot.documents.map { document in
            let text = String(decoding: document.source.prefix(40), as: UTF8.self)
            return "\(document.path):\(document.firstLine) \(document.metadata.date ?? "") \(text)\n"
        }
        let diagnostics = snapshot.diagnostics.map { "\($0.location.file): \($0.message)\n" }
        return documents.joined() + diagnostics.joined() + snapshot.version
    }

    @Test(arguments: 0..<4)
    func `events lead to the files of a fresh load`(group: Int) throws {
        var updates = 0
        for seed in 0..<8 {
            var batches = Self.batches(group * 8 + seed)
            let result = try Self.run(batches)
            updates += result.updates
            guard var difference = result.difference else { continue }
            // Leave out steps as long as there is a difference.
            for number in batches.indices.reversed() {
                for step in batches[number].indices.reversed() {
                    var fewer = batches
                    fewer[number].remove(at: step)
                    if let other = try Self.run(fewer).difference { (batches, difference) = (fewer, other) }
                }
            }
            Issue.record("seed \(group * 8 + seed): \(batches.filter { !$0.isEmpty })\n\(difference)")
            return
        }
        #expect(updates > 20, "many batches need no walk")
    }
}
