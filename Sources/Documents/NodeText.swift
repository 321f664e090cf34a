// The text of one node: its lines without what its containers put before them, unwrapped; and the lines of a table.

extension OutlineReader {
    var markup: Inline.Markup { document.dialect == .markdown ? .markdown : .text }

    func text(_ node: Node) -> String {
        let (bytes, range) = content(node)
        return Inline.plainText(bytes, range, markup: markup(node), definitions: outline.definitions)
    }

    /// The label and the text of an item.
    func label(_ node: Node) -> (label: String?, text: String) {
        if node.flags.contains(.defines) {
            return document.dialect == .markdown ? definitionInHTML(node) : definition(node)
        }
        let (bytes, range) = content(node)
        let markup = markup(node)
        let text = Inline.plainText(bytes, range, markup: markup, definitions: outline.definitions)
        let split = Label.split(text)
        if split.label == nil { return split }
        let colons = Inline.enclosedColons(bytes, range, markup: markup, definitions: outline.definitions)
        return colons.isEmpty ? split : Label.split(text, besides: colons)
    }

    /// The label and the text of an item that holds two bullets.
    private func definition(_ node: Node) -> (label: String?, text: String) {
        let feed = bytes.firstIndex(of: 0x0A, in: node.range)
        var (term, meaning) = (node, node)
        term.end = UInt32(clamping: feed)
        let bullet = TableLine.trim(bytes, feed..<node.range.upperBound)
        meaning.start = UInt32(clamping: TextBlocks.bulletContent(bytes, bullet) ?? bullet.lowerBound)
        return (text(term), text(meaning))
    }

    /// The term before `<dd>` as label, and the text after it.
    private func definitionInHTML(_ node: Node) -> (label: String?, text: String) {
        let (bytes, range) = content(node)
        var tokens = HTMLTokens(bytes, range)
        var meaning: HTMLTag?
        while meaning == nil, let tag = tokens.next() {
            if tag.name == "dd", !tag.isClosing { meaning = tag }
        }
        guard let meaning else { return (nil, text(node)) }
        let parts = [range.lowerBound..<meaning.range.lowerBound, meaning.range.upperBound..<range.upperBound].map {
            Inline.plainText(bytes, $0, markup: markup(node), definitions: outline.definitions)
        }
        let term = parts[0].hasSuffix(":") ? Text.normalized(String(parts[0].dropLast())) : parts[0]
        return (term.isEmpty ? nil : term, parts[1])
    }

    func markup(_ node: Node) -> Inline.Markup { node.flags.contains(.html) ? .html : markup }

    /// A node's text without the marks of quotes, and where among the bytes it stands.
    func content(_ node: Node) -> (bytes: [UInt8], range: Range<Int>) {
        guard node.quotes > 0, bytes.firstIndex(of: 0x0A, in: node.range) < node.range.upperBound else {
            return (bytes, node.range)
        }
        let unquoted = unquoted(node)
        return (unquoted, 0..<unquoted.count)
    }

