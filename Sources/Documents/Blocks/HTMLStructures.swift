// Detection of tables and lists of raw HTML in Markdown blocks. Ill-formed ones stay text without tags.

extension MarkdownBlocks {
    /// Parses the tables and lists that begin in `line`, from `start` on; text around them is text of the block.
    ///
    /// Returns the last line parsed, in which the block of HTML is open; nil if none begins.
    mutating func openStructures(_ line: Line, from start: Int) -> Line? {
        guard builder.readsTables else { return nil }
        var last: Line?
        var (line, start) = (line, start)
        while let tag = structure(in: start..<line.end), let end = endOfElement(tag) {
            let range = tag.range.lowerBound..<end
            guard isInContainers(range, from: line) else {
                htmlBudget -= range.count
                break
            }
            let before = TableLine.trim(bytes, start..<tag.range.lowerBound)
            let count = builder.outline.nodes.count
            closeLeaf()
            if !before.isEmpty {
                builder.append(.paragraph, before, line: line.number, quotes: quotes, flags: top.union(.html))
                builder.countWords(before)
            }
            guard tag.name == "table" ? addHTMLTable(range, line) : addHTMLList(range, line) else {
                builder.outline.nodes.removeLast(builder.outline.nodes.count - count)
                htmlBudget -= range.count
                break
            }
            let number = line.number + bytes.feedCount(in: range)
            let close = bytes.firstIndex(of: 0x0A, in: end..<bytes.count)
            let isCRLF = close > end && bytes[close - 1] == 0x0D
            line = Line(start: end, end: isCRLF ? close - 1 : close, next: min(close + 1, bytes.count), number: number)
            start = end
            last = line
        }
        guard let last else { return nil }
        openLeaf(.html(end: .blankLine), .paragraph, TableLine.trim(bytes, last.range), last, flags: .html)
        return last
    }

    private var top: Node.Flags { containers.isEmpty ? .top : [] }

    /// Returns true if each line of `range` after its first one, `line`, continues all open containers.
    private mutating func isInContainers(_ range: Range<Int>, from line: Line) -> Bool {
        guard !containers.isEmpty else { return true }
        let current = cursor
        defer { cursor = current }
        var next = bytes.line(after: line)
        while let line = next, line.start < range.upperBound {
            cursor = LineCursor(position: line.start, column: 0)
            guard matchContainers(line) == containers.count else { return false }
            next = bytes.line(after: line)
        }
        return true
    }

    /// Returns true if a table or a list may begin in a line.
    func beginsStructure(_ line: Line) -> Bool { structure(in: line.range) != nil }

    /// Returns the first tag in `range` that opens a table or a list and is not in a comment.
    private func structure(in range: Range<Int>) -> HTMLTag? {
        var tokens = HTMLTokens(bytes, range)
        while let tag = tokens.next() {
            if !tag.isClosing, ["table", "ul", "ol", "dl"].contains(tag.name) { return tag }
        }
        return nil
    }

    /// Returns the position after the closing tag of an element; nil if it is never closed.
    private mutating func endOfElement(_ opening: HTMLTag) -> Int? {
        guard htmlBudget > 0 else { return nil }
        var tokens = HTMLTokens(bytes, opening.range.lowerBound..<bytes.count)
        var depth = 0
        while let tag = tokens.next() {
            guard tag.name == opening.name else { continue }
            depth += tag.isClosing ? -1 : 1
            if depth == 0 { return tag.range.upperBound }
        }
        htmlBudget -= bytes.count - opening.range.lowerBound
        return nil
    }

    private mutating func addHTMLTable(_ range: Range<Int>, _ line: Line) -> Bool {
        let count = builder.outline.nodes.count
        if let caption = caption(in: range) {
            let number = line.number + bytes.feedCount(in: range.lowerBound..<caption.lowerBound)
            builder.append(.paragraph, caption, line: number, quotes: quotes, flags: top.union(.html))
            builder.countWords(caption)
        }
        let node = builder.appendTable(.html, range, from: line, codeIndent: 0, quotes: quotes, flags: top)
        guard builder.outline.nodes[node].kind == .table else {
            builder.outline.nodes.removeLast(builder.outline.nodes.count - count)
            return false
        }
        return true
    }

    private func caption(in range: Range<Int>) -> Range<Int>? {
        var tokens = HTMLTokens(bytes, range)
        guard tokens.next() != nil, let opening = tokens.next(), opening.name == "caption" else { return nil }
        var end = opening.range.upperBound
        while let tag = tokens.next() {
            end = tag.range.lowerBound
            if ["caption", "tr", "td", "th", "thead", "tbody", "table"].contains(tag.name) { break }
        }
        let text = TableLine.trim(bytes, opening.range.upperBound..<end)
        return text.isEmpty ? nil : text
    }
}
