// Cursors: opaque text with the sort values and the id of the last row of a page.

import Catalog
import Documents

/// A position in a sorted list that stays valid when records are added or removed.
struct Cursor {
    /// The sort values of the last row; nil for a missing value.
    var keys: [Operand?]
    /// The id of the last row.
    var id: String
    /// The number of rows up to and including the last row.
    ///
    /// The next page starts there if the record was removed and the list has no sort keys.
    var passed: Int

    /// Encodes the cursor as base64url.
    ///
    /// `scope` names the list and its order. Parsing the text needs the same scope.
    func text(scope: String) -> String {
        let body = ([id, String(passed)] + keys.map(Self.encode)).map { "\($0.utf8.count):\($0)" }.joined()
        return Self.base64(Array((Self.checksum(body, scope) + body).utf8))
    }

    /// Parses a cursor.
    ///
    /// Returns nil unless `text(scope:)` made the text for the same scope.
    init?(_ text: String, scope: String) {
        guard let bytes = Self.bytes(base64: text), bytes.count > 8,
            let body = String(validating: bytes[8...], as: UTF8.self),
            bytes[..<8].elementsEqual(Self.checksum(body, scope).utf8)
        else { return nil }
        var parts: [String] = []
        var rest = body.utf8[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            guard let length = Int(String(decoding: rest[..<colon], as: UTF8.self)), length >= 0, length < rest.count
            else { return nil }
            let part = rest[rest.index(after: colon)...].prefix(length)
            parts.append(String(decoding: part, as: UTF8.self))
            rest = rest[part.endIndex...]
        }
        guard rest.isEmpty, parts.count >= 2, let passed = Int(parts[1]), passed >= 0 else { return nil }
        var keys: [Operand?] = []
        for part in parts.dropFirst(2) {
            if part == Self.missing {
                keys.append(nil)
            } else {
                guard let operand = Self.parseOperand(part) else { return nil }
                keys.append(operand)
            }
        }
        self.init(keys: keys, id: parts[0], passed: passed)
    }

    init(keys: [Operand?], id: String, passed: Int) {
        self.keys = keys
        self.id = id
        self.passed = passed
    }

    private static func checksum(_ body: String, _ scope: String) -> String {
        var hash = ContentHash()
        hash.combine(scope)
        hash.combine(body)
        return hash.shortText
    }

    /// The encoding of a missing value.
    ///
    /// The encoding of any other value begins with another letter for its kind.
    private static let missing = "m"

    private static func encode(_ operand: Operand?) -> String {
        switch operand {
        case nil: missing
        case .text(let text): "t" + text
        case .integer(let number): "i\(number)"
        case .number(let number): "n\(number)"
        case .boolean(let flag): flag ? "b1" : "b0"
        case .instant(let instant): "d\(instant.milliseconds)"
        }
    }

    private static func parseOperand(_ text: String) -> Operand? {
        let rest = String(decoding: text.utf8.dropFirst(), as: UTF8.self)
        switch text.utf8.first {
        case UInt8(ascii: "t"): return .text(rest)
        case UInt8(ascii: "i"): return Int(rest).map(Operand.integer)
        case UInt8(ascii: "n"): return Double(rest).map(Operand.number)
        case UInt8(ascii: "b"): return .boolean(rest == "1")
        case UInt8(ascii: "d"): return Int(rest).map { .instant(Instant(milliseconds: $0)) }
        default: return nil
        }
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Encodes bytes as base64url without padding, RFC 4648 section 5.
    private static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            var word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            var digits: [UInt8] = []
            for _ in 0..<4 {
                digits.insert(alphabet[word & 63], at: 0)
                word >>= 6
            }
            text += digits.prefix(group.count + 1)
        }
        return String(decoding: text, as: UTF8.self)
    }

    private static func bytes(base64 text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var word = 0
        var bits = 0
        for byte in text.utf8 {
            guard let digit = alphabet.firstIndex(of: byte) else { return nil }
            word = (word << 6 | digit) & 0xFFFF
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: word >> bits))
            }
        }
        return bytes
    }
}
