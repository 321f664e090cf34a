// The lines of a run: where in its text each line of the file begins.

import Text

/// The lines that a text was read from.
package struct LineMap {
    /// The line on which the text begins.
    package let first: Int
    /// Where each further line begins in the text, ascending.
    let starts: [Int]
    /// The line after those that the text may be on, if only these are known: that of a row of lines, or of metadata.
    package let end: Int?

    package init(first: Int, starts: [Int] = [], end: Int? = nil) {
        self.first = first
        self.starts = starts
        self.end = end
    }

    /// The lines of a text that begins on `first` and ends before `next`, if it is not nil.
    init(first: Int, before next: Int?) {
        self.init(first: first, end: next.flatMap { $0 > first + 1 ? $0 : nil })
    }

    /// Returns the line of the byte at `offset` of the text; O(log n).
    package func line(at offset: Int) -> Int {
        first + starts.partitioningIndex { $0 > offset }
    }
}

extension Document {
    /// Returns the line of the byte at `offset` of a text on `lines`; nil if it is not certain.
    ///
    /// If only the range of the lines is known, it is the first one that passes the test.
    package func line(
        of lines: LineMap, at offset: Int, where isWanted: (UnsafeBufferPointer<UInt8>) -> Bool
    ) -> Int? {
        if let fixedLine { return lines.first == fixedLine ? fixedLine : nil }
        guard let end = lines.end else { return lines.line(at: offset) }
        let bytes = bytes
        var line = bytes.line(at: 0, number: 1)
        while let current = line, current.number < end {
            if current.number >= lines.first {
                let isFound = bytes.withUnsafeBufferPointer {
                    isWanted(UnsafeBufferPointer(rebasing: $0[current.range]))
                }
                if isFound { return current.number }
            }
            line = bytes.line(after: current)
        }
        return nil
    }

    /// Returns the line of the first heading after a line; nil if there is none.
    package func nextHeadingLine(after line: Int) -> Int? {
        let next = (0..<outline.headingCount).partitioningIndex {
            self.line(of: outline[outline.heading(at: $0)]) > line
        }
        return next < outline.headingCount ? self.line(of: outline[outline.heading(at: next)]) : nil
    }

    /// The lines of the list item at `index`, which has one text.
    package func lines(ofPoint index: Int) -> LineMap {
        let node = outline[outline.item(at: index)]
        guard node.flags.contains(.html), fixedLine == nil else {
            return LineMap(first: line(of: node), before: end(of: node))
        }
        // The line of the node is that of its tag, which may be alone on it.
        let (start, size) = (Int(node.start), bytes.feedCount(in: node.range))
        let first = 1 + bytes.feedCount(in: 0..<start)
        return LineMap(first: first, before: first + size + 1)
    }

    /// Calls `body` with the cells of the header and of each row of the table at `index`, and their lines.
    package func forEachRow(ofTable index: Int, _ body: ([String], LineMap) -> Void) {
        let table = table(at: index)
        var (cells, line) = (table.columns, table.line)
        for row in table.rows {
            body(cells, LineMap(first: line, before: fixedLine == nil ? row.line : nil))
            (cells, line) = (row.cells, row.line)
        }
        body(cells, LineMap(first: line, before: end(of: outline[outline.table(at: index)])))
    }

    /// The line after those of a node without its children; nil if the lines of the text are not those of the file.
    func end(of node: Node) -> Int? {
        guard fixedLine == nil else { return nil }
        let (bytes, start) = bytes(of: node)
        return line(of: node) + bytes.feedCount(in: node.range.lowerBound - start..<node.range.upperBound - start) + 1
    }

    /// The lines of the title, and of the metadata, which are before the body.
    var linesAboveBody: (title: LineMap, metadata: LineMap) {
        guard fixedLine == nil else { return (LineMap(first: firstLine), LineMap(first: firstLine)) }
        let end = outline.nodeCount > 0 ? Int(outline[0].line) : Int.max
        let metadata = LineMap(first: firstLine, end: end)
        let title = outline.nodes.first { $0.kind == .title }
        return (title.map { LineMap(first: line(of: $0)) } ?? metadata, metadata)
    }
}
