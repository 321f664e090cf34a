// The four forms of a request target, RFC 9112 section 3.2, and their checks. Target.swift decodes targets.

/// The form of a request target.
enum TargetForm {
    /// `/path?query`.
    case origin
    /// `http://host:port/path?query`.
    case absolute
    /// `host:port`, only with CONNECT.
    case authority
    /// `*`, only with OPTIONS.
    case asterisk

    /// Determines the form from the first byte of the target and the method.
    init(_ byte: UInt8, method: Request.Method) throws(ParseFailure) {
        if method == .connect {
            self = .authority
            return
        }
        switch byte {
        case UInt8(ascii: "/"): self = .origin
        case UInt8(ascii: "*"): self = .asterisk
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): self = .absolute
        default: throw .invalidTarget
        }
    }

    /// Does the same as `Target.scan`, but also skips the brackets of an IP literal, except in origin-form.
    func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(ParseFailure) -> Int {
        var index = try Target.scan(bytes, from: start, to: end)
        while index < end, self != .origin, bytes[index].isBracket {
            index = try Target.scan(bytes, from: index + 1, to: end)
        }
        return index
    }

    /// Checks a complete target and returns the ranges of host and port, if it has them, and of path and query.
    func parts(
        of bytes: Span<UInt8>, in range: Range<Int>
    ) throws(ParseFailure) -> (host: Range<Int>?, target: Range<Int>) {
        guard Target.decodesToUTF8(bytes, in: range) else { throw .escapesNotUTF8 }
        switch self {
        case .origin:
            return (nil, range)
        case .asterisk:
            guard range.count == 1 else { throw .invalidTarget }
            return (nil, range)
        case .authority:
            // CONNECT has no default port, RFC 9110 section 9.3.6.
            guard let port = Authority(bytes, in: range)?.port, port > 0 else { throw .invalidAuthority }
            return (range, range)
        case .absolute:
            return try Self.absoluteParts(of: bytes, in: range)
        }
    }

    /// Requires the scheme http, a non-empty host and no user information, RFC 9110 sections 4.2.1 and 4.2.4.
    private static func absoluteParts(
        of bytes: Span<UInt8>, in range: Range<Int>
    ) throws(ParseFailure) -> (host: Range<Int>?, target: Range<Int>) {
        let colon = bytes.firstIndex(from: range.lowerBound, to: range.upperBound) { !$0.isSchemeByte }
        let start = colon + 3
        guard start <= range.upperBound, bytes.equals("://", in: colon..<start) else { throw .invalidTarget }
        guard bytes.matches("http", in: range.lowerBound..<colon) else { throw .foreignScheme }
        let end = bytes.firstIndex(from: start, to: range.upperBound) {
            $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?")
        }
        guard bytes.firstIndex(from: start, to: end, where: { $0 == UInt8(ascii: "@") }) == end else {
            throw .userInformation
        }
        guard Authority(bytes, in: start..<end) != nil else { throw .invalidAuthority }
        guard bytes.firstIndex(from: end, to: range.upperBound, where: \.isBracket) == range.upperBound else {
            throw .invalidTarget
        }
        return (start..<end, end..<range.upperBound)
    }
}

extension UInt8 {
    /// True for the brackets around an IP literal.
    fileprivate var isBracket: Bool { self == UInt8(ascii: "[") || self == UInt8(ascii: "]") }

    /// True for the bytes of a URI scheme, RFC 3986 section 3.1.
    fileprivate var isSchemeByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }
}
