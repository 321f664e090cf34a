// Finds the files of the configured folders without reading them; every skipped file gets a diagnostic.
import Documents
import Glibc
import Server
import Text

/// The regular files in and below some paths, ordered by the bytes of their names.
struct Walk {
    private(set) var files: [FoundFile] = []
    /// What the walk skipped, in the order of its visits.
    private(set) var places: [WalkPlace] = []
    /// The symbolic links in the visited folders.
    private(set) var links: [FoundLink] = []
    /// The names of files and folders that may exist, but that the system does not show; those of folders that were
    /// opened have a final slash.
    private(set) var unreachableNames: [String] = []
    let inspector: EntryInspector
    private let knownFolders: [SystemPath: VisitedFolder]
    /// The files and folders found so far; links and overlapping paths can lead to one of them again.
    private var visited: Set<FileIdentity> = []
    /// The files found under another name too.
    private var repeatedFiles: Set<FileIdentity> = []

    /// The visited folders.
    var folders: [SystemPath] { places.compactMap(\.folder?.path) }

    var diagnostics: [Diagnostic] { places.flatMap(\.diagnostics) }

    /// Finds the files in and below `roots`, each a folder or a file.
    ///
    /// Skips files larger than `maxFileSize` bytes, and links that point out of all roots unless `followsOutsideLinks`.
    init(_ roots: [String], maxFileSize: Int, followsOutsideLinks: Bool = false) {
        self.init(
            roots,
            EntryInspector(
                access: FileAccess(roots, maxFileSize: maxFileSize, followsOutsideLinks: followsOutsideLinks)))
    }

    /// Finds the files in and below `roots`; uses the objects of `knownFolders` for folders that are the same.
    init(_ roots: [String], _ inspector: EntryInspector, knownFolders: [SystemPath: VisitedFolder] = [:]) {
        self.inspector = inspector
        self.knownFolders = knownFolders
        for (root, name) in zip(roots, Self.names(of: roots)) {
            let path = SystemPath(root)
            var status = stat()
            if stat(path.bytes, &status) != 0 {
                skip(.ofFile(.error, .unreadable, root, "cannot be read: \(Errno.reason())"))
            } else if status.st_mode & S_IFMT == S_IFDIR {
                visit(path, name: roots.count > 1 ? name + "/" : "", root: root)
            } else if let (parent, entry) = path.split() {
                let folder = folder(
                    parent, name: String(decoding: name.utf8.dropLast(entry.count), as: UTF8.self),
                    root: Self.folder(of: root))
                places.append(WalkPlace(folder: nil))
                add(inspector.decideFile(entry, in: folder, name: name, status), entry, in: folder)
            }
        }
        if !repeatedFiles.isEmpty {
            for index in files.indices where repeatedFiles.contains(FileIdentity(files[index].stamp)) {
                files[index].isShared = true
            }
        }
        files.sort { $0.compare($1) < 0 }
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

    private func folder(_ path: SystemPath, name: String, root: String) -> VisitedFolder {
        let folder = VisitedFolder(path: path, name: name, root: root)
        if let known = knownFolders[path], known == folder { return known }
        return folder
    }

    /// Visits a folder and all folders below it, without recursion.
    private mutating func visit(_ path: SystemPath, name: String, root: String) {
        var pending = [(path: path, name: name)]
        while let next = pending.popLast() {
            guard let (open, entries) = entries(of: next.path, name: next.name) else { continue }
            let folder = folder(next.path, name: next.name, root: root)
            places.append(WalkPlace(folder: folder))
            var subfolders: [(path: SystemPath, name: String)] = []
            for entry in entries {
                let found = inspector.inspect(entry, in: folder, open)
                if found.isLink { links.append(FoundLink(entry, in: folder)) }
                if case .folder = found.decision {
                    subfolders.append((folder.path.appending(entry), folder.name(of: entry) + "/"))
                } else {
                    add(found.decision, entry, in: folder)
                }
            }
            pending += subfolders.reversed()
        }
    }

    /// Opens a folder and returns its sorted names; nil if it cannot be read or was visited already.
    private mutating func entries(of path: SystemPath, name: String) -> (OpenFolder, [[CChar]])? {
        guard let folder = OpenFolder(path, inspector.access), let entries = folder.entries() else {
            // Another folder took its place while the walk went on: the next walk finds what it is.
            if errno == FileAccess.outside { return nil }
            if errno != ENOENT { unreachableNames.append(name) }
            skip(
                .ofFile(
                    .error, .unreadable, name.isEmpty ? "." : name, "the folder cannot be read: \(Errno.reason())"))
            return nil
        }
        guard let identity = folder.identity else { return nil }
        guard visited.insert(identity).inserted else {
            let message = "not read again: this is the same folder as one already read under another name"
            skip(.ofFile(.note, .repeated, name, message))
            return nil
        }
        return (folder, entries)
    }

    /// Records a folder or root that cannot be visited.
    private mutating func skip(_ diagnostic: Diagnostic) {
        places.append(WalkPlace(folder: nil))
        places[places.count - 1].setSkipped([], [diagnostic])
    }

    /// Records a file of the latest place.
    private mutating func add(_ decision: EntryInspector.Decision, _ entry: [CChar], in folder: VisitedFolder) {
        switch decision {
        case .missing, .folder: break
        case .skipped(let diagnostics, let isUnreachable):
            if isUnreachable { unreachableNames.append(folder.name(of: entry)) }
            places[places.count - 1].setSkipped(entry, diagnostics)
        case .file(let file):
            let identity = FileIdentity(file.stamp)
            guard !visited.insert(identity).inserted else { return files.append(file) }
            repeatedFiles.insert(identity)
            let message = "not read again: this is the same file as one already read under another name"
            places[places.count - 1].setSkipped(entry, [.ofFile(.note, .repeated, file.name, message)])
        }
    }
}

/// A folder that a walk visited, or a path that it could not visit, and the diagnostics about what was skipped there.
struct WalkPlace: Sendable {
    /// Nil if the folder was not visited.
    let folder: VisitedFolder?
    /// The skipped names by their bytes, each with its diagnostics.
    private var skipped: [(entry: [CChar], diagnostics: [Diagnostic])] = []

