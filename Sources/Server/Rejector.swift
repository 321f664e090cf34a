// What clients are told for whom there is no room: an answer of one write, counted and logged like any other. Who they
// are is decided in Listener.swift and ConnectionLimiter.swift.
import Glibc
import HTTP

/// Turns clients away; used on the queue of a server's listeners alone.
final class Rejector: Sendable {
    let counters = Counters()
    private let responder: any Responder
    private let routes: Routes
    private let log: (@Sendable (AccessLogEntry) -> Void)?

    init(_ responder: any Responder, _ routes: Routes, log: (@Sendable (AccessLogEntry) -> Void)?) {
        self.responder = responder
        self.routes = routes
        self.log = log
    }

    /// Tells a client that there is no room, as far as the socket takes that at once, and closes.
    func reject(_ descriptor: Int32, _ peer: PeerAddress) {
        let since = Clock.nanoseconds()
        let traceContext = log == nil ? nil : TraceContext(method: "", target: "", id: nil, trace: nil)
        var bytes: [UInt8] = []
        let response = responder.refuse(.noRoom)
        let date = HTTPDate.encode(Int64(Clock.seconds()))
        _ = ResponseEncoder.appendHead(
            of: response, connection: .close, date: date, lines: traceContext?.lines ?? [], to: &bytes)
        if case .bytes(let content) = response.body { bytes += content }
        let sent = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        shutdown(descriptor, Int32(SHUT_WR))
        // Bytes left unread would turn the close into a reset, which can overtake the answer.
        var sink = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<16 where recv(descriptor, &sink, sink.count, 0) <= 0 { break }
        close(descriptor)

        let nanoseconds = Clock.nanoseconds() &- since
        counters.add(.accepted)
        counters.add(.sent, max(0, sent))
        counters.add(slot: routes.slot(response.route, response.status.code), nanoseconds: nanoseconds)
        guard let log, let traceContext else { return }
        log(
            AccessLogEntry(
                peer: peer.description, method: "", target: "", status: response.status.code,
                size: response.body.size, nanoseconds: nanoseconds, id: traceContext.id, trace: nil))
    }
}
