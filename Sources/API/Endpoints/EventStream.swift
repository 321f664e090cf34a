// The endpoint `/-/events`: server-sent events about changes. The program broadcasts them when it publishes a snapshot.

package import Catalog
import Documents
import HTTP

/// `/-/events`: `text/event-stream` (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
///
/// The id of an event is the version of a snapshot. A client that sends a recorded version as `Last-Event-ID` first
/// gets the changes since then. Any other client first gets an event `snapshot` with the current version: if it has
/// another version, it must read the collections again.
enum EventStream {
    static let segments = ["-", "events"]

    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        if let problem = Readiness.problem(of: context.state) { throw problem }
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "No documents are loaded.") }
        var bytes = Array("retry: 2000\n\n".utf8)
        let lastVersion = context.request.headers[.lastEventID]
        if let lastVersion,
            let entries = lastVersion == snapshot.version ? [] : context.state.history.changes(since: lastVersion)
        {
            for entry in entries { bytes += event(entry) }
        } else {
            bytes += event("snapshot", id: snapshot.version, ["version": .text(snapshot.version)])
        }
        return Response(
            .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
            body: .events(bytes, number: context.state.history.count))
    }

    /// Encodes an entry of the history as an event `change`.
    static func event(_ entry: History.Entry) -> [UInt8] {
        event("change", id: entry.version, ChangeList.value(entry))
    }

    /// Encodes an event.
    ///
    /// The data is one line, because JSON without white space has no line feed.
    private static func event(_ name: String, id: String, _ data: Value) -> [UInt8] {
        Array("event: \(name)\nid: \(id)\ndata: \(JSONText.line(data))\n\n".utf8)
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/-/events", id: "getEvents",
                summary: "Server-sent events about changes. The id of an event is the version of the snapshot.",
                tag: "about",
                contents: [.init(type: "text/event-stream")], problems: [.invalidQuery, .loading], isCacheable: false)
        ]
    }
}

extension API {
    /// Encodes an entry of the history as the event that clients of `/-/events` get.
    package static func event(_ entry: History.Entry) -> [UInt8] { EventStream.event(entry) }
}
