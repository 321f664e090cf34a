// Starts of Markdown blocks: quotes, list items, headings, rules, code and raw HTML. MarkdownTables.swift has tables.

extension MarkdownBlocks {
    /// The blocks that a line opened.
    enum Start {
        case nothing
        /// Containers; the rest of the line is not parsed yet.
        case container
        /// A leaf, or a rule, with its last line parsed.
        case leaf(last: Line)
    }

    /// Opens the blocks that begin in the rest of `line`, which continues `matched` open containers.
    mutating func openBlocks(_ line: Line, matched: Int) -> Start {
        var matched = matched
        var start = Start.nothing
        while true {
            let indent = cursor.indent(bytes, line)
            guard indent.next < line.end else { return start }
            // Most lines begin with a letter, which begins no block.
            if indent.columns < 4, bytes[indent.next].isLetter { return start }
            if indent.columns >= 4 {
                if case .paragraph = leaf { return start }
                if let last = openIndentedHeader(line, matched: matched) { return .leaf(last: last) }
                closeContainers(downTo: matched, keepsList: false)
                openLeaf(.indented, .code, cursor.position..<line.end, line, level: itemIndent + 4)
                return .leaf(last: line)
            }
            if let last = openMarkedHeader(line, indent, matched: matched) { return .leaf(last: last) }
            if let last = openLeafBlock(line, indent, matched: matched) { return .leaf(last: last) }
            guard openContainer(line, indent, matched: matched) else { return start }
            matched = containers.count
            start = .container
        }
    }

    // MARK: Containers

    private mutating func openContainer(_ line: Line, _ indent: LineCursor.Indent, matched: Int) -> Bool {
        let marker: ListMarker?
        if bytes[indent.next] == UInt8(ascii: ">") {
            marker = nil
        } else {
            guard let found = listMarker(line, indent, matched: matched) else { return false }
            marker = found
        }
        guard depth < BlockBuilder.depthLimit else {
            builder.reportDepth(at: indent.next, in: line)
            return false
        }
        depth += 1
        if let marker {
            openItem(marker, line, indent, matched: matched)
        } else {
            closeContainers(downTo: matched, keepsList: false)
            closeLeaf()
            let node = builder.append(
                .quote, indent.next..<indent.next, line: line.number, flags: containers.isEmpty ? .top : [])
            containers.append(.quote(node: node))
            cursor.skipMark(bytes, line, indent)
        }
        return true
    }

    private struct ListMarker {
        /// The bullet, or the character after the number.
        var mark: UInt8
        var isOrdered: Bool
        var end: Int
    }

