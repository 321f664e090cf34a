// Changes as they happen, as server-sent events. Whoever publishes a snapshot has the server send them.

package import Catalog
import Documents
import HTTP

/// `/-/events`: `text/event-stream` (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).
///
/// Events have the version of a snapshot as their id. A client that names one it knows gets the changes since; any other
/// gets an event `snapshot` that names the version of now.
enum EventStream {
    static let segments = ["-", "events"]

    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        if let problem = Readiness.problem(of: context.state) { throw problem }
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "There is nothing yet.") }
        var octets = Array("retry: 2000\n\n".utf8)
        let known = context.request.headers[.lastEventID]
        if let known, let entries = known == snapshot.version ? [] : context.state.history.changes(since: known) {
            for entry in entries { octets += event(entry) }
        } else {
            octets += event("snapshot", id: snapshot.version, ["version": .text(snapshot.version)])
        }
        return Response(
            .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: .events(octets))
    }

    static func event(_ entry: History.Entry) -> [UInt8] {
        event("change", id: entry.changes.version, ChangeList.value(entry))
    }

    /// JSON on one line holds no line feed, so it is one line of data.
    private static func event(_ name: String, id: String, _ data: Value) -> [UInt8] {
        Array("event: \(name)\nid: \(id)\ndata: \(JSONText.line(data))\n\n".utf8)
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/-/events", id: "getEvents",
                summary: "Changes as they happen, as server-sent events whose ids are versions.", tag: "about",
                contents: [.init(type: "text/event-stream")], problems: [.invalidQuery, .loading], isCacheable: false)
        ]
    }
}

extension API {
    /// A change as those who ask for `/-/events` are sent it.
    package static func event(_ entry: History.Entry) -> [UInt8] { EventStream.event(entry) }
}
