// The links of a document: of all its text, of a list item, of a table. They are read from the document's bytes when
// they are asked for. Whether a link leads to another document is not known here.

/// A link or an image, as text and target.
package struct Link: Hashable, Sendable {
    /// The text that is shown for the link, or the description of the image.
    package var text: String
    /// The target as written, without the escapes and character references of Markdown.
    package var url: String
    package var line: Int
    package var isImage = false
    /// The column of the table that the link is in, from 0; nil outside of tables.
    package var column: Int?
}

extension Document {
    /// The links and images of the body in reading order.
    ///
    /// They are those of Markdown in both dialects, and in Markdown the elements `a` and `img` too. Bare URLs are none.
    package var links: Parts<Link> {
        let outline = outline
        return outline.nodeCount == 0
            ? Parts()
            : Parts {
                let reader = LinkReader(self, size: self.bodySize)
                let read = RunReader.nodes(of: self)
                var (index, row) = (0, { nil } as () -> [Link]?)
                return LinkReader.flattened {
                    if let links = row() { return links }
                    guard index < outline.nodeCount else { return nil }
                    defer { index += 1 }
                    switch outline[index].kind {
                    case .table: row = reader.rows(ofTable: outline[index])
                    case .title, .heading, .paragraph, .item:
                        let (part, node) = read(index)
                        return reader.links(of: node, in: part)
                    default: break
                    }
                    return []
                }
            }
    }

    /// Returns the links in the label and the text of the list item at `index`; those of nested items are their own.
    package func links(ofPoint index: Int) -> [Link] {
        let (reader, node) = RunReader.part(of: self, at: outline.item(at: index))
        return LinkReader(self, size: node.range.count).links(of: node, in: reader)
    }

    /// Returns a function like `links(ofPoint:)` for many list items, which unpacks a document of usual size once.
    package func linksOfPoints() -> (Int) -> [Link] {
        let read = RunReader.nodes(of: self)
        return { index in
            let (reader, node) = read(self.outline.item(at: index))
            return LinkReader(self, size: node.range.count).links(of: node, in: reader)
        }
    }

    /// The links in the cells of the table at `index`, row by row, those of the header first.
    package func links(ofTable index: Int) -> Parts<Link> {
        let node = outline[outline.table(at: index)]
        return Parts { LinkReader.flattened(LinkReader(self, size: node.range.count).rows(ofTable: node)) }
    }
}

/// Reads links from the nodes of one document.
final class LinkReader {
    private let document: Document
    /// The bytes that the targets of link reference definitions may still take.
    ///
    /// Without a limit, many references to one long definition would take the square of the document's size.
    private var budget: Int
    /// The targets of the definitions that were read, nil for one that is too long.
    private var targets: [Int: String?] = [:]

    /// Makes a reader of links from `size` bytes of text.
    init(_ document: Document, size: Int) {
        self.document = document
        budget = 16 * size + 8_192
    }

    /// Makes a closure that returns the links of `lists` one by one.
    static func flattened(_ lists: @escaping () -> [Link]?) -> () -> Link? {
        var links = [Link]().makeIterator()
        return {
            while true {
                if let link = links.next() { return link }
                guard let more = lists() else { return nil }
                links = more.makeIterator()
            }
        }
    }

    // MARK: Nodes

    /// Returns the links of a node's own text in reading order.
    func links(of node: Node, in reader: RunReader) -> [Link] {
        guard mayHoldLinks(reader.bytes, node.range) else { return [] }
        let (bytes, range) = reader.content(node)
        return links(
            bytes, range, reader.markup(node), line: document.line(of: node), hasLines: document.fixedLine == nil)
    }

    /// Returns the links of inline text that begins on `line`; `hasLines` if its line feeds are those of the file.
    func links(
        _ bytes: [UInt8], _ range: Range<Int>, _ markup: Inline.Markup, line: Int, hasLines: Bool = false
    ) -> [Link] {
        guard mayHoldLinks(bytes, range) else { return [] }
        var inline = Inline(document.outline.definitions)
        inline.collectsLinks = true
        inline.append(bytes, range, markup)
        var (line, counted) = (line, range.lowerBound)
        // A link around an image begins before the image, but ends after it.
        return inline.links.sorted { $0.start < $1.start }.compactMap { found in
            if hasLines {
                line += bytes.feedCount(in: counted..<max(counted, found.start))
                counted = max(counted, found.start)
            }
            return url(found.target, in: bytes).map {
                Link(text: found.text, url: $0, line: line, isImage: found.isImage)
            }
        }
    }

    /// Whether `range` has the bytes that any link has: most text has none of them.
    private func mayHoldLinks(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        if bytes.firstIndex(of: UInt8(ascii: "<"), in: range) < range.upperBound { return true }
        let byte = UInt8(ascii: document.outline.definitions.isEmpty ? "(" : "[")
        var index = bytes.firstIndex(of: byte, in: range)
        while index < range.upperBound {
            if byte == UInt8(ascii: "[") || index > range.lowerBound && bytes[index - 1] == UInt8(ascii: "]") {
                return true
            }
            index = bytes.firstIndex(of: byte, in: index + 1..<range.upperBound)
        }
        return false
    }

    private func url(_ target: Inline.Target, in text: [UInt8]) -> String? {
        switch target {
        case .written(let range): return LinkSyntax.url(text, range)
        case .attribute(let range): return Entities.text(text, TableLine.trim(text, range))
        case .autolink(let range):
            let hasScheme = text[range].contains(UInt8(ascii: ":"))
            return (hasScheme ? "" : "mailto:") + text.string(in: range)
        case .defined(let place):
            if targets[place] == nil { targets[place] = .some(definition(at: place)) }
            guard let url = targets[place] ?? nil, url.utf8.count <= budget else { return nil }
            budget -= url.utf8.count
            return url
        }
    }

    /// Returns the target of the definition that has it at `place` of the body, nil if it is longer than the budget.
    private func definition(at place: Int) -> String? {
        var length = 1_024
        while true {
            let window = place..<min(document.bodySize, place + length)
            guard !window.isEmpty else { return nil }
            let (bytes, start) = document.bytes(in: window)
            let end = window.upperBound - start
            let destination = LinkSyntax.destination(bytes, place - start, end)
            if destination.next < end || window.upperBound == document.bodySize {
                return destination.range.map { LinkSyntax.url(bytes, $0) }
            }
            guard length <= budget else { return nil }
            length *= 4
        }
    }

    // MARK: Tables

    /// Makes a closure that returns the links of one row of a table after the other, the header's first.
    ///
    /// Cells that the rows do not have, because the table has fewer columns, have no links either.
    func rows(ofTable node: Node) -> () -> [Link]? {
        guard node.shape.delimiter == nil, node.shape == .pipes || mayHoldLinks(node) else { return { nil } }
        let table = TableRows(document, node)
        var rows = table.start(withHeader: true)
        return {
            rows.next().map { row in
                row.cells.enumerated().flatMap { index, cell -> [Link] in
                    guard let column = table.column(ofCell: index) else { return [] }
                    return row.parts(of: cell).flatMap { part -> [Link] in
                        guard case .inline(let bytes, let range, let markup) = part else { return [] }
                        return self.links(bytes, range, markup, line: row.line).map { $0.inColumn(column) }
                    }
                }
            }
        }
    }

    private func mayHoldLinks(_ node: Node) -> Bool {
        let (reader, part) = RunReader.part(of: document, node)
        return mayHoldLinks(reader.bytes, part.range)
    }
}

extension Link {
    /// Returns the link as one of a column.
    func inColumn(_ column: Int) -> Link {
        var link = self
        link.column = column
        return link
    }
}
