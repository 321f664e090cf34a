// The document as the rest of the program sees it: title, metadata, sections, tables, points.
// How it is kept in memory lives in Outline.swift; how it is read in Reader.swift, Formats/ and Blocks/.

import Text

/// One document, read once and never changed.
///
/// It keeps its bytes and a compact outline of spans into them; text is unwrapped to plain text when it is asked for,
/// so that a hundred thousand documents need little more memory than their files.
/// Plain text is NFC, without inline markup, trimmed, with single blanks inside (code keeps its lines as they are).
package final class Document: Sendable {
    /// The path relative to the folder that was read, exactly as the file system spells it.
    package let path: String
    /// The line of `path` at which the document begins: 1 but for the later documents of a JSON-lines file.
    package let firstLine: Int
    package let format: Format
    let contents: Contents
    package let title: Title
    package let metadata: Metadata
    /// The date of the metadata if it has slashes and its year last; nil for other dates and if the options decide it.
    package let slashDate: SlashDate?
    /// The time when the file changed in seconds since 1970, if it is known.
    package let fileTime: Int?
    /// The bytes that the outline's spans are in, where they are not `contents`: decoded from JSON or another encoding.
    let body: Contents?
    /// The line that every block is said to stand at, where the body's own lines are not lines of the file.
    let fixedLine: Int?
    let dialect: Dialect
    let outline: PackedOutline
    private let issues: [ParseIssue]

    init(
        path: String, firstLine: Int, format: Format, contents: Contents, title: Title, metadata: Metadata,
        slashDate: SlashDate?, fileTime: Int?, body: Contents?, fixedLine: Int?, dialect: Dialect,
        outline: PackedOutline, issues: [ParseIssue]
    ) {
        self.path = path
        self.firstLine = firstLine
        self.format = format
        self.contents = contents
        self.title = title
        self.metadata = metadata
        self.slashDate = slashDate
        self.fileTime = fileTime
        self.body = body
        self.fixedLine = fixedLine
        self.dialect = dialect
        self.outline = outline
        self.issues = issues
    }

    /// Makes a copy with other bytes or metadata.
    convenience init(_ other: Document, contents: Contents, metadata: Metadata, body: Contents?) {
        self.init(
            path: other.path, firstLine: other.firstLine, format: other.format, contents: contents, title: other.title,
            metadata: metadata, slashDate: other.slashDate, fileTime: other.fileTime, body: body,
            fixedLine: other.fixedLine, dialect: other.dialect, outline: other.outline, issues: other.issues)
    }

    /// The same document with its bytes packed, where that makes them smaller.
    package func packed(by codebook: Codebook) -> Document {
        Document(
            self, contents: contents.packed(by: codebook), metadata: metadata, body: body?.packed(by: codebook))
    }

    // MARK: Bytes

    /// The bytes as they were read; of a JSON-lines file, this document's line.
    ///
    /// O(their number), where they are packed.
    package var source: [UInt8] { contents.bytes }

    /// How many bytes were read.
    package var size: Int { contents.count }

    /// How many bytes its bytes take, those of a decoded body included.
    package var keptSize: Int { contents.stored.count + (body?.stored.count ?? 0) }

    /// A hash of the bytes as they were read.
    package var digest: ContentHash { contents.digest }

    /// Whether the same bytes were read for both.
    package func hasSource(of other: Document) -> Bool { contents == other.contents }

    /// What the spans of the outline are in.
    private var text: Contents { body ?? contents }

    /// The bytes that the spans of the outline are in; O(their number), where they are packed.
    var bytes: [UInt8] { text.bytes }

    /// How many those are.
    var bodySize: Int { text.count }

    /// Bytes that hold those of `node`, and where the first of them stands among `bytes`.
    func bytes(of node: Node) -> (bytes: [UInt8], start: Int) { bytes(in: node.range) }

    /// Returns bytes that hold those of `range`, and the position of their first byte among `bytes`.
    func bytes(in range: Range<Int>) -> (bytes: [UInt8], start: Int) { text.part(range) }

    // MARK: Findings

    /// What was repaired, inferred or not understood, in the order of the lines.
    package var diagnostics: [Diagnostic] {
        let inferred = (0..<outline.headingCount).lazy
            .map { self.outline[self.outline.heading(at: $0)] }
            .filter { $0.flags.contains(.inferred) }
            .map { ParseIssue(.inferredHeading, line: self.line(of: $0), column: self.column(of: $0)) }
        return (currentIssues + inferred).sorted { $0.line < $1.line }.map { $0.diagnostic(path: path) }
    }

    /// The issues without that of a date that other dates have made clear since.
    private var currentIssues: [ParseIssue] {
        guard let slashDate, slashDate.written != metadata.date else { return issues }
        return issues.filter { issue in
            if case .unclearDate = issue.kind { false } else { true }
        }
    }

    /// Words of headings, paragraphs, items, cells and code: runs between ASCII white space, counted before unwrapping.
    package var wordCount: Int { outline.wordCount }

    /// The sections in reading order.
    package var sections: Parts<Section> { SectionReader(self).sections }

    package var tableCount: Int { outline.tableCount }

    package var pointCount: Int { outline.itemCount }

    /// The list item at `index` in reading order, a nested one after the one that holds it.
    ///
    /// O(size of the item).
    package func point(at index: Int) -> Point {
        let (reader, node) = RunReader.part(of: self, at: outline.item(at: index))
        return reader.point(node)
    }

    /// Returns the line of the list item at `index`, and the number of items that hold it; its text is not read.
    package func place(ofPoint index: Int) -> (line: Int, depth: Int) {
        let node = outline[outline.item(at: index)]
        return (line(of: node), Int(node.level))
    }

    /// Returns the number of the nearest heading above the list item at `index`, nil if there is none.
    package func headingNumber(ofPoint index: Int) -> Int? { outline.heading(above: outline.item(at: index)) }

    /// Returns the place of the list item that holds the one at `index`, nil for an outer item.
    package func parent(ofPoint index: Int) -> Int? { outline.parent(ofItem: index) }

    /// Returns the label or text of each item that holds the item at `index`, then the headings above, from the inside
    /// out.
    package func path(ofPoint index: Int) -> [String] {
        var path: [String] = []
        var current = index
        while let parent = outline.parent(ofItem: current) {
            let point = point(at: parent)
            path.append(point.label ?? point.text)
            current = parent
        }
        let headings = outline.headings(above: outline.item(at: index))
        return path
            + headings.map { heading in
                let (reader, node) = RunReader.part(of: self, at: heading)
                return reader.text(node)
            }
    }

    /// The plain text of the nearest heading above the list item at `index`, nil where there is none.
    package func heading(ofPoint index: Int) -> String? { heading(above: outline.item(at: index)) }

    /// The plain text of the nearest heading above a line or on it; nil where there is none, and where the lines of the
    /// text are not those of the file.
    package func heading(aboveLine line: Int) -> String? {
        guard fixedLine == nil else { return nil }
        let next = (0..<outline.headingCount).partitioningIndex {
            self.line(of: outline[outline.heading(at: $0)]) > line
        }
        return next == 0 ? nil : heading(above: outline.heading(at: next - 1))
    }

    /// The text of the heading above the node at `index`.
    func heading(above index: Int) -> String? {
        outline.heading(above: index).map { index in
            let (reader, node) = RunReader.part(of: self, at: index)
            return reader.text(node)
        }
    }

    func line(of node: Node) -> Int { fixedLine ?? Int(node.line) }

    /// The byte of its line that a node begins with, from 1; nil where its line is not one of the file.
    private func column(of node: Node) -> Int? {
        guard fixedLine == nil else { return nil }
        var end = Int(node.start)
        while end > 0 {
            let part = text.part(end - 1..<end)
            if let feed = part.bytes[..<(end - part.start)].lastIndex(of: 0x0A) {
                return Int(node.start) - part.start - feed
            }
            end = part.start
        }
        return Int(node.start) + 1
    }
}

/// The rules by which a body is split into blocks.
enum Dialect {
    case text
    case markdown
}

/// A document's title and where it was found.
package struct Title: Hashable, Sendable {
    package enum Origin: String, Sendable, CaseIterable { case metadata, titleLine, heading, firstLine, fileName }
    package var text: String
    package var origin: Origin

    package init(text: String, origin: Origin) {
        self.text = text
        self.origin = origin
    }
}

/// What front matter, a JSON file or an envelope says about its document.
package struct Metadata: Hashable, Sendable {
    /// ISO 8601 (`2026-01-20` or `2026-01-20T10:00:00Z`) where that is certain, else as written.
    package var date: String?
    package var author: String?
    package var url: String?
    package var language: String?
    package var tags: [String] = []
    package var summary: String?
    /// Everything else in the order of the document, and whole what the fields above tell a part of.
    package var extra: [Value.Member] = []

    package init() {}
}
