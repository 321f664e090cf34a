// A running service without sockets, for the tests of reloads.
import Dispatch
import Glibc
import HTTP
import Logging
import Server
import Testing

@testable import briefd

/// A service and its reloader, without sockets.
final class TestService: Sendable {
    let service: Service
    let reloader: Reloader
    /// The configuration that a reload reads; nil for a broken one.
    let configuration: Locked<Configuration?>
    /// The notifications for the supervisor.
    let notifications: Locked<[Supervisor.Notification]>
    /// The reloader's queue.
    private let queue = DispatchQueue(label: "test")

    init(_ configuration: Configuration) {
        let current = Locked<Configuration?>(configuration)
        self.configuration = current
        service = Service(configuration)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let notifications = Locked<[Supervisor.Notification]>([])
        self.notifications = notifications
        reloader = Reloader(
            service, quiet, queue: queue, notify: { each in notifications.withLock { $0.append(each) } }
        ) { _ in
            guard let next = current.withLock({ $0 }) else {
                throw ConfigurationError(problems: [.init(place: "/etc/a b/config.json:3", message: "log.level is 7")])
            }
            return next
        }
        let started = DispatchSemaphore(value: 0)
        reloader.start(configuration) { started.signal() }
        started.wait()
        waitUntilIdle()
    }

    /// Returns a configuration that reloads only on request.
    static func configuration(_ path: String) -> Configuration {
        var configuration = Configuration()
        configuration.documents = [path]
        configuration.watchesFolders = false
        configuration.scanInterval = 0
        return configuration
    }

    /// Waits until the reloader's queue has run all that is queued.
    func waitUntilIdle() { queue.sync {} }

    func reload(_ reason: Reloader.Reason = .request) {
        reloader.request(reason)
        waitUntilIdle()
    }

    func get(_ target: String, _ method: Request.Method = .get) throws -> (status: Int, text: String) {
        let request = Request(method, try Target(target), headers: [.host: "localhost"])
        let response = service.respond(to: request, until: Cancellation())
        guard case .bytes(let bytes) = response.body else { return (response.status.code, "") }
        return (response.status.code, String(decoding: bytes, as: UTF8.self))
    }

    /// Polls for at most 20 seconds; returns true once a response contains a text.
    func waitFor(_ text: String, in target: String) throws -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if try get(target).text.contains(text) { return true }
            sched_yield()
        }
        return false
    }
}
