// Block parser of the text dialect: one line is one block, as web extractors write pages. Tables begin right after text
// and end at the first line without a pipe; headings are inferred from their shape. Only tables, preformatted columns
// and blocks that extractors broke span several lines.

/// Splits a body of the text dialect into blocks.
struct TextBlocks {
    private enum Previous {
        case none, short, long, itemOrRow
    }

    var builder: BlockBuilder
    var bytes: [UInt8] { builder.bytes }
    private var previous = Previous.none
    /// The open lists, outermost first, with the column of their bullets and their last item.
    private var lists: [(node: Int, column: Int, item: Int)] = []

    /// The line of the last dash that is the bullet of the line above it.
    private var lastDash = 0
    /// The last line of a list with terms and meanings in alternating bullets.
    private var lastDefinition = 0

    /// Parses the lines from `start`, which is at line `line` of its file.
    static func parse(_ builder: consuming BlockBuilder, from start: Int, line: Int) -> Outline {
        var parser = TextBlocks(builder: builder)
        parser.parse(from: start, line: line)
        return parser.builder.outline
    }

    private mutating func parse(from start: Int, line number: Int) {
        var next = bytes.line(at: start, number: number)
        while let line = next {
            let last = add(line)
            next = bytes.line(after: last)
        }
        closeLists()
    }

    /// Adds the block that begins at `line`, and returns its last line.
    private mutating func add(_ line: Line) -> Line {
        let text = TableLine.trim(bytes, line.range)
        guard let first = text.first.map({ bytes[$0] }) else { return line }
        if let last = endOfPreformatted(line, first) {
            closeLists()
            builder.appendTable(
                first == UInt8(ascii: "+") ? .grid : .ruled, line.start..<last.end, from: line, codeIndent: 0,
                quotes: 0,
                flags: .top)
            previous = .itemOrRow
            return last
        }
        if isRule(text) { return line }
        if let pipe = TableLine.firstPipe(bytes, in: text), let last = addTable(line, text, pipe) {
            previous = .itemOrRow
            return last
        }
        if let content = Self.bulletContent(bytes, text) {
            previous = .itemOrRow
            if let meaning = meaning(of: line) {
                addItem(line, text, content..<TableLine.trim(bytes, meaning.range).upperBound, flags: .defines)
                return meaning
            }
            addItem(line, text, content..<text.upperBound)
            return line
        }
        if let dash = dashAfter(line) {
            addItem(line, text, text)
            previous = .itemOrRow
            return dash
        }
        closeLists()
        let isHeading = isHeading(text, after: line)
        let heading = isHeading ? Self.withoutMarks(bytes, text) : text
        builder.countWords(heading)
        if isHeading {
            builder.append(.heading, heading, line: line.number, level: 2, flags: [.inferred, .top])
        } else {
            builder.append(.paragraph, text, line: line.number, flags: .top)
        }
        previous = isLong(text) ? .long : .short
        return line
    }

    /// Returns the last line of a grid table or of ruled columns that begin here.
    private func endOfPreformatted(_ line: Line, _ first: UInt8) -> Line? {
        if first == UInt8(ascii: "+"), let last = builder.endOfGrid(at: line) { return last }
        if first == UInt8(ascii: "-"), let last = builder.endOfRuledColumns(top: line) { return last }
        guard isDash(after: line), let next = bytes.line(after: line) else { return nil }
        return builder.endOfRuledColumns(rule: next)
    }

    /// Returns true if a dash is the first character of the line after `line`, in constant time.
    private func isDash(after line: Line) -> Bool {
        var index = line.next
        while index < bytes.count {
            if bytes[index].isBlank {
                index += 1
            } else if bytes[index] >= 0x80, let next = bytes.endOfWideSpace(at: index, bytes.count) {
                index = next
            } else {
                return bytes[index] == UInt8(ascii: "-")
            }
        }
        return false
    }

    // MARK: Headings

