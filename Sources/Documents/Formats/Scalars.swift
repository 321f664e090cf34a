// Parsers that YAML and TOML share: quoted text and plain scalars.

enum Quoted {
    /// The notation of special characters in quotes.
    enum Style {
        /// Backslashes, as in `"a \"b\""`.
        case escapes
        /// Doubled quotes, as in `'it''s'`, and no escapes.
        case doubling

        init(of quote: UInt8) { self = quote == UInt8(ascii: "'") ? .doubling : .escapes }
    }

    /// Parses quoted text from `start`, which is at its quote, or after it if the quote `isOpen`.
    ///
    /// Returns the position after the closing quote, or nil if there is none before `end`.
    static func scan(
        _ bytes: [UInt8], _ start: Int, _ end: Int, quote: UInt8, style: Style, isOpen: Bool = false,
        into output: inout [UInt8]
    ) -> Int? {
        var index = isOpen ? start : start + 1
        while index < end {
            let byte = bytes[index]
            if byte == quote {
                if style == .doubling, index + 1 < end, bytes[index + 1] == quote {
                    output.append(quote)
                    index += 2
                    continue
                }
                return index + 1
            }
            if byte == UInt8(ascii: "\\"), style == .escapes {
                index = escape(bytes, index + 1, end, into: &output)
            } else {
                output.append(byte)
                index += 1
            }
        }
        return nil
    }

    /// Parses the escape after a backslash, and returns the position after it.
    static func escape(_ bytes: [UInt8], _ start: Int, _ end: Int, into output: inout [UInt8]) -> Int {
        guard start < end else { return start }
        switch bytes[start] {
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "e"): output.append(0x1B)
        case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
            guard let (scalar, next) = Self.scalar(bytes, start, end) else {
                output.append(contentsOf: bytes[start - 1...start])
                break
            }
            output.append(contentsOf: (scalar == "\0" ? "\u{FFFD}" : scalar ?? "\u{FFFD}").utf8)
            return next
        case let byte:
            // A backslash before any other letter or digit is text, as in "C:\Docs".
            if byte.isAlphanumeric { output.append(UInt8(ascii: "\\")) }
            output.append(byte)
        }
        return start + 1
    }

    /// Parses the escape with its letter `x`, `u` or `U` at `start`, or two escapes that are a surrogate pair.
    ///
    /// The scalar is nil if the number is not one. Returns nil if there are too few hexadecimal digits.
    static func scalar(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (scalar: Unicode.Scalar?, next: Int)? {
        let digits = bytes[start] == UInt8(ascii: "x") ? 2 : bytes[start] == UInt8(ascii: "u") ? 4 : 8
        guard let value = hexadecimal(bytes, start + 1, end, digits) else { return nil }
        let next = start + 1 + digits
        // JSON writes a character beyond U+FFFF as two escapes.
        if (0xD800...0xDBFF).contains(value), next + 1 < end, bytes[next] == UInt8(ascii: "\\"),
            bytes[next + 1] == UInt8(ascii: "u"), let low = hexadecimal(bytes, next + 2, end, 4),
            (0xDC00...0xDFFF).contains(low)
        {
            return (Unicode.Scalar(0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)), next + 6)
        }
        return (Unicode.Scalar(value), next)
    }

    /// Parses `digits` hexadecimal digits at `start`; returns nil if there are fewer.
    private static func hexadecimal(_ bytes: [UInt8], _ start: Int, _ end: Int, _ digits: Int) -> UInt32? {
        guard start + digits <= end else { return nil }
        var value: UInt32 = 0
        for byte in bytes[start..<start + digits] {
            guard let digit = byte.hexadecimalValue else { return nil }
            value = value << 4 | digit
        }
        return value
    }
}

enum Scalar {
    /// Parses unquoted text to null, a boolean, a number or text.
    ///
    /// Integers beyond 64 bits and numbers beyond a double stay text, so that no digit is lost.
    static func value(_ text: String) -> Value {
        if isNull(text) { return .null }
        if text.utf8.count <= 5 {
            switch text {
            case "true", "True", "TRUE": return .boolean(true)
            case "false", "False", "FALSE": return .boolean(false)
            default: break
            }
        }
        if let integer = prefixed(text) { return .integer(integer) }
        guard isLikeNumber(text) else { return .text(text) }
        let digits = text.utf8.contains(UInt8(ascii: "_")) ? text.filter { $0 != "_" } : text
        // A leading zero before a digit makes a code, not a number: `007`.
        let lead = digits.utf8.drop { !$0.isDigit }.prefix(2)
        if lead.count == 2, lead.first == UInt8(ascii: "0"), lead.last?.isDigit == true { return .text(text) }
        if let integer = Int(digits) { return .integer(integer) }
        let isInteger = digits.utf8.dropFirst().allSatisfy(\.isDigit)
        if isInteger { return .text(text) }
        if let number = Double(digits), number.isFinite, digits.utf8.last?.isDigit == true { return .number(number) }
        return .text(text)
    }

    /// Parses an integer such as `0x1F` or `0o17`; returns nil for other text.
    private static func prefixed(_ text: String) -> Int? {
        let digits = text.utf8.dropFirst(2)
        guard text.utf8.first == UInt8(ascii: "0"), digits.first?.hexadecimalValue != nil,
            digits.last != UInt8(ascii: "_")
        else { return nil }
        let radix: Int
        switch text.utf8.dropFirst().first {
        case UInt8(ascii: "x"): radix = 16
        case UInt8(ascii: "o"): radix = 8
        default: return nil
        }
        return Int(text.dropFirst(2).filter { $0 != "_" }, radix: radix)
    }

    /// Returns true if unquoted text means null.
    static func isNull(_ text: String) -> Bool {
        // Nearly every text is longer than these words.
        guard text.utf8.count <= 4 else { return false }
        switch text {
        case "", "~", "null", "Null", "NULL": return true
        default: return false
        }
    }

    /// Returns true if text begins with a digit or a sign and has only characters of numbers, unlike dates.
    private static func isLikeNumber(_ text: String) -> Bool {
        guard let first = text.utf8.first, first.isDigit || first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
        else {
            return false
        }
        var hasExponent = false
        for byte in text.utf8.dropFirst() {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"): continue
            case UInt8(ascii: "e"), UInt8(ascii: "E"): hasExponent = true
            case UInt8(ascii: "+"), UInt8(ascii: "-"): if !hasExponent { return false }
            default: return false
            }
        }
        return true
    }
}
