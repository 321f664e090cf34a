// Keeps what is served in step with the folders and the configuration: when to read again, and what becomes of it.
// What is read and how lives in Library.swift.
import API
import Catalog
import Dispatch
import Documents
import Glibc
import Logging
import Server

/// Reads documents on a queue of its own and publishes what it made whole, or keeps what there was.
///
/// All state is touched on its queue alone.
final class Reloader: @unchecked Sendable {
    /// Why documents are read again.
    enum Reason: String, Sendable {
        case signal, request, change, scan

        /// True where somebody asked, so that the configuration is read again too.
        var isAsked: Bool { self == .signal || self == .request }
    }

    private let queue = DispatchQueue(label: "briefd.reload", qos: .utility)
    private let service: Service
    private let log: Logger
    private let tell: @Sendable (Supervisor.News) -> Void
    private let readConfiguration: @Sendable () throws -> Configuration
    private var library: Library?
    /// What is served: the library's snapshot, with a remark while that is not up to date.
    private var published: Snapshot?
    private var history = History()
    private var condition = Condition()
    /// Why the last attempt failed.
    private var failure: String?
    private var watch: FolderWatch?
    private var isWatchComplete = true
    private var debounce = Debounce()
    private var scans: (any DispatchSourceTimer)?
    private let hasWaiting = Locked(false)

    /// `tell` hears how loading goes; `readConfiguration` makes the configuration of now, from the same sources as the
    /// first.
    init(
        _ service: Service, _ log: Logger, tell: @escaping @Sendable (Supervisor.News) -> Void = { _ in },
        readConfiguration: @escaping @Sendable () throws -> Configuration
    ) {
        self.tell = tell
        self.service = service
        self.log = log
        self.readConfiguration = readConfiguration
    }