    /// Returns true if a line looks like a heading, and is between a long line, a list or a table and a long line.
    ///
    /// A line without a word is a page number, unless it may be a year.
    private func isHeading(_ text: Range<Int>, after line: Line) -> Bool {
        guard previous == .long || previous == .itemOrRow, Self.isShapedAsHeading(bytes, text) else { return false }
        var next = bytes.line(after: line)
        while let candidate = next {
            let below = TableLine.trim(bytes, candidate.range)
            if !below.isEmpty {
                return isLong(below) && Self.bulletContent(bytes, below) == nil
                    && (Draft.hasWord(bytes.string(in: text)) || text.count == 4 && bytes[text].allSatisfy(\.isDigit))
            }
            next = bytes.line(after: candidate)
        }
        return false
    }

    /// Returns true if a line has at most 120 characters, no final punctuation and no lower-case first letter.
    static func isShapedAsHeading(_ bytes: [UInt8], _ text: Range<Int>) -> Bool {
        guard !text.isEmpty, text.count <= 480, bytes.scalarCount(in: text) <= 120 else { return false }
        switch bytes[text.upperBound - 1] {
        case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"): return false
        case 0xA6 where bytes[text].suffix(3).elementsEqual([0xE2, 0x80, 0xA6]): return false  // …
        default: break
        }
        let lead = bytes[text.lowerBound]
        if lead.isLowercaseLetter { return false }
        if lead >= 0x80 {
            let scalar = bytes.string(in: text.lowerBound..<min(text.upperBound, text.lowerBound + scalarLength(lead)))
            if scalar.unicodeScalars.first?.properties.isLowercase == true { return false }
        }
        return true
    }

    /// Returns the text after the `#` of a Markdown heading.
    static func withoutMarks(_ bytes: [UInt8], _ text: Range<Int>) -> Range<Int> {
        let start = text.first { bytes[$0] != UInt8(ascii: "#") } ?? text.upperBound
        guard start > text.lowerBound, start - text.lowerBound <= 6, start < text.upperBound, bytes[start].isBlank
        else {
            return text
        }
        var end = text.upperBound
        while bytes[end - 1] == UInt8(ascii: "#") { end -= 1 }
        let content = TableLine.trim(bytes, start..<(bytes[end - 1].isBlank ? end : text.upperBound))
        return content.isEmpty ? text : content
    }

    private func isLong(_ text: Range<Int>) -> Bool {
        text.count >= 60 && (text.count >= 240 || bytes.scalarCount(in: text) >= 60)
    }

    // MARK: Lists

