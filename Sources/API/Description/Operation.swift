// An operation of the OpenAPI description, and the responses that operations share.

import Catalog
import Documents
import HTTP

/// An OpenAPI operation: GET on a path, or POST for an action.
struct Operation {
    /// One media type of the successful response.
    struct Content {
        var type: String
        var schema: Value = ["type": "string"]
        var example: Value?
    }

    /// The path, with parameters in braces.
    var path: String
    /// The operation's id, from which code generators make names.
    var id: String
    var summary: String
    /// The group that the operation is listed in.
    var tag: String
    var parameters: [Value] = []
    var contents: [Content]
    /// The header fields of the successful response, except those that every cacheable response has.
    var headers: [HeaderFields.Name] = []
    /// The errors, except those of every operation.
    var problems: [Problem.Code] = [.invalidQuery]
    /// True if a former id of a record gets a redirect to the current id.
    var mayRedirect = false
    /// False if responses have no `ETag` and must not be cached.
    var isCacheable = true
    /// True if one of the contents needs no token.
    var hasPublicContent = false
    /// True for POST, which has the status 202.
    var isAction = false

    /// Returns the path item.
    func value(requiresToken: Bool) -> Value {
        let statuses = Set(problems.map(\.entry.status.code)).sorted()
        var responses: [Value.Member] = [.init(isAction ? "202" : "200", success)]
        if !isAction { responses.append(.init("304", Responses.reference("304"))) }
        if mayRedirect { responses.append(.init("308", Responses.reference("308"))) }
        if requiresToken { responses.append(.init("401", Responses.reference("401"))) }
        responses += statuses.map { .init(String($0), Responses.reference(String($0))) }
        // Errors that any request may get have one description.
        responses.append(.init("default", Responses.reference("default")))
        let operation: Value = [
            "operationId": .text(id), "summary": .text(summary), "tags": [.text(tag)],
            "parameters": .list(parameters),
            "security": .list(requiresToken ? security : []),
            "responses": .object(responses),
        ]
        return isAction ? ["post": operation] : ["get": operation]
    }

    /// The security requirements.
    ///
    /// An empty one among several makes the token optional.
    private var security: [Value] { hasPublicContent ? [["token": []], .object([])] : [["token": []]] }

    private var success: Value {
        let media = contents.map { content in
            let schema: Value = ["schema": content.schema]
            return Value.Member(content.type, schema.adding("example", content.example))
        }
        let fields = headers.map { Value.Member($0.text, ["$ref": .text("#/components/headers/" + $0.text)]) }
        let response: Value = ["description": "The successful response.", "content": .object(media)]
        return response.adding("headers", fields.isEmpty ? nil : .object(fields))
    }

}

/// The responses that operations share, by status: parts, redirects and errors.
enum Responses {
    /// Returns a reference to a response in `components/responses`.
    static func reference(_ status: String) -> Value { ["$ref": .text("#/components/responses/" + status)] }

    /// The shared responses: one per status of `Problem.Code` and `ParseFailure`, and the redirects.
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
                    "content": problem,
                ])
        }
        return [
            .init("default", ["description": "An error of the request or the server.", "content": problem]),
            .init("304", ["description": "The client has the current version (`If-None-Match`, `If-Modified-Since`)."]),
            .init(
                "308",
                [
                    "description": "The record has another id.",
                    "headers": ["Location": ["schema": ["type": "string", "format": "uri-reference"]]],
                ]),
        ] + problems
    }()

    private static let problem: Value = ["application/problem+json": ["schema": JSONSchema.reference("Problem")]]

    private static let fields: [Int: [String]] = [
        401: ["WWW-Authenticate"], 405: ["Allow"], 416: ["Content-Range"],
    ]

    /// The header fields of successful responses.
    static let headers: Value = [
        "Link": ["description": "The links of a list or an article (RFC 8288).", "schema": ["type": "string"]],
        "X-Total-Count": [
            "description": "The number of records that pass the filters.", "schema": ["type": "integer"],
        ],
        "Content-Disposition": [
            "description": "The name of the file to save the response as.", "schema": ["type": "string"],
        ],
    ]
}
