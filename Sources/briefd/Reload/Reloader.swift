// Decides when documents and configuration are reloaded, and publishes the result. LoadedDocuments.swift reads them.
import API
import Catalog
import Dispatch
import Documents
import Glibc
import Logging
import Server

/// Loads and reloads documents on a queue of its own, and publishes complete snapshots.
///
/// A failed reload keeps the previous documents, and a broken configuration the previous one. All mutable state is used
/// on the queue only, except `isReloadQueued`, which is locked.
final class Reloader: @unchecked Sendable {
    /// The trigger of a reload.
    enum Reason: String, Sendable {
        case signal, request, change, scan

        /// True if a user asked for the reload; the configuration is then read too.
        var isExplicit: Bool { self == .signal || self == .request }
    }

    private let queue: DispatchQueue
    private let service: Service
    private let log: Logger
    private let notify: @Sendable (Supervisor.Notification) -> Void
    private let readConfiguration: @Sendable (Configuration) throws -> Configuration
    private var loaded: LoadedDocuments?
    /// The published snapshot: that of `loaded`, with the diagnostics of `failures`.
    private var published: Snapshot?
    private var history = History()
    private var status = SnapshotStatus()
    private var failures = ReloadFailures()
    private var watch: FolderWatch?
    private var isWatchComplete = true
    private var debounce = Debounce()
    private var scanTimer: (any DispatchSourceTimer)?
    private let indexPreparation = IndexPreparation()
    private let isReloadQueued = Locked(false)

    /// `notify` receives the state for the supervisor; `readConfiguration` reads the sources of the one in use again.
    init(
        _ service: Service, _ log: Logger, queue: DispatchQueue = DispatchQueue(label: "briefd.reload", qos: .utility),
        notify: @escaping @Sendable (Supervisor.Notification) -> Void = { _ in },
        readConfiguration: @escaping @Sendable (Configuration) throws -> Configuration
    ) {
        self.queue = queue
        self.notify = notify
        self.service = service
        self.log = log
        self.readConfiguration = readConfiguration
    }

    /// Loads the documents, publishes them, calls `done`, and then watches the folders.
    func start(_ configuration: Configuration, done: @escaping @Sendable () -> Void) {
        queue.async { [self] in
            let start = DispatchTime.now()
            let progress = LoadLog(log, level: .info)
            progress.start()
            let loaded = LoadedDocuments.load(configuration) { [service] in
                service.publish(.loading($0))
                progress.update($0)
            }
            progress.end()
            self.loaded = loaded
            publish(loaded.snapshot, since: start)
            report(loaded.snapshot, "loaded", since: start)
            notify(.ready)
            done()
            indexPreparation.start(loaded.snapshot)
            schedule(configuration)
        }
    }

    /// Queues a reload, unless one is queued already.
    func request(_ reason: Reason) {
        let isFirst = isReloadQueued.withLock { isReloadQueued in
            defer { isReloadQueued = true }
            return !isReloadQueued
        }
        guard isFirst else { return }
        queue.async { [self] in
            isReloadQueued.withLock { $0 = false }
            reload(reason)
        }
    }

    // MARK: Reloading

