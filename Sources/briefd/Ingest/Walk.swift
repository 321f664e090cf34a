// Finding the files of the configured folders. Nothing is read here, and nothing is passed over without a remark.
import Documents
import Glibc
import Server

/// A file to read.
struct FoundFile: Hashable, Sendable {
    /// How to open it: the bytes that the file system knows it by.
    var path: SystemPath
    /// Its name in answers: relative to the folder that was configured; with several, see `Walk.names`.
    var name: String
    var stamp: FileStamp
}

/// What tells one state of a file from another without reading it.
struct FileStamp: Hashable, Sendable {
    let device: dev_t
    let inode: ino_t
    let size: Int
    /// When its content changed, and when anything about it did, which cannot be set back; nanoseconds since 1970.
    let modified: Int
    let changed: Int

    init(_ status: stat) {
        device = status.st_dev
        inode = status.st_ino
        size = Int(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// True where the file changed so shortly before `moment` that it may have changed again within the same tick of the
    /// file system's clock, so that the same stamp may stand for other content.
    func isFresh(at moment: timespec) -> Bool {
        Self.nanoseconds(moment) &- changed < 2_000_000_000
    }

    private static func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }
}

/// The bytes of a path, which need not be UTF-8, closed by a NUL as system calls want it.
struct SystemPath: Hashable, Sendable {
    private(set) var bytes: [CChar]

    init(_ text: String) { bytes = text.utf8.map(CChar.init(bitPattern:)) + [0] }

    /// The folder of the path and its last name; nil where it has none, as `/` and `..` do.
    func split() -> (folder: SystemPath, name: [CChar])? {
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
        var path = bytes.dropLast()
        while path.count > 1, path.last == slash { path.removeLast() }
        let name = path.suffix(from: path.lastIndex(of: slash).map { $0 + 1 } ?? 0)
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        guard !name.isEmpty, name.contains(where: { $0 != dot }) else { return nil }
        var folder = SystemPath("")
        folder.bytes = Array(path[..<name.startIndex]) + [0]
        return (name.startIndex == 0 ? SystemPath(".") : folder, Array(name))
    }

    /// The path of `entry` in this folder.
    func appending(_ entry: [CChar]) -> SystemPath {
        var path = self
        path.bytes.removeLast()
        path.bytes.append(CChar(bitPattern: UInt8(ascii: "/")))
        path.bytes += entry
        path.bytes.append(0)
        return path
    }
}

/// The regular files below some paths, in the order of their names' bytes.
struct Walk {
    private(set) var files: [FoundFile] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// The folders that were gone through.
    private(set) var folders: [SystemPath] = []
    private let largest: Int
    /// Where the folders really are that links may lead to, each closed by a slash; nil for anywhere.
    private let bases: [[CChar]]?
    /// What was read, against links and paths that lead to the same again.
    private var visited: Set<Identity> = []

    /// What a file or folder is, under whatever name.
    private struct Identity: Hashable {
        var device: dev_t
        var inode: ino_t

        init(_ status: stat) { (device, inode) = (status.st_dev, status.st_ino) }
    }

