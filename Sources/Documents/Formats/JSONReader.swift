// A strict reader of JSON text over bytes (RFC 8259). Nesting is bounded, so that no input can exhaust the stack.

/// Walks over JSON text once.
struct JSONReader {
    private static let depthLimit = 512

    private let bytes: [UInt8]
    private let keepsChildren: Bool
    private var position = 0
    private var line = 1
    private var lineStart = 0
    private var depth = 0
    private var nul: Finding?
    private var surrogate: Finding?

    /// Where escapes first stood for NUL and for half a surrogate pair; both become U+FFFD.
    var findings: [Finding] { [nul, surrogate].compactMap(\.self) }

    init(_ bytes: [UInt8], keepsChildren: Bool) {
        self.bytes = bytes
        self.keepsChildren = keepsChildren
        position = Encoding.start(of: bytes)
        lineStart = position
    }

    mutating func document() throws(JSONError) -> JSONNode {
        let node = try value()
        skipSpace()
        if position < bytes.count { throw error(.trailing) }
        return node
    }

    private mutating func value() throws(JSONError) -> JSONNode {
        skipSpace()
        let (line, column) = (line, position - lineStart + 1)
        guard let byte = peek else { throw error(.end) }
        switch byte {
        case UInt8(ascii: "{"): return try object(line, column)
        case UInt8(ascii: "["): return try array(line, column)
        case UInt8(ascii: "\""): return JSONNode(.text(try string()), line: line, column: column)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let start = position
            var node = JSONNode(try number(), line: line, column: column)
            if keepsChildren { node.spelling = bytes.string(in: start..<position) }
            return node
        case UInt8(ascii: "t"): return JSONNode(try word("true", .boolean(true)), line: line, column: column)
        case UInt8(ascii: "f"): return JSONNode(try word("false", .boolean(false)), line: line, column: column)
        case UInt8(ascii: "n"): return JSONNode(try word("null", .null), line: line, column: column)
        default: throw error(.unexpected)
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func error(_ reason: JSONError.Reason) -> JSONError {
        JSONError(
            reason: position < bytes.count || reason == .number ? reason : .end, line: line,
            column: position - lineStart + 1)
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0D: position += 1
            case 0x0A:
                position += 1
                line += 1
                lineStart = position
            default: return
            }
        }
    }

    private mutating func enter() throws(JSONError) {
        depth += 1
        if depth > Self.depthLimit { throw error(.depth) }
        position += 1
    }

    /// Whether another element follows; false at `close`, which is read over.
    private mutating func isNext(_ close: UInt8) throws(JSONError) -> Bool {
        skipSpace()
        switch peek {
        case UInt8(ascii: ","):
            position += 1
            return true
        case close:
            position += 1
            depth -= 1
            return false
        default: throw error(.separator)
        }
    }

    private mutating func isEmpty(_ close: UInt8) -> Bool {
        skipSpace()
        guard peek == close else { return false }
        position += 1
        depth -= 1
        return true
    }

    private mutating func array(_ line: Int, _ column: Int) throws(JSONError) -> JSONNode {
        try enter()
        var values: [Value] = []
        var children: [JSONNode] = []
        if !isEmpty(UInt8(ascii: "]")) {
            repeat {
                let node = try value()
                values.append(node.value)
                if keepsChildren { children.append(node) }
            } while try isNext(UInt8(ascii: "]"))
        }
        return JSONNode(.list(values), line: line, column: column, children: children)
    }

    private mutating func object(_ line: Int, _ column: Int) throws(JSONError) -> JSONNode {
        try enter()
        var members: [Value.Member] = []
        var children: [JSONNode] = []
        if !isEmpty(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                guard peek == UInt8(ascii: "\"") else { throw error(.name) }
                let place = (self.line, position - lineStart + 1)
                let name = try string()
                skipSpace()
                guard peek == UInt8(ascii: ":") else { throw error(.colon) }
                position += 1
                var node = try value()
                node.namePlace = place
                members.append(Value.Member(name, node.value))
                if keepsChildren { children.append(node) }
            } while try isNext(UInt8(ascii: "}"))
        }
        return JSONNode(.object(members), line: line, column: column, children: children)
    }

    private mutating func word(_ word: StaticString, _ value: Value) throws(JSONError) -> Value {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count, word.withUTF8Buffer({ $0.elementsEqual(bytes[position..<end]) }) else {
            throw error(.unexpected)
        }
        position = end
        return value
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> Value {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        let first = peek
        let digits = skipDigits()
        guard digits == 1 || (digits > 1 && first != UInt8(ascii: "0")) else { throw error(.number) }
        var isInteger = true
        if peek == UInt8(ascii: ".") {
            isInteger = false
            position += 1
            guard skipDigits() > 0 else { throw error(.number) }
        }
        if let byte = peek, byte | 0x20 == UInt8(ascii: "e") {
            isInteger = false
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            guard skipDigits() > 0 else { throw error(.number) }
        }
        let text = bytes.string(in: start..<position)
        if isInteger { return Int(text).map(Value.integer) ?? .text(text) }
        // RFC 8259 sets no limit to numbers: what a double cannot hold is kept as it is spelled.
        guard let number = Double(text), number.isFinite else { return .text(text) }
        return .number(number)
    }

    private mutating func skipDigits() -> Int {
        let start = position
        while position < bytes.count, bytes[position].isDigit { position += 1 }
        return position - start
    }

    // MARK: Strings

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\"),
            bytes[position] >= 0x20
        {
            position += 1
        }
        if peek == UInt8(ascii: "\"") {
            position += 1
            return try checked(Array(bytes[start..<position - 1]))
        }
        var output = Array(bytes[start..<position])
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                position += 1
                return try checked(output)
            case UInt8(ascii: "\\"): try escape(&output)
            case 0..<0x20: throw error(.control)
            default:
                output.append(byte)
                position += 1
            }
        }
        throw error(.end)
    }

    private func checked(_ utf8: [UInt8]) throws(JSONError) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw error(.encoding) }
        return text
    }

    private mutating func escape(_ output: inout [UInt8]) throws(JSONError) {
        position += 1
        guard let byte = peek else { throw error(.end) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(byte)
        case UInt8(ascii: "b"): output.append(0x08)
        case UInt8(ascii: "f"): output.append(0x0C)
        case UInt8(ascii: "n"): output.append(0x0A)
        case UInt8(ascii: "r"): output.append(0x0D)
        case UInt8(ascii: "t"): output.append(0x09)
        case UInt8(ascii: "u"):
            let column = position - lineStart
            position += 1
            var scalar = try unicodeEscape()
            if scalar == nil {
                surrogate = surrogate ?? Finding(.loneSurrogate, line: line, column: column)
            } else if scalar == "\0" {
                nul = nul ?? Finding(.nulBytes, line: line, column: column)
                scalar = nil
            }
            output.append(contentsOf: (scalar ?? "\u{FFFD}").utf8)
            return
        default: throw error(.escape)
        }
        position += 1
    }

    /// The scalar of four hexadecimal digits, or of two such escapes that are a surrogate pair; nil for half a pair.
    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar? {
        let unit = try hexadecimal()
        guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) }
        let afterFirst = position
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        position += 2
        let second = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(second) else {
            position = afterFirst
            return nil
        }
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (second - 0xDC00))
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = peek?.hexadecimalValue else { throw error(.escape) }
            value = value << 4 | digit
            position += 1
        }
        return value
    }
}
