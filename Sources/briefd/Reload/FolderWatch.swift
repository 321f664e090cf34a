// Watches folders with inotify. It reports that something may have changed, not what.
import Dispatch
import Glibc

/// Watches folders, and the configured paths' names in their parent folders, with one inotify descriptor.
///
/// Call everything but `init` on its queue. A lost event delays a reload until the next periodic scan.
final class FolderWatch {
    private let descriptor: Int32
    private let source: any DispatchSourceRead
    private var targets: [Int32: Target] = [:]

    /// A watched folder.
    private struct Target {
        var path: SystemPath
        /// The names to watch, nil for all names.
        var names: Set<[CChar]>?
    }

    /// The maximum number of watched folders; the periodic scan covers the others.
    ///
    /// The system's own limit counts the watches of all programs of a user.
    static let maxFolders = 8192

    private static let eventMask =
        UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)
        | UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

    /// Calls `onChange` on `queue` after relevant events; nil if no inotify descriptor can be opened.
    init?(on queue: DispatchQueue, onChange: @escaping () -> Void) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setCancelHandler { [descriptor] in close(descriptor) }
        // Weak: an event handler can be queued while another thread releases the last reference.
        source.setEventHandler { [weak self] in if self?.readEvents() == true { onChange() } }
        source.activate()
    }

    deinit { source.cancel() }

    /// Watches `folders`, and the names of `roots` in their parent folders; stops watching all others.
    ///
    /// `isComplete` is false if some of them cannot be watched. `hasNew` is true if some were not watched before:
    /// earlier changes in them caused no event.
    func update(_ folders: [SystemPath], roots: [SystemPath]) -> (isComplete: Bool, hasNew: Bool) {
        var newTargets: [Int32: Target] = [:]
        var isComplete = folders.count <= Self.maxFolders
        for root in roots {
            guard let (parent, name) = root.split(), let watch = add(parent) else { continue }
            newTargets[watch, default: Target(path: parent, names: [])].names?.insert(name)
        }
        for folder in folders.prefix(Self.maxFolders) {
            if let watch = add(folder) {
                newTargets[watch] = Target(path: folder, names: nil)
            } else {
                isComplete = false
            }
        }
        for watch in targets.keys where newTargets[watch] == nil { inotify_rm_watch(descriptor, watch) }
        let hasNew = newTargets.keys.contains { targets[$0] == nil }
        targets = newTargets
        return (isComplete, hasNew)
    }

    /// Returns the watch descriptor of a folder; inotify returns the existing one if the folder is already watched.
    private func add(_ path: SystemPath) -> Int32? {
        let watch = inotify_add_watch(descriptor, path.bytes, Self.eventMask)
        return watch >= 0 ? watch : nil
    }

    /// Reads all pending events; returns true if one of them is relevant.
    private func readEvents() -> Bool {
        var isRelevant = false
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { return isRelevant }
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                let headSize = MemoryLayout<inotify_event>.size
                while offset + headSize <= count {
                    let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    let end = min(count, offset + headSize + Int(event.len))
                    let name = bytes[offset + headSize..<end].prefix { $0 != 0 }.map(CChar.init(bitPattern:))
                    if self.isRelevant(event, name) { isRelevant = true }
                    offset = end
                }
            }
        }
    }

    private func isRelevant(_ event: inotify_event, _ name: [CChar]) -> Bool {
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 { return true }
        guard let watch = targets[event.wd] else { return false }
        if event.mask & UInt32(IN_IGNORED) != 0 {
            targets[event.wd] = nil
            return true
        }
        if let names = watch.names, !names.contains(name) { return false }
        // A new file causes another event when it has been written; a link or a folder does not.
        var status = stat()
        let isNewFile =
            event.mask & UInt32(IN_CREATE) != 0 && lstat(watch.path.appending(name).bytes, &status) == 0
            && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
        return !isNewFile
    }
}
