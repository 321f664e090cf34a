// Parser of TOML values: strings of all four kinds, numbers, arrays, inline tables, and dotted keys. Dates stay text.

/// Parses one value of TOML, which may have several lines.
struct TOMLValue {
    private static let maxDepth = 32
    /// The limit of names in a dotted key; the rest is one name.
    private static let maxNames = 16

    private let bytes: [UInt8]
    private let end: Int
    /// The position of the next byte.
    private(set) var position: Int
    private var line: Int
    /// The position of column 1 of the line.
    private var lineStart: Int

    init(_ bytes: [UInt8], _ range: Range<Int>, line: Int, column: Int) {
        self.bytes = bytes
        end = range.upperBound
        position = range.lowerBound
        self.line = line
        lineStart = range.lowerBound - (column - 1)
    }

    /// Parses the value at the cursor; returns nil if it is ill-formed or nested too deep.
    mutating func value(depth: Int) -> Written? {
        guard depth < Self.maxDepth, let byte = peek else { return nil }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return (isTriple ? multilineString() : string()).map { .text($0) }
        case UInt8(ascii: "["): return array(depth)
        case UInt8(ascii: "{"): return inlineTable(depth)
        default:
            let start = position
            while let byte = peek, byte != 0x0A, !",]}#".utf8.contains(byte) { position += 1 }
            let text = bytes.string(in: TableLine.trim(bytes, start..<position))
            return text.isEmpty ? nil : Self.bare(text)
        }
    }

    private var peek: UInt8? { position < end ? bytes[position] : nil }

    /// Skips white space, line breaks and comments.
    private mutating func skipSpace() {
        while let byte = peek {
            if byte == UInt8(ascii: "#") {
                position = bytes.firstIndex(of: 0x0A, in: position..<end)
            } else if byte.isSpace {
                position += 1
                if byte == 0x0A { startLine(at: position) }
            } else {
                return
            }
        }
    }

    private mutating func startLine(at start: Int) {
        line += 1
        lineStart = start
    }

    // MARK: Collections

    private mutating func array(_ depth: Int) -> Written? {
        position += 1
        var values: [Written] = []
        while true {
            skipSpace()
            if peek == UInt8(ascii: "]") { break }
            guard let value = value(depth: depth + 1) else { return nil }
            values.append(value)
            guard endElement(UInt8(ascii: "]")) else { return nil }
        }
        position += 1
        return .list(values)
    }

    private mutating func inlineTable(_ depth: Int) -> Written? {
        position += 1
        var members: [Written.Member] = []
        while true {
            skipSpace()
            if peek == UInt8(ascii: "}") { break }
            let place = (line: line, column: position - lineStart + 1)
            // Without a bound, each table would search the rest of its line.
            let limit = bytes.firstIndex(of: 0x0A, in: position..<min(end, position + 1_024))
            guard let (path, mark) = Self.path(bytes, position..<limit, until: UInt8(ascii: "=")) else { return nil }
            position = mark + 1
            skipSpace()
            guard let value = value(depth: depth + path.count) else { return nil }
            TOML.set(Written.Member("", value, line: place.line, column: place.column), at: path[...], &members)
            guard endElement(UInt8(ascii: "}")) else { return nil }
        }
        position += 1
        return .object(members)
    }

    /// Skips the comma after an element; also returns true before `close`.
    private mutating func endElement(_ close: UInt8) -> Bool {
        skipSpace()
        if peek == UInt8(ascii: ",") {
            position += 1
            return true
        }
        return peek == close
    }

    // MARK: Strings

    /// Whether three quotes are at the cursor.
    private var isTriple: Bool {
        position + 3 <= end && bytes[position + 1] == bytes[position] && bytes[position + 2] == bytes[position]
    }

    /// Parses a string on one line; single quotes have no escapes.
    private mutating func string() -> String? {
        let quote = bytes[position]
        let start = position
        // Does not search for the end of the line first: a line may have many strings.
        var output: [UInt8] = []
        if quote == UInt8(ascii: "'") {
            let close = bytes.firstIndex(of: quote, in: start + 1..<end)
            position = min(close + 1, end)
            guard close < end else { return nil }
            output = Array(bytes[start + 1..<close])
        } else {
            let next = Quoted.scan(bytes, start, end, quote: quote, style: .escapes, into: &output)
            position = next ?? end
            guard next != nil else { return nil }
        }
        guard bytes.firstIndex(of: 0x0A, in: start..<position) == position else { return nil }
        return String(decoding: output, as: UTF8.self)
    }

    /// Parses a string between triple quotes.
    private mutating func multilineString() -> String? {
        let quote = bytes[position]
        let start = position + 3
        guard let close = endOfMultiline(start..<end, quote) else {
            position = end
            return nil
        }
        position = start
        while case let feed = bytes.firstIndex(of: 0x0A, in: position..<close), feed < close {
            position = feed + 1
            startLine(at: position)
        }
        position = close + 3
        return text(start..<close, hasEscapes: quote == UInt8(ascii: "\""))
    }

    /// Finds the triple quotes that end a string; one or two more quotes before them are part of it.
    private func endOfMultiline(_ range: Range<Int>, _ quote: UInt8) -> Int? {
        var run = 0
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == quote {
                run += 1
                if run == 5 { return index - 2 }
            } else if run >= 3 {
                return index - 3
            } else {
                run = 0
                if bytes[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { index += 1 }
            }
            index += 1
        }
        return run >= 3 ? range.upperBound - 3 : nil
    }

    /// Returns the text between triple quotes, without a line break right after the opening ones.
    private func text(_ range: Range<Int>, hasEscapes: Bool) -> String {
        var output: [UInt8] = []
        var index = range.lowerBound
        if index < range.upperBound, bytes[index] == 0x0D { index += 1 }
        if index < range.upperBound, bytes[index] == 0x0A { index += 1 }
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "\\"), hasEscapes {
                let next = bytes[index + 1..<range.upperBound].drop(while: \.isBlank)
                if next.first == 0x0A || next.first == 0x0D {
                    // A backslash at the end of a line removes the break and the indentation of the next line.
                    index = next.drop(while: \.isSpace).startIndex
                } else {
                    index = Quoted.escape(bytes, index + 1, range.upperBound, into: &output)
                }
                continue
            }
            if bytes[index] != 0x0D { output.append(bytes[index]) }
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: Bare values

    /// Parses a value without quotes: binary numbers, `inf` and `nan` of TOML, and those of all formats.
    ///
    /// JSON has no `inf` and `nan`: they become text, without a plus sign.
    static func bare(_ text: String) -> Written {
        switch text {
        case "+inf": return .text("inf")
        case "+nan", "-nan": return .text("nan")
        default: break
        }
        guard text.hasPrefix("0b"), !text.hasSuffix("_") else { return .plain(text) }
        return Int(text.dropFirst(2).filter { $0 != "_" }, radix: 2).map { .plain(String($0)) } ?? .plain(text)
    }

    // MARK: Keys

    /// Parses a dotted key; returns its names and the position of the mark after it.
    ///
    /// Returns nil if the mark or a name is missing.
    static func path(_ bytes: [UInt8], _ range: Range<Int>, until mark: UInt8) -> (names: [String], end: Int)? {
        var names: [String] = []
        var index = range.lowerBound
        while true {
            let start = index
            while index < range.upperBound, bytes[index].isBlank { index += 1 }
            var quoted: String?
            if index < range.upperBound, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") {
                guard let (text, close) = quotedName(bytes, index..<range.upperBound) else { return nil }
                quoted = text
                index = close
                while index < range.upperBound, bytes[index].isBlank { index += 1 }
            }
            let isDotted = names.count + 1 < maxNames
            while index < range.upperBound, bytes[index] != mark, bytes[index] != UInt8(ascii: ".") || !isDotted {
                quoted = nil
                index += 1
            }
            guard index < range.upperBound else { return nil }
            let name = quoted ?? bytes.string(in: TableLine.trim(bytes, start..<index))
            if quoted == nil, name.isEmpty { return nil }
            names.append(name)
            if bytes[index] == mark { return (names, index) }
            index += 1
        }
    }

    private static func quotedName(_ bytes: [UInt8], _ range: Range<Int>) -> (text: String, end: Int)? {
        let quote = bytes[range.lowerBound]
        if quote == UInt8(ascii: "'") {
            let close = bytes.firstIndex(of: quote, in: range.lowerBound + 1..<range.upperBound)
            guard close < range.upperBound else { return nil }
            return (bytes.string(in: range.lowerBound + 1..<close), close + 1)
        }
        var output: [UInt8] = []
        let end = Quoted.scan(bytes, range.lowerBound, range.upperBound, quote: quote, style: .escapes, into: &output)
        return end.map { (String(decoding: output, as: UTF8.self), $0) }
    }
}
