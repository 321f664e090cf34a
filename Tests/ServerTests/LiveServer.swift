// A server with a responder of known answers, for the tests of what happens on its connections.
import Glibc
import HTTP
import Support
import Synchronization
import Testing

@testable import Server

/// Answers by the path: `/` few octets, `/large` many, `/stream` many in pieces, `/count` how often it was asked.
final class KnownAnswers: Responder {
    static let large = (0..<8_000_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 11) }

    private let asked = Atomic<Int>(0)
    private let version = Atomic<UInt64>(1)

    var generation: UInt64 { version.load(ordering: .relaxed) }
    func renew() { version.add(1, ordering: .relaxed) }

    func respond(to request: Request) -> Response {
        switch request.target.text {
        case "/large":
            return Response(.ok, body: .bytes(Self.large), isReusable: true)
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
        case "/count":
            let count = asked.add(1, ordering: .relaxed).newValue
            let headers: HeaderFields = [.etag: "\"tag\"", .contentType: "text/plain"]
            return Response(.ok, headers: headers, body: .bytes(Array("\(count)".utf8)), isReusable: true)
        default:
            return Response(.ok, body: .bytes(Array(request.target.text.utf8)))
        }
    }

    func refuse(_ refusal: Refusal) -> Response {
        let status: Status =
            switch refusal {
            case .preconditionFailed: Status.preconditionFailed
            case .malformed(let failure): failure.status
            case .tooSlow: .requestTimeout
            case .noRoom: .serviceUnavailable
            }
        return Response(status, body: .bytes(Array("refused".utf8)))
    }
}

/// A started server on a free port of the loopback; it lives as long as the test process.
struct LiveServer {
    let server: Server
    let responder = KnownAnswers()

    init(workers: Int = 1, _ adjust: (inout ServerLimits) -> Void = { _ in }) throws {
        var limits = ServerLimits()
        adjust(&limits)
        server = try Server(
            addresses: [.ip(host: "127.0.0.1", port: 0)], workers: workers, limits: limits, responder: responder)
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

    /// Waits, for at most ten seconds, until `condition` holds.
    func eventually(_ condition: () -> Bool) throws {
        let end = ContinuousClock.now + .seconds(10)
        while !condition() {
            try #require(ContinuousClock.now < end)
            sched_yield()
        }
    }

    /// Waits until the server has `count` connections.
    func expectConnections(_ count: Int) throws {
        try eventually { server.connectionCount == count }
    }
}
