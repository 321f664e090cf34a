// Changes in watched folders: which names an event reports, when a walk is needed, and what is read again.
import Catalog
import Documents
import Glibc
import Support
import Testing

@testable import briefd

@Suite struct FileEventTests {
    private static func watched(_ folder: Folder, _ names: [String] = [""]) throws -> WatchedDocuments {
        var configuration = Configuration()
        configuration.documents = names.map { $0.isEmpty ? folder.path : folder($0) }
        configuration.maxDocumentSize = 1000
        return try WatchedDocuments(configuration)
    }

    /// The texts of all documents by path.
    private static func texts(_ documents: WatchedDocuments) -> [String] {
        documents.loaded.snapshot.documents.map { "\($0.path): \(String(decoding: $0.source, as: UTF8.self))" }
    }

    private static func codes(_ documents: WatchedDocuments) -> [String] {
        documents.loaded.snapshot.diagnostics.map { "\($0.location.file) \($0.code.rawValue)" }
    }

    // MARK: Names

    @Test func `changed files are named`() throws {
        let folder = try Folder(["a.md": "a", "b.md": "b", "in/c.md": "c"])
        let documents = try Self.watched(folder)
        func names(_ change: () throws -> Void) throws -> [String] {
            let changes = try documents.takeChanges(after: change)
            #expect(!changes.needsWalk)
            let paths = changes.names.map { $0.folder.appending($0.entry).bytes.dropLast() }
            let texts = paths.map { String(decoding: $0.map(UInt8.init(bitPattern:)), as: UTF8.self) }
            return texts.map { $0.replacing(folder.path + "/", with: "") }.sorted()
        }
        #expect(try names { try folder.write("other", to: "a.md") } == ["a.md"])
        #expect(try names { try folder.write("new", to: "in/d.md") } == ["in/d.md"])
        #expect(try names { rename(folder("a.md"), folder("in/c.md")) } == ["a.md", "in/c.md"])
        #expect(try names { unlink(folder("b.md")) } == ["b.md"])
        #expect(try names { chmod(folder("in/c.md"), 0o640) } == ["in/c.md"])
        #expect(try names { mkdir(folder(".git"), 0o700) } == [".git"])
        #expect(try names {}.isEmpty)
    }

    @Test func `folders and configured paths need a walk`() throws {
        let folder = try Folder(["docs/in/a.md": "a", "away/b.md": "b", "one.md": "1"])
        let documents = try Self.watched(folder, ["docs", "one.md"])
        func needsWalk(_ change: () throws -> Void) throws -> Bool {
            try documents.takeChanges(after: change).needsWalk
        }
        #expect(try needsWalk { mkdir(folder("docs/new"), 0o700) })
        #expect(try needsWalk { rmdir(folder("docs/new")) })
        #expect(try needsWalk { rename(folder("docs/in"), folder("away/in")) })
        #expect(try needsWalk { rename(folder("away/in"), folder("docs/in")) })
        #expect(try needsWalk { try folder.write("2", to: "one.md") })
        #expect(try !needsWalk { try folder.write("2", to: "two.md") })
        #expect(try needsWalk { rename(folder("docs"), folder("gone")) })
    }

    @Test func `lost events need a walk`() throws {
        let folder = try Folder(["a.md": "a", "b.md": "b"])
        let documents = try Self.watched(folder)
        let limit = File.read("/proc/sys/fs/inotify/max_queued_events").map { String(decoding: $0, as: UTF8.self) }
        let count = limit.flatMap { Int($0.split(separator: "\n").first ?? "") } ?? 16_384
        // Equal events in succession are one event.
        try #require(count < 1_000_000, "the system keeps too many events for this test")
        let changes = documents.takeChanges {
            for number in 0...count { chmod(folder(number % 2 == 0 ? "a.md" : "b.md"), 0o600) }
        }
        #expect(changes.needsWalk)
    }

    // MARK: Reading

