// `briefd serve`: the server's life from start to end.
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
        HeapMemory.separateLargeBuffers()
        try Self.checkCommand(paths)
        let configuration = try options.effective(paths: paths)
        try Library.checkPaths(configuration)
        let log = Logger(label: "briefd") { _ in
            LogWriter(logLevel: configuration.logLevel, format: configuration.logFormat)
        }
        let service = Service(configuration)
        let supervisor = Supervisor()
        let server: Server
        do {
            server = try Server(
                addresses: supervisor.sockets.isEmpty ? configuration.listen : [], inherited: supervisor.sockets,
                workers: Self.workers(configuration), limits: configuration.limits, responder: service,
                log: Self.accessLog(configuration))
        } catch {
            throw Failure(error.description)
        }
        service.attach(server)
        let reloader = Reloader(service, log, tell: supervisor.tell) { [options, paths] in
            try options.effective(paths: paths)
        }
        service.onReload { reloader.request(.request) }
        let signals = Self.endOnSignals(server, service, supervisor, log) + [Self.reloadOnSignal(reloader)]
        server.start()
        let heart = Self.beat(server, supervisor)
        Self.warn(of: configuration, on: server.addresses, log)
        reloader.start(configuration) {
            for address in server.addresses { log.info("listening on \(address.url)") }
        }
        withExtendedLifetime((signals, heart)) { dispatchMain() }
    }

    /// Throws if the first path is not there and resembles a command: serving is the default command, so a mistyped
    /// command arrives here as a path.
    private static func checkCommand(_ paths: [String]) throws {
        guard let name = paths.first, !name.contains("/"), access(name, F_OK) != 0 else { return }
        let commands = Briefd.commandNames
        let hint = Suggestion.nearest(to: name, among: commands).map { "Did you mean `briefd \($0)`?" }
        throw Failure(
            "\(name) is neither a command nor an existing file or folder. "
                + (hint ?? "The commands are \(commands.joined(separator: ", "))."))
    }

    /// Tells the supervisor again and again that all workers serve, if it wants to hear that.
    private static func beat(_ server: Server, _ supervisor: Supervisor) -> (any DispatchSourceTimer)? {
        guard let interval = supervisor.interval else { return nil }
        let timer = DispatchSource.makeTimerSource(queue: .global(qos: .userInitiated))
        timer.schedule(deadline: .now(), repeating: interval)
        timer.setEventHandler { server.ping { supervisor.tell(.alive) } }
        timer.activate()
        return timer
    }

    private static func accessLog(_ configuration: Configuration) -> (@Sendable (AccessLogEntry) -> Void)? {
        guard configuration.logsAccess else { return nil }
        let log = AccessLog(configuration.logFormat)
        return { log.write($0) }
    }

    /// As many workers as configured, else one for every two cores: one answers a hundred thousand requests a second, and
    /// the application beside it wants cores too.
    private static func workers(_ configuration: Configuration) -> Int {
        configuration.workers > 0 ? configuration.workers : max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2)
    }

    private static func warn(of configuration: Configuration, on addresses: [Address], _ log: Logger) {
        for address in addresses where !address.isLocal && configuration.token == nil {
            log.warning("\(address) can be reached from other machines and no token is set (access.token)")
        }
        if configuration.documents.isEmpty {
            log.info("serving the bundled sample; choose a folder with --documents")
        }
    }

    /// SIGHUP has documents and configuration read again.
    private static func reloadOnSignal(_ reloader: Reloader) -> any DispatchSourceSignal {
        signal(SIGHUP, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGHUP)
        source.setEventHandler { reloader.request(.signal) }
        source.activate()
        return source
    }

    /// The first SIGTERM or SIGINT ends the program gracefully, the second at once.
    private static func endOnSignals(
        _ server: Server, _ service: Service, _ supervisor: Supervisor, _ log: Logger
    ) -> [any DispatchSourceSignal] {
        let queue = DispatchQueue(label: "briefd.signals")
        let ending = Ending()
        return [SIGTERM, SIGINT].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard ending.begin() else { Glibc.exit(128 + number) }
                log.info("ending: answers under way are finished; a second signal ends at once")
                supervisor.tell(.stopping)
                service.drain()
                server.drain {
                    log.info("ended")
                    Glibc.exit(0)
                }
            }
            source.activate()
            return source
        }
    }
}

/// Whether the end has begun; used on one queue.
private final class Ending: @unchecked Sendable {
    private var hasBegun = false

    /// True for the first call.
    func begin() -> Bool {
        defer { hasBegun = true }
        return !hasBegun
    }
}
