// Begin and end of a block of raw HTML in Markdown (CommonMark 0.30, 4.6).

enum HTMLBlock {
    /// The condition that ends a block.
    enum End: Hashable {
        case text(String)
        case closingTag
        case blankLine

        /// Returns the range of the first end in `range`.
        func first(in bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
            switch self {
            case .blankLine: nil
            case .text(let text): HTMLBlock.find(Array(text.utf8), bytes, range)
            case .closingTag: HTMLBlock.findClosingTag(bytes, range)
            }
        }
    }

    /// Returns the end of the block that begins with the `<` at `start`, and whether it has text; nil if none begins.
    static func end(_ bytes: [UInt8], _ start: Int, _ end: Int, interruptsParagraph: Bool) -> (End, holdsText: Bool)? {
        guard start + 1 < end else { return nil }
        switch bytes[start + 1] {
        case UInt8(ascii: "!"):
            if has("<!--", bytes, start, end) { return (.text("-->"), false) }
            if has("<![CDATA[", bytes, start, end) { return (.text("]]>"), false) }
            return start + 2 < end && bytes[start + 2].isLetter ? (.text(">"), false) : nil
        case UInt8(ascii: "?"): return (.text("?>"), false)
        default: break
        }
        var index = start + 1
        let isClosing = bytes[index] == UInt8(ascii: "/")
        if isClosing { index += 1 }
        let nameStart = index
        while index < end, bytes[index].isAlphanumeric || bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard index > nameStart, index - nameStart <= 16, bytes[nameStart].isLetter else { return nil }
        let name = String(decoding: bytes[nameStart..<index].map(\.lowercased), as: UTF8.self)
        let isNameEnd =
            index == end || bytes[index].isSpace || bytes[index] == UInt8(ascii: ">")
            || (bytes[index] == UInt8(ascii: "/") && index + 1 < end && bytes[index + 1] == UInt8(ascii: ">"))
        if isNameEnd {
            switch name {
            case "script", "style": if !isClosing { return (.closingTag, false) }
            case "pre", "textarea": if !isClosing { return (.closingTag, true) }
            default: if HTMLElement.beginBlocks.contains(name) { return (.blankLine, true) }
            }
        }
        // Any other tag begins a block if it is alone on its line.
        if !interruptsParagraph, let tag = HTMLElement.endOfTag(bytes, start, end),
            TableLine.trim(bytes, tag..<end).isEmpty
        {
            return (.blankLine, true)
        }
        return nil
    }

    private static func has(_ text: StaticString, _ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        guard end - start >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { $0.elementsEqual(bytes[start..<start + $0.count]) }
    }

    /// Returns the position of the last `text` in `range`.
    static func last(_ text: StaticString, _ bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var index = range.upperBound - text.utf8CodeUnitCount
        while index >= range.lowerBound {
            if bytes[index] == UInt8(ascii: "<"), has(text, bytes, index, range.upperBound) { return index }
            index -= 1
        }
        return nil
    }

    /// Returns the range of the first `text` in `range`.
    fileprivate static func find(_ text: [UInt8], _ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        guard let first = text.first else { return nil }
        var index = range.lowerBound
        while true {
            index = bytes.firstIndex(of: first, in: index..<range.upperBound)
            guard index + text.count <= range.upperBound else { return nil }
            if bytes[index..<index + text.count].elementsEqual(text) { return index..<index + text.count }
            index += 1
        }
    }

    /// Returns the range of the first closing tag of an element with raw text in `range`.
    fileprivate static func findClosingTag(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int>? {
        var index = range.lowerBound
        while true {
            index = bytes.firstIndex(of: UInt8(ascii: "<"), in: index..<range.upperBound)
            guard index + 2 < range.upperBound else { return nil }
            if bytes[index + 1] == UInt8(ascii: "/") {
                let name = bytes[index + 2..<min(range.upperBound, index + 11)].map(\.lowercased)
                if let tag = closingTags.first(where: { name.starts(with: $0) }) {
                    return index..<index + 2 + tag.count
                }
            }
            index += 1
        }
    }

    private static let closingTags = ["script>", "pre>", "style>", "textarea>"].map { Array($0.utf8) }
}
