// Paragraphs, and quotes with the blocks in them.

extension BlockKind {
    package static let paragraph: BlockKind = BlockKind("paragraph", members: [("text", .text)]) { reader, index in
        let text = reader.text(index)
        return text.isEmpty ? nil : [.init("text", .text(text))]
    }

    /// Quoted text; the text has the paragraphs of the quote, one a line.
    package static let quote: BlockKind = BlockKind(
        "quote", members: [("text", .text), ("blocks", .blocks)]
    ) { reader, index in
        guard reader.isShown(index) else { return nil }
        return [.init("text", .text(reader.quotedText(index))), .init("blocks", .blocks(reader.blocks(in: index)))]
    }
}
