// Evaluation of conditional requests, RFC 9110 section 13.

/// The preconditions of a GET or HEAD request that would be answered with 200 without them.
package struct Preconditions: Sendable {
    /// The result of an evaluation.
    package enum Outcome: Hashable, Sendable {
        /// The server sends the 200.
        case proceed
        /// The server sends 304 instead.
        case notModified
        /// The server sends 412 instead.
        case failed
    }

    private let ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince: String?

    /// Takes the preconditions from the fields of a request.
    package init(_ headers: HeaderFields) {
        ifMatch = headers[.ifMatch]
        ifUnmodifiedSince = headers[.ifUnmodifiedSince]
        ifNoneMatch = headers[.ifNoneMatch]
        ifModifiedSince = headers[.ifModifiedSince]
    }

    /// Evaluates the preconditions against the representation in the 200, in the order of RFC 9110 section 13.2.2.
    ///
    /// `entityTag` is the value of the ETag field, with quotes. `lastModified` and `now` are seconds since 1970.
    /// Invalid and repeated dates are ignored. If `lastModified` is nil, all dates are ignored.
    package func outcome(entityTag: String?, lastModified: Int64? = nil, now: Int64) -> Outcome {
        if let ifMatch {
            guard EntityTag.list(ifMatch, holds: entityTag, isStrong: true) else { return .failed }
        } else if let lastModified, let date = ifUnmodifiedSince.flatMap({ HTTPDate.parse($0, now: now) }) {
            guard lastModified <= date else { return .failed }
        }
        if let ifNoneMatch {
            if EntityTag.list(ifNoneMatch, holds: entityTag, isStrong: false) { return .notModified }
        } else if let lastModified, let date = ifModifiedSince.flatMap({ HTTPDate.parse($0, now: now) }) {
            if lastModified <= date { return .notModified }
        }
        return .proceed
    }
}

extension Response {
    /// The 304 that replaces this 200, RFC 9110 section 15.4.5.
    ///
    /// It has no content and none of the fields that describe content. It keeps all others, such as ETag and Vary.
    package var notModified: Response {
        var response = Response(.notModified, headers: headers, isReusable: isReusable)
        let names: [HeaderFields.Name] = [
            .acceptRanges, .contentType, .contentDisposition, .contentLanguage, .lastModified,
        ]
        for name in names { response.headers[name] = nil }
        return response
    }
}

/// An entity tag, RFC 9110 section 8.8.3.
private struct EntityTag {
    var isWeak: Bool
    /// The bytes between the quotes.
    var opaque: Substring.UTF8View

    /// Parses a tag at the start of `rest` and removes it from `rest`; returns nil if there is none.
    init?(_ rest: inout Substring.UTF8View) {
        var bytes = rest
        isWeak = bytes.starts(with: "W/".utf8)
        if isWeak { bytes.removeFirst(2) }
        guard bytes.popFirst() == UInt8(ascii: "\"") else { return nil }
        opaque = bytes.prefix { $0 > .space && $0 != UInt8(ascii: "\"") && $0 != .delete }
        bytes = bytes[opaque.endIndex...]
        guard bytes.popFirst() == UInt8(ascii: "\"") else { return nil }
        rest = bytes
    }

    /// Returns whether `value`, which is `*` or a list of tags, contains the current tag.
    ///
    /// Members after the first malformed one are ignored. `isStrong` selects the strong comparison, RFC 9110 section
    /// 8.8.3.2.
    static func list(_ value: String, holds current: String?, isStrong: Bool) -> Bool {
        if value == "*" { return true }
        guard var text = current.map({ Substring($0).utf8 }), let current = EntityTag(&text), text.isEmpty else {
            return false
        }
        var rest = Substring(value).utf8
        while true {
            rest = rest.drop { $0.isBlank || $0 == UInt8(ascii: ",") }
            guard let tag = EntityTag(&rest) else { return false }
            rest = rest.drop(while: \.isBlank)
            guard rest.isEmpty || rest.first == UInt8(ascii: ",") else { return false }
            let isComparable = !isStrong || !tag.isWeak && !current.isWeak
            if isComparable, tag.opaque.elementsEqual(current.opaque) { return true }
        }
    }
}
