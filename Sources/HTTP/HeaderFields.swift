// The header fields of a request or response. RequestParser.swift and ResponseEncoder.swift convert them from and to
// bytes.

/// An ordered list of header fields; names are compared without regard to ASCII case, RFC 9110 section 5.
///
/// Values are ISO 8859-1 text: the bytes 0x80 to 0xFF are the characters U+0080 to U+00FF. So every byte is preserved.
package struct HeaderFields: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    /// One field line.
    package struct Field: Hashable, Sendable {
        /// The name as received or set.
        package var name: Name
        /// The value without the whitespace around it.
        package var value: String
    }

    /// The field lines in order.
    package private(set) var fields: [Field]

    /// Creates one line for each element, in order; names may repeat.
    package init(dictionaryLiteral elements: (Name, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }

    /// The value of a field, nil if there is no such field.
    ///
    /// The getter joins several lines with ", " (RFC 9110 section 5.3). The setter replaces all lines of that name by
    /// one, or removes them if the value is nil.
    package subscript(name: Name) -> String? {
        get {
            let values = values(of: name)
            return values.count > 1 ? values.joined(separator: ", ") : values.first
        }
        set {
            if let newValue { replace(name, with: newValue) } else { fields.removeAll { $0.name == name } }
        }
    }

    /// Returns the values of all lines of that name, in order.
    package func values(of name: Name) -> [String] {
        fields.lazy.filter { $0.name == name }.map(\.value)
    }

    /// Appends one line.
    package mutating func append(_ name: Name, _ value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// Replaces the first line of that name and removes the others; appends a line if there is none.
    package mutating func replace(_ name: Name, with value: String) {
        guard let first = fields.firstIndex(where: { $0.name == name }) else { return append(name, value) }
        fields[first].value = value
        var index = 0
        fields.removeAll { field in
            defer { index += 1 }
            return index > first && field.name == name
        }
    }
}

extension HeaderFields {
    /// A field name: a token that keeps its spelling and is compared without regard to ASCII case.
    package struct Name: Hashable, Sendable, ExpressibleByStringLiteral {
        /// The name as spelled.
        package let text: String
        /// The name in lower case.
        private let folded: String

        /// Creates a name; returns nil if `text` is not a token.
        package init?(_ text: String) {
            guard !text.isEmpty, text.utf8.allSatisfy(ByteSet.token.contains) else { return nil }
            self.text = text
            folded = text.lowercased()
        }

        /// Creates a name from a literal, which must be a token.
        package init(stringLiteral text: StaticString) {
            guard let name = Name(text.description) else { preconditionFailure("\(text) is not a field name") }
            self = name
        }

        package static func == (left: Name, right: Name) -> Bool { left.folded == right.folded }

        package func hash(into hasher: inout Hasher) { hasher.combine(folded) }
    }
}

extension HeaderFields.Name {
    package static let accept: Self = "Accept"
    package static let acceptRanges: Self = "Accept-Ranges"
    package static let accessControlAllowHeaders: Self = "Access-Control-Allow-Headers"
    package static let accessControlAllowMethods: Self = "Access-Control-Allow-Methods"
    package static let accessControlAllowOrigin: Self = "Access-Control-Allow-Origin"
    package static let accessControlExposeHeaders: Self = "Access-Control-Expose-Headers"
    package static let accessControlMaxAge: Self = "Access-Control-Max-Age"
    package static let accessControlRequestHeaders: Self = "Access-Control-Request-Headers"
    package static let accessControlRequestMethod: Self = "Access-Control-Request-Method"
    package static let allow: Self = "Allow"
    package static let authorization: Self = "Authorization"
    package static let cacheControl: Self = "Cache-Control"
    package static let connection: Self = "Connection"
    package static let contentDisposition: Self = "Content-Disposition"
    package static let contentLanguage: Self = "Content-Language"
    package static let contentLength: Self = "Content-Length"
    package static let contentRange: Self = "Content-Range"
    package static let contentSecurityPolicy: Self = "Content-Security-Policy"
    package static let contentType: Self = "Content-Type"
    package static let date: Self = "Date"
    package static let etag: Self = "ETag"
    package static let expect: Self = "Expect"
    package static let host: Self = "Host"
    package static let ifMatch: Self = "If-Match"
    package static let ifModifiedSince: Self = "If-Modified-Since"
    package static let ifNoneMatch: Self = "If-None-Match"
    package static let ifRange: Self = "If-Range"
    package static let ifUnmodifiedSince: Self = "If-Unmodified-Since"
    package static let lastEventID: Self = "Last-Event-ID"
    package static let lastModified: Self = "Last-Modified"
    package static let link: Self = "Link"
    package static let location: Self = "Location"
    package static let origin: Self = "Origin"
    package static let range: Self = "Range"
    package static let retryAfter: Self = "Retry-After"
    package static let secFetchSite: Self = "Sec-Fetch-Site"
    package static let server: Self = "Server"
    package static let traceparent: Self = "traceparent"
    package static let transferEncoding: Self = "Transfer-Encoding"
    package static let vary: Self = "Vary"
    package static let wwwAuthenticate: Self = "WWW-Authenticate"
    package static let xContentTypeOptions: Self = "X-Content-Type-Options"
    package static let xRequestID: Self = "X-Request-Id"
    package static let xTotalCount: Self = "X-Total-Count"
}
