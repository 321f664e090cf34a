// Watches folders with inotify. It reports the names of changed files, or that anything may have changed.
import Dispatch
import Glibc

/// Watches folders, and the configured paths' names in their parent folders, with one inotify descriptor.
///
/// Call everything but `init` on its queue. A lost event delays a reload until the next periodic scan.
final class FolderWatch {
    private let descriptor: Int32
    private let source: any DispatchSourceRead
    private let queue: DispatchQueue
    private let onChange: () -> Void
    private var targets: [Int32: Target] = [:]
    private var pending = PendingChanges()
    /// True after a folder was moved or removed: the paths of the targets may lead elsewhere until `update`.
    private var hasMovedFolders = false
    /// Set while files are open.
    private var timer: (any DispatchSourceTimer)?

    /// A watched folder.
    private struct Target {
        let path: SystemPath
        /// True if its files are read; otherwise only the names of configured paths matter.
        var isVisited = false
        /// The names of configured paths in it.
        var rootNames: Set<[CChar]> = []
    }

    /// The maximum number of watched folders; the periodic scan covers the others.
    ///
    /// The system's own limit counts the watches of all programs of a user.
    static let maxFolders = 8192

    /// The maximum number of reads at once: a folder in which events never end must not occupy the queue.
    private static let maxReads = 100

