// A walk over all text of a document as bytes, for an index: most stretches are told where they stand, without copies.

/// Is told a document's text, stretch by stretch in reading order.
package protocol TextVisitor {
    /// Plain text; where the source has no markup it is the source's bytes, so white space may not be single yet.
    mutating func visit(_ role: TextRole, _ text: UnsafeBufferPointer<UInt8>)

    /// What follows, up to `leave`, is the text of the next list item of `Document.point(at:)` or table of
    /// `Document.table(at:)`; every one of them is entered, in order, and none while another is open.
    mutating func enter(_ part: DocumentPart)
    mutating func leave(_ part: DocumentPart)
}

/// What a document holds many of.
package enum DocumentPart: Sendable {
    case point, table
}

extension Document {
    /// Tells `visitor` the title, author, tags and summary, then the text of the body.
    package func visitText<Visitor: TextVisitor>(_ visitor: inout Visitor) {
        Self.tell(&visitor, .title, title.text)
        if let author = metadata.author { Self.tell(&visitor, .paragraph, author) }
        for tag in metadata.tags { Self.tell(&visitor, .paragraph, tag) }
        if let summary = metadata.summary { Self.tell(&visitor, .paragraph, summary) }
        OutlineReader(self).visitText(&visitor)
    }

    fileprivate static func tell<Visitor: TextVisitor>(_ visitor: inout Visitor, _ role: TextRole, _ text: String) {
        var text = text
        text.withUTF8 { if !$0.isEmpty { visitor.visit(role, $0) } }
    }
}

extension OutlineReader {
    fileprivate func visitText<Visitor: TextVisitor>(_ visitor: inout Visitor) {
        for node in outline.nodes {
            switch node.kind {
            case .title, .list, .quote: continue
            case .heading: visit(.heading, node, &visitor)
            case .paragraph: visit(node.quotes > 0 ? .quote : .paragraph, node, &visitor)
            case .code: Document.tell(&visitor, .code, code(node).text)
            case .item:
                guard node.isPoint else { continue }
                visitor.enter(.point)
                let item = label(node)
                if let label = item.label { Document.tell(&visitor, .label, label) }
                Document.tell(&visitor, .item, item.text)
                visitor.leave(.point)
            case .table:
                visitor.enter(.table)
                visitTable(node, &visitor)
                visitor.leave(.table)
            }
        }
    }

    /// The cells that the table shows: none beyond its columns.
    private func visitTable<Visitor: TextVisitor>(_ node: Node, _ visitor: inout Visitor) {
        guard node.shape == .pipes else {
            return forEachShapedRow(node) { _, cells in
                for cell in cells { Document.tell(&visitor, .cell, cell) }
            }
        }
        var lines = RowLines(bytes, node)
        var columns = node.flags.contains(.headless) || node.flags.contains(.keepsExcess) ? Int.max : 0
        var isHeader = !node.flags.contains(.headless)
        while let row = lines.next() {
            var column = 0
            TableLine.forEachCell(bytes, in: row.range) { cell in
                column += 1
                if isHeader { columns = max(columns, column) }
                guard column <= columns, !cell.isEmpty else { return }
                let bytes = self.bytes
                if Inline.isUnmarked(bytes, cell) {
                    bytes.withUnsafeBufferPointer { visitor.visit(.cell, UnsafeBufferPointer(rebasing: $0[cell])) }
                } else {
                    Document.tell(&visitor, .cell, cellText(cell))
                }
            }
            // Behind the header stands the delimiter.
            if isHeader { _ = lines.next() }
            isHeader = false
        }
    }

    private func visit<Visitor: TextVisitor>(_ role: TextRole, _ node: Node, _ visitor: inout Visitor) {
        if node.quotes == 0, Inline.isUnmarked(bytes, node.range) {
            bytes.withUnsafeBufferPointer { visitor.visit(role, UnsafeBufferPointer(rebasing: $0[node.range])) }
        } else {
            Document.tell(&visitor, role, text(node))
        }
    }
}
