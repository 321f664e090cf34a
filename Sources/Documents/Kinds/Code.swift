// Preformatted text: its lines without the fence and the indentation.

extension BlockKind {
    /// Preformatted text, its lines as written; the language is the info string of the fence.
    package static let code: BlockKind = BlockKind(
        "code", members: [("text", .text), ("language", .optionalText)]
    ) { sections, index in
        let (reader, node) = sections.read(index)
        return [
            .init("text", .text(reader.preformatted(node))), .init("language", .text(reader.language(ofCode: node))),
        ]
    }
}

extension RunReader {
    /// Appends the lines of preformatted text to `output`.
    func appendPreformatted(_ node: Node, to output: inout [UInt8]) {
        let isFenced = node.flags.contains(.fenced)
        var isEmpty = true
        forEachLine(of: node) { line, isFirst in
            if isFirst, isFenced { return }
            if !isEmpty { output.append(0x0A) }
            isEmpty = false
            // The span of indented code begins behind its containers, so that only its own four columns are left.
            let columns = isFirst ? min(4, Int(node.level)) : Int(node.level)
            appendCode(line, columns: columns, to: &output)
        }
    }

    func preformatted(_ node: Node) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(node.range.count)
        appendPreformatted(node, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    /// Returns the info string of the fence, nil if there is none.
    func language(ofCode node: Node) -> String? {
        guard node.flags.contains(.fenced), !node.range.isEmpty else { return nil }
        let mark = bytes[node.range.lowerBound]
        let line = node.range.lowerBound..<bytes.firstIndex(of: 0x0A, in: node.range)
        let info = line.drop { bytes[$0] == mark }
        let text = Inline.plainText(
            bytes, info.startIndex..<line.upperBound, markup: .html, definitions: outline.definitions)
        return text.isEmpty ? nil : text
    }

    private func appendCode(_ line: Range<Int>, columns: Int, to output: inout [UInt8]) {
        var index = line.lowerBound
        var column = 0
        while index < line.upperBound, column < columns {
            if bytes[index].isBlank {
                column += bytes[index] == 0x09 ? 4 - column % 4 : 1
                index += 1
            } else if bytes[index] >= 0x80, bytes.isZeroWidth(at: index, line.upperBound) {
                index += 3
            } else {
                break
            }
        }
        // A tab that reaches beyond the indentation leaves blanks.
        if column > columns { output.append(contentsOf: repeatElement(0x20, count: column - columns)) }
        output.append(contentsOf: bytes[index..<line.upperBound])
    }
}
