// Files that must not be read: those outside of the configured folders, and those that are too large.
import Catalog
import CSystem
import Documents
import Glibc
import Support
import Synchronization
import Testing

@testable import briefd

@Suite struct FileAccessTests {
    private static func access(_ roots: [String], maxFileSize: Int = 1000) -> FileAccess {
        FileAccess(roots, maxFileSize: maxFileSize, followsOutsideLinks: false)
    }

    private static func text(_ path: String, _ access: FileAccess) -> String? {
        let descriptor = access.open(SystemPath(path))
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return File.read(descriptor, expectedSize: 100, maxSize: 1000).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func onlyFilesInTheFoldersAreOpened() throws {
        let folder = try Folder(["in/a.md": "a", "in/sub/b.md": "b", "out/c.md": "c", "named.md": "d"])
        symlink(folder("in"), folder("link"))
        symlink(folder("in/sub"), folder("in/inside"))
        symlink("sub/b.md", folder("in/b-link.md"))
        symlink("../out", folder("in/outside"))
        symlink("../out/c.md", folder("in/c-link.md"))
        for root in [folder("in"), folder("in") + "/", folder("link"), folder("in/../in")] {
            let access = Self.access([root, folder("named.md")])
            #expect(Self.text(root + "/a.md", access) == "a")
            #expect(Self.text(root + "/sub/b.md", access) == "b")
            #expect(Self.text(root + "/inside/b.md", access) == "b")
            #expect(Self.text(root + "/b-link.md", access) == "b")
            #expect(Self.text(root + "/outside/c.md", access) == nil && errno == FileAccess.outside)
            #expect(Self.text(root + "/c-link.md", access) == nil && errno == FileAccess.outside)
            #expect(Self.text(folder("named.md"), access) == "d")
            #expect(OpenFolder(SystemPath(root + "/outside"), access) == nil)
        }
    }

    @Test func aFolderThatIsSwappedForALinkShowsNothingOutside() throws {
        let folder = try Folder([
            "in/sub/a.md": "# Inside\n", "out/a.md": "# Outside\n", "out/secret.md": "# Outside\n",
            "out/secret.bin": "x",
        ])
        symlink(folder("out"), folder("swap"))
        let isDone = Atomic(false)
        let swapper = Swapper(folder("swap"), folder("in/sub")) { isDone.load(ordering: .relaxed) }
        defer {
            isDone.store(true, ordering: .relaxed)
            swapper.join()
        }
        var seen: Set<String> = []
        for _ in 0..<3000 {
            let walk = Walk([folder("in")], maxFileSize: 1000)
            let table = FileTable.read(walk)
            seen.formUnion(table.documents.map(\.title.text))
            seen.formUnion(table.diagnostics.map(\.location.file))
        }
        #expect(seen.contains("Inside"))
        #expect(!seen.contains("Outside") && !seen.contains { $0.contains("secret") }, "\(seen)")
    }

    /// The size of a file outside would be in a diagnostic, and its text in a document.
    @Test func aFileThatIsSwappedForALinkShowsNothingOutside() throws {
        let large = "# Outside\n" + String(repeating: "x", count: 90)
        let folder = try Folder(["in/a.md": "# Inside\n", "out/a.md": large])
        symlink("../out/a.md", folder("in/.swap"))
        let isDone = Atomic(false)
        let swapper = Swapper(folder("in/.swap"), folder("in/a.md")) { isDone.load(ordering: .relaxed) }
        defer {
            isDone.store(true, ordering: .relaxed)
            swapper.join()
        }
        let walk = Walk([folder("in")], maxFileSize: 50)
        let name = FileName("a.md".utf8.map(CChar.init(bitPattern:)), in: SystemPath(folder("in")))
        var table = FileTable.read(walk)
        var seen: Set<String> = []
        for number in 0..<3000 {
            if number % 2 == 0 || table.update([name], walk.inspector) == nil {
                table = FileTable.read(Walk([folder("in")], maxFileSize: 50))
            }
            seen.formUnion(table.documents.map(\.title.text))
            seen.formUnion(table.diagnostics.map(\.code.rawValue))
        }
        #expect(seen.contains("Inside"))
        #expect(seen.isDisjoint(with: ["Outside", "too-large"]), "\(seen)")
    }

    @Test func linksAreRefusedWithoutOpenat2Too() throws {
        let folder = try Folder(["in/deep/a.md": "text"])
        symlink("in", folder("link"))
        symlink("a.md", folder("in/deep/link.md"))
        func error(_ name: String, _ flags: Int32 = O_RDONLY) -> Int32 {
            let descriptor = FileAccess.openParts(SystemPath(folder(name)).bytes, flags | O_CLOEXEC)
            return descriptor < 0 ? errno : close(descriptor)
        }
        #expect(error("in/deep/a.md") == 0 && error("in/deep", O_DIRECTORY) == 0)
        #expect(error("link/deep/a.md") == ELOOP && error("in/deep/link.md") == ELOOP)
        #expect(error("link", O_DIRECTORY) == ELOOP)
        #expect(error("in/deep/link.md", pathOnly) == ELOOP && error("in/deep/a.md", pathOnly) == 0)
        #expect(error("in/none/a.md") == ENOENT && error("none") == ENOENT)
    }

    @Test func aFileThatGrowsIsReadUpToTheLimit() throws {
        let folder = try Folder(["a.md": "# A\n"])
        let walk = Walk([folder.path], maxFileSize: 1000)
        // It grows after the walk.
        try folder.write(String(repeating: "x", count: 5000), to: "a.md")
        let file = try #require(walk.files.first)
        let bytes = try #require(walk.inspector.access.read(file))
        #expect(bytes.count == 1001)
        let table = FileTable.read(walk)
        #expect(table.documents.isEmpty)
        #expect(table.diagnostics.map(\.code) == [.tooLarge])
    }

    @Test func aFileThatBecomesAPipeIsNotRead() throws {
        let folder = try Folder(["a.md": "# A\n"])
        let walk = Walk([folder.path], maxFileSize: 1000)
        unlink(folder("a.md"))
        #expect(mkfifo(folder("a.md"), 0o600) == 0)
        // A writer keeps the pipe open, so a read would wait for more.
        let pipe = open(folder("a.md"), O_RDWR | O_CLOEXEC)
        defer { close(pipe) }
        #expect(write(pipe, "text", 4) == 4)
        #expect(FileTable.read(walk).documents.isEmpty)
    }

    /// The system reports the size 0 for this file, which has many lines.
    @Test func aFileWithoutASizeIsReadUpToTheLimit() throws {
        let folder = try Folder()
        symlink("/proc/self/smaps", folder("maps.txt"))
        let table = FileTable.read(Walk([folder.path], maxFileSize: 1000, followsOutsideLinks: true))
        #expect(table.documents.isEmpty && table.diagnostics.map(\.code) == [.tooLarge])
    }

    @Test func aDeviceWithoutAnEndIsNotRead() {
        #expect(File.read("/dev/zero") == nil && errno == EFBIG)
    }
}

/// Exchanges two names until a condition is true, on a thread of its own.
private final class Swapper {
    private var thread = pthread_t()

    private final class Work {
        let names: (String, String)
        let isDone: () -> Bool

        init(_ names: (String, String), _ isDone: @escaping () -> Bool) { (self.names, self.isDone) = (names, isDone) }
    }

    init(_ one: String, _ other: String, until isDone: @escaping () -> Bool) {
        let work = Unmanaged.passRetained(Work((one, other), isDone))
        pthread_create(
            &thread, nil,
            { context in
                guard let context else { return nil }
                let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
                while !work.isDone() { exchangeNames(work.names.0, work.names.1) }
                return nil
            }, work.toOpaque())
    }

    func join() { pthread_join(thread, nil) }
}
