// Detection of headings as pandoc writes them in plain text: a line below two blank lines and above one.

extension BlockBuilder {
    /// Makes such lines headings in a document without others.
    ///
    /// O(number of blocks + bytes between them).
    mutating func findBareHeadings() {
        guard tableDepth == 0, !outline.nodes.contains(where: \.isSectionHeading) else { return }
        for index in outline.nodes.indices where outline.nodes[index].kind == .paragraph {
            let node = outline.nodes[index]
            let text = TableLine.trim(bytes, node.range)
            guard node.flags == .top, bytes.firstIndex(of: 0x0A, in: text) == text.upperBound,
                TextBlocks.isShapedAsHeading(bytes, text), startsWithText(text),
                blankLines(above: text.lowerBound) == 2,
                isBlankLine(below: text.upperBound)
            else { continue }
            outline.nodes[index].kind = .heading
            outline.nodes[index].level = 2
            outline.nodes[index].flags.insert(.inferred)
        }
    }

    private func startsWithText(_ text: Range<Int>) -> Bool {
        let first = bytes[text.lowerBound]
        return first.isAlphanumeric || first >= 0x80 || first == UInt8(ascii: "\"") || first == UInt8(ascii: "'")
    }

    /// Returns the number of blank lines above the line of `position`, at most 3; 0 if text precedes it in its line.
    private func blankLines(above position: Int) -> Int {
        var (index, count) = (position, -1)
        while index > 0, count < 3 {
            index -= 1
            if bytes[index] == 0x0A {
                count += 1
            } else if !bytes[index].isBlank, bytes[index] != 0x0D {
                return max(0, count)
            }
        }
        return max(0, count)
    }

    private func isBlankLine(below position: Int) -> Bool {
        var (index, feeds) = (position, 0)
        while index < bytes.count, feeds < 2 {
            if bytes[index] == 0x0A {
                feeds += 1
            } else if !bytes[index].isBlank, bytes[index] != 0x0D {
                return false
            }
            index += 1
        }
        return true
    }
}
