// A file that was found in a folder, and the metadata that shows whether its content has changed.
import Catalog
import Glibc
import Text

/// A folder that a walk visited, or the folder of a configured file.
final class VisitedFolder: Hashable, Sendable {
    /// The path for system calls.
    let path: SystemPath
    /// The text before the last part of the names of its files: empty, or with a final slash.
    let name: String
    /// The configured folder that holds it; for a configured file, the file's own folder.
    let root: String

    init(path: SystemPath, name: String, root: String) {
        self.path = path
        self.name = name
        self.root = root
    }

    /// Returns the name of an entry in responses and diagnostics; bytes that are not UTF-8 are replaced.
    func name(of entry: [CChar]) -> String {
        name + String(decoding: entry.lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    static func == (left: VisitedFolder, right: VisitedFolder) -> Bool {
        left === right || left.path == right.path && left.name == right.name && left.root == right.root
    }

    func hash(into hasher: inout Hasher) { hasher.combine(path) }
}

/// A file to read.
struct FoundFile: Hashable, Sendable {
    let folder: VisitedFolder
    /// The name in responses and diagnostics: the path relative to the configured folder.
    ///
    /// With several folders it starts with the folder's name from `Walk.names`.
    let name: String
    let stamp: FileStamp
    /// True if another name may lead to the same file.
    var isShared: Bool
    /// The bytes of the name in its folder if they are not UTF-8, so that `name` lacks them.
    private let rawEntry: [CChar]?

    init(_ entry: [CChar], in folder: VisitedFolder, name: String, stamp: FileStamp, isShared: Bool) {
        (self.folder, self.name, self.stamp, self.isShared) = (folder, name, stamp, isShared)
        let isExact = name.utf8.dropFirst(folder.name.utf8.count).elementsEqual(
            entry.lazy.map(UInt8.init(bitPattern:)))
        rawEntry = isExact ? nil : entry
    }

    /// The bytes of the name in its folder.
    var entry: [CChar] { rawEntry ?? name.utf8.dropFirst(folder.name.utf8.count).map(CChar.init(bitPattern:)) }

    /// The path for system calls.
    var path: SystemPath { folder.path.appending(entry) }

    /// Orders files by the bytes of their names: negative, 0 or positive.
    func compare(_ other: FoundFile) -> Int {
        let order = name.compareBytes(other.name)
        return order == 0 && rawEntry != other.rawEntry ? compare(other.name, other.entry) : order
    }

    /// Compares the file with one of that name and that entry of a folder.
    func compare(_ name: String, _ entry: [CChar]) -> Int {
        let order = self.name.compareBytes(name)
        guard order == 0, case let own = self.entry, own != entry else { return order }
        return own.lexicographicallyPrecedes(entry) ? -1 : 1
    }
}

/// The device and inode of a file or folder, independent of its name.
struct FileIdentity: Hashable, Sendable {
    let device: dev_t
    let inode: ino_t

    init(_ status: stat) { (device, inode) = (status.st_dev, status.st_ino) }

    init(_ stamp: FileStamp) { (device, inode) = (stamp.device, stamp.inode) }
}

/// The metadata of a file that changes whenever its content does.
struct FileStamp: Hashable, Sendable {
    let device: dev_t
    let inode: ino_t
    let size: Int
    /// The time when the content changed, in nanoseconds since 1970.
    let modified: Int
    /// The time when content or metadata changed, in nanoseconds since 1970; unlike `modified`, it cannot be set.
    let changed: Int

    init(_ status: stat) {
        device = status.st_dev
        inode = status.st_ino
        size = Int(status.st_size)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// Returns true if the file changed less than two seconds before `moment`.
    ///
    /// It may then change again within one tick of the file system's clock and keep the same stamp.
    func isFresh(at moment: timespec) -> Bool {
        Self.nanoseconds(moment) &- changed < 2_000_000_000
    }

    private static func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }
}
