// Lists and their items: a label and a text.

extension BlockKind {
    package static let list: BlockKind = BlockKind(
        "list", members: [("ordered", .flag), ("items", .items)]
    ) { reader, index in
        guard reader.isShown(index) else { return nil }
        return [
            .init("ordered", .flag(reader.outline[index].flags.contains(.ordered))),
            .init("items", .items(reader.items(of: index))),
        ]
    }
}

extension Block {
    /// The block as a list; nil if it is a block of another kind.
    package var list: List? {
        guard case .flag(let isOrdered)? = members.first?.content, case .items(let items)? = members.last?.content
        else { return nil }
        return List(isOrdered: isOrdered, items: items, line: line)
    }
}

package struct List: Hashable, Sendable {
    package var isOrdered: Bool
    package var items: Parts<ListItem>
    package var line: Int
}

package struct ListItem: Hashable, Sendable {
    /// The words before the colon of `Label: text`; nil where the item has none.
    package var label: String?
    package var text: String
    /// The items of the lists nested in this one.
    package var items: Parts<ListItem>
    /// What else stands in the item: further paragraphs, tables, code.
    package var blocks: Parts<Block>
    package var line: Int
}

/// A list item on its own, with what is known of its surroundings.
package struct Point: Hashable, Sendable {
    package var label: String?
    package var text: String
    package var line: Int
    /// 0 for an item of a list that stands in no other item.
    package var depth: Int
}

extension RunReader {
    /// Reads an item into `text`; returns where its label and its text are.
    func readItem(_ node: Node, into text: inout Inline) -> (label: Range<Int>?, text: Range<Int>) {
        text.clear()
        if node.flags.contains(.defines) {
            return document.dialect == .markdown ? readHTMLTerm(node, into: &text) : readTerm(node, into: &text)
        }
        text.collectsEnclosed = true
        append(node, to: &text)
        text.collectsEnclosed = false
        let colons = text.enclosedColons
        let split = text.output.withUnsafeBufferPointer { bytes in
            Label.split(bytes).flatMap { colons.isEmpty ? $0 : Label.split(bytes, besides: colons) }
        }
        let end = text.output.count
        guard let split else { return (nil, 0..<end) }
        guard split.isTask else { return (split.label, split.rest) }
        // The mark and the rest, which the label is between.
        text.output.append(contentsOf: text.output[..<(Label.taskMarkSize - (split.rest.isEmpty ? 1 : 0))])
        text.output.append(contentsOf: text.output[split.rest])
        return (split.label, end..<text.output.count)
    }

    func item(_ node: Node) -> (label: String?, text: String) {
        var text = Inline(outline.definitions)
        let item = readItem(node, into: &text)
        return (item.label.map { text.output.string(in: $0) }, text.output.string(in: item.text))
    }

    func point(_ node: Node) -> Point {
        let item = item(node)
        return Point(label: item.label, text: item.text, line: document.line(of: node), depth: Int(node.level))
    }

    /// Reads an item that holds two bullets: a term and its meaning.
    private func readTerm(_ node: Node, into text: inout Inline) -> (label: Range<Int>?, text: Range<Int>) {
        let feed = bytes.firstIndex(of: 0x0A, in: node.range)
        var (term, meaning) = (node, node)
        term.end = UInt32(clamping: feed)
        let bullet = TableLine.trim(bytes, feed..<node.range.upperBound)
        meaning.start = UInt32(clamping: TextBlocks.bulletContent(bytes, bullet) ?? bullet.lowerBound)
        append(term, to: &text)
        let end = text.output.count
        append(meaning, to: &text)
        return (0..<end, end..<text.output.count)
    }

    /// Reads the term before `<dd>` as label, and the text after it.
    private func readHTMLTerm(_ node: Node, into text: inout Inline) -> (label: Range<Int>?, text: Range<Int>) {
        let (bytes, range) = content(node)
        var tokens = HTMLTokens(bytes, range)
        var meaning: HTMLTag?
        while meaning == nil, let tag = tokens.next() {
            if tag.name == "dd", !tag.isClosing { meaning = tag }
        }
        guard let meaning else {
            append(node, to: &text)
            return (nil, 0..<text.output.count)
        }
        text.append(bytes, range.lowerBound..<meaning.range.lowerBound, markup(node))
        let end = text.output.count
        let label = text.output.withUnsafeBufferPointer { term in
            0..<(term.last == UInt8(ascii: ":") ? Label.endOfText(term, end - 1) : end)
        }
        text.append(bytes, meaning.range.upperBound..<range.upperBound, markup(node))
        return (label.isEmpty ? nil : label, end..<text.output.count)
    }
}
