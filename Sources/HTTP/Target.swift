// Parsing and percent-decoding of request targets. TargetForm.swift splits absolute-form and authority-form.

/// A request target, RFC 9112 section 3.2, divided into its parts.
package struct Target: Hashable, Sendable {
    /// Path and query as received, ASCII, starting with `/`; `*` for the whole server; host and port for CONNECT.
    package let text: String
    /// The segments of the path, percent-decoded once.
    ///
    /// `/` has no segments, and `/a/` has `["a", ""]`. A `/` that was percent-encoded stays in its segment. The
    /// segments `.` and `..` have no special meaning.
    package let segments: [String]
    /// The query items in the order received, percent-decoded once; `+` is a space.
    ///
    /// An item without `=` has an empty value. Empty text between two `&` is not an item.
    package let query: [QueryItem]

    /// One query item; the name may be empty and may repeat.
    package struct QueryItem: Hashable, Sendable {
        /// The decoded text before the first `=`.
        package var name: String
        /// The decoded text after the first `=`.
        package var value: String

        /// Creates an item from a decoded name and value.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Parses a target in origin-form, such as `/leaders?sort=name`, or `*`.
    ///
    /// Throws `invalidTarget` for any other form and for a byte that must be percent-encoded, `invalidEscape` for `%`
    /// without two hexadecimal digits, and `escapesNotUTF8` if a decoded part is not UTF-8.
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

    /// Creates a target without path and query: `*`, or the authority of a CONNECT request.
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
    /// Returns the offset of the first byte in `start..<end` that cannot be part of a path or query, `end` if none.
    ///
    /// For an escape that `end` cuts off, it is the offset of the `%`. Throws `invalidEscape` for an invalid escape.
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

    /// Returns whether the bytes in `range` are UTF-8 after percent-decoding; their escapes must be valid.
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

    /// Percent-decodes once; in a query, `+` becomes a space.
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

/// An incremental check of UTF-8 (Unicode Standard, table 3-7).
private struct UTF8Check {
    private var missing = 0
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    /// False if the bytes end within a character.
    var isComplete: Bool { missing == 0 }

    /// Checks one more byte; returns false if it cannot follow the previous ones.
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
