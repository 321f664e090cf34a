// Tables and lists of raw HTML within Markdown: where one begins in a block of HTML, and its nodes. What is not
// well formed stays text without tags.

extension MarkdownBlocks {
    /// Reads the tables and lists that begin in `line`, from `start` on; what is around them is text of the block.
    ///
    /// The answer is the last line that was read, in which the block of HTML is open; nil if none begins.
    mutating func openStructures(_ line: Line, from start: Int) -> Line? {
        guard containers.isEmpty, builder.readsTables else { return nil }
        var last: Line?
        var (line, start) = (line, start)
        while let tag = structure(in: start..<line.end), let end = endOfElement(tag) {
            let before = TableLine.trim(bytes, start..<tag.range.lowerBound)
            let count = builder.outline.nodes.count
            closeLeaf()
            if !before.isEmpty {
                builder.append(.paragraph, before, line: line.number, flags: [.html, .top])
                builder.countWords(before)
            }
            let range = tag.range.lowerBound..<end
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

    /// Whether a table or a list may begin in a line.
    func beginsStructure(_ line: Line) -> Bool { structure(in: line.range) != nil }

    /// The first tag in `range` that opens a table or a list and is in no comment.
    private func structure(in range: Range<Int>) -> HTMLTag? {
        var tokens = HTMLTokens(bytes, range)
        while let tag = tokens.next() {
            if !tag.isClosing, ["table", "ul", "ol"].contains(tag.name) { return tag }
        }
        return nil
    }

    /// After the closing tag of an element; nil if it is never closed.
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
            builder.append(.paragraph, caption, line: number, flags: [.html, .top])
            builder.countWords(caption)
        }
        let node = builder.appendTable(.html, range, from: line, codeIndent: 0, quotes: 0, flags: .top)
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

    // MARK: Lists

    /// Adds the nodes of a list; false, and maybe some nodes, if it has text outside of items or lists below too many.
    private mutating func addHTMLList(_ range: Range<Int>, _ line: Line) -> Bool {
        var open: [(list: Int, item: Int?)] = []
        var tokens = HTMLTokens(bytes, range)
        var (position, number) = (range.lowerBound, line.number)
        var tableDepth = 0
        var words = 0
        while let tag = tokens.next() {
            if tag.name == "table" { tableDepth += tag.isClosing ? -1 : 1 }
            guard tableDepth == 0, ["ul", "ol", "li"].contains(tag.name) else { continue }
            let text = TableLine.trim(bytes, position..<tag.range.lowerBound)
            if !addText(text, from: position, number, open.last?.item, isOpen: open.last != nil, &words) {
                return false
            }
            number += bytes.feedCount(in: position..<tag.range.upperBound)
            position = tag.range.upperBound
            switch (tag.name, tag.isClosing) {
            case ("li", false):
                guard var list = open.popLast() else { return false }
                if let item = list.item { builder.close(item) }
                list.item = builder.append(.item, position..<position, line: number, level: open.count)
                open.append(list)
            case ("li", true):
                guard let item = open.last?.item else { return false }
                builder.close(item)
                open[open.count - 1].item = nil
            case (_, false):
                guard open.count < BlockBuilder.depthLimit, open.isEmpty || open.last?.item != nil else { return false }
                let flags: Node.Flags = tag.name == "ol" ? .ordered : []
                let list = builder.append(
                    .list, position..<position, line: number, flags: open.isEmpty ? flags.union(.top) : flags)
                open.append((list, nil))
            case (_, true):
                guard let list = open.popLast() else { return false }
                if let item = list.item { builder.close(item) }
                builder.close(list.list)
            }
        }
        builder.outline.wordCount += words
        return open.isEmpty
    }

    /// Adds text of a list: the first one of an item is the item's, others are paragraphs in it.
    private mutating func addText(
        _ text: Range<Int>, from position: Int, _ number: Int, _ item: Int?, isOpen: Bool, _ words: inout Int
    ) -> Bool {
        guard isOpen, !Inline.plainText(bytes, text, markup: .html, definitions: [:]).isEmpty else { return true }
        guard let item else { return false }
        words += builder.wordCount(in: text)
        let flags: Node.Flags = HTMLElement.holdsMarkdown(bytes, text) ? [] : .html
        let line = number + bytes.feedCount(in: position..<text.lowerBound)
        if item == builder.outline.nodes.count - 1, builder.outline.nodes[item].range.isEmpty {
            builder.outline.nodes[item].start = UInt32(clamping: text.lowerBound)
            builder.outline.nodes[item].end = UInt32(clamping: text.upperBound)
            builder.outline.nodes[item].flags.formUnion(flags)
        } else {
            builder.append(.paragraph, text, line: line, flags: flags)
        }
        return true
    }
}
