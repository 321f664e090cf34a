// Decides whether a name in a folder is a file to read. Walks use it for all names, events for the names that changed.
import Documents
import Glibc
import Server

/// The rules by which a file is read or skipped.
struct EntryInspector: Sendable {
    /// The size in bytes of the largest file that is read.
    let maxFileSize: Int
    /// The resolved paths that a link may point into, each with a final slash; nil if a link may point anywhere.
    private let allowedFolders: [[CChar]]?

    /// The decision about a name.
    enum Decision {
        /// The name does not exist.
        case missing
        case folder
        case file(FoundFile)
        /// The file is not read. If it `isUnreachable`, the system reports an error other than its absence.
        case skipped([Diagnostic], isUnreachable: Bool)

        static func skipped(
            _ severity: Diagnostic.Severity, _ code: Diagnostic.Code, _ name: String, _ message: String,
            isUnreachable: Bool = false
        ) -> Decision {
            .skipped([.ofFile(severity, code, name, message)], isUnreachable: isUnreachable)
        }
    }

    /// A name in a folder.
    struct Entry {
        let decision: Decision
        /// True if the name is a symbolic link.
        let isLink: Bool
        /// True if the file has another hard link.
        let hasOtherNames: Bool
    }

    init(_ roots: [String], maxFileSize: Int, followsOutsideLinks: Bool) {
        self.maxFileSize = maxFileSize
        allowedFolders = followsOutsideLinks ? nil : roots.compactMap { Self.resolved(SystemPath($0)) }
    }

    /// Decides about an entry of a folder.
    func inspect(_ entry: [CChar], in folder: VisitedFolder) -> Entry {
        let path = folder.path.appending(entry)
        let name = folder.name(of: entry)
        var status = stat()
        guard lstat(path.bytes, &status) == 0 else {
            return Entry(decision: Self.failure(name, isLink: false), isLink: false, hasOtherNames: false)
        }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        if isLink, stat(path.bytes, &status) != 0 {
            return Entry(decision: Self.failure(name, isLink: true), isLink: true, hasOtherNames: false)
        }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        return Entry(
            decision: decide(entry, in: folder, name: name, isLink ? path : nil, status), isLink: isLink,
            hasOtherNames: !isFolder && status.st_nlink > 1)
    }

    /// Decides about an entry that exists; `link` is its path if it is a symbolic link.
    private func decide(
        _ entry: [CChar], in folder: VisitedFolder, name: String, _ link: SystemPath?, _ status: stat
    ) -> Decision {
        if entry.first == Self.dot {
            return .skipped(.note, .hidden, name, "not read, because the name starts with a dot")
        }
        if let link, pointsOutside(link) {
            let message = "not read, because this link points out of the folder; set outsideLinks to follow it"
            return .skipped(.warning, .outside, name, message)
        }
        if status.st_mode & S_IFMT == S_IFDIR { return .folder }
        return decideFile(entry, in: folder, name: name, status)
    }

    /// Decides about an entry that is neither hidden nor a folder.
    func decideFile(_ entry: [CChar], in folder: VisitedFolder, name: String, _ status: stat) -> Decision {
        guard status.st_mode & S_IFMT == S_IFREG else {
            return .skipped(.warning, .notAFile, name, "not read, because it is neither a file nor a folder")
        }
        guard Format.ofFile(name) != nil else {
            // Documents makes the diagnostic, which depends on the extension; the file is not opened.
            return .skipped(Document.read([], path: name).diagnostics, isUnreachable: false)
        }
        guard status.st_size <= maxFileSize else {
            let message = "\(status.st_size) bytes exceed limits.documentBytes (\(maxFileSize))"
            return .skipped(.error, .tooLarge, name, message + "; increase the limit or split the file")
        }
        return .file(
            FoundFile(entry, in: folder, name: name, stamp: FileStamp(status), isShared: status.st_nlink > 1))
    }

    /// Returns the decision about a name that `lstat` or `stat` cannot find, according to `errno`.
    private static func failure(_ name: String, isLink: Bool) -> Decision {
        let error = errno
        // The file was removed since the folder was read. A link without a target does exist.
        if error == ENOENT, !isLink { return .missing }
        return .skipped(
            .error, .unreadable, name, "cannot be read: \(Errno.reason(error))",
            isUnreachable: ![ENOENT, ENOTDIR, ELOOP].contains(error))
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

    /// The first byte of a hidden name.
    static let dot = CChar(bitPattern: UInt8(ascii: "."))
}

extension Diagnostic {
    /// Makes a diagnostic about a whole file or folder.
    static func ofFile(_ severity: Severity, _ code: Code, _ name: String, _ message: String) -> Diagnostic {
        Diagnostic(severity, code, at: SourceLocation(file: name, line: 1), message)
    }
}
