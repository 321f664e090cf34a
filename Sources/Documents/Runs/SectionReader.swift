// Sections, blocks and list items made from the outline one by one. RunReader.swift reads the text of one node.

/// Reads the blocks of one document, and of its bytes never many more than those of one node.
final class SectionReader: Sendable {
    let document: Document
    let outline: PackedOutline
    /// Returns a reader of the node at an index, and that node as it is among the reader's bytes.
    let read: @Sendable (Int) -> (reader: RunReader, node: Node)

    init(_ document: Document) {
        self.document = document
        outline = document.outline
        read = RunReader.nodes(of: document)
    }

    func text(_ index: Int) -> String {
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
        guard let nodes = nextNodes(&index) else { return nil }
        let node = outline[nodes.lowerBound]
        let heading = node.kind == .heading ? text(nodes.lowerBound) : nil
        let start = heading == nil ? nodes.lowerBound : Int(node.next)
        return Section(
            heading: heading, level: heading == nil ? 0 : Int(node.level), line: document.line(of: node),
            isInferred: node.flags.contains(.inferred),
            blocks: parts(of: start..<nodes.upperBound) { $0.block($1) })
    }

    /// The nodes of the section that begins at or behind the node at `index`, which is moved behind it.
    func nextNodes(_ index: inout Int) -> Range<Int>? {
        while index < outline.nodeCount {
            let node = outline[index]
            // What stands before the first heading is a section where it shows something.
            guard node.kind == .heading || isShown(index) else {
                index = Int(node.next)
                continue
            }
            let first = index
            index = nextHeading(from: node.kind == .heading ? Int(node.next) : index)
            return first..<index
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

    /// Returns the block at `index`; nil if the node belongs to another block or has no text.
    private func block(_ index: Int) -> Block? {
        let node = outline[index]
        guard let kind = node.kind.block, let members = kind.make(self, index) else { return nil }
        return Block(kind, line: document.line(of: node), members)
    }

    /// The blocks in the node at `index`.
    func blocks(in index: Int) -> Parts<Block> { parts(of: content(of: index)) { $0.block($1) } }

    /// Returns true if the node at `index` or one in it has text; lone bullets have none.
    func isShown(_ index: Int) -> Bool {
        let node = outline[index]
        switch node.kind {
        case .title: return false
        case .paragraph, .heading: return !text(index).isEmpty
        case .item where node.isPoint: return true
        case .item, .list, .quote: return parts(of: content(of: index)) { $0.isShown($1) ? $1 : nil }.first != nil
        default: return true
        }
    }

    func quotedText(_ index: Int) -> String {
        let paragraphs = parts(of: content(of: index)) { reader, index -> String? in
            guard reader.isShown(index) else { return nil }
            switch reader.outline[index].kind {
            case .paragraph, .heading: return reader.text(index)
            case .quote: return reader.quotedText(index)
            default: return nil
            }
        }
        return paragraphs.joined(separator: "\n")
    }

    /// The items but for lone bullets.
    func items(of list: Int) -> Parts<ListItem> {
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