    /// Reloads what has changed: the names that the watch reports for the reason `change`, else all that a walk finds.
    private func reload(_ reason: Reason) {
        guard var loaded else { return }
        var changes = watch?.takeChanges() ?? .all
        if reason != .change || failures.documents != nil { changes.needsWalk = true }
        if changes.isEmpty { return }
        let start = DispatchTime.now()
        let walkCount = loaded.walkCount
        // A reload of a few files takes less time than the preparation would lose.
        if changes.needsWalk { indexPreparation.pause() }
        defer { indexPreparation.resume() }
        if reason.isExplicit { notify(.reloading) }
        defer { if reason.isExplicit { notify(.ready) } }
        let hadFailed = !failures.isEmpty
        let previous = loaded.configuration
        let next = reason.isExplicit ? nextConfiguration(after: previous) : previous
        do {
            let progress = LoadLog(log, level: reason == .scan ? .debug : .info)
            progress.start()
            let isChanged: Bool
            do {
                defer { progress.end() }
                isChanged = try loaded.reload(
                    next, changes, keepsRecent: reason == .scan && (watch == nil || !isWatchComplete),
                    progress: { progress.update($0) },
                    later: .init(
                        take: { [watch] in watch?.takeChanges() ?? FolderChanges() },
                        changedFiles: { [watch] in watch?.changedFiles() ?? [] }))
            }
            self.loaded = loaded
            if reason.isExplicit { apply(next, previous) }
            failures.documents = nil
            recordResult(reason)
            let snapshot = failures.report(in: loaded.snapshot, next)
            publish(snapshot, since: start)
            if isChanged {
                report(loaded.snapshot, "reloaded (\(reason.rawValue))", since: start)
                indexPreparation.follow(snapshot)
                mergeSegments()
            } else if failures.isEmpty, reason.isExplicit || hadFailed {
                log.info("reloaded (\(reason.rawValue)): nothing has changed")
            }
        } catch {
            let message = "the reload failed and the previous documents are still served: \(error)"
            if reason.isExplicit || failures.documents != message { log.error("\(message)") }
            failures.documents = message
            recordResult(reason)
            publish(failures.report(in: loaded.snapshot, previous), since: nil)
        }
        if !failures.isEmpty { published?.diagnosticCollection.prepareSearch() }
        if failures.documents != nil || loaded.walkCount != walkCount { updateWatch() }
        // Events that came during the reload may be as old as its start.
        if watch?.readEvents() == true { recordChange(since: start) }
        if reason == .change { debounce.reloadDuration = Self.milliseconds(since: start) }
    }

    /// Reads the configuration again; returns the one in use if the new one is wrong or names missing documents.
    private func nextConfiguration(after inUse: Configuration) -> Configuration {
        do {
            let next = try readConfiguration(inUse)
            // Missing documents of an unchanged configuration may come back by themselves.
            if next.documents != inUse.documents { try LoadedDocuments.checkPaths(next) }
            failures.configuration = nil
            return next
        } catch {
            let message = "the configuration is wrong and the previous one is still used: \(error)"
            log.error("\(message)")
            failures.configuration = message
            return inUse
        }
    }

    /// Counts a reload; only one that read the configuration counts as failed because of it.
    private func recordResult(_ reason: Reason) {
        if failures.documents != nil || reason.isExplicit && failures.configuration != nil {
            status.failedReloads += 1
        } else {
            status.reloads += 1
        }
        status.isLastReloadSuccessful = failures.isEmpty
    }

    /// Publishes a snapshot, unless its version is already published; `start` is the start of its load.
    private func publish(_ snapshot: Snapshot, since start: DispatchTime?) {
        defer { service.publish(status) }
        let now = time(nil)
        guard published?.version != snapshot.version else { return }
        let former = published
        if let former {
            history.append(
                History.Entry(from: former, to: snapshot, time: now),
                keepsSnapshots: service.hasEventQueries(at: history.count))
        }
        published = snapshot
        status.update(snapshot, at: now)
        if let start { status.loadMilliseconds = Self.milliseconds(since: start) }
        service.publish(.ready(snapshot, history: history))
        // Readers have the snapshot by now; the comparison with the former one may take a while.
        if former != nil { service.broadcastLastChange(of: history) }
    }

    /// Merges segments of the text index in the background, one merge after the other.
    private func mergeSegments() {
        guard let loaded else { return }
        indexPreparation.merge(loaded.snapshot, on: queue) { [weak self] merged in
            guard let self, var loaded = self.loaded else { return }
            indexPreparation.endMerge()
            if loaded.replace(merged) {
                self.loaded = loaded
                let snapshot = failures.report(in: loaded.snapshot, loaded.configuration)
                if published?.version == snapshot.version {
                    published = snapshot
                    service.replace(snapshot, history: history)
                }
            }
            mergeSegments()
        }
    }

