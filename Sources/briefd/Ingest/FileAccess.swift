// Opens and reads the files of the configured folders, never one outside of them.
import CSystem
import Documents
import Glibc

/// The configured paths, and the files that may be opened in and below them.
struct FileAccess: Sendable {
    /// The size in bytes of the largest file that is read.
    let maxFileSize: Int
    /// The configured paths and what they resolve to; nil if files may be anywhere.
    private let roots: [Root]?

    private struct Root {
        let path: [CChar]
        /// Without links, and with a final slash.
        let resolved: [CChar]
    }

    private static let slash = CChar(bitPattern: UInt8(ascii: "/"))

    /// `followsOutsideLinks` allows files that links in the folders lead to, wherever they are.
    init(_ roots: [String], maxFileSize: Int, followsOutsideLinks: Bool) {
        self.maxFileSize = maxFileSize
        self.roots =
            followsOutsideLinks
            ? nil
            : roots.compactMap { root in
                let path = SystemPath(root)
                return Self.resolved(path).map { Root(path: path.bytes.dropLast(), resolved: $0) }
            }
    }

    /// Makes the diagnostic about a file that is larger than `maxFileSize`; `size` is nil if it is still growing.
    func tooLarge(_ name: String, size: Int? = nil) -> Diagnostic {
        let size = size.map(String.init) ?? "more than \(maxFileSize)"
        return .ofFile(
            .error, .tooLarge, name,
            "\(size) bytes exceed limits.documentBytes (\(maxFileSize)); increase the limit or split the file")
    }

    private func contains(_ resolved: [CChar]) -> Bool {
        roots?.contains { resolved.starts(with: $0.resolved) } ?? true
    }

    /// Returns `path` with all links resolved and a final slash; nil if it does not exist.
    private static func resolved(_ path: SystemPath) -> [CChar]? {
        guard let resolved = realpath(path.bytes, nil) else { return nil }
        defer { free(resolved) }
        let bytes = Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved)))
        return bytes.last == slash ? bytes : bytes + [slash]
    }

    // MARK: Opening

    /// The error of a file that is outside of the configured folders.
    static let outside = EXDEV

    /// The flags for reading: a pipe does not wait for its writer.
    static let forReading = O_RDONLY | O_NONBLOCK | O_NOCTTY

    /// The number of times that a path is resolved while its links change.
    private static let maxAttempts = 10

    /// Opens a file or folder; returns -1, with `errno` set, if that fails or it is outside.
    ///
    /// A link that appears meanwhile cannot lead out: the kernel opens a path that has no links. The error is EAGAIN
    /// if the links do not stop changing.
    func open(_ path: SystemPath, _ flags: Int32 = forReading) -> Int32 {
        let flags = flags | O_CLOEXEC
        guard let roots else { return Glibc.open(path.bytes, flags) }
        // A configured file is opened wherever it is.
        if roots.contains(where: { $0.path == path.bytes.dropLast() }) { return Glibc.open(path.bytes, flags) }
        // Most paths have no links below the configured folder.
        let root = roots.first { path.bytes.starts(with: $0.path) && path.bytes[$0.path.count] == Self.slash }
        if let root {
            let descriptor = Self.openWithoutLinks(root.resolved.dropLast() + path.bytes[root.path.count...], flags)
            if descriptor >= 0 || errno != ELOOP { return descriptor }
        }
        for _ in 0..<Self.maxAttempts {
            guard var target = Self.resolved(path) else { return -1 }
            guard contains(target) else {
                errno = Self.outside
                return -1
            }
            target[target.count - 1] = 0
            let descriptor = Self.openWithoutLinks(target, flags)
            // A link that leads elsewhere by now: its former target may be gone.
            if descriptor >= 0 || errno != ELOOP && errno != ENOENT { return descriptor }
        }
        errno = EAGAIN
        return -1
    }

    /// Opens an absolute path, which ends with a NUL; fails with ELOOP if it has a link.
    private static func openWithoutLinks(_ path: [CChar], _ flags: Int32) -> Int32 {
        let descriptor = openat2WithoutLinks(path, flags)
        guard descriptor < 0, errno == ENOSYS || errno == EPERM else { return descriptor }
        return openParts(path, flags)
    }

    /// Opens like `openWithoutLinks`, for kernels before 5.6 and containers without openat2.
    static func openParts(_ path: [CChar], _ flags: Int32) -> Int32 {
        var parts = path.dropLast().split(separator: slash).map { Array($0) + [0] }
        guard let last = parts.popLast() else { return Glibc.open("/", flags) }
        var folder = Glibc.open("/", pathOnly | O_DIRECTORY | O_CLOEXEC)
        for part in parts where folder >= 0 {
            let parent = folder
            folder = openat(parent, part, pathOnly | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            close(parent)
        }
        let descriptor = folder < 0 ? -1 : openat(folder, last, flags | O_NOFOLLOW)
        // The error for a link where a folder was is ENOTDIR.
        let error = errno == ENOTDIR ? ELOOP : errno
        if folder >= 0 { close(folder) }
        var status = stat()
        // O_PATH opens the link itself.
        if descriptor >= 0, fstat(descriptor, &status) != 0 || status.st_mode & S_IFMT == S_IFLNK {
            close(descriptor)
            errno = ELOOP
            return -1
        }
        errno = error
        return descriptor
    }

    // MARK: Reading

    /// Returns the metadata of the file or folder at a path; nil, with `errno` set, if that fails or it is outside.
    func status(of path: SystemPath) -> stat? {
        let descriptor = open(path, pathOnly)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    /// Reads a file that was found; nil, with `errno` set, if it cannot be read.
    ///
    /// The file may have become another one, or grown: at most one byte more than `maxFileSize` is read.
    func read(_ file: FoundFile, maxSize: Int? = nil) -> [UInt8]? {
        let descriptor = open(file.path)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        guard status.st_mode & S_IFMT == S_IFREG else {
            // The file that was found is gone; a pipe or a device may never end.
            errno = ENOENT
            return nil
        }
        return File.read(descriptor, expectedSize: file.stamp.size, maxSize: maxSize ?? maxFileSize + 1)
    }
}

/// A folder that is open, so that its path cannot lead elsewhere.
final class OpenFolder {
    private let descriptor: Int32

    /// Opens the folder at a path; nil, with `errno` set, if that fails or it is outside.
    init?(_ path: SystemPath, _ access: FileAccess) {
        let opened = access.open(path, FileAccess.forReading | O_DIRECTORY)
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    /// Opens the folder at a path; nil, with `errno` set, if that fails or it is a link.
    init?(_ path: SystemPath) {
        let opened = Glibc.open(path.bytes, FileAccess.forReading | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard opened >= 0 else { return nil }
        descriptor = opened
    }

    deinit { close(descriptor) }

    var identity: FileIdentity? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? FileIdentity(status) : nil
    }

    /// Returns the metadata of an entry, not that of a link's target; nil, with `errno` set, if that fails.
    func status(of entry: [CChar]) -> stat? {
        var status = stat()
        return fstatat(descriptor, entry + [0], &status, AT_SYMLINK_NOFOLLOW) == 0 ? status : nil
    }

    /// Returns the sorted names in the folder; call it once.
    func entries() -> [[CChar]]? {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
        guard copy >= 0 else { return nil }
        guard let folder = fdopendir(copy) else {
            close(copy)
            return nil
        }
        defer { closedir(folder) }
        var names: [[CChar]] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                bytes.prefix { $0 != 0 }.map(CChar.init(bitPattern:))
            }
            if name != [EntryInspector.dot], name != [EntryInspector.dot, EntryInspector.dot] { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}
