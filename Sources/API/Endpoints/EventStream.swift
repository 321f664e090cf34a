// The endpoint `/-/events`: server-sent events about changes. The program broadcasts them when it publishes a snapshot.

package import Catalog
import Documents
package import HTTP

/// `/-/events`: `text/event-stream` (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
///
/// The id of an event is the version of a snapshot. A client that sends a recorded version as `Last-Event-ID` first
/// gets the changes since then. Any other client first gets an event `snapshot` with the current version: if it has
/// another version, it must read the collections again.
///
/// With parameters, the events are about records that match a query. The server asks for them when it has broadcast
/// one, and so also right after the beginning of a stream that lacks some.
enum EventStream {
    static let segments = ["-", "events"]

    static func respond(_ context: Context) throws(Problem) -> Response {
        if let problem = Readiness.problem(of: context.state) { throw problem }
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "No documents are loaded.") }
        let history = context.state.history
        let isQuery = context.query.contains { !($0.name.isEmpty && $0.value.isEmpty) }
        if isQuery { _ = try EventQuery(context.query, snapshot) }
        var bytes = Array("retry: 2000\n\n".utf8)
        var number = history.count
        if let version = context.request.headers[.lastEventID],
            let known = version == snapshot.version ? number : history.count(upTo: version)
        {
            if isQuery {
                number = known
            } else {
                for entry in history.entries.suffix(number - known) { bytes += event(entry) }
            }
        } else {
            bytes += event(of: snapshot)
        }
        return Response(
            .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: .events(bytes, number: number, request: isQuery ? context.request : nil))
    }

    /// Returns the events after a number for the query of a request.
    ///
    /// If a change is too old to be computed, the only event is `snapshot`: the client must read the collection again.
    static func events(
        for request: Request, _ snapshot: Snapshot, _ history: History, after number: Int,
        until cancellation: Cancellation
    ) -> [UInt8] {
        let missing = history.count - number
        guard missing > 0 else { return [] }
        guard let latest = history.entries.last, missing <= history.entries.count else { return event(of: snapshot) }
        let entries = history.entries.suffix(missing)
        do {
            let query = try EventQuery(request.target.query, snapshot)
            if query.needsSnapshots, entries.contains(where: { $0.snapshots == nil }) { return event(of: snapshot) }
            var bytes: [UInt8] = []
            for entry in entries { bytes += try event(entry, query, cancellation) }
            if !cancellation.isCancelled { return bytes }
        } catch {
            if !cancellation.isCancelled { return failure(error, latest, since: entries.first) }
        }
        return failure(Problem(.tooCostly, Problem.Code.tooCostly.entry.explanation), latest, since: entries.first)
    }

    /// Encodes an entry of the history as an event `change`.
    static func event(_ entry: History.Entry) -> [UInt8] {
        event("change", id: entry.version, ChangeList.value(entry))
    }

    /// Encodes what an entry means for a query: an event `change`, or only its id if no record that matches changed.
    private static func event(
        _ entry: History.Entry, _ query: EventQuery, _ cancellation: Cancellation
    ) throws(Problem) -> [UInt8] {
        guard let result = try query.result(of: entry, until: cancellation) else {
            return Array("id: \(entry.version)\n\n".utf8)
        }
        var data = JSONText.line(ChangeList.value(entry, [result.part]))
        if let records = result.records {
            data.removeLast()
            data += ",\"records\":\(String(decoding: records, as: UTF8.self))}"
        }
        return event("change", id: entry.version, line: data)
    }

    /// Encodes an event that says why the changes up to `latest` are not known; its name is the code of the problem.
    private static func failure(_ problem: Problem, _ latest: History.Entry, since first: History.Entry?) -> [UInt8] {
        event(
            problem.code.rawValue, id: latest.version,
            [
                "since": .text(first?.since ?? latest.since), "version": .text(latest.version),
                "detail": .text(problem.detail),
            ])
    }

    /// Encodes the version of a snapshot as an event `snapshot`.
    private static func event(of snapshot: Snapshot) -> [UInt8] {
        event("snapshot", id: snapshot.version, ["version": .text(snapshot.version)])
    }

    private static func event(_ name: String, id: String, _ data: Value) -> [UInt8] {
        event(name, id: id, line: JSONText.line(data))
    }

    /// Encodes an event.
    ///
    /// The data is one line, because JSON without white space has no line feed.
    private static func event(_ name: String, id: String, line data: String) -> [UInt8] {
        Array("event: \(name)\nid: \(id)\ndata: \(data)\n\n".utf8)
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/-/events", id: "getEvents",
                summary: "Server-sent events about changes. The id of an event is the version of the snapshot.",
                tag: "about", parameters: EventQuery.describe(snapshot),
                contents: [.init(type: "text/event-stream")], problems: [.invalidQuery, .loading], isCacheable: false)
        ]
    }
}

extension API {
    /// Encodes an entry of the history as the event that clients of `/-/events` get.
    package static func event(_ entry: History.Entry) -> [UInt8] { EventStream.event(entry) }

    /// Computes the events after a number for a stream with a query, and the number of the last one.
    ///
    /// After `cancellation`, there is one event that says that the others could not be computed.
    package func events(
        for request: Request, state: State, after number: Int, until cancellation: Cancellation
    ) -> (bytes: [UInt8], number: Int) {
        guard case .ready(let snapshot, let history) = state else { return ([], number) }
        let bytes = EventStream.events(for: request, snapshot, history, after: number, until: cancellation)
        return (bytes, history.count)
    }
}