    /// Returns true if the line is a rule or a bullet without text: only `-`, `_`, `*`, `+`, `=`, `~` and blanks, or a
    /// single `•` or `–`.
    private func isRule(_ text: Range<Int>) -> Bool {
        if text.count == 3, bytes[text].elementsEqual("•".utf8) || bytes[text].elementsEqual("–".utf8) { return true }
        for index in text {
            switch bytes[index] {
            case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "="),
                UInt8(ascii: "~"), 0x20, 0x09:
                continue
            default: return false
            }
        }
        return true
    }

    /// Returns the position of a bullet line's text: after `-`, `*`, `+`, `•` or `–` and a blank.
    static func bulletContent(_ bytes: [UInt8], _ text: Range<Int>) -> Int? {
        guard let first = text.first else { return nil }
        let mark: Int
        switch bytes[first] {
        case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): mark = 1
        case 0xE2
        where text.count > 3 && bytes[first + 1] == 0x80 && (bytes[first + 2] == 0xA2 || bytes[first + 2] == 0x93):
            mark = 3
        default: return nil
        }
        let content = TableLine.trim(bytes, first + mark..<text.upperBound).lowerBound
        guard content > first + mark, content < text.upperBound else { return nil }
        // `- 2 -` is a page number.
        let last = bytes[text.upperBound - 1]
        if last == bytes[first + mark - 1],
            TableLine.trim(bytes, content..<text.upperBound - mark).allSatisfy({ bytes[$0].isDigit })
        {
            return nil
        }
        return bytes[first + mark] >= 0x80 && bytes.isZeroWidth(at: first + mark, content) ? nil : content
    }

    /// Returns the line of a single dash below `line`, if it is the bullet of the item in `line`.
    ///
    /// Some extractors write the dash after its item. Another such pair must precede or follow.
    private mutating func dashAfter(_ line: Line) -> Line? {
        guard let dash = loneDash(after: line) else { return nil }
        if lastDash == line.number - 1 {
            lastDash = dash.number
            return dash
        }
        guard let next = bytes.line(after: dash), loneDash(after: next) != nil else {
            return nil
        }
        let text = TableLine.trim(bytes, next.range)
        guard !text.isEmpty, !isRule(text), Self.bulletContent(bytes, text) == nil else { return nil }
        builder.report(.repairedDashes, at: dash.start, in: dash)
        lastDash = dash.number
        return dash
    }

    private func loneDash(after line: Line) -> Line? {
        guard isDash(after: line), let next = bytes.line(after: line) else { return nil }
        let text = TableLine.trim(bytes, next.range)
        return text.count == 1 && bytes[text.lowerBound] == UInt8(ascii: "-") ? next : nil
    }

    /// Returns the next line if it is the meaning of the term in the bullet `line`.
    ///
    /// Some extractors write definition lists as bullets. This is certain only if the list consists of three or more
    /// pairs of a short term without a full stop and a long sentence.
    private mutating func meaning(of line: Line) -> Line? {
        if lists.isEmpty { findDefinitions(from: line) }
        return line.number < lastDefinition ? bytes.line(after: line) : nil
    }

    private mutating func findDefinitions(from first: Line) {
        var count = 0
        var last = first
        var next: Line? = first
        while let line = next {
            let text = TableLine.trim(bytes, line.range)
            guard let content = Self.bulletContent(bytes, text) else { break }
            let item = content..<text.upperBound
            guard count.isMultiple(of: 2) ? isTerm(item) : isSentence(item) else { return }
            count += 1
            last = line
            next = bytes.line(after: line)
        }
        guard count >= 6, count.isMultiple(of: 2) else { return }
        builder.report(.repairedDefinitions, at: first.start, in: first)
        lastDefinition = last.number
    }

    private func isTerm(_ text: Range<Int>) -> Bool {
        text.count <= 80 && builder.wordCount(in: text) <= 8 && !".,;:!?".utf8.contains(bytes[text.upperBound - 1])
    }

    private func isSentence(_ text: Range<Int>) -> Bool {
        isLong(text) && ".!?".utf8.contains(bytes[text.upperBound - 1])
    }

    private mutating func addItem(_ line: Line, _ text: Range<Int>, _ content: Range<Int>, flags: Node.Flags = []) {
        let column = columns(of: line.start..<text.lowerBound)
        while let list = lists.last, lists.count > 1, column < list.column { closeLast() }
        if let list = lists.last {
            if column >= list.column + 2 {
                if lists.count < BlockBuilder.depthLimit {
                    openList(line, column)
                } else {
                    builder.reportDepth(at: text.lowerBound, in: line)
                }
            }
        } else {
            openList(line, column)
        }
        guard let open = lists.last else { return }
        if open.item >= 0 { builder.close(open.item) }
        builder.countWords(content)
        // The second bullet is within the item.
        if flags.contains(.defines) { builder.outline.wordCount -= 1 }
        lists[lists.count - 1].item = builder.append(
            .item, content, line: line.number, level: lists.count - 1, flags: flags)
    }

    /// Returns the width of white space: 4 columns for a tab, none for a zero-width character.
    private func columns(of space: Range<Int>) -> Int {
        var columns = 0
        var index = space.lowerBound
        while index < space.upperBound {
            let byte = bytes[index]
            columns += byte == 0x09 ? 4 : (byte >= 0x80 && bytes.isZeroWidth(at: index, space.upperBound) ? 0 : 1)
            index += scalarLength(byte)
        }
        return columns
    }

    private mutating func openList(_ line: Line, _ column: Int) {
        let flags: Node.Flags = lists.isEmpty ? .top : []
        let node = builder.append(.list, line.start..<line.start, line: line.number, flags: flags)
        lists.append((node, column, -1))
    }

    private mutating func closeLast() {
        guard let list = lists.popLast() else { return }
        if list.item >= 0 { builder.close(list.item) }
        builder.close(list.node)
    }

    mutating func closeLists() {
        while !lists.isEmpty { closeLast() }
    }
}
