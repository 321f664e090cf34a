// Encodes CSV (RFC 4180) and prefixes cells that a spreadsheet would run as formulas.

import Documents

/// Writes rows of cells: separated by `,`, ended by CRLF, quoted if necessary.
struct CSVWriter {
    private(set) var bytes: [UInt8]
    /// True if texts are guarded against formulas.
    private let isGuarded: Bool

    init(bytes: [UInt8] = [], isGuarded: Bool = true) {
        self.bytes = bytes
        self.isGuarded = isGuarded
    }

    /// Writes one row of values.
    ///
    /// Texts are guarded against formulas, lists of scalars are joined by `; `, and nested values are JSON.
    mutating func write(row values: [Value]) {
        write(cells: values.map(cell))
    }

    /// Writes one row of texts, guarded against formulas too.
    mutating func write(texts: [String]) {
        write(cells: texts.map(guarded))
    }

    private mutating func write(cells: [String]) {
        for (position, cell) in cells.enumerated() {
            if position > 0 { bytes.append(UInt8(ascii: ",")) }
            // Without quotes, a row of one empty cell would be an empty line, which CSV readers skip.
            write(cell: cell, quoted: cells.count == 1 && cell.isEmpty)
        }
        bytes.append(0x0D)
        bytes.append(0x0A)
    }

    private mutating func write(cell: String, quoted: Bool) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes =
            quoted || cell.utf8.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D }
        guard needsQuotes else { return bytes.append(contentsOf: cell.utf8) }
        bytes.append(quote)
        for byte in cell.utf8 {
            if byte == quote { bytes.append(quote) }
            bytes.append(byte)
        }
        bytes.append(quote)
    }

    private func cell(_ value: Value) -> String {
        switch value {
        case .null: return ""
        case .boolean(let flag): return flag ? "true" : "false"
        case .integer(let number): return String(number)
        case .number(let number): return number.description
        case .text(let text): return guarded(text)
        case .list(let elements):
            let cells = elements.compactMap(Self.scalar)
            return cells.count == elements.count ? guarded(cells.joined(separator: "; ")) : Self.json(value)
        case .object: return Self.json(value)
        }
    }

    private static func scalar(_ value: Value) -> String? {
        switch value {
        case .null, .list, .object: nil
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): number.description
        case .text(let text): text
        }
    }

    private static func json(_ value: Value) -> String {
        var writer = JSONWriter()
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Returns `text`, with a `'` in front if a spreadsheet would run it as a formula.
    ///
    /// Numbers stay unchanged.
    private func guarded(_ text: String) -> String {
        guard isGuarded, let first = text.unicodeScalars.first else { return text }
        switch first {
        // Spreadsheets in East Asian languages take the full-width forms for the same signs.
        case "=", "@", "\t", "\r", "\u{FF1D}", "\u{FF20}": return "'" + text
        case "+", "-", "\u{FF0B}", "\u{FF0D}": return Self.isNumber(text) ? text : "'" + text
        default: return text
        }
    }

    /// Returns true for a sign, digits, and optionally a decimal point with digits.
    private static func isNumber(_ text: String) -> Bool {
        let parts = text.unicodeScalars.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        return parts.count <= 2
            && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { ("0"..."9").contains($0) } }
    }
}