    private func listMarker(_ line: Line, _ indent: LineCursor.Indent, matched: Int) -> ListMarker? {
        var index = indent.next
        let first = bytes[index]
        var marker: ListMarker
        switch first {
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"):
            marker = ListMarker(mark: first, isOrdered: false, end: index + 1)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            while index < line.end, bytes[index].isDigit, index - indent.next < 10 { index += 1 }
            guard index - indent.next < 10, index < line.end,
                bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ")")
            else { return nil }
            marker = ListMarker(mark: bytes[index], isOrdered: true, end: index + 1)
        default: return nil
        }
        guard marker.end == line.end || bytes[marker.end].isBlank else { return nil }
        // An item that interrupts a paragraph must have text and the number 1.
        if case .paragraph = leaf, matched == containers.count {
            if TableLine.trim(bytes, marker.end..<line.end).isEmpty { return nil }
            if marker.isOrdered, !(marker.end - indent.next == 2 && first == UInt8(ascii: "1")) { return nil }
        }
        return marker
    }

    private mutating func openItem(_ marker: ListMarker, _ line: Line, _ indent: LineCursor.Indent, matched: Int) {
        closeContainers(downTo: matched)
        closeLeaf()
        if case .list(_, let mark) = containers.last, mark != marker.mark { closeContainer() }
        let ordered: Node.Flags = marker.isOrdered ? .ordered : []
        if case .list = containers.last {
        } else {
            let top: Node.Flags = containers.isEmpty ? .top : []
            let list = builder.append(
                .list, indent.next..<indent.next, line: line.number, flags: ordered.union(top))
            containers.append(.list(node: list, mark: marker.mark))
        }
        let item = builder.append(
            .item, marker.end..<marker.end, line: line.number, level: itemDepth, quotes: quotes)
        let markerWidth = marker.end - indent.next
        cursor.column += indent.columns + markerWidth
        cursor.position = marker.end
        let content = cursor.indent(bytes, line)
        // Without text, or before indented code, the content begins one column after the marker.
        let gap = content.next >= line.end || content.columns > 4 ? 1 : content.columns
        cursor.advance(gap, bytes, line)
        containers.append(.item(node: item, width: indent.columns + markerWidth + gap))
    }

    // MARK: Leaves

    private mutating func openLeafBlock(_ line: Line, _ indent: LineCursor.Indent, matched: Int) -> Line? {
        let text = indent.next..<line.end
        switch bytes[indent.next] {
        case UInt8(ascii: "#"): return openHeading(line, text, matched)
        case UInt8(ascii: "`"), UInt8(ascii: "~"): return openFence(line, indent, matched)
        case UInt8(ascii: "["): return openFootnote(line, text, matched) ?? openAlert(line, text, matched)
        case UInt8(ascii: "<"): return openHTML(line, text, matched)
        case UInt8(ascii: "="):
            return underline(line, text, matched)
        case UInt8(ascii: "-"):
            if let last = openRuledColumn(line, indent) ?? underline(line, text, matched) ?? openRuledColumns(line)
                ?? rule(line, text, matched)
            {
                return last
            }
            // `- | -` is an item.
            let isBullet = indent.next + 1 == line.end || bytes[indent.next + 1].isBlank
            return isBullet ? nil : openTable(line, text, matched)
        case UInt8(ascii: "*"), UInt8(ascii: "_"): return rule(line, text, matched)
        case UInt8(ascii: "|"), UInt8(ascii: ":"): return openTable(line, text, matched)
        case UInt8(ascii: "+"): return openGrid(line, indent, matched: matched)
        default: return nil
        }
    }

    private mutating func openHeading(_ line: Line, _ text: Range<Int>, _ matched: Int) -> Line? {
        var start = text.lowerBound
        while start < text.upperBound, bytes[start] == UInt8(ascii: "#") { start += 1 }
        let level = start - text.lowerBound
        guard level <= 6, start == text.upperBound || bytes[start].isBlank else { return nil }
        var content = TableLine.trim(bytes, start..<text.upperBound)
        // A closing run of # must follow a blank.
        var end = content.upperBound
        while end > content.lowerBound, bytes[end - 1] == UInt8(ascii: "#") { end -= 1 }
        if end == content.lowerBound || bytes[end - 1].isBlank {
            content = TableLine.trim(bytes, content.lowerBound..<end)
        }
        closeContainers(downTo: matched, keepsList: false)
        closeLeaf()
        if !content.isEmpty {
            openLeaf(.none, .heading, content, line, level: level)
            builder.countWords(content)
        }
        return line
    }

    private mutating func openFence(_ line: Line, _ indent: LineCursor.Indent, _ matched: Int) -> Line? {
        let mark = bytes[indent.next]
        var index = indent.next
        while index < line.end, bytes[index] == mark { index += 1 }
        let length = index - indent.next
        guard length >= 3, mark == UInt8(ascii: "~") || !bytes[index..<line.end].contains(mark) else { return nil }
        closeContainers(downTo: matched, keepsList: false)
        openLeaf(
            .fence(mark: mark, length: length), .code, indent.next..<line.end, line, level: itemIndent + indent.columns,
            flags: .fenced)
        return line
    }

    private mutating func openHTML(_ line: Line, _ text: Range<Int>, _ matched: Int) -> Line? {
        var isParagraph = false
        if case .paragraph = leaf { isParagraph = true }
        guard
            let (end, holdsText) = HTMLBlock.end(
                bytes, text.lowerBound, text.upperBound, interruptsParagraph: isParagraph),
            end == .blankLine || isPresent(end, after: text.lowerBound)
        else { return nil }
        closeContainers(downTo: matched, keepsList: false)
        closeLeaf()
        if end == .blankLine, let last = openStructures(line, from: text.lowerBound) { return last }
        if holdsText {
            openLeaf(.html(end: end), .paragraph, text, line, flags: .html)
        } else {
            leaf = .comment(end: end)
        }
        if let found = end.first(in: bytes, text) { closeHTML(after: found.upperBound, of: line) }
        return line
    }

    /// Returns true if the rest of the body contains the end of an HTML block; without it, there is no block.
    private mutating func isPresent(_ end: HTMLBlock.End, after start: Int) -> Bool {
        if let known = nextEnds[end], known >= start { return known < Int.max }
        let found = end.first(in: bytes, start..<bytes.count)?.lowerBound
        nextEnds[end] = found ?? Int.max
        return found != nil
    }

    /// Makes the paragraph above a setext underline a heading.
    private mutating func underline(_ line: Line, _ text: Range<Int>, _ matched: Int) -> Line? {
        guard case .paragraph = leaf, matched == containers.count else { return nil }
        let mark = bytes[text.lowerBound]
        guard bytes[TableLine.trim(bytes, text)].allSatisfy({ $0 == mark }) else { return nil }
        guard takeDefinitions() else { return nil }
        builder.outline.nodes[leafNode].kind = .heading
        builder.outline.nodes[leafNode].level = mark == UInt8(ascii: "=") ? 1 : 2
        builder.countWords(builder.outline.nodes[leafNode].range)
        leaf = .none
        return line
    }

    private mutating func rule(_ line: Line, _ text: Range<Int>, _ matched: Int) -> Line? {
        let mark = bytes[text.lowerBound]
        var count = 0
        for index in text {
            if bytes[index] == mark {
                count += 1
            } else if !bytes[index].isSpace {
                return nil
            }
        }
        guard count >= 3 else { return nil }
        closeContainers(downTo: matched, keepsList: false)
        closeLeaf()
        return line
    }
}
