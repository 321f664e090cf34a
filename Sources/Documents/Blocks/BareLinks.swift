// URLs that stand in the text as they are: nothing in them is markup (GFM 6.9, with its rules for where one ends).
// Unlike in GFM, the name of the host may be any.

extension Inline {
    /// Copies the rest of the URL that the plain text from `start` to here, before a byte of markup, ends with.
    ///
    /// Within brackets there is none.
    mutating func bareLink(from start: Int) {
        guard markup != .html, position < end, brackets.isEmpty, let link = startOfLink(in: start..<position) else {
            return
        }
        let close = endOfLink(link)
        if close > position { copy(close - position) }
    }

    /// Where in the last word of `text` a URL begins.
    private func startOfLink(in text: Range<Int>) -> Int? {
        var index = text.upperBound
        while index > text.lowerBound, !bytes[index - 1].isSpace { index -= 1 }
        var name = index
        while index < text.upperBound {
            let byte = bytes[index]
            if byte == UInt8(ascii: ":"), isScheme(name..<index), index + 3 < text.upperBound,
                bytes[index + 1..<index + 3].elementsEqual("//".utf8),
                bytes[index + 3].isAlphanumeric || bytes[index + 3] >= 0x80
            {
                return name
            }
            if byte == UInt8(ascii: "w"), index == name, bytes[index..<text.upperBound].starts(with: "www.".utf8),
                mayPrecedeLink(index)
            {
                return index
            }
            index += 1
            if !byte.isLetter { name = index }
        }
        return nil
    }

    private func isScheme(_ name: Range<Int>) -> Bool {
        guard (3...5).contains(name.count) else { return false }
        return ["http", "https", "ftp"].contains { $0.utf8.elementsEqual(bytes[name].lazy.map(\.lowercased)) }
    }

    private func mayPrecedeLink(_ index: Int) -> Bool {
        guard index > start else { return true }
        return bytes[index - 1].isSpace || "*_~(".utf8.contains(bytes[index - 1])
    }

    /// Where the URL ends that begins at `start`: at white space or `<`, without punctuation, and without parentheses
    /// and references of characters that are not part of it.
    private func endOfLink(_ start: Int) -> Int {
        var index = start
        var unopened = 0
        while index < end, !bytes[index].isSpace, bytes[index] != UInt8(ascii: "<") {
            if bytes[index] == UInt8(ascii: "(") { unopened -= 1 }
            if bytes[index] == UInt8(ascii: ")") { unopened += 1 }
            index += 1
        }
        while index > start {
            switch bytes[index - 1] {
            case UInt8(ascii: ")"):
                guard unopened > 0 else { return index }
                unopened -= 1
            case UInt8(ascii: ";"):
                var name = index - 1
                while name > start, bytes[name - 1].isLetter { name -= 1 }
                if name > start, name < index - 1, bytes[name - 1] == UInt8(ascii: "&") { index = name }
            case let byte where "?!.,:*_~\"'".utf8.contains(byte): break
            default: return index
            }
            index -= 1
        }
        return index
    }
}
