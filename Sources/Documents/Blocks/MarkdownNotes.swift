// Footnotes and alerts of GitHub's Markdown: `[^1]: text`, and `[!NOTE]` as the first line of a quote.

extension MarkdownBlocks {
    /// Opens a paragraph that begins with the mark of a footnote and a colon; the mark is not part of its text.
    mutating func openFootnote(_ line: Line, _ text: Range<Int>, _ matched: Int) -> Line? {
        guard let label = LinkSyntax.footnoteLabel(bytes, text.lowerBound, text.upperBound),
            label.upperBound + 1 < text.upperBound, bytes[label.upperBound + 1] == UInt8(ascii: ":")
        else { return nil }
        closeContainers(downTo: matched, keepsList: false)
        closeLeaf()
        let name = LinkSyntax.label(bytes, label)
        if builder.outline.definitions[name] == nil {
            builder.outline.definitions[name] = UInt32(clamping: label.lowerBound)
        }
        let content = TableLine.trim(bytes, label.upperBound + 2..<text.upperBound)
        openLeaf(.paragraph, .paragraph, content, line)
        lastLine = (content.lowerBound, line.number)
        return line
    }

    /// Adds the kind of an alert as a paragraph: `NOTE` of `> [!NOTE]`.
    mutating func openAlert(_ line: Line, _ text: Range<Int>, _ matched: Int) -> Line? {
        guard case .quote(let quote)? = containers.last, matched <= containers.count,
            quote == builder.outline.nodes.count - 1, case .none = leaf
        else { return nil }
        let mark = TableLine.trim(bytes, text)
        guard mark.count > 3, bytes[mark.lowerBound + 1] == UInt8(ascii: "!"),
            bytes[mark.upperBound - 1] == UInt8(ascii: "]")
        else { return nil }
        let kind = mark.lowerBound + 2..<mark.upperBound - 1
        guard bytes[kind].allSatisfy(\.isLetter) else { return nil }
        openLeaf(.none, .paragraph, kind, line)
        builder.countWords(kind)
        return line
    }
}
