// What changed from one snapshot to the next.

import Catalog
import Documents
import HTTP

/// `/-/changes`: what has changed since the version that the client names, else everything that is remembered.
enum ChangeList {
    /// The parameter.
    private static let since = "since"

    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowedNames: [since])
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "There is nothing yet.") }
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
        guard let since = context.query.last(where: { $0.name == since })?.value else { return history.entries[...] }
        if since == snapshot.version { return [] }
        guard let entries = history.changes(since: since) else {
            throw Problem(.changesGone, "What has changed since `\(since.prefix(100))` is not known.")
        }
        return entries
    }

    /// Where the changes after a version are.
    static func target(since version: String?) -> String {
        Reference.target("/-/changes", version.map { [.init(name: since, value: $0)] } ?? [])
    }

    /// A change as a record.
    static func value(_ entry: History.Entry) -> Value {
        [
            "since": .text(entry.changes.since), "version": .text(entry.changes.version),
            "time": .text(HTTPDate.timestamp(Int64(entry.time))),
            "collections": .list(
                entry.changes.collections.map { part in
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
                "ids": ["type": "array", "items": ["type": "string"], "description": "The first thousand."],
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
                summary: "What has changed since a version, oldest first; without one, all that is remembered.",
                tag: "about",
                parameters: [
                    Parameters.query(since, ["type": "string"], "The version that the client knows.")
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
