// A strict parser of JSON text (RFC 8259). It limits nesting, so that no input can exhaust the stack.

/// Parses JSON text to a `Tree` in one pass.
struct JSONReader<Tree: JSONTree> {
    private let depthLimit = 512

    private let bytes: [UInt8]
    private var position: Int
    private var line: Int
    private var lineStart: Int
    private var depth = 0
    private var nul: ParseIssue?
    private var surrogate: ParseIssue?

    /// The places of the first escape of NUL and the first lone surrogate; both become U+FFFD.
    var issues: [ParseIssue] { [nul, surrogate].compactMap(\.self) }

    init(_ bytes: [UInt8], line: Int = 1) {
        self.bytes = bytes
        self.line = line
        position = Encoding.start(of: bytes)
        lineStart = position
    }

    /// The place of the next byte.
    var place: JSONPlace { JSONPlace(line: line, column: position - lineStart + 1) }

    mutating func document() throws(JSONError) -> Tree {
        let tree = try value()
        skipSpace()
        if position < bytes.count { throw error(.trailing) }
        return tree
    }

    private mutating func value() throws(JSONError) -> Tree {
        skipSpace()
        let place = place
        guard let byte = peek else { throw error(.end) }
        switch byte {
        case UInt8(ascii: "{"): return try object(place)
        case UInt8(ascii: "["): return try array(place)
        case UInt8(ascii: "\""): return Tree(text: try string(), at: place)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            let (number, spelling) = try number()
            return Tree(number, spelling: spelling, at: place)
        case UInt8(ascii: "t"): return Tree(.boolean(true), spelling: try word("true"), at: place)
        case UInt8(ascii: "f"): return Tree(.boolean(false), spelling: try word("false"), at: place)
        case UInt8(ascii: "n"): return Tree(.null, spelling: try word("null"), at: place)
        default: throw error(.unexpected)
        }
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private func error(_ reason: JSONError.Reason) -> JSONError {
        JSONError(
            reason: position < bytes.count || reason == .number ? reason : .end, line: line,
            column: place.column)
    }

    mutating func skipSpace() {
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
        if depth > depthLimit { throw error(.depth) }
        position += 1
    }

    /// Skips a comma and returns true, or skips `close` and returns false.
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

    private mutating func array(_ place: JSONPlace) throws(JSONError) -> Tree {
        try enter()
        var values: [Tree] = []
        if !isEmpty(UInt8(ascii: "]")) {
            repeat { values.append(try value()) } while try isNext(UInt8(ascii: "]"))
        }
        return Tree(list: values, at: place)
    }

    private mutating func object(_ place: JSONPlace) throws(JSONError) -> Tree {
        try enter()
        var members: [Tree.Member] = []
        if !isEmpty(UInt8(ascii: "}")) {
            repeat {
                skipSpace()
                guard peek == UInt8(ascii: "\"") else { throw error(.name) }
                let namePlace = self.place
                let name = try string()
                skipSpace()
                guard peek == UInt8(ascii: ":") else { throw error(.colon) }
                position += 1
                members.append(Tree.member(name, at: namePlace, try value()))
            } while try isNext(UInt8(ascii: "}"))
        }
        return Tree(object: members, at: place)
    }

    private mutating func word(_ word: String) throws(JSONError) -> String {
        let end = position + word.utf8.count
        guard end <= bytes.count, bytes[position..<end].elementsEqual(word.utf8) else { throw error(.unexpected) }
        position = end
        return word
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> (Value, spelling: String) {
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
        if isInteger { return (Int(text).map(Value.integer) ?? .text(text), text) }
        // RFC 8259 does not limit numbers: one beyond a double keeps its spelling.
        guard let number = Double(text), number.isFinite else { return (.text(text), text) }
        return (.number(number), text)
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
            guard let (scalar, next) = Quoted.scalar(bytes, position, bytes.count) else {
                repeat { position += 1 } while peek?.hexadecimalValue != nil
                throw error(.escape)
            }
            position = next
            if scalar == nil {
                surrogate = surrogate ?? ParseIssue(.loneSurrogate, line: line, column: column)
            } else if scalar == "\0" {
                nul = nul ?? ParseIssue(.nulBytes, line: line, column: column)
            }
            output.append(contentsOf: (scalar == "\0" ? "\u{FFFD}" : scalar ?? "\u{FFFD}").utf8)
            return
        default: throw error(.escape)
        }
        position += 1
    }
}
