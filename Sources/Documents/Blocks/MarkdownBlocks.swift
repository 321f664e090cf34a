// Block parser of the Markdown dialect, based on CommonMark 0.30, appendix "A parsing strategy", with GFM tables.
// MarkdownStarts.swift opens blocks; MarkdownParagraphs.swift closes paragraphs. Differences to cmark-gfm: a table ends
// at the first line without a pipe. A table can begin right below a quote or an item, outside of it. Tags that are not
// HTML elements are text.

/// Splits a body of the Markdown dialect into blocks.
struct MarkdownBlocks {
    enum Container {
        case quote(node: Int)
        /// `mark` is the bullet or the character after the number; another one begins another list.
        case list(node: Int, mark: UInt8)
        /// `width` is the indentation of its content in columns.
        case item(node: Int, width: Int)

        var node: Int {
            switch self {
            case .quote(let node), .list(let node, _), .item(let node, _): node
            }
        }
    }

    enum Leaf {
        case none
        case paragraph
        case html(end: HTMLBlock.End)
        case comment(end: HTMLBlock.End)
        case fence(mark: UInt8, length: Int)
        case indented
        case table(columns: Int)
    }

    var builder: BlockBuilder
    var bytes: [UInt8] { builder.bytes }
    var containers: [Container] = []
    var leaf = Leaf.none
    /// The node of the open leaf.
    var leafNode = 0
    /// The start and the number of an open paragraph's last line.
    var lastLine = (start: 0, number: 0)
    /// The start of the unparsed part of the current line.
    var cursor = LineCursor(position: 0, column: 0)
    /// The number of open containers other than lists.
    var depth = 0
    /// The position of the next end of each kind of HTML block, so that no range is searched twice.
    var nextEnds: [HTMLBlock.End: Int] = [:]
    /// The number of bytes that unsuccessful searches for tables and lists of HTML may still read.
    var htmlBudget = 0

    /// Parses the lines from `start`, which is at line `line` of its file.
    static func parse(_ builder: consuming BlockBuilder, from start: Int, line: Int) -> Outline {
        let bytes = builder.bytes
        var parser = MarkdownBlocks(builder: builder)
        parser.htmlBudget = 16 * bytes.count + 4_096
        var next = bytes.line(at: start, number: line)
        while let line = next {
            let last = parser.add(line)
            next = bytes.line(after: last)
        }
        parser.closeContainers(downTo: 0)
        parser.closeLeaf()
        parser.builder.findBareHeadings()
        return parser.builder.outline
    }

    /// Parses one line, or several of a table or list; returns the last line parsed.
    private mutating func add(_ line: Line) -> Line {
        cursor = LineCursor(position: line.start, column: 0)
        let matched = matchContainers(line)
        let isMatched = matched == containers.count
        if isMatched, let last = continueVerbatimLeaf(line) { return last }

        let start = openBlocks(line, matched: matched)
        switch start {
        case .leaf(let last): return last
        case .container: if !cursor.isBlank(bytes, line) { addText(line) }
        case .nothing:
            if cursor.isBlank(bytes, line) {
                closeContainers(downTo: matched)
                closeLeaf()
            } else if !isMatched, case .paragraph = leaf, !beginsTable(line, matched: matched) {
                extendParagraph(line)  // A lazy continuation.
            } else {
                closeContainers(downTo: matched, keepsList: false)
                addText(line)
            }
        }
        return line
    }

    // MARK: Containers

    /// Returns the number of containers that the line continues; moves the cursor after their marks.
    mutating func matchContainers(_ line: Line) -> Int {
        for (index, container) in containers.enumerated() {
            switch container {
            case .list: continue
            case .quote:
                let indent = cursor.indent(bytes, line)
                guard indent.columns < 4, indent.next < line.end, bytes[indent.next] == UInt8(ascii: ">") else {
                    return index
                }
                cursor.skipMark(bytes, line, indent)
            case .item(let node, let width):
                let indent = cursor.indent(bytes, line)
                if indent.next >= line.end {
                    if isEmpty(node) { return index }
                } else if indent.columns >= width {
                    cursor.advance(width, bytes, line)
                } else {
                    return index
                }
            }
        }
        return containers.count
    }

    private func isEmpty(_ item: Int) -> Bool {
        if case .comment = leaf { return false }
        guard builder.outline.nodes.count == item + 1 else { return false }
        let node = builder.outline.nodes[item]
        return node.start == node.end
    }

    /// Closes the containers that a line does not continue and, unless an item follows, the innermost list.
    mutating func closeContainers(downTo count: Int, keepsList: Bool = true) {
        if containers.count > count { closeLeaf() }
        while containers.count > count { closeContainer() }
        if !keepsList, case .list = containers.last { closeContainer() }
    }

