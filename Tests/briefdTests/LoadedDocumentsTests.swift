// Loading and reloading of documents: progress, changed files, unchanged files.
import API
import Catalog
import Documents
import Glibc
import Server
import Support
import Testing

@testable import briefd

@Suite struct LoadedDocumentsTests {
    private static func configuration(_ folder: Folder) -> Configuration {
        var configuration = Configuration()
        configuration.documents = [folder.path]
        return configuration
    }

    @Test func `a load reports its progress`() throws {
        let names = (0..<100).map { "\($0).txt" }
        let folder = try Folder(Dictionary(uniqueKeysWithValues: names.map { ($0, "- One: 1\n") }))
        let reported = Locked<[State.Progress]>([])
        var loaded = LoadedDocuments.load(Self.configuration(folder)) { progress in
            reported.withLock { $0.append(progress) }
        }
        for _ in 0..<2 {
            let values = reported.withLock { $0 }
            #expect(values.first == State.Progress(read: 0, total: 100))
            #expect(values.last == State.Progress(read: 100, total: 100))
            #expect(values.allSatisfy { $0.total == 100 } && values.count > 3)
            reported.withLock { $0 = [] }
            _ = try loaded.reload(loaded.configuration) { progress in reported.withLock { $0.append(progress) } }
        }
    }

