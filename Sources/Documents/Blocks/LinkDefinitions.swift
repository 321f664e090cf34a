// Link reference definitions at the head of a paragraph (CommonMark 0.30, 4.7).

extension MarkdownBlocks {
    /// Takes the definitions that the open paragraph begins with out of it; false where nothing else is left of it.
    mutating func takeDefinitions() -> Bool {
        var paragraph = builder.outline.nodes[leafNode]
        guard bytes[paragraph.range].first == UInt8(ascii: "[") else { return true }
        let begin = paragraph.start
        let end = TableLine.trim(bytes, paragraph.range).upperBound
        while Int(paragraph.start) < end {
            // In a quote, where marks stand between the lines, a definition is one line.
            let limit = paragraph.quotes > 0 ? bytes.firstIndex(of: 0x0A, in: Int(paragraph.start)..<end) : end
            let text = TableLine.trim(bytes, Int(paragraph.start)..<limit)
            guard var definition = LinkSyntax.definition(bytes, text) else { break }
            let label = LinkSyntax.label(bytes, definition.label)
            if builder.outline.definitions[label] == nil {
                builder.outline.definitions[label] = UInt32(
                    clamping: definition.target)
            }
            if paragraph.quotes > 0 {
                let rest = min(limit + 1, end)..<end
                definition.next = RunReader.withoutQuotes(bytes, rest, paragraph.quotes).lowerBound
            }
            let lines = bytes.feedCount(in: text.lowerBound..<definition.next)
            paragraph.start = UInt32(clamping: definition.next)
            paragraph.line += UInt32(clamping: lines)
        }
        guard paragraph.start > begin else { return true }
        builder.outline.nodes.removeLast()
        let rest = TableLine.trim(bytes, paragraph.range)
        guard !rest.isEmpty else {
            leaf = .none
            return false
        }
        paragraph.start = UInt32(clamping: rest.lowerBound)
        builder.outline.nodes.append(paragraph)
        return true
    }
}
