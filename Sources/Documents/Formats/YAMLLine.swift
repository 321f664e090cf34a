// Parsers of the parts of a YAML line: keys, anchors, aliases and tags.

extension YAML {
    // MARK: Properties

    /// Returns true if an anchor, an alias or a tag begins here: `&name …`, `*name`, `!name …`.
    static func isProperty(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        guard let first = range.first else { return false }
        let isTag = bytes[first] == UInt8(ascii: "!")
        let isAlias = bytes[first] == UInt8(ascii: "*")
        guard isTag || isAlias || bytes[first] == UInt8(ascii: "&") else { return false }
        let name = bytes[first + 1..<range.upperBound].prefix { byte in
            byte.isAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
                || isTag && "!/:.<>,".utf8.contains(byte)
        }
        if name.isEmpty { return false }
        if name.endIndex == range.upperBound { return true }
        return bytes[name.endIndex].isBlank && !isAlias
    }

    /// Returns the value after one or more tags `!!str`; nil if there is no such tag.
    static func textTag(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        let tag = "!!str".utf8
        var rest = range
        while rest.count > tag.count, bytes[rest].starts(with: tag), bytes[rest.lowerBound + tag.count].isBlank {
            rest = TableLine.trim(bytes, rest.lowerBound + tag.count..<rest.upperBound)
        }
        return rest == range ? nil : rest
    }

    // MARK: Keys

    /// Splits a line at the first colon that a blank or the end follows.
    static func splitKey(_ bytes: [UInt8], _ range: Range<Int>) -> (key: Range<Int>, rest: Range<Int>)? {
        guard let first = range.first else { return nil }
        var index = first
        if bytes[first] == UInt8(ascii: "\"") || bytes[first] == UInt8(ascii: "'") {
            index = endOfQuoted(bytes, range)
        }
        let limit = min(range.upperBound, first + 256)
        while index < limit {
            if bytes[index] == UInt8(ascii: ":"), index + 1 == range.upperBound || bytes[index + 1].isBlank {
                let key = TableLine.trim(bytes, first..<index)
                return key.isEmpty ? nil : (key, TableLine.trim(bytes, index + 1..<range.upperBound))
            }
            index += 1
        }
        return nil
    }

    /// Returns the position of the closing quote of quoted text, or the end.
    private static func endOfQuoted(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        let quote = bytes[range.lowerBound]
        var index = range.lowerBound + 1
        while index < range.upperBound {
            let isEscape = bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"")
            let isDoubled =
                bytes[index] == quote && quote == UInt8(ascii: "'") && index + 1 < range.upperBound
                && bytes[index + 1] == quote
            if bytes[index] == quote, !isDoubled { break }
            index += isEscape || isDoubled ? 2 : 1
        }
        return min(index, range.upperBound)
    }

    /// Returns the text of a key, without its quotes and escapes.
    static func name(_ bytes: [UInt8], _ key: Range<Int>) -> String {
        let quote = bytes[key.lowerBound]
        guard key.count >= 2, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
            return bytes.string(in: key)
        }
        var output: [UInt8] = []
        let end = Quoted.scan(
            bytes, key.lowerBound, key.upperBound, quote: quote, style: .init(of: quote), into: &output)
        return end == key.upperBound ? String(decoding: output, as: UTF8.self) : bytes.string(in: key)
    }
}