    @Test func `only changed files are read again`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n", "b.txt": "- Two: 2\n", "c.txt": "- Three: 3\n"])
        var loaded = LoadedDocuments.load(Self.configuration(folder))
        let before = loaded.snapshot
        try folder.write("- Two: two\n", to: "b.txt")
        unlink(folder("c.txt"))
        try folder.write("- Four: 4\n", to: "d.txt")
        #expect(try loaded.reload(loaded.configuration))
        let after = loaded.snapshot
        #expect(after.documents.map(\.path) == ["a.txt", "b.txt", "d.txt"])
        #expect(after.documents[0] === before.documents[0])
        #expect(after.documents[1] !== before.documents[1])
        #expect(after.version != before.version)
    }

    @Test func `a file with equal content is unchanged`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n", "lines.jsonl": "{\"text\":\"one\"}\n{\"text\":\"two\"}\n"])
        var loaded = LoadedDocuments.load(Self.configuration(folder))
        let before = loaded.snapshot
        #expect(try !loaded.reload(loaded.configuration))
        for name in ["a.txt", "lines.jsonl"] {
            let bytes = try #require(File.read(folder(name)))
            unlink(folder(name))
            try folder.write(bytes, to: name)
        }
        #expect(try !loaded.reload(loaded.configuration))
        #expect(loaded.snapshot.version == before.version)
        #expect(loaded.snapshot.documents[0] === before.documents[0])
    }

    /// A copying tool that preserves times leaves the same size and the same time of modification.
    @Test func `a replaced file with the old times is read again`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        var loaded = LoadedDocuments.load(Self.configuration(folder))
        var status = stat()
        stat(folder("a.txt"), &status)
        try folder.write("- One: 2\n", to: "a.txt")
        utimensat(AT_FDCWD, folder("a.txt"), [status.st_atim, status.st_mtim], 0)
        #expect(try loaded.reload(loaded.configuration))
    }

    @Test func `a missing path changes nothing`() throws {
        let folder = try Folder(["docs/a.txt": "- One: 1\n"])
        var configuration = Configuration()
        configuration.documents = [folder("docs")]
        var loaded = LoadedDocuments.load(configuration)
        let before = loaded.snapshot
        rename(folder("docs"), folder("away"))
        #expect(throws: Failure.self) { try loaded.reload(configuration) }
        #expect(loaded.snapshot.version == before.version)
        rename(folder("away"), folder("docs"))
        #expect(try !loaded.reload(configuration))
    }

    @Test func `other collections make a new snapshot of the same documents`() throws {
        let folder = try Folder(["a.txt": "| Law | Year |\n|---|---|\n| One | 1999 |\n"])
        var loaded = LoadedDocuments.load(Self.configuration(folder))
        let before = loaded.snapshot
        var next = loaded.configuration
        next.collections = Mapping([.init("laws", match: .tablesHeaded(["Law"]))])
        #expect(try loaded.reload(next))
        #expect(loaded.snapshot["laws"]?.records.count == 1)
        #expect(loaded.snapshot.documents[0] === before.documents[0])
    }

    private static func page(_ date: String) -> String { "---\ndate: \(date)\n---\n# A page\n" }

    private static func dates(_ loaded: LoadedDocuments) -> [String?] {
        loaded.snapshot.documents.map(\.metadata.date)
    }

    @Test func `dates with two readings follow the others of their folder`() throws {
        let folder = try Folder(["a.md": Self.page("03/04/2025"), "in/b.md": Self.page("12/31/2024")])
        var loaded = LoadedDocuments.load(Self.configuration(folder))
        #expect(Self.dates(loaded) == ["2025-03-04", "2024-12-31"])
        #expect(loaded.snapshot.diagnostics.filter { $0.code == .dateOrder }.count == 1)
        #expect(!loaded.snapshot.diagnostics.contains { $0.code == .unclearDate })
        let before = loaded.snapshot
        #expect(try !loaded.reload(loaded.configuration))
        try folder.write("Text.\n", to: "c.md")
        #expect(try loaded.reload(loaded.configuration))
        #expect(loaded.snapshot.documents[0] === before.documents[0])

        try folder.write(Self.page("31/12/2024"), to: "in/b.md")
        #expect(try loaded.reload(loaded.configuration))
        #expect(Self.dates(loaded) == ["2025-04-03", nil, "2024-12-31"])
        let articles = loaded.snapshot.changes(since: before).collections.first { $0.name == "articles" }
        #expect(articles?.changed.ids == ["a", "in-b"])

        try folder.write(Self.page("12/31/2024"), to: "c.md")
        #expect(try loaded.reload(loaded.configuration))
        #expect(Self.dates(loaded) == ["03/04/2025", "2024-12-31", "2024-12-31"])
        #expect(loaded.snapshot.diagnostics.filter { $0.code == .unclearDate }.map(\.location.file) == ["a.md"])
    }

    @Test func `each configured folder has an order of its own`() throws {
        let folder = try Folder([
            "one/a.md": Self.page("03/04/2025"), "one/b.md": Self.page("12/31/2024"),
            "two/a.md": Self.page("03/04/2025"), "two/b.md": Self.page("31/12/2024"),
        ])
        var configuration = Configuration()
        configuration.documents = [folder("one"), folder("two")]
        let loaded = LoadedDocuments.load(configuration)
        #expect(Self.dates(loaded) == ["2025-03-04", "2024-12-31", "2025-04-03", "2024-12-31"])
    }

    @Test func `other options read the same files anew`() throws {
        let folder = try Folder(["a_b.md": "---\ntopics: [sea]\nname: Given\ndate: 03/04/2025\n---\n# Top\n"])
        var loaded = LoadedDocuments.load(Self.configuration(folder))
        let before = loaded.snapshot
        #expect(before.documents[0].title.text == "Given")
        var next = loaded.configuration
        next.reading.titles = [.heading]
        next.reading.metadata = [.init("topics", .tags)]
        next.reading.dateOrder = .dayFirst
        #expect(try loaded.reload(next))
        let document = loaded.snapshot.documents[0]
        #expect(document.title.text == "Top" && document.metadata.tags == ["sea"])
        #expect(document.metadata.date == "2025-04-03" && loaded.snapshot.version != before.version)
        #expect(loaded.snapshot.changes(since: before).collections[0].changed.ids == ["a-b"])
        #expect(try !loaded.reload(next))
    }

    @Test func `other folders replace the documents`() throws {
        let (first, second) = (try Folder(["a.txt": "- One: 1\n"]), try Folder(["b.txt": "- Two: 2\n"]))
        var loaded = LoadedDocuments.load(Self.configuration(first))
        #expect(try loaded.reload(Self.configuration(second)))
        #expect(loaded.snapshot.documents.map(\.path) == ["b.txt"])
        var sample = Configuration()
        sample.documents = []
        #expect(try loaded.reload(sample))
        #expect(loaded.snapshot.documents.count == BundledSample.files.count)
    }

    /// The titles of two documents, of which a program has begun to write the first one again.
    private static func titles(
        after reload: (inout LoadedDocuments, _ names: [FileName]) throws -> Void
    ) throws -> [String] {
        let folder = try Folder(["a.md": "# Whole\n\nText\n", "b.md": "# Old\n"])
        var loaded = LoadedDocuments.load(configuration(folder))
        try folder.write("# Half\n", to: "a.md")
        try folder.write("# New\n", to: "b.md")
        let folderPath = try #require(loaded.folders.first)
        try reload(&loaded, ["a.md", "b.md"].map { FileName($0.utf8.map(CChar.init(bitPattern:)), in: folderPath) })
        return loaded.snapshot.documents.map(\.title.text)
    }

    @Test func `a file that is written during a walk keeps its former version`() throws {
        let titles = try Self.titles { loaded, names in
            _ = try loaded.reload(
                loaded.configuration, .all, later: .init(changedFiles: { [names[0]] }))
        }
        #expect(titles == ["Whole", "New"])
    }

    @Test func `a file that is written during an update keeps its former version`() throws {
        let titles = try Self.titles { loaded, names in
            var isFirst = true
            _ = try loaded.reload(
                loaded.configuration, FolderChanges(names: Set(names)),
                later: .init(take: {
                    defer { isFirst = false }
                    return FolderChanges(openFiles: isFirst ? [names[0]] : [])
                }))
        }
        #expect(titles == ["Whole", "New"])
    }

    @Test func `a file that changes during each update keeps its former version`() throws {
        let titles = try Self.titles { loaded, names in
            let first: Set<FileName> = [names[0]]
            _ = try loaded.reload(
                loaded.configuration, FolderChanges(names: Set(names)),
                later: .init(take: { FolderChanges(names: first) }, changedFiles: { first }))
        }
        #expect(titles == ["Whole", "New"])
    }

    @Test func `without events, a file is read when it has been quiet`() throws {
        let titles = try Self.titles { loaded, _ in
            _ = try loaded.reload(loaded.configuration, keepsRecent: true)
            #expect(loaded.snapshot.documents.map(\.title.text) == ["Whole", "Old"])
            usleep(UInt32(UnfinishedFiles.quietPeriod + 100) * 1000)
            _ = try loaded.reload(loaded.configuration, keepsRecent: true)
        }
        #expect(titles == ["Half", "New"])
    }
}
