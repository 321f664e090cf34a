// Character classes of RFC 9110 and RFC 3986, and comparisons of bytes that the parsers of this module share.

/// A set of ASCII bytes, one bit for each; a byte of 0x80 or more is never a member.
struct ByteSet: Sendable {
    private let low: UInt64
    private let high: UInt64

    /// Creates the set of the bytes in `text`, which must be ASCII.
    init(_ text: StaticString) {
        var bits: (low: UInt64, high: UInt64) = (0, 0)
        text.withUTF8Buffer { bytes in
            for byte in bytes {
                if byte < 64 { bits.low |= 1 << UInt64(byte) } else { bits.high |= 1 << UInt64(byte & 63) }
            }
        }
        (low, high) = bits
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        guard byte < 128 else { return false }
        return ((byte < 64 ? low : high) >> UInt64(byte & 63)) & 1 == 1
    }

    /// `tchar`, RFC 9110 section 5.6.2: the bytes of methods and field names.
    static let token = ByteSet("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    /// `pchar`, `/` and `?`, RFC 3986 sections 3.3 and 3.4: the bytes of a path and a query, except escapes.
    static let target = ByteSet("!$&'()*+,-./0123456789:;=?@ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~")
    /// `unreserved` and `sub-delims`, RFC 3986 section 2: the bytes of a registered name, except escapes.
    static let name = ByteSet("!$&'()*+,-.0123456789;=ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~")
}

extension UInt8 {
    static let horizontalTab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let delete: UInt8 = 0x7F

    /// True for `0` to `9`.
    @inline(__always)
    var isDigit: Bool { self >= 0x30 && self <= 0x39 }

    /// True for SP and HTAB, the optional whitespace of RFC 9110 section 5.6.3.
    @inline(__always)
    var isBlank: Bool { self == .space || self == .horizontalTab }

    /// True for the bytes of a field value, RFC 9110 section 5.5: visible ASCII, SP, HTAB and 0x80 to 0xFF.
    @inline(__always)
    var isFieldContent: Bool { self >= .space ? self != .delete : self == .horizontalTab }

    /// The byte with ASCII letters in lower case.
    @inline(__always)
    var lowercased: UInt8 { self >= 0x41 && self <= 0x5A ? self | 0x20 : self }

    /// The value of a decimal digit, nil for any other byte.
    var digitValue: Int? { isDigit ? Int(self) - 0x30 : nil }

    /// The value of a hexadecimal digit of either case, nil for any other byte.
    var hexValue: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46: self - 0x41 + 10
        case 0x61...0x66: self - 0x61 + 10
        default: nil
        }
    }
}

extension Span<UInt8> {
    /// Returns whether the bytes in `range` equal `text` without regard to ASCII case; `text` must be lower case.
    func matches(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for index in expected.indices where self[range.lowerBound + index].lowercased != expected[index] {
                return false
            }
            return true
        }
    }

    /// Returns whether the bytes in `range` equal `text`.
    func equals(_ text: StaticString, in range: Range<Int>) -> Bool {
        guard range.count == text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { expected in
            for index in expected.indices where self[range.lowerBound + index] != expected[index] { return false }
            return true
        }
    }

    /// Returns the offset of the first byte in `start..<end` that satisfies `isWanted`, `end` if there is none.
    @inline(__always)
    func firstIndex(from start: Int, to end: Int, where isWanted: (UInt8) -> Bool) -> Int {
        var index = start
        while index < end, !isWanted(self[index]) { index += 1 }
        return index
    }

    /// Returns the offset of the first byte in `start..<end` that no field value may contain, `end` if there is none.
    ///
    /// `end` must not be greater than `count`: the loads below are not checked.
    func endOfFieldContent(from start: Int, to end: Int) -> Int {
        var index = start
        // Eight bytes at a time while none of them is a control character. The loop below handles tabs.
        while index + 8 <= end {
            let word = bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            let delete = word ^ 0x7F7F_7F7F_7F7F_7F7F
            let controls = (word &- 0x2020_2020_2020_2020) & ~word
            let deletes = (delete &- 0x0101_0101_0101_0101) & ~delete
            guard (controls | deletes) & 0x8080_8080_8080_8080 == 0 else { break }
            index += 8
        }
        while index < end, self[index].isFieldContent { index += 1 }
        return index
    }

    /// Returns `range` without the whitespace at its ends.
    func trimmed(_ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, self[start].isBlank { start += 1 }
        while end > start, self[end - 1].isBlank { end -= 1 }
        return start..<end
    }

    /// Decodes the bytes in `range` as ISO 8859-1, so that every byte is preserved.
    ///
    /// The capacity suffices: each byte becomes at most two bytes of UTF-8.
    func latin1Text(in range: Range<Int>) -> String {
        let (bytes, capacity) = (extracting(range), 2 * range.count)
        return String(unsafeUninitializedCapacity: capacity) { buffer in
            var end = 0
            for index in bytes.indices {
                let byte = bytes[index]
                if byte < 0x80 {
                    buffer[end] = byte
                    end += 1
                } else {
                    buffer[end] = 0xC0 | (byte >> 6)
                    buffer[end + 1] = 0x80 | (byte & 0x3F)
                    end += 2
                }
            }
            return end
        }
    }
}
