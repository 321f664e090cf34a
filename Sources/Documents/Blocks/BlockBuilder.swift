// What both dialects share: appending nodes to the outline, rows of tables, and columns that are kept as they stand.

/// The outline while it is made.
struct BlockBuilder {
    /// Lists and quotes nested deeper than this are kept as the text of the innermost one.
    static let depthLimit = 32

    let bytes: [UInt8]
    var outline = Outline()
    /// Empty cells that ragged rows have needed so far.
    private var padding = 0
    /// True once a row was refused because `TableLine.paddingLimit` was reached.
    private(set) var isPaddingSpent = false
    private var isTooDeep = false

    init(bytes: [UInt8]) {
        self.bytes = bytes
        outline.nodes.reserveCapacity(bytes.count / 256 + 4)
    }

    /// Appends a node; the answer is its index.
    @discardableResult
    mutating func append(
        _ kind: Node.Kind, _ range: Range<Int>, line: Int, level: Int = 0, quotes: Int = 0, flags: Node.Flags = []
    ) -> Int {
        let index = outline.nodes.count
        outline.nodes.append(
            Node(
                kind: kind, level: UInt8(clamping: level), quotes: UInt8(clamping: quotes), flags: flags,
                line: UInt32(clamping: line), start: UInt32(clamping: range.lowerBound),
                end: UInt32(clamping: range.upperBound), next: UInt32(clamping: index + 1)))
        return index
    }

    /// Ends the subtree of the node at `index` with the last node there is.
    mutating func close(_ index: Int) {
        outline.nodes[index].next = UInt32(clamping: outline.nodes.count)
    }

    mutating func extend(_ index: Int, to end: Int) {
        outline.nodes[index].end = UInt32(clamping: end)
    }

    mutating func countWords(_ range: Range<Int>) {
        outline.wordCount += bytes.wordCount(in: range)
    }

    /// Remarks something at `position`, which is in `line` or at its end.
    mutating func remark(_ kind: Finding.Kind, at position: Int, in line: Line) {
        outline.findings.append(Finding(kind, line: line.number, column: position - line.start + 1))
    }

    mutating func remarkDepth(at position: Int, in line: Line) {
        if !isTooDeep { remark(.nestedTooDeep, at: position, in: line) }
        isTooDeep = true
    }

    /// Counts the words and cells of the row that `range` of `line` holds; false where it must not be part of the table.
    ///
    /// `flags` are those of the table.
    mutating func addRow(_ range: Range<Int>, of line: Line, columns: Int, flags: Node.Flags) -> Bool {
        let isDoubled = flags.contains(.doubled)
        var cells = 0
        var words = 0
        /// The first cell that is over, else the end of the last one.
        var place = range.lowerBound
        TableLine.forEachCell(bytes, in: range) { cell in
            if isDoubled, cell.isEmpty { return }
            if cells <= columns { place = cells == columns ? cell.lowerBound : cell.upperBound }
            cells += 1
            if !cell.isEmpty { words += bytes.wordCount(in: cell) }
        }
        if cells < columns {
            guard padding + columns - cells <= TableLine.paddingLimit else {
                isPaddingSpent = true
                remark(.tableTooLarge, at: range.lowerBound, in: line)
                return false
            }
            padding += columns - cells
            remark(.shortRow(cells, of: columns), at: min(place, line.end), in: line)
        } else if cells > columns {
            remark(
                flags.contains(.keepsExcess) ? .longRowKept(cells, of: columns) : .longRow(cells, of: columns),
                at: min(place, line.end), in: line)
        }
        outline.wordCount += words
        return true
    }

