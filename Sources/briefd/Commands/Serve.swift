// `briefd serve`: starts the server, reloads on signals, and shuts down.
import API
import ArgumentParser
import Catalog
import Dispatch
import Documents
import Glibc
import Logging
import Server

struct Serve: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Serve the documents over HTTP (the default).")

    @Argument(help: ArgumentHelp("Files and folders to serve, as with --documents.", valueName: "path"))
    var paths: [String] = []

    @OptionGroup var options: Options

    func run() throws {
        HeapMemory.mapLargeBuffersSeparately()
        try SystemResources.check()
        try Self.checkCommand(paths)
        let configuration = try options.effective(paths: paths)
        try LoadedDocuments.checkPaths(configuration)
        let logOutput = LogOutput(configuration.logFormat)
        let log = Logger(label: "briefd") { _ in
            LogWriter(logLevel: configuration.logLevel, output: logOutput)
        }
        let service = Service(configuration)
        let supervisor = Supervisor()
        let accessLog = configuration.logsAccess ? AccessLog(output: logOutput) : nil
        TerminationSignals.block()
        let server: Server
        do {
            server = try Server(
                addresses: supervisor.sockets.isEmpty ? configuration.listen : [], inherited: supervisor.sockets,
                workers: Self.workers(configuration), limits: configuration.limits, responder: service,
                log: Self.writer(to: accessLog))
        } catch {
            throw Failure(error.description)
        }
        service.attach(server)
        let reloader = Reloader(service, log, notify: supervisor.notify) { [options, paths] inUse in
            try options.effective(paths: paths, formerFile: inUse.file)
        }
        service.setReloadAction { reloader.request(.request) }
        let reloadSignal = Self.reloadOnSignal(reloader)
        server.start()
        let watchdog = Self.startWatchdog(server, supervisor)
        Self.logWarnings(about: configuration, server.addresses, log)
        reloader.start(configuration) {
            for address in server.addresses { log.info("listening on \(address.url)") }
        }
        withExtendedLifetime((reloadSignal, watchdog)) {
            Self.waitForSignals {
                log.info("shutting down after the responses in progress; a second signal exits immediately")
                supervisor.notify(.stopping)
                service.drain()
                server.drain {
                    log.info("shut down")
                    logOutput.finish()
                    Glibc.exit(0)
                }
            }
        }
    }

    /// Throws if the first path does not exist and has no slash.
    ///
    /// Serving is the default command, so a mistyped command is parsed as a path.
    private static func checkCommand(_ paths: [String]) throws {
        guard let name = paths.first, !name.contains("/"), access(name, F_OK) != 0 else { return }
        let commands = Briefd.commandNames
        let hint = Suggestion.nearest(to: name, among: commands).map { "Did you mean `briefd \($0)`?" }
        throw Failure(
            "\(LogWriter.printable(name)) is neither a command nor an existing file or folder. "
                + (hint ?? "The commands are \(commands.joined(separator: ", "))."))
    }

    private static func writer(to accessLog: AccessLog?) -> (@Sendable (AccessLogEntry) -> Void)? {
        guard let accessLog else { return nil }
        return { accessLog.write($0) }
    }

    /// Sends keep-alives to the supervisor's watchdog while all workers respond; nil without a watchdog.
    private static func startWatchdog(_ server: Server, _ supervisor: Supervisor) -> (any DispatchSourceTimer)? {
        guard let interval = supervisor.watchdogInterval else { return nil }
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "briefd.watchdog", qos: .userInitiated))
        timer.schedule(deadline: .now(), repeating: interval)
        timer.setEventHandler { server.ping { supervisor.notify(.alive) } }
        timer.activate()
        return timer
    }

    /// Returns the configured number of workers, or one for every two cores.
    ///
    /// One worker answers a hundred thousand requests per second; the other cores are left to other programs.
    private static func workers(_ configuration: Configuration) -> Int {
        configuration.workers > 0 ? configuration.workers : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)
    }

    private static func logWarnings(
        about configuration: Configuration, _ addresses: [Address], _ log: Logger
    ) {
        for address in addresses where !address.isLocal && configuration.token == nil {
            log.warning("\(address) is reachable from other machines, and no token is set (access.token)")
        }
        if configuration.documents.isEmpty {
            log.info("serving the bundled sample; `briefd FOLDER` serves a folder")
        }
    }

    /// Reloads documents and configuration on SIGHUP.
    private static func reloadOnSignal(_ reloader: Reloader) -> any DispatchSourceSignal {
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP)
        source.setEventHandler { reloader.request(.signal) }
        source.activate()
        return source
    }

    /// The time in which another signal repeats the first one: timeout(1) sends it to the process and to its group.
    private static let repetitionTime = DispatchTimeInterval.milliseconds(20)

    /// Shuts down gracefully on the first SIGTERM or SIGINT, and exits immediately on the second.
    ///
    /// The main thread does nothing else, so the second signal ends the process whatever hangs. `dispatchMain` would
    /// unblock the signals.
    private static func waitForSignals(_ shutDown: @escaping @Sendable () -> Void) -> Never {
        var firstTime: DispatchTime?
        while true {
            guard let number = TerminationSignals.wait() else { continue }
            if let firstTime {
                if .now() < firstTime + repetitionTime { continue }
                _exit(128 + number)
            }
            firstTime = .now()
            DispatchQueue(label: "briefd.shutdown", qos: .userInitiated).async(execute: shutDown)
        }
    }
}

/// The signals that end the program.
private enum TerminationSignals {
    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        return set
    }

    /// Keeps the signals pending until `wait` takes them, in this thread and those that it starts.
    static func block() {
        var set = set
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits for one of the signals, and returns its number.
    static func wait() -> Int32? {
        var set = set
        var number: Int32 = 0
        return sigwait(&set, &number) == 0 ? number : nil
    }
}
