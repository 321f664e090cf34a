// Sections, blocks and list items made from the outline one by one. RunReader.swift reads the text of one node.

/// Reads the blocks of one document, and of its bytes never many more than those of one node.
final class SectionReader: Sendable {
    private let document: Document
    private let outline: PackedOutline
    /// Returns a reader of the node at an index, and that node as it is among the reader's bytes.
    private let read: @Sendable (Int) -> (reader: RunReader, node: Node)

    init(_ document: Document) {
        self.document = document
        outline = document.outline
        read = RunReader.nodes(of: document)
    }

    private func text(_ index: Int) -> String {
        let (reader, node) = read(index)
        return reader.text(node)
    }

    var sections: Parts<Section> {
        Parts { [self] in
            var index = 0
            return { [self] in nextSection(&index) }
        }
    }

    /// The section that begins at or behind the node at `index`, which is moved behind it.
    private func nextSection(_ index: inout Int) -> Section? {
        while index < outline.nodeCount {
            let node = outline[index]
            // What stands before the first heading is a section where it shows something.
            guard node.kind == .heading || isShown(index) else {
                index = Int(node.next)
                continue
            }
            let heading = node.kind == .heading ? text(index) : nil
            let start = heading == nil ? index : Int(node.next)
            index = nextHeading(from: start)
            return Section(
                heading: heading, level: heading == nil ? 0 : Int(node.level), line: document.line(of: node),
                isInferred: node.flags.contains(.inferred), blocks: parts(of: start..<index) { $0.block($1) })
        }
        return nil
    }

    private func nextHeading(from start: Int) -> Int {
        var index = start
        while index < outline.nodeCount, outline[index].kind != .heading { index = Int(outline[index].next) }
        return index
    }

    /// What `make` makes of the nodes in `range` that stand in no other one of them.
    private func parts<Element>(
        of range: Range<Int>, _ make: @escaping @Sendable (SectionReader, Int) -> Element?
    ) -> Parts<Element> {
        if range.isEmpty { return Parts() }
        return Parts { [self] in
            var next = range.lowerBound
            return { [self] in
                while next < range.upperBound {
                    let index = next
                    next = Int(outline[index].next)
                    if let element = make(self, index) { return element }
                }
                return nil
            }
        }
    }

    /// The nodes that stand in the one at `index`.
    private func content(of index: Int) -> Range<Int> { index + 1..<max(index + 1, Int(outline[index].next)) }

    /// The block at `index`; nil where it is none of its own or holds no text.
    private func block(_ index: Int) -> Block? {
        let node = outline[index]
        let line = document.line(of: node)
        switch node.kind {
        case .title, .item: return nil
        case .paragraph, .heading:
            let text = text(index)
            return text.isEmpty ? nil : .paragraph(text: text, line: line)
        case .list:
            guard isShown(index) else { return nil }
            return .list(List(isOrdered: node.flags.contains(.ordered), items: items(of: index), line: line))
        case .table: return .table(document.table(at: outline.tables(before: index)))
        case .code:
            let (reader, node) = read(index)
            return .code(text: reader.code(node), language: reader.language(ofCode: node), line: line)
        case .quote:
            guard isShown(index) else { return nil }
            return .quote(text: quotedText(index), blocks: parts(of: content(of: index)) { $0.block($1) }, line: line)
        }
    }

    /// True where the node at `index` or one in it holds text; lone bullets do not.
    private func isShown(_ index: Int) -> Bool {
        let node = outline[index]
        switch node.kind {
        case .title: return false
        case .paragraph, .heading: return !text(index).isEmpty
        case .table, .code: return true
        case .item where node.isPoint: return true
        case .item, .list, .quote: return parts(of: content(of: index)) { $0.isShown($1) ? $1 : nil }.first != nil
        }
    }

    private func quotedText(_ index: Int) -> String {
        let paragraphs = parts(of: content(of: index)) { reader, index -> String? in
            guard reader.isShown(index) else { return nil }
            switch reader.outline[index].kind {
            case .paragraph, .heading: return reader.text(index)
            case .quote: return reader.quotedText(index)
            case .title, .list, .item, .table, .code: return nil
            }
        }
        return paragraphs.joined(separator: "\n")
    }

    /// The items but for lone bullets.
    private func items(of list: Int) -> Parts<ListItem> {
        parts(of: content(of: list)) { $0.isShown($1) ? $0.item($1) : nil }
    }

    private func item(_ index: Int) -> ListItem {
        let (reader, node) = read(index)
        let text = reader.item(node)
        let content = content(of: index)
        let lists = parts(of: content) { $0.outline[$1].kind == .list ? $0.items(of: $1) : nil }
        return ListItem(
            label: text.label, text: text.text,
            items: lists.flattened(),
            blocks: parts(of: content) { $0.outline[$1].kind == .list ? nil : $0.block($1) },
            line: document.line(of: node))
    }
}

extension Parts {
    /// The elements of the elements, in their order.
    fileprivate func flattened<Inner>() -> Parts<Inner> where Element == Parts<Inner> {
        if isWithoutAny { return Parts<Inner>() }
        return Parts<Inner> {
            var all = self.joined().makeIterator()
            return { all.next() }
        }
    }
}
