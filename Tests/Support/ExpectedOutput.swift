// What an example of the documentation prints, compared with what the page says it prints.

/// The expected output of an example, in which `…` is anything.
package struct ExpectedOutput {
    private let language: String
    private let text: String

    /// The languages of blocks that can be expected outputs.
    package static let languages = ["json", "csv", "text"]

    package init(_ language: String, _ text: String) {
        self.language = language
        self.text = text
    }

    /// The difference between `output` and this, in one line; nil if there is none.
    ///
    /// JSON is compared as values, one or several in a row. An element or member `…` matches any number of further
    /// ones, a value `…` any value. Everything else is compared as text, without the white space at its end.
    package func difference(from output: String) -> String? {
        if language == "json" {
            do {
                return Self.difference(try LooseJSON.values(of: output), from: try LooseJSON.values(of: text))
            } catch {
                return "\(error.description); the output is \(output)"
            }
        }
        let output = Self.lines(of: output)
        return Self.fits(output[...], Self.lines(of: text)) ? nil : "the output is\n\(output)"
    }

    private static func lines(of text: String) -> String {
        let lines = text.replacing("\r\n", with: "\n")
        return String(lines.reversed().drop(while: \.isWhitespace).reversed())
    }

    /// True if `text` is `pattern` with something in place of each `…`.
    package static func fits(_ text: Substring, _ pattern: String) -> Bool {
        let parts = pattern.split(separator: "…", omittingEmptySubsequences: false)
        guard let first = parts.first, let last = parts.last, text.hasPrefix(first) else { return false }
        if parts.count == 1 { return text == first }
        var rest = text.dropFirst(first.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let range = rest.firstRange(of: part) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.hasSuffix(last)
    }

    private static func difference(_ values: [LooseJSON], from expected: [LooseJSON]) -> String? {
        guard expected.count == values.count else {
            return "there are \(values.count) JSON values, not \(expected.count)"
        }
        return zip(values, expected).lazy.compactMap { $0.difference(from: $1, at: "$") }.first
    }
}

/// JSON in which `…` is any value.
indirect enum LooseJSON {
    case anything
    /// `null`, `true`, `false` or a number, as written.
    case literal(String)
    case text(String)
    case list([LooseJSON], isOpen: Bool)
    case object([(name: String, value: LooseJSON)], isOpen: Bool)

    struct SyntaxError: Error, CustomStringConvertible {
        var description: String
    }

    /// The values that `text` holds one after the other.
    static func values(of text: String) throws(SyntaxError) -> [LooseJSON] {
        var parser = Parser(rest: Array(text.unicodeScalars)[...])
        var values: [LooseJSON] = []
        while parser.skipBlanks() { values.append(try parser.value()) }
        return values
    }

    /// Where and how this value is another than `expected`; nil if it is not.
    func difference(from expected: LooseJSON, at path: String) -> String? {
        switch (self, expected) {
        case (_, .anything): return nil
        case (.literal(let one), .literal(let other)):
            let isSame = one == other || Double(one).map { $0 == Double(other) } == true
            return isSame ? nil : "\(path) is \(one), not \(other)"
        case (.text(let one), .text(let other)):
            return ExpectedOutput.fits(one[...], other) ? nil : "\(path) is \"\(one)\", not \"\(other)\""
        case (.list(let values, _), .list(let wanted, let isOpen)):
            guard values.count == wanted.count || isOpen && values.count > wanted.count else {
                return "\(path) has \(values.count) elements, not \(wanted.count)"
            }
            return zip(values, wanted).enumerated().lazy
                .compactMap { $1.0.difference(from: $1.1, at: "\(path)[\($0)]") }.first
        case (.object(let members, _), .object(let wanted, let isOpen)):
            for (name, value) in wanted {
                guard let member = members.first(where: { $0.name == name }) else {
                    return "\(path) has no member \(name)"
                }
                if let difference = member.value.difference(from: value, at: "\(path).\(name)") { return difference }
            }
            if isOpen { return nil }
            let others = members.filter { member in !wanted.contains { $0.name == member.name } }.map(\.name)
            return others.isEmpty ? nil : "\(path) also has \(others.joined(separator: ", "))"
        default: return "\(path) is of another kind"
        }
    }

    private struct Parser {
        var rest: ArraySlice<Unicode.Scalar>

        /// False at the end.
        mutating func skipBlanks() -> Bool {
            rest = rest.drop(while: \.properties.isWhitespace)
            return !rest.isEmpty
        }

        mutating func value() throws(SyntaxError) -> LooseJSON {
            guard skipBlanks(), let first = rest.first else {
                throw SyntaxError(description: "a JSON value is missing")
            }
            switch first {
            case "…":
                rest.removeFirst()
                return .anything
            case "\"": return .text(try string())
            case "[":
                var elements: [LooseJSON] = []
                let isOpen = try members(closedBy: "]") { parser throws(SyntaxError) in
                    elements.append(try parser.value())
                }
                return .list(elements, isOpen: isOpen)
            case "{":
                var members: [(name: String, value: LooseJSON)] = []
                let isOpen = try self.members(closedBy: "}") { parser throws(SyntaxError) in
                    let name = try parser.string()
                    try parser.take(":")
                    members.append((name, try parser.value()))
                }
                return .object(members, isOpen: isOpen)
            default:
                let word = rest.prefix {
                    $0.properties.isAlphabetic || $0.isASCII && "0123456789+-.".contains(Character($0))
                }
                guard !word.isEmpty else { throw SyntaxError(description: "`\(first)` begins no JSON value") }
                rest = rest[word.endIndex...]
                return .literal(word.map(String.init).joined())
            }
        }

        /// Takes what is between brackets; true if its last part is `…`.
        private mutating func members(
            closedBy end: Unicode.Scalar, _ member: (inout Parser) throws(SyntaxError) -> Void
        ) throws(SyntaxError) -> Bool {
            rest.removeFirst()
            while skipBlanks(), rest.first != end {
                // A value `…` in a list is the end of an open one.
                if rest.first == "…" {
                    rest.removeFirst()
                    try take(end)
                    return true
                }
                try member(&self)
                guard skipBlanks(), rest.first == "," || rest.first == end else { break }
                if rest.first == "," { rest.removeFirst() }
            }
            try take(end)
            return false
        }

        private mutating func take(_ wanted: Unicode.Scalar) throws(SyntaxError) {
            guard skipBlanks(), rest.first == wanted else {
                throw SyntaxError(
                    description: "`\(wanted)` is missing before `\(rest.prefix(20).map(String.init).joined())`")
            }
            rest.removeFirst()
        }

        private mutating func string() throws(SyntaxError) -> String {
            try take("\"")
            var text = String.UnicodeScalarView()
            while let letter = rest.popFirst(), letter != "\"" {
                guard letter == "\\", let escaped = rest.popFirst() else {
                    text.append(letter)
                    continue
                }
                switch escaped {
                case "n": text.append("\n")
                case "t": text.append("\t")
                case "r": text.append("\r")
                case "u":
                    let digits = rest.prefix(4).map(String.init).joined()
                    rest = rest.dropFirst(4)
                    text.append(UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "\u{FFFD}")
                default: text.append(escaped)
                }
            }
            return String(text)
        }
    }
}
