// A running server with a simple responder, for tests of connections.
import Dispatch
import Glibc
import HTTP
import Support
import Synchronization
import Testing

@testable import Server

/// A responder that chooses the response by the path.
///
/// - `/large`: 8 MB at once; `/stream`: the same as a stream; `/endless`: a stream without end.
/// - `/ranges`: ten bytes that support ranges, reusable; `/large-ranges`: 8 MB that do.
/// - `/events`: an event stream; `/queried/…`: one with a request.
/// - `/count`: the number of requests for it; reusable.
/// - `/held/…`: the path, after the test calls `release`; reusable for `/held/kept`.
/// - `/stubborn`: the path, after `release`; it ignores cancellation.
/// - `/meanwhile`: the path, after the closure `meanwhile` was called.
/// - any other: the path.
final class KnownAnswers: Responder {
    static let large = (0..<8_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 11) }

    private let asked = Atomic<Int>(0)
    private let version = Atomic<UInt64>(1)

    var generation: UInt64 { version.load(ordering: .relaxed) }
    func renew() { version.add(1, ordering: .relaxed) }

    func mayTakeLong(_ request: Request) -> Bool {
        ["held", "stubborn"].contains(request.target.segments.first)
    }

    /// The memory that an endless response holds.
    private final class Content: Sendable {
        let piece = [UInt8](repeating: 0x61, count: 30_000)
    }

    private struct WeakContent { weak var value: Content? }

    private let weakContent = Locked(WeakContent())

    /// True while the last endless response is alive.
    var holdsContent: Bool { weakContent.withLock { $0.value != nil } }

    /// The number of computations of held responses that started.
    var begun: Int { beginnings.load(ordering: .relaxed) }
    /// The number of computations of held responses that were cancelled.
    var stopped: Int { stops.load(ordering: .relaxed) }
    private let beginnings = Atomic<Int>(0)
    private let stops = Atomic<Int>(0)
    private let gate = DispatchSemaphore(value: 0)

    /// The closure that is called before the response to `/meanwhile`.
    let meanwhile = Locked<@Sendable () -> Void>({})

    /// Finishes one held response.
    func release() { gate.signal() }

    /// An event stream with a request gets its target and the numbers between which events are asked for.
    ///
    /// Held ones wait for `release`.
    func events(
        for request: Request, after number: Int, until cancellation: Cancellation
    ) -> (bytes: [UInt8], number: Int) {
        let last = lastEventNumber.load(ordering: .relaxed)
        if cancellation.isCancelled { return (Array("too costly\n".utf8), last) }
        if request.target.segments.last == "held" { hold(until: cancellation) }
        return (Array("\(number)...\(last)\n".utf8), last)
    }

    /// The number of the last event, for streams with a request.
    let lastEventNumber = Atomic<Int>(10)

    private func hold(until cancellation: Cancellation) {
        beginnings.add(1, ordering: .relaxed)
        while gate.wait(timeout: .now() + .milliseconds(1)) == .timedOut {
            guard cancellation.isCancelled else { continue }
            stops.add(1, ordering: .relaxed)
            return
        }
    }

    func respond(to request: Request, until cancellation: Cancellation) -> Response {
        let path = Array(request.target.text.utf8)
        switch request.target.segments.first {
        case "held":
            hold(until: cancellation)
            let headers: HeaderFields = [.etag: "\"held\""]
            return Response(
                .ok, headers: headers, body: .bytes(path), isReusable: request.target.segments.last == "kept")
        case "stubborn":
            beginnings.add(1, ordering: .relaxed)
            gate.wait()
            return Response(.ok, body: .bytes(path))
        case "meanwhile": meanwhile.withLock { $0() }
        default: break
        }
        if request.target.segments.first == "queried" {
            return Response(.ok, body: .events(Array("first\n".utf8), number: 10, request: request))
        }
        switch request.target.text {
        case "/large":
            return Response(.ok, body: .bytes(Self.large), isReusable: true)
        case "/ranges":
            let headers: HeaderFields = [.etag: "\"v1\"", .acceptRanges: "bytes"]
            return Response(.ok, headers: headers, body: .bytes(Array("0123456789".utf8)), isReusable: true)
        case "/large-ranges":
            let headers: HeaderFields = [.etag: "\"v1\"", .acceptRanges: "bytes"]
            return Response(.ok, headers: headers, body: .bytes(Self.large))
        case "/stream":
            return Response(
                .ok,
                body: .stream {
                    var rest = Self.large[...]
                    return {
                        guard !rest.isEmpty else { return nil }
                        defer { rest = rest.dropFirst(30_000) }
                        return Array(rest.prefix(30_000))
                    }
                })
        case "/endless":
            let content = Content()
            weakContent.withLock { $0.value = content }
            var response = Response(.ok, body: .stream { { content.piece } })
            response.streamSize = 1_000_000
            return response
        case "/events":
            return Response(.ok, body: .events(Array("first\n".utf8), number: 10))
        case "/count":
            let count = asked.add(1, ordering: .relaxed).newValue
            let headers: HeaderFields = [.etag: "\"tag\"", .contentType: "text/plain"]
            return Response(.ok, headers: headers, body: .bytes(Array("\(count)".utf8)), isReusable: true)
        default:
            return Response(.ok, body: .bytes(path))
        }
    }

    func refuse(_ refusal: Refusal) -> Response {
        let status: Status =
            switch refusal {
            case .preconditionFailed: Status.preconditionFailed
            case .rangeNotSatisfiable: .rangeNotSatisfiable
            case .malformed(let failure): failure.status
            case .tooSlow: .requestTimeout
            case .noRoom, .busy, .tooCostly: .serviceUnavailable
            }
        let text = if case .tooCostly = refusal { "costly!" } else { "refused" }
        return Response(status, body: .bytes(Array(text.utf8)))
    }
}

/// A running server on a free loopback port; it runs until the test process ends.
struct LiveServer {
    let server: Server
    let responder = KnownAnswers()

    init(workers: Int = 1, _ adjust: (inout ServerLimits) -> Void = { _ in }) throws {
        var limits = ServerLimits()
        adjust(&limits)
        server = try Server(
            addresses: [.ip(host: "127.0.0.1", port: 0)], workers: workers, limits: limits, responder: responder)
        // Made before the first request: with a sanitizer it takes longer than clients wait.
        _ = KnownAnswers.large
        server.start()
        let started = server
        Self.all.withLock { $0.append(started) }
    }

    private static let all = Locked<[Server]>([])

    var port: UInt16 {
        if case .ip(_, let port)? = server.addresses.first { port } else { 0 }
    }

    func connect(receiveBuffer: Int32? = nil) throws -> Wire {
        try Wire(port: port, receiveBuffer: receiveBuffer)
    }

    static func get(_ path: String, _ fields: String...) -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    /// Waits until `condition` is true, at most ten seconds.
    func eventually(_ condition: () -> Bool) throws {
        let end = ContinuousClock.now + .seconds(10)
        while !condition() {
            try #require(ContinuousClock.now < end)
            sched_yield()
        }
    }

    /// Waits until the server has `count` connections.
    func expectConnections(_ count: Int) throws {
        try eventually { server.metrics.connections == count }
    }
}