    private static let eventMask =
        UInt32(IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ATTRIB)
        | UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_MASK_ADD)

    /// Calls `onChange` on `queue` after relevant events; nil if no inotify descriptor can be opened.
    init?(on queue: DispatchQueue, onChange: @escaping () -> Void) {
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
        guard descriptor >= 0 else { return nil }
        self.queue = queue
        self.onChange = onChange
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setCancelHandler { [descriptor] in close(descriptor) }
        // Weak: an event handler can be queued while another thread releases the last reference.
        source.setEventHandler { [weak self] in if self?.readEvents() == true { onChange() } }
        source.activate()
    }

    deinit {
        source.cancel()
        timer?.cancel()
    }

    /// Watches `folders`, and the names of `roots` in their parent folders; stops watching all others.
    ///
    /// `isComplete` is false if some of them cannot be watched. `hasNew` is true if some were not watched before:
    /// earlier changes in them caused no event, so everything may have changed.
    func update(_ folders: [SystemPath], roots: [SystemPath]) -> (isComplete: Bool, hasNew: Bool) {
        var newTargets: [Int32: Target] = [:]
        var isComplete = folders.count <= Self.maxFolders
        for folder in folders.prefix(Self.maxFolders) {
            if let watch = add(folder, IN_MODIFY) {
                newTargets[watch] = Target(path: folder, isVisited: true)
            } else {
                isComplete = false
            }
        }
        for root in roots {
            var status = stat()
            let isFile = stat(root.bytes, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
            // Writes to other files in the parent folder, which may be frequent, do not matter.
            guard let (parent, name) = root.split(), let watch = add(parent, isFile ? IN_MODIFY : 0) else { continue }
            newTargets[watch, default: Target(path: parent)].rootNames.insert(name)
        }
        let hasNew = newTargets.keys.contains { targets[$0] == nil }
        for (watch, target) in targets where newTargets[watch] == nil {
            if pending.needsWalk {
                // It may be a folder that was made after the walk; the next walk shows it.
                newTargets[watch] = target
            } else {
                inotify_rm_watch(descriptor, watch)
            }
        }
        targets = newTargets
        if !pending.needsWalk { hasMovedFolders = false }
        if hasNew { pending.recordAll() }
        return (isComplete, hasNew)
    }

    /// Reads all pending events and takes the changes since the last call.
    func takeChanges() -> FolderChanges {
        _ = readEvents()
        return pending.take(at: Self.now())
    }

    /// Reads all pending events, calls `onChange` if due, and returns the names of changed and open files.
    func changedFiles() -> Set<FileName> {
        if readEvents() { onChange() }
        return pending.allNames
    }

    /// Returns the watch descriptor of a folder; inotify returns the existing one if the folder is already watched.
    private func add(_ path: SystemPath, _ events: Int32) -> Int32? {
        let watch = inotify_add_watch(descriptor, path.bytes, Self.eventMask | UInt32(events))
        return watch >= 0 ? watch : nil
    }

    /// Reads the pending events; returns true if they report a change.
    func readEvents() -> Bool {
        var isChanged = false
        var buffer = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<Self.maxReads {
            let count = read(descriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            buffer.withUnsafeBytes { bytes in
                var offset = 0
                let headSize = MemoryLayout<inotify_event>.size
                while offset + headSize <= count {
                    let event = bytes.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
                    let end = min(count, offset + headSize + Int(event.len))
                    let name = bytes[offset + headSize..<end].prefix { $0 != 0 }.map(CChar.init(bitPattern:))
                    if record(event, name) { isChanged = true }
                    offset = end
                }
            }
        }
        setTimer()
        return isChanged
    }

    /// Records an event; returns true if it reports a change.
    private func record(_ event: inotify_event, _ entry: [CChar]) -> Bool {
        func isAny(_ flags: Int32...) -> Bool { flags.contains { event.mask & UInt32(bitPattern: $0) != 0 } }
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
            pending.recordAll()
            return true
        }
        guard let target = targets[event.wd] else { return false }
        if isAny(IN_IGNORED, IN_UNMOUNT) {
            targets[event.wd] = nil
            pending.recordAll()
            return true
        }
        let isRoot = target.rootNames.contains(entry)
        guard target.isVisited || isRoot else { return false }
        let name = FileName(entry, in: target.path)
        if !hasMovedFolders, isAny(IN_MODIFY) || isAny(IN_CREATE) && isNewFile(name) {
            pending.recordWrite(name, at: Self.now())
            return false
        }
        pending.record(name, isClosed: !isAny(IN_ATTRIB, IN_MODIFY))
        let isFolder = entry.isEmpty || isAny(IN_ISDIR) && entry.first != EntryInspector.dot
        if isFolder || isRoot {
            pending.recordAll()
            if isAny(IN_ISDIR), isAny(IN_CREATE) {
                watchNewFolder(target.path.appending(entry))
            } else {
                hasMovedFolders = true
            }
        }
        return true
    }

    /// Watches a folder that was made a moment ago, and the folders in it.
    ///
    /// Programs may have begun to write the files in it before the watch, so these count as open.
    private func watchNewFolder(_ path: SystemPath) {
        var paths = [path]
        while let path = paths.popLast(), targets.count < Self.maxFolders {
            guard let watch = add(path, IN_MODIFY | IN_DONT_FOLLOW), let folder = OpenFolder(path) else { continue }
            targets[watch, default: Target(path: path)].isVisited = true
            for entry in folder.entries() ?? [] where entry.first != EntryInspector.dot {
                switch folder.status(of: entry).map({ $0.st_mode & S_IFMT }) {
                case S_IFDIR: paths.append(path.appending(entry))
                case S_IFREG: pending.recordWrite(FileName(entry, in: path), at: Self.now())
                default: break
                }
            }
        }
    }

    /// Returns true if another event follows when the file has been written; none follows for a link or a folder.
    private func isNewFile(_ name: FileName) -> Bool {
        var status = stat()
        return lstat(name.folder.appending(name.entry).bytes, &status) == 0
            && status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1
    }

    // MARK: Open files

    /// Sets a timer that reports a file that stays open after its quiet period.
    private func setTimer() {
        guard timer == nil, let time = pending.nextQuietTime else { return }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + .milliseconds(max(0, time - Self.now())))
        timer.setEventHandler { [weak self] in self?.endQuietWrites() }
        timer.activate()
        self.timer = timer
    }

    private func endQuietWrites() {
        timer?.cancel()
        timer = nil
        if pending.endQuietWrites(at: Self.now()) { onChange() }
        setTimer()
    }

    private static func now() -> Int { Int(DispatchTime.now().uptimeNanoseconds / 1_000_000) }
}
