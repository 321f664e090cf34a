// Ends of Markdown paragraphs and raw HTML: text of items, shortcodes, and text after a comment or a script.
// LinkDefinitions.swift parses definitions at the head of a paragraph.

extension MarkdownBlocks {
    mutating func closeParagraph() {
        guard takeDefinitions() else { return }
        let node = builder.outline.nodes[leafNode]
        if isShortcode(node.range) {
            builder.outline.nodes.removeLast()
            return
        }
        builder.countWords(node.range)
        giveToItem(node)
    }

    /// Makes the first paragraph of an item, which is the last node, the item's own span.
    ///
    /// Does the same for the second paragraph if the first one is a label without text.
    private mutating func giveToItem(_ paragraph: Node) {
        guard leafNode == builder.outline.nodes.count - 1, case .item(let item, _)? = containers.last,
            item == leafNode - 1
        else { return }
        if isEmptySpan(item) {
            builder.outline.nodes[item].start = paragraph.start
            builder.outline.nodes[item].flags.formUnion(paragraph.flags.intersection(.html))
        } else if !isLabel(item, of: paragraph) {
            return
        }
        builder.outline.nodes.removeLast()
        builder.outline.nodes[item].end = paragraph.end
    }

    /// Returns true if an item's text is only a label, and only blank lines are before the next paragraph.
    private func isLabel(_ item: Int, of paragraph: Node) -> Bool {
        let item = builder.outline.nodes[item]
        let text = TableLine.trim(bytes, item.range)
        let end = bytes[text].suffix(4).last { $0 != UInt8(ascii: "*") && $0 != UInt8(ascii: "_") }
        guard end == UInt8(ascii: ":"), item.flags.union(paragraph.flags).isDisjoint(with: .html),
            bytes[text.upperBound..<max(text.upperBound, paragraph.range.lowerBound)].allSatisfy({
                $0.isSpace || $0 == UInt8(ascii: ">")
            })
        else { return false }
        var plain = Inline()
        plain.append(bytes, text, .markdown)
        return plain.output.withUnsafeBufferPointer { text in
            Label.split(text).map { $0.rest.isEmpty || !$0.isTask && Label.isTaskMark(text[$0.rest]) } ?? false
        }
    }

    /// Closes an HTML block that ends at `position`; the rest of the line is raw HTML, too.
    ///
    /// After a comment or a script, the rest is text.
    mutating func closeHTML(after position: Int, of line: Line) {
        guard case .comment = leaf else { return closeLeaf() }
        closeLeaf()
        let rest = TableLine.trim(bytes, position..<line.end)
        guard !Inline.plainText(bytes, rest, markup: .html, definitions: [:]).isEmpty else { return }
        openLeaf(.html(end: .blankLine), .paragraph, rest, line, flags: .html)
        closeLeaf()
        giveToItem(builder.outline.nodes[leafNode])
    }

    private func isEmptySpan(_ item: Int) -> Bool {
        builder.outline.nodes[item].start == builder.outline.nodes[item].end
    }

    /// Returns true if a paragraph is only one shortcode of Hugo or one tag of Liquid, without quoted arguments.
    private func isShortcode(_ range: Range<Int>) -> Bool {
        let text = TableLine.trim(bytes, range)
        guard text.count >= 4, bytes[text.lowerBound] == UInt8(ascii: "{") else { return false }
        let inner: Range<Int>
        switch (bytes[text.lowerBound + 1], bytes[text.upperBound - 2], bytes[text.upperBound - 1]) {
        case (UInt8(ascii: "%"), UInt8(ascii: "%"), UInt8(ascii: "}")):
            inner = text.lowerBound + 2..<text.upperBound - 2
        case (UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "}")) where text.count >= 6:
            let mark = bytes[text.lowerBound + 2]
            let end = bytes[text.upperBound - 3]
            guard (mark == UInt8(ascii: "<") && end == UInt8(ascii: ">")) || (mark == UInt8(ascii: "%") && end == mark)
            else { return false }
            inner = text.lowerBound + 3..<text.upperBound - 3
        default: return false
        }
        // Quoted arguments may be prose, which must not be lost.
        return !inner.isEmpty && !bytes[inner].contains { $0 == UInt8(ascii: "}") || $0 == UInt8(ascii: "\"") }
    }
}
