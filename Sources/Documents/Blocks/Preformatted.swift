// Detection of grids of `+---+`, and of columns between lines of dashes as pandoc writes them. A failed attempt reads
// no further than the next such line. GridTable.swift and RuledTable.swift parse the cells; what they refuse is code.

extension BlockBuilder {
    // MARK: Grids

    /// Returns the last line of a grid table that begins at `line`, or nil if there is none.
    ///
    /// Its rules are `+---+===+`, its rows lines between bars; a cell may have several lines.
    func endOfGrid(at line: Line) -> Line? {
        guard isGridRule(line.range) else { return nil }
        var last = line
        while let next = bytes.line(after: last), isGridLine(next.range) { last = next }
        return last.number > line.number ? last : nil
    }

    func isGridRule(_ range: Range<Int>) -> Bool {
        let text = TableLine.trim(bytes, range)
        guard text.count >= 3, bytes[text.lowerBound] == UInt8(ascii: "+"),
            bytes[text.upperBound - 1] == UInt8(ascii: "+")
        else { return false }
        return bytes[text].allSatisfy {
            $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ":")
        } && bytes[text.lowerBound + 1] != UInt8(ascii: "+")
    }

    func isGridLine(_ range: Range<Int>) -> Bool {
        guard let first = TableLine.trim(bytes, range).first else { return false }
        return bytes[first] == UInt8(ascii: "|") || bytes[first] == UInt8(ascii: "+")
    }

    // MARK: Ruled columns

    /// Returns the last line of the columns below `rule`, or nil if it is not a line of two or more groups of dashes.
    ///
    /// A blank line ends the columns unless another line of columns follows it.
    func endOfRuledColumns(rule: Line) -> Line? {
        guard isRuleOfGroups(rule.range) else { return nil }
        var last = rule
        var wasBlank = false
        var next = bytes.line(after: rule)
        while let line = next {
            let isBlank = isBlank(line)
            if isBlank ? wasBlank : wasBlank && !continuesColumns(line) { break }
            if !isBlank { last = line }
            wasBlank = isBlank
            next = bytes.line(after: line)
        }
        return last.number > rule.number ? last : nil
    }

    /// Returns the last line of one column of rows below `rule`; nil if a line has a smaller indent.
    ///
    /// The last line is an equal line of dashes. Without one, there are two rows or more, none wider than the dashes.
    /// A blank line or the end follows.
    func endOfRuledColumn(rule: Line, indent: Int) -> Line? {
        let text = TableLine.trim(bytes, rule.range)
        guard text.count > 3, bytes[text].allSatisfy({ $0 == UInt8(ascii: "-") }) else { return nil }
        let width = text.upperBound - rule.start
        var isWithin = true
        var last = rule
        while let line = bytes.line(after: last), !isBlank(line) {
            guard bytes[line.range].prefix(indent).allSatisfy({ $0 == 0x20 }) else { return nil }
            let row = TableLine.trim(bytes, line.range)
            last = line
            if bytes[row].allSatisfy({ $0 == UInt8(ascii: "-") }) {
                guard line.number > rule.number + 1, bytes[line.range] == bytes[rule.range] else { return nil }
                return bytes.line(after: line).map(isBlank) ?? true ? line : nil
            }
            isWithin = isWithin && DisplayColumns.width(bytes, line.start..<row.upperBound) <= width
        }
        return isWithin && last.number > rule.number + 1 ? last : nil
    }

    /// Returns the last line of columns with a rule above and below the header, or without a header.
    ///
    /// If the upper rule is one group, so is the last line. If blank lines separate the rows, the last line equals the
    /// upper one.
    func endOfRuledColumns(top: Line) -> Line? {
        let isSolid = isSolidRule(top.range)
        guard isSolid || isRuleOfGroups(top.range) else { return nil }
        var next = bytes.line(after: top)
        while let line = next, !isBlank(line) {
            if isRuleOfGroups(line.range) {
                guard line.number > top.number + 1 else { return nil }
                if let last = endOfColumns(below: line, top: top) { return last }
                return isSolid ? nil : endOfRuledColumns(rule: line) ?? line
            }
            if isSolid, isSolidRule(line.range) { return nil }
            next = bytes.line(after: line)
        }
        guard !isSolid, let first = bytes.line(after: top), hasGap(TableLine.trim(bytes, first.range)) else {
            return nil
        }
        return endOfColumns(below: top, top: top)
    }

    /// Returns the rule at the end of the columns below `rule`; single blank lines separate the rows.
    private func endOfColumns(below rule: Line, top: Line) -> Line? {
        let isSolid = isSolidRule(top.range)
        let ruleText = TableLine.trim(bytes, rule.range)
        var wasBlank = true
        var next = bytes.line(after: rule)
        while let line = next {
            if isSolid ? isSolidRule(line.range) : isRuleOfGroups(line.range) {
                return isSolid || isEqual(line, top) ? line : nil
            }
            let isBlank = isBlank(line)
            guard
                isBlank
                    ? !wasBlank
                    : !wasBlank || line.number == rule.number + 1
                        || isRow(line, below: rule.start..<ruleText.upperBound)
            else {
                return nil
            }
            wasBlank = isBlank
            next = bytes.line(after: line)
        }
        return nil
    }

    /// Returns true if a line is ten dashes or more and nothing else.
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

    /// Returns true if `line` has a blank before each group of dashes in `rule` but the first, and a gap before one.
    func isHeader(_ line: Line, above rule: Line) -> Bool {
        guard isRuleOfGroups(rule.range), hasGap(TableLine.trim(bytes, line.range)) else { return false }
        let starts = rule.range.dropFirst().filter { bytes[$0] == UInt8(ascii: "-") && bytes[$0 - 1].isSpace }
        let columns = starts.map { $0 - rule.start - 1 }.filter { $0 > 0 }
        return DisplayColumns.positions(bytes, line.range, at: columns).allSatisfy {
            $0 >= line.end || bytes[$0].isSpace
        }
    }

    private func isEqual(_ line: Line, _ other: Line) -> Bool {
        bytes[TableLine.trim(bytes, line.range)] == bytes[TableLine.trim(bytes, other.range)]
    }

    private func isBlank(_ line: Line) -> Bool { TableLine.trim(bytes, line.range).isEmpty }

    /// Returns true if a line after a blank one is indented like columns, and is not the header of others.
    private func continuesColumns(_ line: Line) -> Bool {
        guard isIndentedColumns(line.range) else { return false }
        return bytes.line(after: line).map { !isRuleOfGroups($0.range) } ?? true
    }

    /// Returns true if a line is indented and has a gap.
    private func isIndentedColumns(_ range: Range<Int>) -> Bool {
        let text = TableLine.trim(bytes, range)
        return text.lowerBound > range.lowerBound && hasGap(text)
    }

    /// Returns true if a line has a gap, or has blanks wherever `rule` has them, or ends before.
    private func isRow(_ line: Line, below rule: Range<Int>) -> Bool {
        if hasGap(TableLine.trim(bytes, line.range)) { return true }
        var index = line.start
        for column in rule {
            guard index < line.end else { return true }
            if bytes[column].isSpace, !bytes[index].isSpace { return false }
            index += scalarLength(bytes[index])
        }
        return true
    }

    /// Returns true if a line has a gap, which is two blanks or more between words.
    func hasGap(_ text: Range<Int>) -> Bool {
        zip(text, text.dropFirst()).contains { bytes[$0] == 0x20 && bytes[$1] == 0x20 }
    }
}
