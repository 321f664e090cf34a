// A request target in parts, percent-decoded. Absolute-form and authority-form are taken apart by the request parser.

/// A request target, RFC 9112 section 3.2, in parts.
package struct Target: Hashable, Sendable {
    /// Path and query as received, ASCII, beginning with `/`; `*` for the server as a whole; host and port for CONNECT.
    package let text: String
    /// The path's segments, percent-decoded once.
    ///
    /// `/` is none, `/a/` is `["a", ""]`; `.` and `..` are nothing special, and a decoded `/` stays in its segment.
    package let segments: [String]
    /// The query's parameters in the order received, percent-decoded once, `+` a blank.
    ///
    /// An absent `=` gives an empty value; nothing between two `&` is no parameter.
    package let query: [QueryItem]

    /// One parameter of a query; the name may be empty and may occur again.
    package struct QueryItem: Hashable, Sendable {
        /// What stands before the first `=`.
        package var name: String
        /// What stands behind it.
        package var value: String

        /// The parameter of that name and value, both decoded.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The target written as `text`: origin-form, such as `/leaders?sort=name`, or `*`.
    ///
    /// Throws `invalidTarget` for any other form and for a byte that must be percent-encoded, `invalidEscape` for
    /// `%` without two hexadecimal digits, `escapesNotUTF8` where the decoded target is not UTF-8.
    package init(_ text: String) throws(ParseFailure) {
        let bytes = Array(text.utf8)
        if bytes == [UInt8(ascii: "*")] {
            self.init(whole: text)
            return
        }
        guard bytes.first == UInt8(ascii: "/") else { throw .invalidTarget }
        let end = try Self.scan(bytes.span, from: 0, to: bytes.count)
        guard end == bytes.count else { throw bytes[end] == UInt8(ascii: "%") ? .invalidEscape : .invalidTarget }

        let mark = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.count
        var segments: [String] = []
        for segment in bytes[1..<mark].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            segments.append(try Self.decode(segment))
        }
        var query: [QueryItem] = []
        for piece in bytes[mark...].dropFirst().split(separator: UInt8(ascii: "&")) {
            let equals = piece.firstIndex(of: UInt8(ascii: "=")) ?? piece.endIndex
            let name = try Self.decode(piece[..<equals], isQuery: true)
            let value = try Self.decode(piece[equals...].dropFirst(), isQuery: true)
            query.append(QueryItem(name: name, value: value))
        }
        self.init(text, segments: segments == [""] ? [] : segments, query: query)
    }

    /// A target without path and query: `*`, or the authority of a CONNECT request.
    init(whole text: String) {
        self.init(text, segments: [], query: [])
    }

    private init(_ text: String, segments: [String], query: [QueryItem]) {
        self.text = text
        self.segments = segments
        self.query = query
    }
}

extension Target {
    /// The offset of the first byte from `start` on that is not part of a path or query, at most `end`.
    ///
    /// It is the offset of a `%` where `end` comes before the escape does; throws `invalidEscape` for a wrong one.
    static func scan(_ bytes: Span<UInt8>, from start: Int, to end: Int) throws(ParseFailure) -> Int {
        let allowed = ByteSet.target
        var index = start
        while index < end {
            if allowed.contains(bytes[index]) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "%") {
                if index + 1 < end, bytes[index + 1].hexValue == nil { throw .invalidEscape }
                guard index + 2 < end else { return index }
                if bytes[index + 2].hexValue == nil { throw .invalidEscape }
                index += 3
            } else {
                return index
            }
        }
        return end
    }

    /// Whether the bytes of `range`, whose escapes are well formed, are UTF-8 once decoded.
    static func decodesToUTF8(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
        var check = UTF8Check()
        var index = range.lowerBound
        while index < range.upperBound {
            var byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "%"), index + 1 < range.upperBound,
                let high = bytes[index].hexValue, let low = bytes[index + 1].hexValue
            {
                byte = high << 4 | low
                index += 2
            }
            guard check.accept(byte) else { return false }
        }
        return check.isComplete
    }

    /// The bytes percent-decoded once; `+` is a blank in a query.
    private static func decode(_ bytes: ArraySlice<UInt8>, isQuery: Bool = false) throws(ParseFailure) -> String {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst()?.hexValue, let low = rest.popFirst()?.hexValue else {
                    throw .invalidEscape
                }
                decoded.append(high << 4 | low)
            case UInt8(ascii: "+") where isQuery:
                decoded.append(.space)
            default:
                decoded.append(byte)
            }
        }
        guard let text = String(validating: decoded, as: UTF8.self) else { throw .escapesNotUTF8 }
        return text
    }
}

/// Whether bytes, given one after another, are UTF-8 (Unicode, table 3-7).
private struct UTF8Check {
    private var missing = 0
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    /// False where the sequence ends within a character.
    var isComplete: Bool { missing == 0 }

    /// Takes one more byte; false where it cannot follow the others.
    mutating func accept(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard next.contains(byte) else { return false }
            missing -= 1
            next = 0x80...0xBF
            return true
        }
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, next) = (2, 0xA0...0xBF)
        case 0xED: (missing, next) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, next) = (3, 0x90...0xBF)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, next) = (3, 0x80...0x8F)
        default: return false
        }
        return true
    }
}
