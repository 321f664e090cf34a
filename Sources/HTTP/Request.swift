// A request as its recipient sees it. How one is read from bytes lives in RequestParser.swift, its target in
// Target.swift.

/// One request, its framing already checked.
package struct Request: Sendable {
    /// What is to be done with the target.
    package var method: Method
    /// What it is to be done with.
    package var target: Target
    /// The fields in the order received; Host holds the authority of the target where that has one.
    package var headers: HeaderFields
    /// True where the request announced content, which no resource here takes: 413, or 405 where the method is refused.
    package var hasContent: Bool

    /// A request without content, as a test or the command line makes one.
    package init(_ method: Method = .get, _ target: Target, headers: HeaderFields = [:]) {
        self.init(method, target, headers: headers, hasContent: false)
    }

    init(_ method: Method, _ target: Target, headers: HeaderFields, hasContent: Bool) {
        self.method = method
        self.target = target
        self.headers = headers
        self.hasContent = hasContent
    }

    /// The fields that an answer may depend on; a kept answer is given again only where all of them are equal.
    package static let decidingFields: [HeaderFields.Name] = [
        .host, .accept, .origin, .authorization, .accessControlRequestMethod, .accessControlRequestHeaders,
    ]
}

extension Request {
    /// A method, RFC 9110 section 9; names are case-sensitive.
    package enum Method: Hashable, Sendable {
        case get, head, options, post, put, delete, patch, trace, connect, query
        /// A token that is no method this server knows: 501.
        case other(String)

        /// The method that the bytes of `range` spell, which the caller knows to be a token.
        init(_ bytes: Span<UInt8>, in range: Range<Int>) {
            if let known = Self.known.first(where: { bytes.spells($0.name, in: range) }) {
                self = known.method
            } else {
                self = .other(bytes.opaqueText(in: range))
            }
        }

        /// The method of that name; a name that is not known, or known in another case, is `other`.
        package init(_ name: String) {
            self.init(name.utf8.span, in: 0..<name.utf8.count)
        }

        /// False for `other`.
        package var isKnown: Bool {
            if case .other = self { false } else { true }
        }

        /// The method as spelled on the wire.
        package var name: String {
            if case .other(let name) = self { return name }
            return Self.known.first { $0.method == self }?.name.description ?? ""
        }

        private static let known: [(name: StaticString, method: Method)] = [
            ("GET", .get), ("HEAD", .head), ("OPTIONS", .options), ("POST", .post), ("PUT", .put),
            ("DELETE", .delete), ("PATCH", .patch), ("TRACE", .trace), ("CONNECT", .connect), ("QUERY", .query),
        ]
    }
}
