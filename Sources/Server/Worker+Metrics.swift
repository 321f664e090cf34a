// Counting and logging of responses.
import HTTP

extension Worker {
    /// Makes the trace context of a request; returns nil if neither the client nor a log needs it.
    func traceContext(of head: RequestHead, _ bytes: Span<UInt8>) -> TraceContext? {
        guard log != nil || head.contains(.xRequestID) || head.contains(.traceparent) else { return nil }
        return TraceContext(
            method: head.method.name, target: head.targetText(in: bytes), id: head.value(of: .xRequestID, in: bytes),
            traceparent: head.value(of: .traceparent, in: bytes))
    }

    /// Counts and logs a response; `size` is that of its content, nil if it is unknown.
    func record(_ status: Int, _ size: Int?, _ route: String, _ context: ResponseContext, _ connection: Connection) {
        record(status, size, slot: cache.routes.slot(route, status), context, connection)
    }

    /// Counts and logs a response with the route and status of number `slot`.
    func record(_ status: Int, _ size: Int?, slot: Int, _ context: ResponseContext, _ connection: Connection) {
        let nanoseconds = Clock.nanoseconds() &- context.startTime
        counters.add(slot: slot, nanoseconds: nanoseconds)
        guard let log, let traceContext = context.traceContext else { return }
        log(
            AccessLogEntry(
                peer: connection.peer.description, method: traceContext.method, target: traceContext.target,
                status: status, size: context.isHead ? 0 : size, nanoseconds: nanoseconds, id: traceContext.id,
                trace: traceContext.traceparent))
    }
}

extension Response.Body {
    /// The size of the content in bytes; nil if it is made while it is sent.
    var size: Int? { content?.range.count }
}