    @Test func `plain files are read without a walk`() throws {
        let folder = try Folder(["a.md": "a", "b.md": "b", "in/c.md": "c", "in/page.xyz": "x"])
        let documents = try Self.watched(folder)
        let before = documents.loaded.snapshot.documents
        func expectTexts(_ texts: [String], _ change: () throws -> Void) throws {
            try change()
            #expect(try documents.settle() == 0)
            #expect(Self.texts(documents) == texts)
        }
        try expectTexts(["a.md: A", "b.md: b", "in/c.md: c"]) { try folder.write("A", to: "a.md") }
        try expectTexts(["a.md: A", "b.md: b", "in/aa.md: n", "in/c.md: c"]) { try folder.write("n", to: "in/aa.md") }
        try expectTexts(["a.md: A", "b.md: b", "in/c.md: c"]) { rename(folder("in/aa.md"), folder("in/.aa.md")) }
        try expectTexts(["b.md: A", "in/c.md: c"]) { rename(folder("a.md"), folder("b.md")) }
        try expectTexts(["b.md: c", "in/c.md: A"]) {
            rename(folder("b.md"), folder("x"))
            rename(folder("in/c.md"), folder("b.md"))
            rename(folder("x"), folder("in/c.md"))
        }
        try expectTexts(["in/c.md: A"]) { rename(folder("b.md"), folder("b.xyz")) }
        let skipped = ["b.xyz unsupported-format", "in/.aa.md hidden", "in/page.xyz unsupported-format"]
        #expect(Array(Self.codes(documents).prefix(3)) == skipped)
        let c = try #require(documents.loaded.snapshot.documents.first)
        try folder.write("new", to: "d.md")
        try documents.settle()
        #expect(documents.loaded.snapshot.documents.last === c && before.count == 3)
    }

    @Test func `links and files with two names need a walk`() throws {
        let folder = try Folder(["a.md": "a", "in/b.md": "b", ".data/c": "c"])
        let documents = try Self.watched(folder)
        func walks(_ change: () throws -> Void) throws -> Int {
            try change()
            return try documents.settle()
        }
        #expect(try walks { symlink("none.md", folder("link.md")) } == 1)
        #expect(try walks { try folder.write("target", to: "none.md") } == 1, "the link leads to a file now")
        #expect(try walks { try folder.write("other", to: "a.md") } == 0)
        #expect(try walks { try folder.write("longer target", to: "none.md") } == 1)
        #expect(Self.texts(documents) == ["a.md: other", "in/b.md: b", "link.md: longer target"])
        #expect(try walks { unlink(folder("link.md")) } == 1)
        #expect(Self.texts(documents) == ["a.md: other", "in/b.md: b", "none.md: longer target"])
        #expect(try walks { link(folder("in/b.md"), folder("in/a.md")) } == 1)
        #expect(Self.texts(documents)[1] == "in/a.md: b")
        #expect(try walks { try folder.write("both", to: "in/b.md") } == 1)
        #expect(Self.texts(documents)[1] == "in/a.md: both")
        #expect(try walks { unlink(folder("in/a.md")) } == 1)
        #expect(Self.texts(documents)[1] == "in/b.md: both")
        #expect(try walks { try folder.write("one name", to: "in/b.md") } == 0)
    }

    @Test func `moved folders are read`() throws {
        let folder = try Folder(["docs/a.md": "a", "away/b.md": "b"])
        let documents = try Self.watched(folder, ["docs"])
        rename(folder("away"), folder("docs/in"))
        try folder.write("c", to: "docs/in/c.md")
        try documents.settle()
        #expect(Self.texts(documents) == ["a.md: a", "in/b.md: b", "in/c.md: c"])
        try folder.write("C", to: "docs/in/c.md")
        #expect(try documents.settle() == 0)
        #expect(Self.texts(documents).last == "in/c.md: C")
        rename(folder("docs/in"), folder("away"))
        try documents.settle()
        #expect(Self.texts(documents) == ["a.md: a"])
    }

    @Test func `unchanged JSON lines stay the same documents`() throws {
        let lines = ["{\"text\": \"one\"}", "{\"text\": \"two\"}", "{\"text\": \"three\"}"]
        let folder = try Folder(["a.jsonl": lines.joined(separator: "\n")])
        let documents = try Self.watched(folder)
        let before = documents.loaded.snapshot.documents
        try folder.write([lines[0], "{\"text\": \"other\"}", lines[2]].joined(separator: "\n"), to: "a.jsonl")
        #expect(try documents.settle() == 0)
        let after = documents.loaded.snapshot.documents
        #expect(zip(before, after).map { $0 === $1 } == [true, false, true])
    }

