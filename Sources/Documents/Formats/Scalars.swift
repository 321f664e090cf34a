// What YAML and TOML share: quoted text, plain scalars, lists and mappings between brackets.

enum Quoted {
    /// Reads quoted text from `start`, where its quote stands unless it `isOpen` already; the answer is the position
    /// behind the closing quote, nil where there is none before `end`.
    static func scan(
        _ bytes: [UInt8], _ start: Int, _ end: Int, quote: UInt8, isOpen: Bool, into output: inout [UInt8]
    ) -> Int? {
        var index = isOpen ? start : start + 1
        while index < end {
            let byte = bytes[index]
            if byte == quote {
                // '' is ' within single quotes.
                if quote == UInt8(ascii: "'"), index + 1 < end, bytes[index + 1] == quote {
                    output.append(quote)
                    index += 2
                    continue
                }
                return index + 1
            }
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                index = escape(bytes, index + 1, end, into: &output)
            } else {
                output.append(byte)
                index += 1
            }
        }
        return nil
    }

    private static func escape(_ bytes: [UInt8], _ start: Int, _ end: Int, into output: inout [UInt8]) -> Int {
        guard start < end else { return start }
        switch bytes[start] {
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "x"): return scalar(bytes, start + 1, end, digits: 2, into: &output)
        case UInt8(ascii: "u"): return scalar(bytes, start + 1, end, digits: 4, into: &output)
        case UInt8(ascii: "U"): return scalar(bytes, start + 1, end, digits: 8, into: &output)
        case let byte: output.append(byte)
        }
        return start + 1
    }

    private static func scalar(
        _ bytes: [UInt8], _ start: Int, _ end: Int, digits: Int, into output: inout [UInt8]
    ) -> Int {
        var value: UInt32 = 0
        var index = start
        while index < end, index - start < digits, let digit = bytes[index].hexadecimalValue {
            value = value << 4 | digit
            index += 1
        }
        output.append(contentsOf: String(Character(Unicode.Scalar(value) ?? "\u{FFFD}")).utf8)
        return index
    }
}

enum Scalar {
    /// The value that unquoted text stands for: null, a boolean, a number, or itself.
    static func value(_ text: String) -> Value {
        // Nearly every text is longer than the words that mean something.
        if text.utf8.count <= 5 {
            switch text {
            case "", "~", "null", "Null", "NULL": return .null
            case "true", "True", "TRUE": return .boolean(true)
            case "false", "False", "FALSE": return .boolean(false)
            default: break
            }
        }
        guard isLikeNumber(text) else { return .text(text) }
        let digits = text.utf8.contains(UInt8(ascii: "_")) ? text.filter { $0 != "_" } : text
        // A leading zero makes a code, not a number: `007`.
        let isCode =
            digits.utf8.count > 1 && digits.utf8.first == UInt8(ascii: "0") && !digits.utf8.contains(UInt8(ascii: "."))
        if isCode { return .text(text) }
        if let integer = Int(digits) { return .integer(integer) }
        if let number = Double(digits), number.isFinite, digits.utf8.last?.isDigit == true { return .number(number) }
        return .text(text)
    }

    /// Whether text begins with a digit or a sign, and holds nothing that no number does; a date does.
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

/// Lists and mappings between brackets: YAML's flow style and TOML's arrays and inline tables.
struct FlowReader {
    private static let depthLimit = 16

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    /// Whether the text ended within a value, so that more lines may help.
    private(set) var isUnfinished = false
    /// Where the comment begins that the text ended within; more lines take its place.
    private(set) var comment: Int?

    init(_ bytes: [UInt8], separator: UInt8) {
        self.bytes = bytes
        self.separator = separator
    }

    /// The value that begins in `rest` and may go on over the rows from `next`, which then are taken.
    ///
    /// Nil where it is not well-formed. Every byte that is looked at is taken from `budget`, since each row makes the
    /// reader begin anew.
    static func read(
        _ bytes: [UInt8], _ rest: Range<Int>, _ rows: [FrontMatter.Row], next: inout Int, budget: inout Int,
        separator: UInt8
    ) -> Value? {
        var text = Array(bytes[rest])
        var last = next
        while budget > 0 {
            budget -= text.count
            var reader = FlowReader(text, separator: separator)
            if let value = reader.read() {
                next = last
                return value
            }
            guard reader.isUnfinished, last < rows.count else { return nil }
            if let comment = reader.comment { text.removeSubrange(comment...) }
            text.append(0x20)
            text.append(contentsOf: bytes[rows[last].range])
            last += 1
        }
        return nil
    }

    /// The value that the text holds, followed by nothing but a comment.
    private mutating func read() -> Value? {
        guard let value = value(depth: 0) else { return nil }
        skipSpace()
        return position == bytes.count || bytes[position] == UInt8(ascii: "#") ? value : nil
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position].isSpace { position += 1 }
        if isComment(position) {
            comment = position
            position = bytes.count
        }
    }

    /// In TOML every `#` outside quotes begins a comment; in YAML only between blanks, since `[#a, #b]` is text.
    private func isComment(_ position: Int) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "#") else { return false }
        if separator == UInt8(ascii: "=") { return true }
        return (position == 0 || bytes[position - 1].isSpace)
            && (position + 1 == bytes.count || bytes[position + 1].isSpace)
    }

    private mutating func peek() -> UInt8? {
        skipSpace()
        if position < bytes.count { return bytes[position] }
        isUnfinished = true
        return nil
    }

    private mutating func value(depth: Int) -> Value? {
        guard depth < Self.depthLimit, let byte = peek() else { return nil }
        switch byte {
        case UInt8(ascii: "["): return list(depth)
        case UInt8(ascii: "{"): return mapping(depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoted(byte).map { .text($0) }
        default: return plain().map { Scalar.value($0) }
        }
    }

    private mutating func quoted(_ quote: UInt8) -> String? {
        var output: [UInt8] = []
        guard let end = Quoted.scan(bytes, position, bytes.count, quote: quote, isOpen: false, into: &output) else {
            isUnfinished = true
            return nil
        }
        position = end
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func plain() -> String? {
        let start = position
        scan: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "{"):
                break scan
            case separator:
                if separator == UInt8(ascii: "=") || position + 1 == bytes.count || bytes[position + 1].isSpace {
                    break scan
                }
            case UInt8(ascii: "#") where isComment(position): break scan
            default: break
            }
            position += 1
        }
        let range = TableLine.trim(bytes, start..<position)
        return range.isEmpty ? nil : bytes.string(in: range)
    }

    private mutating func list(_ depth: Int) -> Value? {
        position += 1
        var values: [Value] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "]") {
                position += 1
                return .list(values)
            }
            guard let value = value(depth: depth + 1), endElement(UInt8(ascii: "]")) else { return nil }
            values.append(value)
        }
        return nil
    }

    private mutating func mapping(_ depth: Int) -> Value? {
        position += 1
        var members: [Value.Member] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "}") {
                position += 1
                return .object(members)
            }
            let isQuoted = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            guard let name = isQuoted ? quoted(byte) : plain() else { return nil }
            var value = Value.null
            if peek() == separator {
                position += 1
                guard let read = self.value(depth: depth + 1) else { return nil }
                value = read
            }
            guard endElement(UInt8(ascii: "}")) else { return nil }
            members.append(Value.Member(name, value))
        }
        return nil
    }

    /// Reads the comma behind an element; true too before `close`.
    private mutating func endElement(_ close: UInt8) -> Bool {
        guard let byte = peek() else { return false }
        if byte == UInt8(ascii: ",") {
            position += 1
            return true
        }
        return byte == close
    }
}
