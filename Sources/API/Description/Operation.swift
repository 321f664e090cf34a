// One operation of the description: a path, what it takes, and everything that it may answer.

import Catalog
import Documents
import HTTP

/// A GET on a path, or a POST where it is an action, as OpenAPI tells it.
struct Operation {
    /// One media type of the answer.
    struct Content {
        var type: String
        var schema: Value = ["type": "string"]
        var example: Value?
    }

    /// With braces where a parameter of the path stands.
    var path: String
    /// A name for generated code.
    var id: String
    var summary: String
    /// The group that the operation is listed in.
    var tag: String
    var parameters: [Value] = []
    var contents: [Content]
    /// Fields of the 200 beside those that every answer has.
    var headers: [HeaderFields.Name] = []
    /// Errors beside those of HTTP itself.
    var problems: [Problem.Code] = [.invalidQuery]
    /// True where an id of another spelling is answered with the right one.
    var mayRedirect = false
    /// False where every answer is made anew.
    var isCacheable = true
    /// True where one of the contents is given without a token.
    var hasPublicContent = false
    /// True for a POST, which is answered 202.
    var isAction = false

    /// The path item.
    func value(asksForToken: Bool) -> Value {
        let statuses = Set((problems + Self.common).map(\.entry.status) + ParseFailure.allCases.map(\.status))
            .map(\.code).sorted()
        var responses: [Value.Member] = [.init(isAction ? "202" : "200", success)]
        if !isAction { responses.append(.init("304", Responses.reference("304"))) }
        if mayRedirect { responses.append(.init("308", Responses.reference("308"))) }
        if asksForToken { responses.append(.init("401", Responses.reference("401"))) }
        responses += statuses.map { .init(String($0), Responses.reference(String($0))) }
        let operation: Value = [
            "operationId": .text(id), "summary": .text(summary), "tags": [.text(tag)],
            "parameters": .list(parameters), "security": .list(asksForToken ? security : []),
            "responses": .object(responses),
        ]
        return isAction ? ["post": operation] : ["get": operation]
    }

    /// An empty requirement among several says that none need be met.
    private var security: [Value] { hasPublicContent ? [["token": []], .object([])] : [["token": []]] }

    private var success: Value {
        let media = contents.map { content in
            let schema: Value = ["schema": content.schema]
            return Value.Member(content.type, schema.adding("example", content.example))
        }
        let names: [HeaderFields.Name] = (isCacheable ? [.etag, .lastModified] : []) + headers
        let fields = names.map { Value.Member($0.text, ["$ref": .text("#/components/headers/" + $0.text)]) }
        return ["description": "The answer.", "headers": .object(fields), "content": .object(media)]
    }

    /// What any request can be answered with.
    private static let common: [Problem.Code] = [
        .methodNotAllowed, .methodUnknown, .contentRefused, .misdirected, .preconditionFailed, .tooSlow, .noRoom,
    ]
}

/// The responses that operations share, by status.
enum Responses {
    static func reference(_ status: String) -> Value { ["$ref": .text("#/components/responses/" + status)] }

    /// All of them: one for each status of the tables of errors.
    static let all: [Value.Member] = {
        var titles: [Int: [String]] = [:]
        for code in Problem.Code.allCases { titles[code.entry.status.code, default: []].append(code.entry.title) }
        for failure in ParseFailure.allCases where titles[failure.status.code]?.contains(failure.status.reason) != true
        {
            titles[failure.status.code, default: []].append(failure.status.reason)
        }
        let problems = titles.sorted { $0.key < $1.key }.map { status, titles in
            Value.Member(
                String(status),
                [
                    "description": .text(titles.joined(separator: "; ") + "."),
                    "headers": .object(fields[status, default: []].map { .init($0, ["schema": ["type": "string"]]) }),
                    "content": ["application/problem+json": ["schema": JSONSchema.reference("Problem")]],
                ])
        }
        return [
            .init("304", ["description": "The client has this answer already (`If-None-Match`, `If-Modified-Since`)."]),
            .init(
                "308",
                [
                    "description": "The record has another id.",
                    "headers": ["Location": ["schema": ["type": "string", "format": "uri-reference"]]],
                ]),
        ] + problems
    }()

    private static let fields: [Int: [String]] = [401: ["WWW-Authenticate"], 405: ["Allow"]]

    /// Fields of a 200 that operations share.
    static let headers: Value = [
        "ETag": ["description": "Names this version of the answer.", "schema": ["type": "string"]],
        "Last-Modified": ["description": "When the newest document changed.", "schema": ["type": "string"]],
        "Link": ["description": "The links of a list, RFC 8288.", "schema": ["type": "string"]],
        "X-Total-Count": ["description": "Records that pass the filters.", "schema": ["type": "integer"]],
        "Content-Disposition": ["description": "The name of a file to save as.", "schema": ["type": "string"]],
    ]
}