    /// Finds the files under `roots`, each a folder or a file; those larger than `largest` bytes are left out, and links
    /// in a folder that lead out of all of them unless `followsOut`.
    init(_ roots: [String], largest: Int, followsOut: Bool = false) {
        self.largest = largest
        bases = followsOut ? nil : roots.compactMap { Self.real(SystemPath($0)) }
        for (root, name) in zip(roots, Self.names(of: roots)) {
            let path = SystemPath(root)
            var status = stat()
            if stat(path.bytes, &status) != 0 {
                note(.error, .unreadable, root, "cannot be read: \(Errno.reason())")
            } else if status.st_mode & S_IFMT == S_IFDIR {
                descend(path, name: roots.count > 1 ? name + "/" : "")
            } else {
                take(path, name: name, status)
            }
        }
        files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// What tells the roots from one another: as few of the last parts of their paths as do.
    static func names(of roots: [String]) -> [String] {
        let parts = roots.map { $0.split(separator: "/").filter { $0 != "." } }
        for count in 1...max(1, parts.map(\.count).max() ?? 1) {
            let names = parts.map { $0.suffix(count).joined(separator: "/") }
            if Set(names).count == Set(parts).count { return names }
        }
        return roots
    }

    /// Goes through a folder and those below it, with a list of its own in place of recursion.
    private mutating func descend(_ root: SystemPath, name: String) {
        var pending = [(path: root, name: name)]
        while let folder = pending.popLast() {
            guard let entries = entries(of: folder.path, name: folder.name) else { continue }
            var below: [(path: SystemPath, name: String)] = []
            for entry in entries {
                let path = folder.path.appending(entry)
                let name = folder.name + String(decoding: entry.map(UInt8.init(bitPattern:)), as: UTF8.self)
                var status = stat()
                let isThere = lstat(path.bytes, &status) == 0
                // Removed since the folder was read, as if it had never been there; a link that leads nowhere stays.
                if !isThere, errno == ENOENT { continue }
                let isLink = isThere && status.st_mode & S_IFMT == S_IFLNK
                if !isThere || isLink && stat(path.bytes, &status) != 0 {
                    note(.error, .unreadable, name, "cannot be read: \(Errno.reason())")
                } else if entry.first == CChar(bitPattern: UInt8(ascii: ".")) {
                    note(.note, .hidden, name, "hidden, so not read")
                } else if isLink && leadsOut(path) {
                    let message = "a link that leads out of the folder, so not read; set outsideLinks to follow it"
                    note(.warning, .outside, name, message)
                } else if status.st_mode & S_IFMT == S_IFDIR {
                    below.append((path, name + "/"))
                } else {
                    take(path, name: name, status)
                }
            }
            pending += below.reversed()
        }
    }

    /// Whether the link at `path` leads to what is in none of the folders.
    private func leadsOut(_ path: SystemPath) -> Bool {
        guard let bases, let target = Self.real(path) else { return false }
        return !bases.contains { target.starts(with: $0) }
    }

    /// `path` without links, closed by a slash; nil where it leads nowhere.
    private static func real(_ path: SystemPath) -> [CChar]? {
        guard let resolved = realpath(path.bytes, nil) else { return nil }
        defer { free(resolved) }
        let bytes = Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved)))
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
        return bytes.last == slash ? bytes : bytes + [slash]
    }

    /// The names in a folder, sorted so that every walk goes the same way; nil where it is not to be read.
    private mutating func entries(of path: SystemPath, name: String) -> [[CChar]]? {
        var status = stat()
        guard let folder = opendir(path.bytes) else {
            note(.error, .unreadable, name.isEmpty ? "." : name, "the folder cannot be read: \(Errno.reason())")
            return nil
        }
        defer { closedir(folder) }
        guard fstat(dirfd(folder), &status) == 0 else { return nil }
        guard visited.insert(Identity(status)).inserted else {
            note(.note, .repeated, name, "the folder is read under another name already")
            return nil
        }
        folders.append(path)
        var names: [[CChar]] = []
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                bytes.prefix { $0 != 0 }.map(CChar.init(bitPattern:))
            }
            if name != Self.dot, name != Self.dotDot { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private static let dot = ".".utf8.map(CChar.init(bitPattern:))
    private static let dotDot = "..".utf8.map(CChar.init(bitPattern:))

    private mutating func take(_ path: SystemPath, name: String, _ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else {
            return note(.warning, .notAFile, name, "neither a file nor a folder, so not read")
        }
        guard Format(path: name) != nil else {
            // Not opened at all; what is said of it is said where formats are known.
            diagnostics += Document.read([], path: name).diagnostics
            return
        }
        guard status.st_size <= largest else {
            let message = "\(status.st_size) bytes are more than limits.documentBytes (\(largest)) allows"
            return note(.error, .tooLarge, name, message + "; raise the limit or split the file")
        }
        guard visited.insert(Identity(status)).inserted else {
            return note(.note, .repeated, name, "the file is read under another name already")
        }
        files.append(FoundFile(path: path, name: name, stamp: FileStamp(status)))
    }

    private mutating func note(
        _ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ name: String, _ message: String
    ) {
        diagnostics.append(Diagnostic(severity, code, at: SourceLocation(file: name, line: 1), message))
    }
}