    /// The line after the last one of a grid table that begins at `line`, nil where none does.
    ///
    /// Its rules are `+---+===+`, its rows lines between bars; a cell may go over several lines.
    func endOfGrid(at line: Line) -> Line? {
        guard isGridRule(line.range) else { return nil }
        var last = line
        var hasRow = false
        while let next = bytes.line(after: last) {
            let text = TableLine.trim(bytes, next.range)
            guard let first = text.first.map({ bytes[$0] }),
                first == UInt8(ascii: "|") || first == UInt8(ascii: "+")
            else { break }
            hasRow = true
            last = next
        }
        return hasRow ? last : nil
    }

    /// The last line of columns whose `rule` is a line of dashes in two groups or more; nil where it is none.
    ///
    /// A blank line ends them unless another line of columns follows it.
    func endOfRuledColumns(rule: Line) -> Line? {
        guard isRuleOfGroups(rule.range) else { return nil }
        var last = rule
        var wasBlank = false
        var next = bytes.line(after: rule)
        while let line = next {
            let isBlank = TableLine.trim(bytes, line.range).isEmpty
            if isBlank ? wasBlank : wasBlank && !isColumns(line.range) { break }
            if !isBlank { last = line }
            wasBlank = isBlank
            next = bytes.line(after: line)
        }
        return last.number > rule.number ? last : nil
    }

    /// The last line of columns that have a rule above them too: the header's is below it, or is the end.
    ///
    /// Where the upper rule is one group, so is the last line.
    func endOfRuledColumns(top: Line) -> Line? {
        let isSolid = isSolidRule(top.range)
        guard isSolid || isRuleOfGroups(top.range) else { return nil }
        var next = bytes.line(after: top)
        while let line = next, !TableLine.trim(bytes, line.range).isEmpty {
            if isRuleOfGroups(line.range) {
                guard line.number > top.number + 1 else { return nil }
                return isSolid ? endOfColumns(after: line) : endOfRuledColumns(rule: line) ?? line
            }
            if isSolid, isSolidRule(line.range) { return nil }
            next = bytes.line(after: line)
        }
        return nil
    }

    /// The solid rule that ends the columns below `rule`, whose rows have single blank lines between them.
    private func endOfColumns(after rule: Line) -> Line? {
        var wasBlank = true
        var next = bytes.line(after: rule)
        while let line = next {
            if isSolidRule(line.range) { return line }
            let isBlank = TableLine.trim(bytes, line.range).isEmpty
            guard isBlank ? !wasBlank : !wasBlank || isColumns(line.range) || line.number == rule.number + 1 else {
                return nil
            }
            wasBlank = isBlank
            next = bytes.line(after: line)
        }
        return nil
    }

    /// Whether a line is ten dashes or more and nothing else.
    private func isSolidRule(_ range: Range<Int>) -> Bool {
        let text = TableLine.trim(bytes, range)
        return text.count >= 10 && bytes[text].allSatisfy { $0 == UInt8(ascii: "-") }
    }

    private func isRuleOfGroups(_ range: Range<Int>) -> Bool {
        var groups = 0
        var length = 0
        for index in range {
            if bytes[index] == UInt8(ascii: "-") {
                length += 1
                if length == 2 { groups += 1 }
            } else if bytes[index].isSpace, length != 1 {
                length = 0
            } else {
                return false
            }
        }
        return groups >= 2 && length != 1
    }

    /// Whether a line is indented and has a gap of two blanks.
    private func isColumns(_ range: Range<Int>) -> Bool {
        let text = TableLine.trim(bytes, range)
        guard text.lowerBound > range.lowerBound else { return false }
        return zip(text, text.dropFirst()).contains { bytes[$0] == 0x20 && bytes[$1] == 0x20 }
    }

    private func isGridRule(_ range: Range<Int>) -> Bool {
        let text = TableLine.trim(bytes, range)
        guard text.count >= 3, bytes[text.lowerBound] == UInt8(ascii: "+"),
            bytes[text.upperBound - 1] == UInt8(ascii: "+")
        else { return false }
        return bytes[text].allSatisfy {
            $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ":")
        } && bytes[text.lowerBound + 1] != UInt8(ascii: "+")
    }
}
