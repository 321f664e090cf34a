// The endpoint `/-/changes`: the changes between snapshots.

import Catalog
import Documents
import HTTP

/// `/-/changes`: the changes since a version, or all recorded changes without the parameter `since`.
enum ChangeList {
    private static let sinceParameter = "since"

    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowedNames: [sinceParameter])
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "No documents are loaded.") }
        var writer = JSONWriter()
        writer.write([
            "version": .text(snapshot.version), "changes": .list(try entries(context, snapshot).map(value)),
            "links": ["self": .text(context.request.target.text), "next": .text(target(since: snapshot.version))],
        ])
        writer.write(raw: "\n")
        return Response(
            .ok, headers: [.contentType: "application/json", .cacheControl: "no-store"], body: .bytes(writer.bytes))
    }

    private static func entries(_ context: Context, _ snapshot: Snapshot) throws(Problem) -> ArraySlice<History.Entry> {
        let history = context.state.history
        guard let since = context.query.last(where: { $0.name == sinceParameter })?.value else {
            return history.entries[...]
        }
        if since == snapshot.version { return [] }
        guard let entries = history.changes(since: since) else {
            throw Problem(
                .changesGone,
                "The changes since the version `\(since.prefix(100))` are not recorded. Read the collections again.")
        }
        return entries
    }

    /// Returns the target of the changes after a version.
    static func target(since version: String?) -> String {
        Reference.target("/-/changes", version.map { [.init(name: sinceParameter, value: $0)] } ?? [])
    }

    /// Returns an entry of the history as JSON.
    static func value(_ entry: History.Entry) -> Value { value(entry, entry.changes.collections) }

    /// Returns the changes of some collections by an entry as JSON.
    static func value(_ entry: History.Entry, _ parts: [Changes.Part]) -> Value {
        [
            "since": .text(entry.since), "version": .text(entry.version),
            "time": .text(HTTPDate.timestamp(Int64(entry.time))),
            "collections": .list(
                parts.map { part in
                    [
                        "name": .text(part.name), "count": .integer(part.count), "added": value(part.added),
                        "removed": value(part.removed), "changed": value(part.changed),
                    ]
                }),
        ]
    }

    private static func value(_ ids: Changes.IDs) -> Value { ["count": .integer(ids.count), "ids": .texts(ids.ids)] }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        let ids: Value = [
            "type": "object",
            "properties": [
                "count": ["type": "integer"],
                "ids": ["type": "array", "items": ["type": "string"], "description": "At most 1000 ids."],
            ],
        ]
        let part: Value = [
            "type": "object",
            "properties": [
                "name": ["type": "string"], "count": ["type": "integer"], "added": ids, "removed": ids, "changed": ids,
            ],
        ]
        let change: Value = [
            "type": "object",
            "properties": [
                "since": ["type": "string"], "version": ["type": "string"],
                "time": ["type": "string", "format": "date-time"], "collections": ["type": "array", "items": part],
            ],
        ]
        return [
            Operation(
                path: "/-/changes", id: "getChanges",
                summary: "The changes since a version, oldest first. Without `since`, all recorded changes.",
                tag: "about",
                parameters: [
                    Parameters.query(
                        sinceParameter, ["type": "string"], "The version of the snapshot that the client has.")
                ],
                contents: [
                    .init(
                        type: "application/json",
                        schema: [
                            "type": "object",
                            "properties": [
                                "version": ["type": "string"], "changes": ["type": "array", "items": change],
                                "links": ["type": "object"],
                            ],
                        ])
                ],
                problems: [.invalidQuery, .changesGone, .loading], isCacheable: false)
        ]
    }
}