    init(folder: VisitedFolder?) { self.folder = folder }

    var diagnostics: [Diagnostic] { skipped.flatMap(\.diagnostics) }

    /// Returns the diagnostics about a name.
    func diagnostics(of entry: [CChar]) -> [Diagnostic] {
        let index = index(of: entry)
        return index < skipped.count && skipped[index].entry == entry ? skipped[index].diagnostics : []
    }

    /// Replaces the diagnostics about a name; none for a name that is not skipped.
    mutating func setSkipped(_ entry: [CChar], _ diagnostics: [Diagnostic]) {
        let index = index(of: entry)
        let end = index < skipped.count && skipped[index].entry == entry ? index + 1 : index
        skipped.replaceSubrange(index..<end, with: diagnostics.isEmpty ? [] : [(entry, diagnostics)])
    }

    /// Returns the position of a name among the skipped ones, or of the first one after it.
    private func index(of entry: [CChar]) -> Int {
        // A walk adds names in order.
        guard let last = skipped.last, !last.entry.lexicographicallyPrecedes(entry) else { return skipped.count }
        return skipped.partitioningIndex { !$0.entry.lexicographicallyPrecedes(entry) }
    }
}

/// A symbolic link in a visited folder, and the file or folder that it led to.
struct FoundLink: Hashable, Sendable {
    let folder: VisitedFolder
    let entry: [CChar]
    private let target: Target

    private enum Target: Hashable {
        case file(FileStamp, linkCount: UInt)
        case folder(FileIdentity)
        case none(Int32)
    }

    init(_ entry: [CChar], in folder: VisitedFolder) {
        self.folder = folder
        self.entry = entry
        target = Self.target(of: folder.path.appending(entry))
    }

    /// True if the link leads to the same file as before, and that file has not changed.
    var isUnchanged: Bool { Self.target(of: folder.path.appending(entry)) == target }

    private static func target(of path: SystemPath) -> Target {
        var status = stat()
        if stat(path.bytes, &status) != 0 { return .none(errno) }
        return status.st_mode & S_IFMT == S_IFDIR
            ? .folder(FileIdentity(status)) : .file(FileStamp(status), linkCount: UInt(status.st_nlink))
    }
}