    @Test func `a date decides those of its folder without a walk`() throws {
        func page(_ date: String) -> String { "---\ndate: \(date)\n---\n# A page\n" }
        let folder = try Folder(["a.md": page("03/04/2025"), "b.md": page("05/06/2025"), "c.md": "Text.\n"])
        let documents = try Self.watched(folder)
        func dates(_ name: String, _ date: String?) throws -> [String?] {
            if let date { try folder.write(page(date), to: name) } else { unlink(folder(name)) }
            #expect(try documents.settle() == 0)
            let fresh = LoadedDocuments.load(documents.configuration).snapshot
            #expect(documents.loaded.snapshot.diagnostics == fresh.diagnostics)
            return documents.loaded.snapshot.documents.map(\.metadata.date)
        }
        let first = documents.loaded.snapshot.documents[0]
        #expect(try dates("d.md", "12/31/2024") == ["2025-03-04", "2025-05-06", nil, "2024-12-31"])
        #expect(try dates("e.md", "12/30/2024").count == 5)
        #expect(try dates("a.md", "04/04/2025")[0] == "2025-04-04")
        #expect(try dates("a.md", nil) == ["2025-05-06", nil, "2024-12-31", "2024-12-30"])
        #expect(try dates("d.md", "31/12/2024") == ["05/06/2025", nil, "2024-12-31", "2024-12-30"])
        #expect(try dates("e.md", nil) == ["2025-06-05", nil, "2024-12-31"])
        #expect(try dates("d.md", nil) == ["05/06/2025", nil])
        #expect(first.metadata.date == "03/04/2025")
    }

    // MARK: What cannot be read

    @Test func `an open file keeps its former version`() throws {
        let folder = try Folder(["a.md": "old a", "b.md": "old b"])
        let documents = try Self.watched(folder)
        func openFile(_ name: String) -> Int32 { open(folder(name), O_CREAT | O_WRONLY | O_TRUNC, 0o600) }
        let (a, c) = (openFile("a.md"), openFile("c.md"))
        for descriptor in [a, c] { #expect(write(descriptor, "half", 4) == 4) }
        try folder.write("new b", to: "b.md")
        #expect(try documents.settle() == 0)
        #expect(Self.texts(documents) == ["a.md: old a", "b.md: new b"])
        try documents.scan()
        #expect(Self.texts(documents) == ["a.md: old a", "b.md: new b"])
        close(a)
        close(c)
        #expect(try documents.settle() == 0)
        #expect(Self.texts(documents) == ["a.md: half", "b.md: new b", "c.md: half"])
    }

    @Test func `an open file of a new folder is read when it is closed`() throws {
        let folder = try Folder(["docs/a.md": "a"])
        let documents = try Self.watched(folder, ["docs"])
        for name in ["docs/new", "docs/new/deep"] { mkdir(folder(name), 0o700) }
        // The folders are not watched yet.
        let file = open(folder("docs/new/deep/b.md"), O_CREAT | O_WRONLY, 0o600)
        #expect(write(file, "half", 4) == 4)
        for _ in 0..<2 {
            try documents.settle()
            #expect(Self.texts(documents) == ["a.md: a"])
            try documents.scan()
        }
        #expect(write(file, " and half", 9) == 9)
        try folder.write("c", to: "docs/new/c.md")
        #expect(try documents.settle() == 0)
        #expect(Self.texts(documents) == ["a.md: a", "new/c.md: c"])
        close(file)
        #expect(try documents.settle() == 0)
        #expect(Self.texts(documents) == ["a.md: a", "new/c.md: c", "new/deep/b.md: half and half"])
    }

    @Test func `an open file has changed after a pause`() {
        let name = FileName([97], in: SystemPath("/docs"))
        var pending = PendingChanges()
        pending.recordWrite(name, at: 0)
        pending.recordWrite(name, at: 700)
        #expect(pending.take(at: 1500).isEmpty && pending.take(at: 1500).openFiles == [name])
        #expect(pending.nextQuietTime == 1700)
        #expect(pending.take(at: 1700).names == [name])
        #expect(pending.take(at: 1700).isEmpty && pending.nextQuietTime == nil)
        pending.recordWrite(name, at: 2000)
        pending.record(name, isClosed: false)
        #expect(pending.take(at: 2000).isEmpty)
        pending.record(name, isClosed: true)
        #expect(pending.take(at: 2000).names == [name])
    }
}