    mutating func closeContainer() {
        guard let container = containers.popLast() else { return }
        if case .list = container {} else { depth -= 1 }
        builder.close(container.node)
    }

    // MARK: Leaves

    /// Adds the line to an open verbatim leaf, and returns the last line parsed; returns nil without such a leaf.
    ///
    /// Parses a table or a list of HTML that begins in the line to its end.
    private mutating func continueVerbatimLeaf(_ line: Line) -> Line? {
        switch leaf {
        case .fence(let mark, let length):
            if isClosingFence(line, mark, length) {
                closeLeaf()
            } else {
                builder.extend(leafNode, to: line.end)
            }
            return line
        case .html(let end), .comment(let end):
            if end == .blankLine {
                guard !cursor.isBlank(bytes, line) else {
                    closeLeaf()
                    return line
                }
                if case .html = leaf, beginsStructure(line), !isInComment(line),
                    let last = openStructures(line, from: cursor.position)
                {
                    return last
                }
                builder.extend(leafNode, to: line.end)
            } else {
                if case .html = leaf { builder.extend(leafNode, to: line.end) }
                if let found = end.first(in: bytes, cursor.position..<line.end) {
                    closeHTML(after: found.upperBound, of: line)
                }
            }
            return line
        case .indented:
            let indent = cursor.indent(bytes, line)
            // Blank lines at the end are not part of the code; the next text includes those before it.
            if indent.next >= line.end { return line }
            guard indent.columns >= 4 else {
                closeLeaf()
                return nil
            }
            builder.extend(leafNode, to: line.end)
            return line
        case .none, .paragraph, .table: return nil
        }
    }

    /// Returns true if a comment of the open block of HTML is still open at `line`.
    private mutating func isInComment(_ line: Line) -> Bool {
        guard htmlBudget > 0 else { return true }
        let block = Int(builder.outline.nodes[leafNode].start)..<line.start
        let opening = HTMLBlock.last("<!--", bytes, block)
        htmlBudget -= line.start - (opening ?? block.lowerBound)
        guard let opening else { return false }
        return HTMLBlock.End.text("-->").first(in: bytes, opening..<line.start) == nil
    }

    private func isClosingFence(_ line: Line, _ mark: UInt8, _ length: Int) -> Bool {
        let indent = cursor.indent(bytes, line)
        guard indent.columns < 4 else { return false }
        let text = TableLine.trim(bytes, indent.next..<line.end)
        return text.count >= length && bytes[text].allSatisfy { $0 == mark }
    }

    /// Adds text to the open table or paragraph, or begins a paragraph.
    private mutating func addText(_ line: Line) {
        let indent = cursor.indent(bytes, line)
        if case .table(let columns) = leaf {
            let row = indent.next..<line.end
            if TableLine.firstPipe(bytes, in: row) != nil,
                builder.addRow(row, of: line, columns: columns, flags: [])
            {
                builder.extend(leafNode, to: line.end)
                return
            }
            closeLeaf()
        }
        if case .paragraph = leaf {
            extendParagraph(line)
        } else {
            openLeaf(.paragraph, .paragraph, TableLine.trim(bytes, indent.next..<line.end), line)
            lastLine = (indent.next, line.number)
        }
    }

    private mutating func extendParagraph(_ line: Line) {
        builder.extend(leafNode, to: line.end)
        lastLine = (cursor.indent(bytes, line).next, line.number)
    }

    mutating func openLeaf(
        _ leaf: Leaf, _ kind: Node.Kind, _ range: Range<Int>, _ line: Line, level: Int = 0, flags: Node.Flags = []
    ) {
        closeLeaf()
        var flags = flags
        if containers.isEmpty { flags.insert(.top) }
        self.leaf = leaf
        leafNode = builder.append(kind, range, line: line.number, level: level, quotes: quotes, flags: flags)
    }

    var quotes: Int {
        containers.reduce(0) { count, container in
            if case .quote = container { count + 1 } else { count }
        }
    }

    /// The number of open items.
    var itemDepth: Int {
        containers.reduce(0) { count, container in
            if case .item = container { count + 1 } else { count }
        }
    }

    /// The indentation of the open items within the innermost quote, in columns.
    var itemIndent: Int {
        var columns = 0
        for container in containers {
            switch container {
            case .quote: columns = 0
            case .item(_, let width): columns += width
            case .list: break
            }
        }
        return columns
    }

    mutating func closeLeaf() {
        defer { leaf = .none }
        switch leaf {
        case .none, .table, .comment: break
        case .fence, .indented, .html: builder.countWords(builder.outline.nodes[leafNode].range)
        case .paragraph: closeParagraph()
        }
    }
}
