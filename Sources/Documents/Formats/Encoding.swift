// Decoding of a file's bytes to UTF-8 for the block parsers, with a diagnostic for every replacement and guess.

enum Encoding {
    /// Decodes `bytes` to well-formed UTF-8 with LF or CRLF at its line ends and without NUL.
    ///
    /// The body is nil if the bytes need no change. Returns nil if the bytes look like UTF-16 but are ill-formed.
    static func decode(_ bytes: [UInt8]) -> (body: [UInt8]?, issues: [ParseIssue])? {
        if let utf16 = utf16(bytes) { return (cleaned(utf16) ?? utf16, []) }
        guard isMostlyNUL(bytes) else { return decodeUTF8(bytes) }
        guard let utf16 = unmarkedUTF16(bytes) else { return nil }
        return (cleaned(utf16) ?? utf16, [ParseIssue(.unmarkedUTF16, line: 1)])
    }

    /// Decodes bytes that are not UTF-16, which always succeeds.
    static func decodeUTF8(_ bytes: [UInt8]) -> (body: [UInt8]?, issues: [ParseIssue]) {
        var issues: [ParseIssue] = []
        var body: [UInt8]?
        if let invalid = bytes.firstIllFormed {
            let isLegacy = !hasMultibyteScalar(bytes)
            issues.append(ParseIssue(isLegacy ? .windows1252 : .replacedBytes, at: invalid, in: bytes))
            body = isLegacy ? windows1252(bytes) : Array(bytes.string(in: 0..<bytes.count).utf8)
        }
        let text = body ?? bytes
        let nul = text.firstIndex(of: 0, in: 0..<text.count)
        if nul < text.count { issues.append(ParseIssue(.nulBytes, at: nul, in: text)) }
        return (cleaned(text) ?? body, issues)
    }

    /// Returns the position after the byte-order marks; joined files have several.
    static func start(of bytes: [UInt8]) -> Int {
        var start = 0
        while start + 3 <= bytes.count, bytes[start] == 0xEF, bytes[start + 1] == 0xBB, bytes[start + 2] == 0xBF {
            start += 3
        }
        return start
    }

    /// Returns true if a multibyte sequence is well-formed: the file is UTF-8 with a few wrong bytes.
    private static func hasMultibyteScalar(_ bytes: [UInt8]) -> Bool {
        bytes.string(in: 0..<bytes.count).unicodeScalars.contains { $0.value >= 0x80 && $0 != "\u{FFFD}" }
    }

    /// Replaces lone carriage returns by line feeds and NUL by U+FFFD; returns nil if there are none.
    private static func cleaned(_ bytes: [UInt8]) -> [UInt8]? {
        let hasNUL = bytes.firstIndex(of: 0, in: 0..<bytes.count) < bytes.count
        guard hasNUL || hasLoneReturn(bytes) else { return nil }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0: output.append(contentsOf: [0xEF, 0xBF, 0xBD])
            case 0x0D where index + 1 == bytes.count || bytes[index + 1] != 0x0A: output.append(0x0A)
            default: output.append(byte)
            }
        }
        return output
    }

    private static func hasLoneReturn(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while true {
            index = bytes.firstIndex(of: 0x0D, in: index..<bytes.count) + 1
            if index > bytes.count { return false }
            if index == bytes.count || bytes[index] != 0x0A { return true }
        }
    }

    /// Decodes UTF-16 with a byte-order mark.
    private static func utf16(_ bytes: [UInt8]) -> [UInt8]? {
        let isBig = bytes.starts(with: [0xFE, 0xFF])
        guard isBig || bytes.starts(with: [0xFF, 0xFE]) else { return nil }
        let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
            let (high, low) = isBig ? (bytes[index], bytes[index + 1]) : (bytes[index + 1], bytes[index])
            return UInt16(high) << 8 | UInt16(low)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// Returns true if at least three quarters of the 16-bit units contain a NUL byte, as Western text in UTF-16 does.
    private static func isMostlyNUL(_ bytes: [UInt8]) -> Bool {
        guard bytes.firstIndex(of: 0, in: 0..<bytes.count) < bytes.count else { return false }
        return bytes.reduce(0) { $0 + ($1 == 0 ? 1 : 0) } >= bytes.count / 8 * 3 + 1
    }

    /// Decodes UTF-16 without a byte-order mark: one byte of each unit is never NUL, and all surrogates are paired.
    private static func unmarkedUTF16(_ bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count.isMultiple(of: 2) else { return nil }
        let hasNUL = [0, 1].map { stride(from: $0, to: bytes.count, by: 2).contains { bytes[$0] == 0 } }
        guard hasNUL[0] != hasNUL[1], let text = utf16((hasNUL[0] ? [0xFE, 0xFF] : [0xFF, 0xFE]) + bytes) else {
            return nil
        }
        return text.string(in: 0..<text.count).unicodeScalars.contains("\u{FFFD}") ? nil : text
    }

    private static func windows1252(_ bytes: [UInt8]) -> [UInt8] {
        var text = String.UnicodeScalarView()
        for byte in bytes {
            let value = (0x80...0x9F).contains(byte) ? upperHalf[Int(byte) - 0x80] : UInt32(byte)
            text.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        }
        return Array(String(text).utf8)
    }

    /// The code points of 0x80 to 0x9F in Windows-1252; the five bytes without a character become U+FFFD.
    private static let upperHalf: [UInt32] = [
        0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
        0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0xFFFD, 0x017E, 0x0178,
    ]
}
