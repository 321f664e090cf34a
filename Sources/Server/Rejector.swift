// Rejection of connections over the limit with 503.
import Glibc
import HTTP

/// Sends a response to clients that exceed a limit of connections, counts and logs it, and closes the connection.
///
/// Only the queue of the server's listeners uses it.
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

    /// Sends the response with one non-blocking write and closes the descriptor.
    func reject(_ descriptor: Int32, _ peer: PeerAddress) {
        let startTime = Clock.nanoseconds()
        let traceContext = log == nil ? nil : TraceContext(method: "", target: "", id: nil, traceparent: nil)
        var bytes: [UInt8] = []
        let response = responder.refuse(.noRoom)
        let date = HTTPDate.encode(Int64(Clock.seconds()))
        _ = ResponseEncoder.appendHead(
            of: response, connection: .close, date: date, lines: traceContext?.lines ?? [], to: &bytes)
        if case .bytes(let content) = response.body { bytes += content }
        let sent = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        shutdown(descriptor, Int32(SHUT_WR))
        // If bytes are left unread, the kernel resets the connection, and the client may lose the response.
        var sink = [UInt8](repeating: 0, count: 4096)
        for _ in 0..<16 where recv(descriptor, &sink, sink.count, 0) <= 0 { break }
        close(descriptor)

        let nanoseconds = Clock.nanoseconds() &- startTime
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
