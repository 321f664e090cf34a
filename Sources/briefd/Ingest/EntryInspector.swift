// Decides whether a name in a folder is a file to read. Walks use it for all names, events for the names that changed.
import Documents
import Glibc
import Server

/// The rules by which a file is read or skipped.
struct EntryInspector: Sendable {
    let access: FileAccess

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

    /// Decides about an entry of a folder, which is open.
    func inspect(_ entry: [CChar], in folder: VisitedFolder, _ open: OpenFolder) -> Entry {
        let name = folder.name(of: entry)
        guard var status = open.status(of: entry) else {
            return Entry(decision: Self.failure(name, isLink: false), isLink: false, hasOtherNames: false)
        }
        let isLink = status.st_mode & S_IFMT == S_IFLNK
        if isLink {
            guard let target = access.status(of: folder.path.appending(entry)) else {
                let isHidden = errno == FileAccess.outside && entry.first == Self.dot
                let decision = isHidden ? Self.hidden(name) : Self.failure(name, isLink: true)
                return Entry(decision: decision, isLink: true, hasOtherNames: false)
            }
            status = target
        }
        let isFolder = status.st_mode & S_IFMT == S_IFDIR
        return Entry(
            decision: decide(entry, in: folder, name: name, status), isLink: isLink,
            hasOtherNames: !isFolder && status.st_nlink > 1)
    }

    /// Decides about an entry that exists.
    private func decide(_ entry: [CChar], in folder: VisitedFolder, name: String, _ status: stat) -> Decision {
        if entry.first == Self.dot { return Self.hidden(name) }
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
        guard status.st_size <= access.maxFileSize else {
            return .skipped([access.tooLarge(name, size: Int(status.st_size))], isUnreachable: false)
        }
        return .file(
            FoundFile(entry, in: folder, name: name, stamp: FileStamp(status), isShared: status.st_nlink > 1))
    }

    private static func hidden(_ name: String) -> Decision {
        .skipped(.note, .hidden, name, "not read, because the name starts with a dot")
    }

    /// Returns the decision about a name whose metadata cannot be read, according to `errno`.
    private static func failure(_ name: String, isLink: Bool) -> Decision {
        let error = errno
        // The file was removed since the folder was read. A link without a target does exist.
        if error == ENOENT, !isLink { return .missing }
        if error == FileAccess.outside {
            let message = "not read, because this link points out of the folder; set outsideLinks to follow it"
            return .skipped(.warning, .outside, name, message)
        }
        return .skipped(
            .error, .unreadable, name, "cannot be read: \(Errno.reason(error))",
            isUnreachable: ![ENOENT, ENOTDIR, ELOOP].contains(error))
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