    /// Reads the documents for the first time, publishes them, calls `done`, and watches from then on.
    func start(_ configuration: Configuration, done: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            let start = DispatchTime.now()
            let progress = LoadLog(log, level: .info)
            let library = Library(configuration) { [service] in
                service.publish(.loading($0))
                progress.note($0)
            }
            progress.end()
            self.library = library
            publish(library.snapshot, since: start)
            report(library.snapshot, "loaded", since: start)
            tell(.ready)
            done()
            prepareIndexes(of: library.snapshot)
            HeapMemory.giveBack()
            schedule(configuration)
        }
    }

    /// Asks for a reload; those asked for while one waits are one with it.
    func request(_ reason: Reason) {
        let isFirst = hasWaiting.withLock { hasWaiting in
            defer { hasWaiting = true }
            return !hasWaiting
        }
        guard isFirst else { return }
        queue.async { [self] in
            hasWaiting.withLock { $0 = false }
            reload(reason)
        }
    }

    /// Waits until everything that was asked for before is done.
    func finish() { queue.sync {} }

    // MARK: Reading again

    private func reload(_ reason: Reason) {
        guard var library else { return }
        let start = DispatchTime.now()
        if reason.isAsked { tell(.reloading) }
        defer { if reason.isAsked { tell(.ready) } }
        do {
            let former = library.configuration
            let next = reason.isAsked ? try readConfiguration() : former
            let progress = LoadLog(log, level: reason == .scan ? .debug : .info)
            let isChanged: Bool
            do {
                defer { progress.end() }
                isChanged = try library.refresh(next) { progress.note($0) }
            }
            self.library = library
            if reason.isAsked { adopt(next, former) }
            let hadFailed = failure != nil
            failure = nil
            if isChanged { prepareIndexes(of: library.snapshot) }
            condition.reloads += 1
            condition.isCurrent = true
            publish(library.snapshot, since: start)
            if isChanged {
                HeapMemory.giveBack()
                report(library.snapshot, "reloaded (\(reason.rawValue))", since: start)
            } else if reason.isAsked || hadFailed {
                log.info("reloaded (\(reason.rawValue)): nothing has changed")
            }
        } catch {
            fail("\(error)", reason, library)
        }
        follow()
    }

    /// Keeps what there was, and says so everywhere.
    private func fail(_ message: String, _ reason: Reason, _ library: Library) {
        condition.failedReloads += 1
        condition.isCurrent = false
        service.publish(condition)
        if reason.isAsked || failure != message {
            log.error("the documents could not be read again, so the former ones are served: \(message)")
        }
        guard failure != message else { return }
        failure = message
        let remark = Diagnostic(
            .error, .reloadFailed, at: SourceLocation(file: library.configuration.documents.first ?? ".", line: 1),
            "the documents could not be read again, so the former ones are served: " + message)
        let remarked = library.snapshot.remarking([remark])
        publish(remarked, since: nil)
        remarked.remarks.prepareSearch()
    }

    /// Serves a snapshot from now on, unless it is the one that is; it has been made since `start`.
    private func publish(_ snapshot: Snapshot, since start: DispatchTime?) {
        defer { service.publish(condition) }
        let now = time(nil)
        guard published?.version != snapshot.version else { return }
        let entry = published.map { History.Entry(snapshot.changes(since: $0), time: now) }
        if let entry { history.append(entry) }
        published = snapshot
        condition.describe(snapshot, at: now)
        if let start { condition.loadMilliseconds = Self.milliseconds(since: start) }
        service.publish(.ready(snapshot, history: history))
        if let entry { service.announce(entry) }
    }

    /// Takes over what may change while the program runs, and names what may not.
    private func adopt(_ next: Configuration, _ former: Configuration) {
        service.publish(next)
        let kept = Setting.all.filter { $0.needsRestart && $0.write(next) != $0.write(former) }.map(\.path)
        if !kept.isEmpty { log.warning("takes effect at the next start only: \(kept.joined(separator: ", "))") }
        if next.scanTime != former.scanTime || next.watches != former.watches { schedule(next) }
    }

    /// Indexes are made before anyone asks for them, but for those who ask right after the first load.
    private func prepareIndexes(of snapshot: Snapshot) {
        for collection in snapshot.collections { collection.prepareIndexes() }
        snapshot.remarks.prepareSearch()
    }

    private func report(_ snapshot: Snapshot, _ what: String, since start: DispatchTime) {
        let counts = snapshot.collections.map { Wording.counted($0.records.count, $0.name) }.joined(separator: ", ")
        log.info("\(what) \(counts) in \(Self.milliseconds(since: start)) ms")
        tell(.status("serving " + counts))
        if snapshot.documents.isEmpty {
            let skipped = SkippedFiles(snapshot.diagnostics)
            log.warning("no document was read\(skipped.isEmpty ? "" : "; skipped: \(skipped)")")
        }
        if let advice = API.advice(for: snapshot) { log.notice("\(advice)") }
        for diagnostic in snapshot.errors {
            log.warning("\(diagnostic.location.file):\(diagnostic.location.line): \(diagnostic.message)")
        }
    }

    private static func milliseconds(since start: DispatchTime) -> Int {
        Int((DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000_000)
    }

    // MARK: Watching

    private func schedule(_ configuration: Configuration) {
        scans?.cancel()
        scans = nil
        watch = configuration.watches && !configuration.documents.isEmpty ? watch ?? makeWatch() : nil
        follow()
        guard configuration.scanTime > 0, !configuration.documents.isEmpty else { return }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        let interval = DispatchTimeInterval.milliseconds(configuration.scanTime)
        timer.schedule(
            deadline: .now() + interval, repeating: interval, leeway: .milliseconds(configuration.scanTime / 10))
        timer.setEventHandler { [weak self] in self?.reload(.scan) }
        timer.activate()
        scans = timer
    }

    private func makeWatch() -> FolderWatch? {
        let watch = FolderWatch(on: queue) { [weak self] in self?.noteChange() }
        if watch == nil {
            log.notice("folders cannot be watched: \(Errno.reason()); they are looked through now and then")
        }
        return watch
    }

    private func follow() {
        guard let watch, let library else { return }
        let roots = library.configuration.documents.map(SystemPath.init)
        let (isComplete, hasNew) = watch.follow(library.folders, roots: roots)
        // What changed between the walk and the watches is found by walking again.
        if hasNew { noteChange() }
        guard failure == nil else { return }
        if isWatchComplete, !isComplete {
            log.notice("not every folder can be watched; the others are looked through now and then")
        }
        isWatchComplete = isComplete
    }

    private func noteChange() {
        if debounce.event(at: Self.now()) { waitForQuiet() }
    }

    private func waitForQuiet() {
        guard let remaining = debounce.remaining(at: Self.now()) else { return }
        guard remaining > 0 else {
            debounce.reset()
            return reload(.change)
        }
        queue.asyncAfter(deadline: .now() + .milliseconds(remaining)) { [weak self] in self?.waitForQuiet() }
    }

    private static func now() -> Int { Int(DispatchTime.now().uptimeNanoseconds / 1_000_000) }
}
