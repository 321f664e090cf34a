// Tags of raw HTML: their syntax (CommonMark 0.30, 6.6) and the names of elements.

enum HTMLElement {
    /// Elements that begin a block of raw HTML (CommonMark 0.30, 4.6, condition 6).
    static let beginBlocks: Set<String> = [
        "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center", "col", "colgroup",
        "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend",
        "li", "link", "main", "menu", "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search",
        "section", "source", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
    ]

    /// Elements within a line; their tags leave nothing in plain text, while those of a block leave a blank.
    static let withinLines: Set<String> = [
        "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "button", "canvas", "cite", "code", "data",
        "datalist", "del", "dfn", "em", "embed", "font", "i", "img", "input", "ins", "kbd", "label", "map", "mark",
        "meter", "object", "output", "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "script", "select",
        "slot", "small", "span", "strike", "strong", "style", "sub", "sup", "svg", "template", "textarea", "time", "tt",
        "u", "var", "video", "wbr",
    ]

    /// The text that replaces a tag in plain text.
    enum Trace {
        case nothing
        case blank
        /// The tag itself: it is not an element of HTML, so it is probably text.
        case itself
    }

    /// Returns the trace of the tag that begins with the `<` at `start`.
    static func trace(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Trace {
        let isClosing = start + 1 < end && bytes[start + 1] == UInt8(ascii: "/")
        let name = name(bytes, isClosing ? start + 2 : start + 1, end)
        if withinLines.contains(name) { return .nothing }
        return name == "br" || name == "pre" || beginBlocks.contains(name) ? .blank : .itself
    }

    /// Returns true if the tag that begins with the `<` at `start` opens an element with invisible content.
    static func hidesContent(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
        let name = name(bytes, start + 1, end)
        return name == "script" || name == "style"
    }

    static func name(_ bytes: [UInt8], _ start: Int, _ end: Int) -> String {
        var index = start
        while index < end, index - start < 16, bytes[index].isAlphanumeric { index += 1 }
        return String(decoding: bytes[start..<index].map(\.lowercased), as: UTF8.self)
    }

    /// Returns true if a blank line is in `range`: text after one is Markdown again.
    static func holdsMarkdown(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var isBlank = false
        for index in range {
            if bytes[index] == 0x0A {
                if isBlank { return true }
                isBlank = true
            } else if !bytes[index].isSpace {
                isBlank = false
            }
        }
        return false
    }

    /// Returns the position after the open or closing tag that begins with the `<` at `start`; nil if there is none.
    static func endOfTag(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        var index = start + 1
        func skipSpace() {
            while index < end, bytes[index].isSpace { index += 1 }
        }
        let isClosing = index < end && bytes[index] == UInt8(ascii: "/")
        if isClosing { index += 1 }
        guard index < end, bytes[index].isLetter else { return nil }
        while index < end, bytes[index].isAlphanumeric || bytes[index] == UInt8(ascii: "-") { index += 1 }
        while index < end {
            let beforeSpace = index
            skipSpace()
            guard index < end else { return nil }
            if bytes[index] == UInt8(ascii: ">") { return index + 1 }
            if isClosing { return nil }
            if bytes[index] == UInt8(ascii: "/") {
                return index + 1 < end && bytes[index + 1] == UInt8(ascii: ">") ? index + 2 : nil
            }
            guard index > beforeSpace, isNameStart(bytes[index]) else { return nil }
            while index < end, isName(bytes[index]) { index += 1 }
            let afterName = index
            skipSpace()
            guard index < end, bytes[index] == UInt8(ascii: "=") else {
                index = afterName
                continue
            }
            index += 1
            skipSpace()
            guard index < end else { return nil }
            let quote = bytes[index]
            if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
                index = bytes.firstIndex(of: quote, in: index + 1..<end) + 1
                if index > end { return nil }
            } else {
                let valueStart = index
                while index < end, isUnquotedValue(bytes[index]) { index += 1 }
                if index == valueStart { return nil }
            }
        }
        return nil
    }

    /// Returns the value of an attribute, without its quotes, of the opening tag at `tag`; nil if it has none.
    static func attribute(_ wanted: String, _ bytes: [UInt8], _ tag: Range<Int>) -> Range<Int>? {
        let end = tag.upperBound - 1
        var index = tag.lowerBound + 1
        while index < end, !bytes[index].isSpace { index += 1 }
        while index < end {
            while index < end, !isNameStart(bytes[index]) { index += 1 }
            let name = index
            while index < end, isName(bytes[index]) { index += 1 }
            let isWanted = bytes[name..<index].lazy.map(\.lowercased).elementsEqual(wanted.utf8)
            while index < end, bytes[index].isSpace { index += 1 }
            guard index < end, bytes[index] == UInt8(ascii: "=") else { continue }
            index += 1
            while index < end, bytes[index].isSpace { index += 1 }
            guard index < end else { return nil }
            var value = index..<index
            if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") {
                value = index + 1..<bytes.firstIndex(of: bytes[index], in: index + 1..<end)
                index = value.upperBound + 1
            } else {
                while index < end, isUnquotedValue(bytes[index]) { index += 1 }
                value = value.lowerBound..<index
            }
            if isWanted { return value }
        }
        return nil
    }

    private static func isNameStart(_ byte: UInt8) -> Bool {
        byte.isLetter || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
    }

    private static func isName(_ byte: UInt8) -> Bool {
        isNameStart(byte) || byte.isDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
    }

    private static func isUnquotedValue(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "="), UInt8(ascii: "<"), UInt8(ascii: ">"),
            UInt8(ascii: "`"):
            false
        default: !byte.isSpace
        }
    }
}
