// Parsing of a host with an optional port, as it occurs in the Host field and in some request targets.

/// A host with an optional port: `uri-host [ ":" port ]`, RFC 9110 section 7.2 and RFC 3986 section 3.2.
package struct Authority: Hashable, Sendable {
    /// The offsets of the host; those of an IP literal include the brackets.
    package let host: Range<Int>
    /// The port, nil if the port is missing or empty.
    package let port: UInt16?

    /// Parses the whole of `text`; the offsets count its UTF-8 bytes.
    package init?(_ text: String) {
        self.init(text.utf8.span, in: 0..<text.utf8.count)
    }

    /// Parses the bytes in `range`.
    ///
    /// Returns nil if the bytes violate the grammar, the host is empty or the port is above 65535.
    package init?(_ bytes: Span<UInt8>, in range: Range<Int>) {
        guard let end = Self.endOfHost(bytes, in: range), end > range.lowerBound else { return nil }
        host = range.lowerBound..<end
        guard end < range.upperBound else {
            port = nil
            return
        }
        guard bytes[end] == UInt8(ascii: ":") else { return nil }
        var number = 0
        for index in end + 1..<range.upperBound {
            guard let digit = bytes[index].digitValue else { return nil }
            number = number * 10 + digit
            // The check is inside the loop so that a long port cannot overflow.
            guard number <= UInt16.max else { return nil }
        }
        port = end + 1 == range.upperBound ? nil : UInt16(number)
    }

    /// Returns the offset after an IP literal or a registered name, nil if the literal or an escape is malformed.
    ///
    /// The grammar of a registered name includes every IPv4 address.
    private static func endOfHost(_ bytes: Span<UInt8>, in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        guard index < range.upperBound else { return nil }
        if bytes[index] == UInt8(ascii: "[") {
            index += 1
            let start = index
            while index < range.upperBound, bytes[index] != UInt8(ascii: "]") { index += 1 }
            guard index < range.upperBound, isAddressLiteral(bytes, in: start..<index) else { return nil }
            return index + 1
        }
        let allowed = ByteSet.name
        while index < range.upperBound {
            if allowed.contains(bytes[index]) {
                index += 1
            } else if bytes[index] == UInt8(ascii: "%") {
                guard index + 2 < range.upperBound, bytes[index + 1].hexValue != nil, bytes[index + 2].hexValue != nil
                else { return nil }
                index += 3
            } else {
                return index
            }
        }
        return index
    }

    /// Returns whether `range` is an `IPv6address` or `IPvFuture`, RFC 3986 section 3.2.2, without its brackets.
    private static func isAddressLiteral(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
        guard range.count >= 2 else { return false }
        return bytes[range.lowerBound].lowercased == UInt8(ascii: "v")
            ? isFutureAddress(bytes, in: range) : isIPv6Address(bytes, in: range)
    }

    private static func isFutureAddress(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
        var index = range.lowerBound + 1
        while index < range.upperBound, bytes[index].hexValue != nil { index += 1 }
        guard index > range.lowerBound + 1, index + 1 < range.upperBound, bytes[index] == UInt8(ascii: ".") else {
            return false
        }
        let allowed = ByteSet.name
        for index in index + 1..<range.upperBound
        where !allowed.contains(bytes[index]) && bytes[index] != UInt8(ascii: ":") {
            return false
        }
        return true
    }

    /// Returns whether `range` is eight groups of one to four hexadecimal digits.
    ///
    /// One `::` may replace one or more groups. An IPv4 address may replace the last two groups.
    private static func isIPv6Address(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
        let colon = UInt8(ascii: ":")
        var (groups, isShortened) = (0, false)
        var index = range.lowerBound
        if bytes[index] == colon {
            guard bytes[index + 1] == colon else { return false }
            isShortened = true
            index += 2
        }
        while index < range.upperBound {
            let start = index
            while index < range.upperBound, bytes[index].hexValue != nil { index += 1 }
            if index < range.upperBound, bytes[index] == UInt8(ascii: ".") {
                guard isIPv4Address(bytes, in: start..<range.upperBound) else { return false }
                groups += 2
                break
            }
            guard (1...4).contains(index - start) else { return false }
            groups += 1
            guard index < range.upperBound else { break }
            guard bytes[index] == colon, index + 1 < range.upperBound else { return false }
            index += 1
            if bytes[index] == colon {
                guard !isShortened else { return false }
                isShortened = true
                index += 1
            }
        }
        return isShortened ? groups <= 7 : groups == 8
    }

    /// Returns whether `range` is four decimal numbers from 0 to 255 without leading zeros.
    private static func isIPv4Address(_ bytes: Span<UInt8>, in range: Range<Int>) -> Bool {
        var index = range.lowerBound
        for part in 0..<4 {
            if part > 0 {
                guard index < range.upperBound, bytes[index] == UInt8(ascii: ".") else { return false }
                index += 1
            }
            let start = index
            var number = 0
            while index < range.upperBound, index - start < 3, let digit = bytes[index].digitValue {
                number = number * 10 + digit
                index += 1
            }
            guard index > start, number <= 255, index - start == 1 || bytes[start] != UInt8(ascii: "0") else {
                return false
            }
        }
        return index == range.upperBound
    }
}