    /// Applies the settings that can change at run time, and logs those that need a restart.
    private func apply(_ next: Configuration, _ previous: Configuration) {
        service.publish(next)
        let unapplied = Setting.all.filter { $0.needsRestart && $0.write(next) != $0.write(previous) }.map(\.path)
        if !unapplied.isEmpty { log.warning("changed, but needs a restart: \(unapplied.joined(separator: ", "))") }
        if next.scanInterval != previous.scanInterval || next.watchesFolders != previous.watchesFolders {
            schedule(next)
        }
    }

    private func report(_ snapshot: Snapshot, _ action: String, since start: DispatchTime) {
        let counts = snapshot.collections.map { Wording.counted($0.records.count, $0.name) }.joined(separator: ", ")
        log.info("\(action): \(counts) in \(Self.milliseconds(since: start)) ms")
        notify(.status("serving " + counts))
        if snapshot.documents.isEmpty {
            let skipped = SkippedFiles(snapshot.diagnostics)
            log.warning("no document was read\(skipped.isEmpty ? "" : "; skipped: \(skipped)")")
        }
        if let advice = API.advice(for: snapshot) { log.notice("\(advice)") }
        for diagnostic in snapshot.errors {
            log.error("\(diagnostic.location.file):\(diagnostic.location.line): \(diagnostic.message)")
        }
    }

    private static func milliseconds(since start: DispatchTime) -> Int {
        Int((DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1_000_000)
    }

    // MARK: Watching

    /// Starts or stops the folder watch and the periodic scan.
    private func schedule(_ configuration: Configuration) {
        scanTimer?.cancel()
        scanTimer = nil
        watch = configuration.watchesFolders && !configuration.documents.isEmpty ? watch ?? makeWatch() : nil
        updateWatch()
        guard configuration.scanInterval > 0, !configuration.documents.isEmpty else { return }
        let timer = DispatchSource.makeTimerSource(queue: queue)
        let interval = DispatchTimeInterval.milliseconds(configuration.scanInterval)
        timer.schedule(
            deadline: .now() + interval, repeating: interval, leeway: .milliseconds(configuration.scanInterval / 10))
        timer.setEventHandler { [weak self] in self?.reload(.scan) }
        timer.activate()
        scanTimer = timer
    }

    private func makeWatch() -> FolderWatch? {
        let watch = FolderWatch(on: queue) { [weak self] in self?.recordChange() }
        if watch == nil {
            log.notice("folders cannot be watched: \(Errno.reason()); only periodic scans find changes")
        }
        return watch
    }

    private func updateWatch() {
        guard let watch, let loaded else { return }
        let roots = loaded.configuration.documents.map(SystemPath.init)
        let (isComplete, hasNew) = watch.update(loaded.folders, roots: roots)
        // Changes between the walk and the start of the watch caused no event, so walk again.
        if hasNew { recordChange() }
        guard failures.documents == nil else { return }
        if isWatchComplete, !isComplete {
            log.notice("some folders cannot be watched; only periodic scans find changes in them")
        }
        isWatchComplete = isComplete
    }

    private func recordChange(since start: DispatchTime? = nil) {
        let earliest = start.map { Int($0.uptimeNanoseconds / 1_000_000) }
        if debounce.recordEvent(at: Self.now(), earliest: earliest) { reloadWhenQuiet() }
    }

    private func reloadWhenQuiet() {
        guard let remaining = debounce.remaining(at: Self.now()) else { return }
        guard remaining > 0 else {
            debounce.reset()
            return reload(.change)
        }
        queue.asyncAfter(deadline: .now() + .milliseconds(remaining)) { [weak self] in self?.reloadWhenQuiet() }
    }

    private static func now() -> Int { Int(DispatchTime.now().uptimeNanoseconds / 1_000_000) }
}
