// Conditional requests, RFC 9110 section 13: whether the client needs the answer that was found for it.

/// The preconditions of a GET or HEAD request, to be evaluated where the answer would be a 200 without them.
package struct Preconditions: Sendable {
    /// What the preconditions make of a 200.
    package enum Outcome: Hashable, Sendable {
        /// The 200 is sent.
        case proceed
        /// 304 is sent in its place.
        case notModified
        /// 412 is sent in its place.
        case failed
    }

    private let ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince: String?

    /// The preconditions among the fields of a request.
    package init(_ headers: HeaderFields) {
        ifMatch = headers[.ifMatch]
        ifUnmodifiedSince = headers[.ifUnmodifiedSince]
        ifNoneMatch = headers[.ifNoneMatch]
        ifModifiedSince = headers[.ifModifiedSince]
    }

    /// Evaluates them in the order of RFC 9110 section 13.2.2 against the representation that the 200 has.
    ///
    /// `entityTag` is the ETag field's value, with quotes; `lastModified` and `now` are seconds since 1970. A date that
    /// is none, or of which there are several, is ignored; so is a date where `lastModified` is nil.
    package func outcome(entityTag: String?, lastModified: Int64? = nil, now: Int64) -> Outcome {
        if let ifMatch {
            guard EntityTag.list(ifMatch, holds: entityTag, isStrong: true) else { return .failed }
        } else if let lastModified, let date = ifUnmodifiedSince.flatMap({ HTTPDate.seconds($0, now: now) }) {
            guard lastModified <= date else { return .failed }
        }
        if let ifNoneMatch {
            if EntityTag.list(ifNoneMatch, holds: entityTag, isStrong: false) { return .notModified }
        } else if let lastModified, let date = ifModifiedSince.flatMap({ HTTPDate.seconds($0, now: now) }) {
            if lastModified <= date { return .notModified }
        }
        return .proceed
    }
}

extension Response {
    /// The 304 that stands for this 200, RFC 9110 section 15.4.5: without content and without the fields that describe
    /// it, but with ETag, Cache-Control, Vary and all others.
    package var notModified: Response {
        var response = Response(.notModified, headers: headers, isReusable: isReusable)
        for name in [.contentType, .contentDisposition, .contentLanguage, .lastModified] as [HeaderFields.Name] {
            response.headers[name] = nil
        }
        return response
    }
}

/// An entity tag, RFC 9110 section 8.8.3.
private struct EntityTag {
    var isWeak: Bool
    /// What stands between the quotes.
    var opaque: Substring.UTF8View

    /// Takes the tag that `rest` begins with.
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

    /// Whether a field value, `*` for any tag or a list of tags, holds the current one.
    ///
    /// A list is read up to the first member that is no tag.
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
