// A file that a walk found, and the metadata that shows whether its content has changed.
import Glibc

/// A file to read.
struct FoundFile: Hashable, Sendable {
    /// The path for system calls.
    var path: SystemPath
    /// The name in responses and diagnostics: the path relative to the configured folder.
    ///
    /// With several folders it starts with the folder's name from `Walk.names`.
    var name: String
    /// The configured folder that holds the file; of a configured file, its own folder.
    var folder: String
    var stamp: FileStamp
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