    /// The lines of a node without the `>` of the quotes it stands in.
    private func unquoted(_ node: Node) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(node.range.count)
        var isFirst = true
        forEachLine(of: node.range) { line in
            if !isFirst { output.append(0x0A) }
            output.append(contentsOf: bytes[isFirst ? line : withoutQuotes(line, node.quotes)])
            isFirst = false
        }
        return output
    }

    private func withoutQuotes(_ line: Range<Int>, _ quotes: UInt8) -> Range<Int> {
        OutlineReader.withoutQuotes(bytes, line, quotes)
    }

    /// `line` behind at most `quotes` marks; fewer stand there where a paragraph goes on lazily.
    static func withoutQuotes(_ bytes: [UInt8], _ line: Range<Int>, _ quotes: UInt8) -> Range<Int> {
        var start = line.lowerBound
        for _ in 0..<quotes {
            var index = start
            while index < line.upperBound {
                if bytes[index].isBlank {
                    index += 1
                } else if bytes[index] >= 0x80, bytes.isZeroWidth(at: index, line.upperBound) {
                    index += 3
                } else {
                    break
                }
            }
            guard index < line.upperBound, bytes[index] == UInt8(ascii: ">") else { break }
            start = index + 1
            if start < line.upperBound, bytes[start] == 0x20 { start += 1 }
        }
        return start..<line.upperBound
    }

    private func forEachLine(of range: Range<Int>, _ body: (Range<Int>) -> Void) {
        var start = range.lowerBound
        while start < range.upperBound {
            let feed = bytes.firstIndex(of: 0x0A, in: start..<range.upperBound)
            body(start..<(feed > start && bytes[feed - 1] == 0x0D ? feed - 1 : feed))
            start = feed + 1
        }
    }

    // MARK: Cells

    func cellText(_ cell: Range<Int>) -> String {
        guard bytes[cell].contains(UInt8(ascii: "\\")) else {
            return Inline.plainText(
                bytes, cell, markup: markup, definitions: outline.definitions, keepsFootnoteMarks: true)
        }
        let text = unescaped(cell)
        return Inline.plainText(
            text, 0..<text.count, markup: markup, definitions: outline.definitions, keepsFootnoteMarks: true)
    }

    /// A cell without the backslashes that keep its pipes from ending it.
    func unescaped(_ cell: Range<Int>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(cell.count)
        for index in cell {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < cell.upperBound, bytes[index + 1] == UInt8(ascii: "|") {
                continue
            }
            output.append(bytes[index])
        }
        return output
    }

    // MARK: Code

    /// The lines of preformatted text, without its fence and indentation, and the fence's info string.
    func code(_ node: Node) -> (text: String, language: String?) {
        let isFenced = node.flags.contains(.fenced)
        var language: String?
        var output: [UInt8] = []
        output.reserveCapacity(node.range.count)
        var isFirst = true
        var hasLine = false
        forEachLine(of: node.range) { line in
            defer { isFirst = false }
            if isFirst, isFenced {
                let mark = bytes[line.lowerBound]
                let info = line.drop { bytes[$0] == mark }
                let text = Inline.plainText(
                    bytes, info.startIndex..<line.upperBound, markup: .html, definitions: outline.definitions)
                language = text.isEmpty ? nil : text
                return
            }
            if hasLine { output.append(0x0A) }
            hasLine = true
            // The span begins behind the marks of the first line's containers, at the code itself or its indentation.
            let rest = isFirst ? line : withoutQuotes(line, node.quotes)
            appendCode(rest, columns: isFirst && !isFenced ? firstIndent(node) : Int(node.level), to: &output)
        }
        return (String(decoding: output, as: UTF8.self), language)
    }

    /// The span of indented code begins behind its containers, so that only its own four columns are left to drop.
    private func firstIndent(_ node: Node) -> Int { min(4, Int(node.level)) }

    private func appendCode(_ line: Range<Int>, columns: Int, to output: inout [UInt8]) {
        var index = line.lowerBound
        var column = 0
        while index < line.upperBound, column < columns {
            if bytes[index].isBlank {
                column += bytes[index] == 0x09 ? 4 - column % 4 : 1
                index += 1
            } else if bytes[index] >= 0x80, bytes.isZeroWidth(at: index, line.upperBound) {
                index += 3
            } else {
                break
            }
        }
        // A tab that reaches beyond the indentation leaves blanks.
        if column > columns { output.append(contentsOf: repeatElement(0x20, count: column - columns)) }
        output.append(contentsOf: bytes[index..<line.upperBound])
    }
}

/// The rows of a table, each without the marks of its containers.
struct RowLines {
    private let bytes: [UInt8]
    private let quotes: UInt8
    private let joinsRows: Bool
    private let end: Int
    private var start: Int
    private var number: Int
    private var isFirst: Bool

    /// The lines of a node; `isFirst` where these begin with the table, whose first line has no marks any more.
    init(_ bytes: [UInt8], _ node: Node, isFirst: Bool = true) {
        self.bytes = bytes
        self.isFirst = isFirst
        quotes = node.quotes
        joinsRows = node.flags.contains(.joinsRows)
        start = node.range.lowerBound
        end = node.range.upperBound
        number = Int(node.line)
    }

    mutating func next() -> (range: Range<Int>, number: Int)? {
        guard start < end else { return nil }
        let line = number
        var range = nextLine()
        if joinsRows {
            while start < end, TableLine.isBrokenOff(bytes, in: start..<bytes.firstIndex(of: 0x0A, in: start..<end)) {
                range = range.lowerBound..<nextLine().upperBound
            }
        }
        defer { isFirst = false }
        return (isFirst ? range : OutlineReader.withoutQuotes(bytes, range, quotes), line)
    }

    private mutating func nextLine() -> Range<Int> {
        let feed = bytes.firstIndex(of: 0x0A, in: start..<end)
        defer {
            start = feed + 1
            number += 1
        }
        return start..<feed
    }
}
