// The walk through the folders: the files that it finds, their names and order, and the files that it leaves out.

import Documents
import Glibc
import Support
import Testing

@testable import briefd

@Suite struct WalkTests {
    private static func codes(_ walk: Walk) -> [String] {
        walk.diagnostics.map { "\($0.location.file) \($0.code.rawValue)" }.sorted()
    }

    @Test func findsFilesInTheOrderOfTheirNames() throws {
        let folder = try Folder()
        for name in ["b.txt", "a/z.md", "a/é.txt", "A.txt", "a.txt"] { try folder.write("x", to: name) }
        let walk = Walk([folder.path], largest: 100)
        #expect(walk.files.map(\.name) == ["A.txt", "a.txt", "a/z.md", "a/é.txt", "b.txt"])
        #expect(walk.diagnostics.isEmpty)
    }

    @Test func remarksOnEverythingThatIsLeftOut() throws {
        let folder = try Folder()
        try folder.write("x", to: "page.html")
        try folder.write("x", to: ".hidden.txt")
        try folder.write("x", to: ".git/config")
        try folder.write("more than ten bytes", to: "large.txt")
        mkfifo(folder.path + "/pipe.txt", 0o600)
        symlink("/nonexistent", folder.path + "/dangling.txt")
        let walk = Walk([folder.path], largest: 10)
        #expect(walk.files.isEmpty)
        #expect(
            Self.codes(walk) == [
                ".git hidden", ".hidden.txt hidden", "dangling.txt unreadable", "large.txt too-large",
                "page.html unsupported-format", "pipe.txt not-a-file",
            ])
    }

    @Test func aFolderThatLinksToItselfIsReadOnce() throws {
        let folder = try Folder()
        try folder.write("x", to: "sub/a.txt")
        symlink("..", folder.path + "/sub/up")
        symlink("sub", folder.path + "/alias")
        let walk = Walk([folder.path], largest: 10)
        // Folders are read in the order of their names, and the first name is the one that counts.
        #expect(walk.files.map(\.name) == ["alias/a.txt"])
        #expect(Self.codes(walk) == ["alias/up/ repeated", "sub/ repeated"])
    }

    @Test func linksAreFollowedWithinTheFolders() throws {
        // As Kubernetes mounts a ConfigMap: `..data` leads to the version that counts.
        let folder = try Folder(["in/..1/a.md": "a", "other/b.md": "b", "out/c.md": "c", "inner/d.md": "d"])
        let links = [
            "..1": "in/..data", "..data/a.md": "in/a.md", "../other/b.md": "in/b.md", "../out": "in/out",
            "../out/c.md": "in/c.md", "../inner/d.md": "in/d.md",
        ]
        for (target, name) in links { symlink(target, folder(name)) }
        let roots = [folder("in"), folder("other")]
        let walk = Walk(roots, largest: 10)
        #expect(walk.files.map(\.name) == ["in/a.md", "in/b.md"])
        #expect(
            Self.codes(walk).filter { $0.hasSuffix(" outside") }
                == ["in/c.md outside", "in/d.md outside", "in/out outside"])
        #expect(
            Walk(roots, largest: 10, followsOut: true).files.map(\.name)
                == ["in/a.md", "in/b.md", "in/c.md", "in/d.md"])
    }

    @Test func severalRootsAreToldApart() throws {
        let folder = try Folder(["a/x.md": "one", "b/x.md": "two", "c/b/x.md": "three"])
        let walk = Walk([folder("a"), folder("b"), folder("c/b"), folder("a/x.md"), folder("a/")], largest: 10)
        let parent = try #require(folder.path.split(separator: "/").last)
        #expect(Set(walk.files.map(\.name)) == ["\(parent)/a/x.md", "\(parent)/b/x.md", "c/b/x.md"])
        #expect(Self.codes(walk).count == 2, "the file and the folder that were read already")
    }

    @Test(arguments: [
        (["/srv/docs"], ["docs"]), (["/srv/a", "/srv/b/"], ["a", "b"]),
        (["x/docs", "./y/docs"], ["x/docs", "y/docs"]),
        (["a.md", "b.md"], ["a.md", "b.md"]), (["a", "a"], ["a", "a"]), (["."], [""]), (["/"], [""]),
    ])
    func rootsAreNamedByAsLittleAsTellsThemApart(_ roots: [String], _ names: [String]) {
        #expect(Walk.names(of: roots) == names)
    }

    @Test func aFileMayBeNamedItself() throws {
        let folder = try Folder()
        try folder.write("x", to: "sub/a.txt")
        #expect(Walk([folder.path + "/sub/a.txt"], largest: 10).files.map(\.name) == ["a.txt"])
    }

    @Test func aNameThatIsNotUTF8IsStillOpened() throws {
        let folder = try Folder()
        let path = SystemPath(folder.path).appending(
            [CChar(bitPattern: 0xFF)] + ".txt".utf8.map(CChar.init(bitPattern:)))
        let descriptor = open(path.bytes, O_CREAT | O_WRONLY, 0o600)
        try #require(descriptor >= 0)
        write(descriptor, "text", 4)
        close(descriptor)
        let ingest = Ingest(Walk([folder.path], largest: 10))
        #expect(ingest.documents.map(\.path) == ["\u{FFFD}.txt"])
        #expect(ingest.documents.first?.source == Array("text".utf8))
        unlink(path.bytes)
    }

    @Test func manyDocumentsArePackedAndStayWhatTheyWere() throws {
        let folder = try Folder()
        let text = String(repeating: "- Budget: three ships and one harbour.\n", count: 20)
        for number in 100..<150 { try folder.write("Report \(number)\n\n\(text)", to: "\(number).txt") }
        let plain = Ingest(Walk([folder.path], largest: 10_000))
        let packed = Ingest(Walk([folder.path], largest: 10_000), leastPacked: 30_000)
        #expect(packed.documents.map(\.source) == plain.documents.map(\.source))
        #expect(packed.documents.allSatisfy { $0.keptSize * 2 < $0.size })
        #expect(plain.documents.allSatisfy { $0.keptSize == $0.size })

        try folder.write("Report 120\n\nNothing to report.", to: "120.txt")
        let again = Ingest(Walk([folder.path], largest: 10_000), after: packed)
        #expect(again.documents[20].source == Array("Report 120\n\nNothing to report.".utf8))
        #expect(zip(again.documents, packed.documents).count { $0.hasSource(of: $1) } == 49)
        #expect(!again.holdsTheSame(as: packed))
    }

    @Test func readsManyFilesInOrder() throws {
        let folder = try Folder()
        let names = (100..<400).map { "\($0).txt" }
        for name in names { try folder.write("Text of \(name)", to: name) }
        let ingest = Ingest(Walk([folder.path], largest: 100))
        #expect(ingest.documents.map(\.path) == names)
        #expect(ingest.documents.map { String(decoding: $0.source, as: UTF8.self) } == names.map { "Text of \($0)" })
    }
}
