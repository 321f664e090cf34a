// Parser of lists of raw HTML in Markdown: `ul`, `ol` and `dl` become nodes of lists and items.

extension MarkdownBlocks {
    private struct OpenList {
        var name: String
        var node: Int
        var item: Int?
        /// The number of `dd` of the item in a `dl`.
        var meanings = 0
    }

    /// Adds the nodes of a list; returns false, with some nodes added, for text outside of items or too deep nesting.
    ///
    /// A `dt` and its `dd` are one item.
    mutating func addHTMLList(_ range: Range<Int>, _ line: Line) -> Bool {
        var open: [OpenList] = []
        var tokens = HTMLTokens(bytes, range)
        var (position, number) = (range.lowerBound, line.number)
        let (outerDepth, outerItems) = (depth, itemDepth)
        var tableDepth = 0
        var words = 0
        while let tag = tokens.next() {
            if tag.name == "table" { tableDepth += tag.isClosing ? -1 : 1 }
            guard tableDepth == 0, ["ul", "ol", "li", "dl", "dt", "dd"].contains(tag.name) else { continue }
            if !addText(position..<tag.range.lowerBound, line: number, open.last, &words) { return false }
            number += bytes.feedCount(in: position..<tag.range.upperBound)
            position = tag.range.upperBound
            switch (tag.name, tag.isClosing) {
            case ("li", false), ("dt", false):
                guard var list = open.popLast(), (list.name == "dl") == (tag.name == "dt") else { return false }
                if let item = list.item { builder.close(item) }
                list.item = builder.append(
                    .item, position..<position, line: number, level: outerItems + open.count, quotes: quotes)
                list.meanings = 0
                open.append(list)
            case ("li", true):
                guard let item = open.last?.item, open.last?.name != "dl" else { return false }
                builder.close(item)
                open[open.count - 1].item = nil
            case ("dd", false):
                guard open.last?.name == "dl", open.last?.item != nil else { return false }
                open[open.count - 1].meanings += 1
            case ("dt", true), ("dd", true):
                guard open.last?.name == "dl" else { return false }
            case (_, false):
                guard outerDepth + open.count < BlockBuilder.depthLimit, open.isEmpty || open.last?.item != nil else {
                    return false
                }
                var flags: Node.Flags = tag.name == "ol" ? .ordered : []
                if open.isEmpty, containers.isEmpty { flags.insert(.top) }
                let list = builder.append(.list, position..<position, line: number, quotes: quotes, flags: flags)
                open.append(OpenList(name: tag.name, node: list))
            case (_, true):
                guard let list = open.popLast(), list.name == tag.name else { return false }
                if let item = list.item { builder.close(item) }
                builder.close(list.node)
            }
        }
        builder.outline.wordCount += words
        return open.isEmpty
    }

    /// Adds text of a list: the first text of an item is the item's, others are paragraphs in it.
    ///
    /// The text of the first `dd` is the item's too.
    private mutating func addText(_ range: Range<Int>, line: Int, _ list: OpenList?, _ words: inout Int) -> Bool {
        let text = withoutMarks(range)
        guard let list, !Inline.plainText(bytes, text, markup: .html, definitions: [:]).isEmpty else { return true }
        guard let item = list.item else { return false }
        words += builder.wordCount(in: text)
        let flags: Node.Flags = HTMLElement.holdsMarkdown(bytes, text) ? [] : .html
        let isLast = item == builder.outline.nodes.count - 1
        let term = builder.outline.nodes[item]
        if isLast, term.range.isEmpty {
            builder.outline.nodes[item].start = UInt32(clamping: text.lowerBound)
            builder.outline.nodes[item].end = UInt32(clamping: text.upperBound)
            builder.outline.nodes[item].flags.formUnion(flags)
        } else if isLast, list.meanings == 1, !term.flags.contains(.defines),
            Label.isLabel(Inline.plainText(bytes, term.range, markup: .html, definitions: [:]))
        {
            builder.outline.nodes[item].end = UInt32(clamping: text.upperBound)
            builder.outline.nodes[item].flags.insert(.defines)
            if flags.isEmpty { builder.outline.nodes[item].flags.remove(.html) }
        } else {
            let line = line + bytes.feedCount(in: range.lowerBound..<text.lowerBound)
            builder.append(.paragraph, text, line: line, quotes: quotes, flags: flags)
        }
        return true
    }

    /// Returns `range` without white space and marks of quotes at its ends.
    private func withoutMarks(_ range: Range<Int>) -> Range<Int> {
        var text = TableLine.trim(bytes, range)
        guard quotes > 0 else { return text }
        let mark = UInt8(ascii: ">")
        if bytes[range.lowerBound..<text.lowerBound].contains(0x0A) {
            while let first = text.first, bytes[first] == mark {
                text = TableLine.trim(bytes, first + 1..<text.upperBound)
            }
        }
        while let last = text.last, bytes[last] == mark {
            var start = last
            while start > text.lowerBound, bytes[start - 1] == mark || bytes[start - 1].isBlank { start -= 1 }
            guard start > text.lowerBound, bytes[start - 1] == 0x0A else { break }
            text = TableLine.trim(bytes, text.lowerBound..<start - 1)
        }
        return text
    }
}
