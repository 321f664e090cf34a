// Finds the files of the configured folders without reading them; every skipped file gets a diagnostic.
import Documents
import Glibc
import Server

/// The regular files in and below some paths, ordered by the bytes of their names.
struct Walk {
    private(set) var files: [FoundFile] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// The visited folders.
    private(set) var folders: [SystemPath] = []
    private let maxFileSize: Int
    /// The resolved paths that a link may point into, each with a final slash; nil if a link may point anywhere.
    private let allowedFolders: [[CChar]]?
    /// The files and folders found so far; links and overlapping paths can lead to one of them again.
    private var visited: Set<Identity> = []

    /// The identity of a file or folder, independent of its name.
    private struct Identity: Hashable {
        var device: dev_t
        var inode: ino_t

        init(_ status: stat) { (device, inode) = (status.st_dev, status.st_ino) }
    }

    /// Finds the files in and below `roots`, each a folder or a file.
    ///
    /// Skips files larger than `maxFileSize` bytes, and links that point out of all roots unless `followsOutsideLinks`.
    init(_ roots: [String], maxFileSize: Int, followsOutsideLinks: Bool = false) {
        self.maxFileSize = maxFileSize
        allowedFolders = followsOutsideLinks ? nil : roots.compactMap { Self.resolved(SystemPath($0)) }
        for (root, name) in zip(roots, Self.names(of: roots)) {
            let path = SystemPath(root)
            var status = stat()
            if stat(path.bytes, &status) != 0 {
                addDiagnostic(.error, .unreadable, root, "cannot be read: \(Errno.reason())")
            } else if status.st_mode & S_IFMT == S_IFDIR {
                visit(path, name: roots.count > 1 ? name + "/" : "", folder: root)
            } else {
                addFile(path, name: name, folder: Self.folder(of: root), status)
            }
        }
        files.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// Returns a name for each root: the shortest path suffix that distinguishes the roots, with equal length for all.
    static func names(of roots: [String]) -> [String] {
        let parts = roots.map { $0.split(separator: "/").filter { $0 != "." } }
        for count in 1...max(1, parts.map(\.count).max() ?? 1) {
            let names = parts.map { $0.suffix(count).joined(separator: "/") }
            if Set(names).count == Set(parts).count { return names }
        }
        return roots
    }

    /// Returns the folder that holds a configured file.
    private static func folder(of file: String) -> String {
        file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
    }

    /// Visits a folder and all folders below it, without recursion.
    private mutating func visit(_ root: SystemPath, name: String, folder configured: String) {
        var pending = [(path: root, name: name)]
        while let folder = pending.popLast() {
            guard let entries = entries(of: folder.path, name: folder.name) else { continue }
            var subfolders: [(path: SystemPath, name: String)] = []
            for entry in entries {
                let path = folder.path.appending(entry)
                let name = folder.name + String(decoding: entry.map(UInt8.init(bitPattern:)), as: UTF8.self)
                var status = stat()
                let exists = lstat(path.bytes, &status) == 0
                // Ignore a file that was removed since the folder was read; `lstat` succeeds for a dangling link.
                if !exists, errno == ENOENT { continue }
                let isLink = exists && status.st_mode & S_IFMT == S_IFLNK
                if !exists || isLink && stat(path.bytes, &status) != 0 {
                    addDiagnostic(.error, .unreadable, name, "cannot be read: \(Errno.reason())")
                } else if entry.first == CChar(bitPattern: UInt8(ascii: ".")) {
                    addDiagnostic(.note, .hidden, name, "not read, because the name starts with a dot")
                } else if isLink && pointsOutside(path) {
                    let message = "not read, because this link points out of the folder; set outsideLinks to follow it"
                    addDiagnostic(.warning, .outside, name, message)
                } else if status.st_mode & S_IFMT == S_IFDIR {
                    subfolders.append((path, name + "/"))
                } else {
                    addFile(path, name: name, folder: configured, status)
                }
            }
            pending += subfolders.reversed()
        }
    }

    /// Returns true if the link at `path` points into none of the allowed folders.
    private func pointsOutside(_ path: SystemPath) -> Bool {
        guard let allowedFolders, let target = Self.resolved(path) else { return false }
        return !allowedFolders.contains { target.starts(with: $0) }
    }

    /// Returns `path` with all links resolved and a final slash; nil if it does not exist.
    private static func resolved(_ path: SystemPath) -> [CChar]? {
        guard let resolved = realpath(path.bytes, nil) else { return nil }
        defer { free(resolved) }
        let bytes = Array(UnsafeBufferPointer(start: resolved, count: strlen(resolved)))
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
        return bytes.last == slash ? bytes : bytes + [slash]
    }

    /// Returns the sorted names in a folder; nil if it cannot be read or was visited already.
    private mutating func entries(of path: SystemPath, name: String) -> [[CChar]]? {
        var status = stat()
        guard let folder = opendir(path.bytes) else {
            addDiagnostic(
                .error, .unreadable, name.isEmpty ? "." : name, "the folder cannot be read: \(Errno.reason())")
            return nil
        }
        defer { closedir(folder) }
        guard fstat(dirfd(folder), &status) == 0 else { return nil }
        guard visited.insert(Identity(status)).inserted else {
            addDiagnostic(
                .note, .repeated, name, "not read again: this is the same folder as one already read under another name"
            )
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

    private mutating func addFile(_ path: SystemPath, name: String, folder: String, _ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else {
            return addDiagnostic(.warning, .notAFile, name, "not read, because it is neither a file nor a folder")
        }
        guard Format(path: name) != nil else {
            // Documents makes the diagnostic, which depends on the extension; the file is not opened.
            diagnostics += Document.read([], path: name).diagnostics
            return
        }
        guard status.st_size <= maxFileSize else {
            let message = "\(status.st_size) bytes exceed limits.documentBytes (\(maxFileSize))"
            return addDiagnostic(.error, .tooLarge, name, message + "; increase the limit or split the file")
        }
        guard visited.insert(Identity(status)).inserted else {
            return addDiagnostic(
                .note, .repeated, name, "not read again: this is the same file as one already read under another name")
        }
        files.append(FoundFile(path: path, name: name, folder: folder, stamp: FileStamp(status)))
    }

    private mutating func addDiagnostic(
        _ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ name: String, _ message: String
    ) {
        diagnostics.append(Diagnostic(severity, code, at: SourceLocation(file: name, line: 1), message))
    }
}
