// What differs between the answers of two snapshots that should be equal.
import API
import Catalog
import Documents
import Search
import HTTP
import Support

/// Compares everything that a client can see of two snapshots.
enum SnapshotDifference {
    /// The collections of the compared snapshots.
    static let collections: Mapping = {
        var leaders = Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)
        leaders.aliases = [.init(name: "Ann Lee", others: ["A. Lee"]), .init(name: "Nobody", others: ["No one"])]
        leaders.fields = [.init(header: "Since", type: .single(.date)), .init(header: "Until", field: "until")]
        leaders.origin = SourceLocation(file: "config.json", line: 1)
        let tasks = Mapping.Entry("tasks", match: .tablesHeaded(["Task"]))
        return Mapping([leaders, tasks] + RandomDocuments.otherEntries)
    }()

    /// The first thing in which the snapshots differ.
    ///
    /// The description of the API takes half of the time, and fields are compared in any case.
    static func first(_ reloaded: Snapshot, _ fresh: Snapshot, withDescription: Bool) throws -> String? {
        if reloaded.version != fresh.version { return "the versions differ" }
        for (one, other) in zip(reloaded.diagnostics, fresh.diagnostics) where one != other {
            return "\(one)\n\(other)"
        }
        if reloaded.diagnostics.count != fresh.diagnostics.count { return "the numbers of diagnostics differ" }
        for (one, other) in zip(reloaded.collections, fresh.collections) {
            if one.fields != other.fields { return "the fields of \(one.name) differ" }
            for query in ["lee", "le*", "\"ann lee\"", "harbour -rask", "storm", "president xi"] {
                func hits(_ collection: Collection) -> [String] {
                    let best = collection.search?.hits(TextQuery(query)).best(100) ?? []
                    return best.map { "\(collection.records.id(at: $0.position)) \($0.score.bitPattern)" }
                }
                if hits(one) != hits(other) { return "\(one.name) for \(query):\n\(hits(one))\n\(hits(other))" }
            }
        }
        for target in targets + (withDescription ? ["/openapi.json"] : []) {
            let (answer, expected) = (try text(target, reloaded), try text(target, fresh))
            if answer != expected { return "\(target):\n\(answer)\n\(expected)" }
        }
        return nil
    }

    private static let targets: [String] = {
        let mapped = collections.entries.map(\.name)
        return [
            "/", "/-/diagnostics?limit=1000", "/search?q=lee", "/tables/rows?columns=Area",
            "/articles?facets=tags,leaders&limit=0", "/articles?sort=-date,title&cursor=*&limit=2",
            "/leaders?facets=since,roles,area&sort=-fullName", "/tasks?votes:gt=5&facets=votes&sort=-votes",
            "/rules?facets=owners&sort=startDay", "/points?article.date:gt=2026-01-01&facets=article",
        ]
            + (["articles", "points", "tables"] + mapped).flatMap { name in
                ["/\(name).ndjson?fields=*", "/-/schema/\(name)", "/\(name)?q=lee&cursor=*&limit=1"]
            }
            + mapped.map { "/\($0)?facets=name&cursor=*&limit=2" }
    }()

    /// A response to GET, without the time when the content was read.
    private static func text(_ target: String, _ snapshot: Snapshot) throws -> String {
        let request = Request(.get, try Target(target))
        var response = API(programVersion: "test").respond(to: request, state: .ready(snapshot))
        response.headers[.lastModified] = nil
        let head = "\(response.status.code) \(response.headers)\n"
        switch response.body {
        case .empty: return head
        case .bytes(let bytes), .events(let bytes, _, _): return head + String(decoding: bytes, as: UTF8.self)
        case .part(let bytes, let range): return head + String(decoding: bytes[range], as: UTF8.self)
        case .stream(let start):
            let next = start()
            return head + String(decoding: Array(sequence(state: ()) { _ in next() }.joined()), as: UTF8.self)
        }
    }
}
