// Folders under inotify: says that something below the configured paths may have changed, never what.
import Dispatch
import Glibc

/// Watches folders, and the names of the configured paths in the folders above them, through one inotify descriptor.
///
/// All but `init` happens on its queue. Events that are lost cost time alone: the periodic scan finds what they would
/// have told.
final class FolderWatch {
    private let descriptor: Int32
    private let source: any DispatchSourceRead
    private var watched: [Int32: Watched] = [:]

    /// What one watch is for.
    private struct Watched {
        var path: SystemPath
        /// The names that matter, nil where all do.
        var names: Set<[CChar]>?
    }

    /// More folders than this are left to the periodic scan; the system's limit counts all programs of a user.
    static let mostFolders = 8192

    private static let changes =
        UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)
        | UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

    /// Calls `onChange` on `queue` after events; nil where the system gives no descriptor.
    init?(on queue: DispatchQueue, onChange: @escaping () -> Void) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setCancelHandler { [descriptor] in close(descriptor) }
        // An event may be on its way to its queue while another thread lets go of the watch.
        source.setEventHandler { [weak self] in if self?.readEvents() == true { onChange() } }
        source.activate()
    }

    deinit { source.cancel() }

    /// Watches `folders`, and in the folders above `roots` the roots' names; forgets all others.
    ///
    /// `isComplete` is false where not all of them can be watched; `hasNew` is true where some were not watched before, so
    /// that what happened in them until now went unheard.
    func follow(_ folders: [SystemPath], roots: [SystemPath]) -> (isComplete: Bool, hasNew: Bool) {
        var wanted: [Int32: Watched] = [:]
        var isComplete = folders.count <= Self.mostFolders
        for root in roots {
            guard let (parent, name) = root.split(), let watch = add(parent) else { continue }
            wanted[watch, default: Watched(path: parent, names: [])].names?.insert(name)
        }
        for folder in folders.prefix(Self.mostFolders) {
            if let watch = add(folder) {
                wanted[watch] = Watched(path: folder, names: nil)
            } else {
                isComplete = false
            }
        }
        for watch in watched.keys where wanted[watch] == nil { inotify_rm_watch(descriptor, watch) }
        let hasNew = wanted.keys.contains { watched[$0] == nil }
        watched = wanted
        return (isComplete, hasNew)
    }

    /// Adding a folder that is watched already gives the number that it has.
    private func add(_ path: SystemPath) -> Int32? {
        let watch = inotify_add_watch(descriptor, path.bytes, Self.changes)
        return watch >= 0 ? watch : nil
    }

    /// Takes all events there are; true where one of them matters.
    private func readEvents() -> Bool {
        var isChanged = false
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return isChanged }
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                let headSize = MemoryLayout<inotify_event>.size
                while offset + headSize <= count {
                    let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    let end = min(count, offset + headSize + Int(event.len))
                    let name = bytes[offset + headSize..<end].prefix { $0 != 0 }.map(CChar.init(bitPattern:))
                    if matters(event, name) { isChanged = true }
                    offset = end
                }
            }
        }
    }

    private func matters(_ event: inotify_event, _ name: [CChar]) -> Bool {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
        guard let watch = watched[event.wd] else { return false }
        if event.mask & UInt32(IN_IGNORED) != 0 {
            watched[event.wd] = nil
            return true
        }
        if let names = watch.names, !names.contains(name) { return false }
        // A new file speaks up again when it has been written; a link or a folder does not.
        var status = stat()
        let isNewFile =
            event.mask & UInt32(IN_CREATE) != 0 && lstat(watch.path.appending(name).bytes, &status) == 0
            && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
        return !isNewFile
    }
}
