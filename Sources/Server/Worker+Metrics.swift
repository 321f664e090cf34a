// Counting and logging answers. What is counted is in Counters.swift, what is logged in AccessLogEntry.swift.
import HTTP

extension Worker {
    /// What a request is called, where anybody wants to know.
    func traceContext(of head: RequestHead, _ bytes: Span<UInt8>) -> TraceContext? {
        guard log != nil || head.contains(.xRequestID) || head.contains(.traceparent) else { return nil }
        return TraceContext(
            method: head.method.name, target: head.targetText(in: bytes), id: head.value(of: .xRequestID, in: bytes),
            trace: head.value(of: .traceparent, in: bytes))
    }

    /// Counts an answer, and tells the log of it; `size` is that of its content, nil where it is not known.
    func note(_ status: Int, _ size: Int?, _ route: String, _ form: AnswerForm, _ connection: Connection) {
        note(status, size, slot: cache.routes.slot(route, status), form, connection)
    }

    /// The same for an answer that has its place already.
    func note(_ status: Int, _ size: Int?, slot: Int, _ form: AnswerForm, _ connection: Connection) {
        let nanoseconds = Clock.nanoseconds() &- form.since
        counters.add(slot: slot, nanoseconds: nanoseconds)
        guard let log, let traceContext = form.traceContext else { return }
        log(
            AccessLogEntry(
                peer: connection.peer.description, method: traceContext.method, target: traceContext.target,
                status: status, size: form.isHead ? 0 : size, nanoseconds: nanoseconds, id: traceContext.id,
                trace: traceContext.trace))
    }
}

extension Response.Body {
    /// Bytes of the content, nil where it is made while it is sent.
    var size: Int? {
        switch self {
        case .empty: 0
        case .bytes(let bytes): bytes.count
        case .stream, .events: nil
        }
    }
}
