// What is read again when folders change, and what stays.
import API
import Catalog
import Documents
import Glibc
import Server
import Support
import Testing

@testable import briefd

@Suite struct LibraryTests {
    private static func configuration(_ folder: Folder) -> Configuration {
        var configuration = Configuration()
        configuration.documents = [folder.path]
        return configuration
    }

    @Test func aLoadTellsHowFarItIs() throws {
        let names = (0..<100).map { "\($0).txt" }
        let folder = try Folder(Dictionary(uniqueKeysWithValues: names.map { ($0, "- One: 1\n") }))
        let told = Locked<[State.Progress]>([])
        var library = Library(Self.configuration(folder)) { progress in told.withLock { $0.append(progress) } }
        for _ in 0..<2 {
            let values = told.withLock { $0 }
            #expect(values.first == State.Progress(read: 0, total: 100))
            #expect(values.last == State.Progress(read: 100, total: 100))
            #expect(values.allSatisfy { $0.total == 100 } && values.count > 3)
            told.withLock { $0 = [] }
            _ = try library.refresh(library.configuration) { progress in told.withLock { $0.append(progress) } }
        }
    }

    @Test func onlyWhatChangedIsReadAgain() throws {
        let folder = try Folder(["a.txt": "- One: 1\n", "b.txt": "- Two: 2\n", "c.txt": "- Three: 3\n"])
        var library = Library(Self.configuration(folder))
        let before = library.snapshot
        try folder.write("- Two: two\n", to: "b.txt")
        unlink(folder("c.txt"))
        try folder.write("- Four: 4\n", to: "d.txt")
        #expect(try library.refresh(library.configuration))
        let after = library.snapshot
        #expect(after.documents.map(\.path) == ["a.txt", "b.txt", "d.txt"])
        #expect(after.documents[0] === before.documents[0])
        #expect(after.documents[1] !== before.documents[1])
        #expect(after.version != before.version)
    }

    @Test func equalContentIsNoChange() throws {
        let folder = try Folder(["a.txt": "- One: 1\n", "lines.jsonl": "{\"text\":\"one\"}\n{\"text\":\"two\"}\n"])
        var library = Library(Self.configuration(folder))
        let before = library.snapshot
        #expect(try !library.refresh(library.configuration))
        for name in ["a.txt", "lines.jsonl"] {
            let bytes = try #require(File.read(folder(name)))
            unlink(folder(name))
            try folder.write(bytes, to: name)
        }
        #expect(try !library.refresh(library.configuration))
        #expect(library.snapshot.version == before.version)
        #expect(library.snapshot.documents[0] === before.documents[0])
    }

    /// The same size, and times that are set back: what a copying tool that keeps times leaves.
    @Test func aReplacedFileWithTheOldTimesIsSeen() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        var library = Library(Self.configuration(folder))
        var status = stat()
        stat(folder("a.txt"), &status)
        try folder.write("- One: 2\n", to: "a.txt")
        utimensat(AT_FDCWD, folder("a.txt"), [status.st_atim, status.st_mtim], 0)
        #expect(try library.refresh(library.configuration))
    }

    @Test func aPathThatIsGoneChangesNothing() throws {
        let folder = try Folder(["docs/a.txt": "- One: 1\n"])
        var configuration = Configuration()
        configuration.documents = [folder("docs")]
        var library = Library(configuration)
        let before = library.snapshot
        rename(folder("docs"), folder("away"))
        #expect(throws: Failure.self) { try library.refresh(configuration) }
        #expect(library.snapshot.version == before.version)
        rename(folder("away"), folder("docs"))
        #expect(try !library.refresh(configuration))
    }

    @Test func otherCollectionsAreAnotherSnapshotOfTheSameDocuments() throws {
        let folder = try Folder(["a.txt": "| Law | Year |\n|---|---|\n| One | 1999 |\n"])
        var library = Library(Self.configuration(folder))
        let before = library.snapshot
        var next = library.configuration
        next.collections = Mapping([.init("laws", match: .tablesHeaded(["Law"]))])
        #expect(try library.refresh(next))
        #expect(library.snapshot["laws"]?.records.count == 1)
        #expect(library.snapshot.documents[0] === before.documents[0])
    }

    @Test func otherFoldersAreOtherDocuments() throws {
        let (first, second) = (try Folder(["a.txt": "- One: 1\n"]), try Folder(["b.txt": "- Two: 2\n"]))
        var library = Library(Self.configuration(first))
        #expect(try library.refresh(Self.configuration(second)))
        #expect(library.snapshot.documents.map(\.path) == ["b.txt"])
        var sample = Configuration()
        sample.documents = []
        #expect(try library.refresh(sample))
        #expect(library.snapshot.documents.count == BundledSample.files.count)
    }
}

@Suite struct DebounceTests {
    @Test func aBurstEndsAQuietMomentAfterItsLastEvent() {
        var debounce = Debounce()
        #expect(debounce.remaining(at: 0) == nil)
        let first = debounce.event(at: 0)
        let other = debounce.event(at: 60)
        #expect(first && !other)
        #expect(debounce.remaining(at: 100) == 60)
        #expect(debounce.remaining(at: 160) == 0)
        debounce.reset()
        #expect(debounce.remaining(at: 160) == nil)
    }

    @Test func eventsWithoutEndDoNotPutItOffForEver() {
        var debounce = Debounce()
        for time in stride(from: 0, to: 2000, by: 10) { _ = debounce.event(at: time) }
        #expect(debounce.remaining(at: 2000).map { $0 <= 0 } == true)
    }
}

@Suite struct SystemPathTests {
    @Test(arguments: [
        ("/srv/docs", "/srv/", "docs"), ("/srv/docs//", "/srv/", "docs"), ("docs", ".", "docs"), ("/docs", "/", "docs"),
        ("a/b.txt", "a/", "b.txt"),
    ])
    func aPathHasAFolderAndAName(_ path: String, _ folder: String, _ name: String) throws {
        let parts = try #require(SystemPath(path).split())
        #expect(parts.folder == SystemPath(folder))
        #expect(parts.name == name.utf8.map(CChar.init(bitPattern:)))
    }

    @Test(arguments: ["/", "", ".", "..", "a/.."])
    func somePathsHaveNone(_ path: String) {
        #expect(SystemPath(path).split() == nil)
    }
}
