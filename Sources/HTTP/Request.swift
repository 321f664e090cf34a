// The request that a responder receives. RequestParser.swift parses it from bytes.

/// A request with a valid head.
package struct Request: Sendable {
    /// The method.
    package var method: Method
    /// The decoded target.
    package var target: Target
    /// The fields in the order received; if the target has an authority, Host contains that authority.
    package var headers: HeaderFields
    /// True if the request announced content, which no resource accepts: 413, or 405 if the method is not allowed.
    package var hasContent: Bool

    /// Creates a request without content, for tests and for the command line.
    package init(_ method: Method = .get, _ target: Target, headers: HeaderFields = [:]) {
        self.init(method, target, headers: headers, hasContent: false)
    }

    init(_ method: Method, _ target: Target, headers: HeaderFields, hasContent: Bool) {
        self.method = method
        self.target = target
        self.headers = headers
        self.hasContent = hasContent
    }
}

extension Request {
    /// A method, RFC 9110 section 9; names are case-sensitive.
    package enum Method: Hashable, Sendable {
        case get, head, options, post, put, delete, patch, trace, connect, query
        /// A method that this server does not know: 501.
        case other(String)

        /// Parses the bytes in `range`, which must be a token.
        init(_ bytes: Span<UInt8>, in range: Range<Int>) {
            if let known = Self.known.first(where: { bytes.equals($0.name, in: range) }) {
                self = known.method
            } else {
                self = .other(bytes.latin1Text(in: range))
            }
        }

        /// Creates the method of that name; an unknown name, or a name in another case, becomes `other`.
        package init(_ name: String) {
            self.init(name.utf8.span, in: 0..<name.utf8.count)
        }

        /// False for `other`.
        package var isKnown: Bool {
            if case .other = self { false } else { true }
        }

        /// The method as it is spelled on the wire.
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
