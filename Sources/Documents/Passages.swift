// A walk over a document's text that gives the source of each stretch first and its plain text only on demand: for
// those who look for something rare. The walk that always makes text is `visitText`.

/// A stretch of text with the bytes that it was read from.
package struct Passage {
    package let role: TextRole
    /// Where it begins.
    package let line: Int
    /// True where the line feeds of its source are those of the file, so that lines can be counted in it.
    package let hasLines: Bool
    /// The bytes as written, markup included; good for the time of the call.
    package let source: UnsafeBufferPointer<UInt8>
    fileprivate let makeText: () -> String

    /// The plain text; the cells of a row are apart by ` | `.
    package var text: String { makeText() }
}

extension Document {
    /// Calls `body` with the title and every block of the body in reading order, a table row by row.
    package func forEachPassage(_ body: (Passage) -> Void) {
        OutlineReader(self).forEachPassage(body)
    }
}

extension OutlineReader {
    fileprivate func forEachPassage(_ body: (Passage) -> Void) {
        bytes.withUnsafeBufferPointer { buffer in
            func tell(_ role: TextRole, _ line: Int, _ range: Range<Int>, _ text: @escaping () -> String) {
                body(
                    Passage(
                        role: role, line: line, hasLines: document.fixedLine == nil,
                        source: UnsafeBufferPointer(rebasing: buffer[range]), makeText: text))
            }
            if !outline.nodes.contains(where: { $0.kind == .title }) {
                let title = document.title.text
                Array(title.utf8).withUnsafeBufferPointer { source in
                    body(
                        Passage(
                            role: .title, line: document.firstLine, hasLines: false, source: source,
                            makeText: { title }))
                }
            }
            for node in outline.nodes {
                switch node.kind {
                case .list, .quote: continue
                case .title: tell(.title, line(node), node.range) { document.title.text }
                case .heading: tell(.heading, line(node), node.range) { text(node) }
                case .paragraph: tell(node.quotes > 0 ? .quote : .paragraph, line(node), node.range) { text(node) }
                case .item: if node.isPoint { tell(.item, line(node), node.range) { text(node) } }
                case .code: tell(.code, line(node), node.range) { code(node).text }
                case .table where node.shape != .pipes:
                    forEachShapedRow(node) { row, cells in
                        let text = cells.joined(separator: " | ")
                        Array(text.utf8).withUnsafeBufferPointer { source in
                            body(
                                Passage(
                                    role: .cell, line: document.fixedLine ?? row.line, hasLines: false,
                                    source: source, makeText: { text }))
                        }
                    }
                case .table:
                    var lines = RowLines(bytes, node)
                    while let row = lines.next() {
                        tell(.cell, document.fixedLine ?? row.number, row.range) {
                            var cells: [String] = []
                            TableLine.forEachCell(bytes, in: row.range) { cells.append(cellText($0)) }
                            return cells.joined(separator: " | ")
                        }
                    }
                }
            }
        }
    }
}
