// The lines and sizes of sections, and parts of a document's source.

/// The size of a section and the line on which it ends.
package struct SectionExtent: Hashable, Sendable {
    /// The last line before the next section; nil if the lines of the text are not those of the file.
    package var endLine: Int?
    /// The number of words of its text: runs between white space.
    package var wordCount: Int
    /// The number of bytes of its lines in UTF-8.
    package var byteCount: Int
}

extension Document {
    /// The extents of the sections in reading order; O(size of the document).
    package var sectionExtents: [SectionExtent] {
        let reader = SectionReader(self)
        var sections: [Range<Int>] = []
        var index = 0
        while let nodes = reader.nextNodes(&index) { sections.append(nodes) }
        let bytes = bytes
        let starts = sections.map { bytes.lineStart(of: Int(outline[$0.lowerBound].start)) } + [bytes.count]
        let lastLine = fixedLine == nil ? bytes.lineCount : 0
        return sections.enumerated().map { number, nodes in
            var words = 0
            forEachRun(of: nodes) { run in words += Array(run.text).runCount(in: 0..<run.text.count) }
            let next = number + 1 < sections.count ? line(of: outline[sections[number + 1].lowerBound]) - 1 : lastLine
            return SectionExtent(
                endLine: fixedLine == nil ? max(line(of: outline[nodes.lowerBound]), next) : nil, wordCount: words,
                byteCount: max(0, starts[number + 1] - starts[number]))
        }
    }

    /// The lines of the file that the document is made of: one of a JSON-lines file, all of another.
    package var sourceLines: Range<Int> { firstLine..<firstLine + decodedSource.lineCount }

    /// Returns some of the document's `sourceLines` in UTF-8, with their line ends.
    package func source(ofLines lines: ClosedRange<Int>) -> [UInt8] {
        let bytes = decodedSource
        var (start, line) = (0, firstLine)
        func skip(to number: Int) {
            while line < number, start < bytes.count {
                start = min(bytes.firstIndex(of: 0x0A, in: start..<bytes.count) + 1, bytes.count)
                line += 1
            }
        }
        skip(to: lines.lowerBound)
        let first = start
        skip(to: lines.upperBound + 1)
        return Array(bytes[first..<start])
    }

    /// True if the text is Markdown.
    package var isMarkdown: Bool { dialect == .markdown }

    /// The text in UTF-8 as it is written: the whole file, front matter included, or the text in a JSON document.
    package var writtenText: [UInt8] { bytes }

    private var decodedSource: [UInt8] {
        let source = source
        return Encoding.decode(source)?.body ?? source
    }
}

extension [UInt8] {
    /// The number of lines; a line feed at the end begins none.
    fileprivate var lineCount: Int { feedCount(in: indices) + (isEmpty || last == 0x0A ? 0 : 1) }

    /// Returns the position at which the line of a byte begins.
    fileprivate func lineStart(of position: Int) -> Int {
        var start = Swift.min(position, count)
        while start > 0, self[start - 1] != 0x0A { start -= 1 }
        return start
    }
}
