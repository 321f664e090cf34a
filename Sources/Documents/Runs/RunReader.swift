// The text of one node of a document: its lines without the marks of the containers around it, unwrapped. What only one
// kind of block has is in Kinds/; RunWalk.swift goes through all nodes.

/// Reads the text of one document, or of one node of it.
struct RunReader: Sendable {
    let document: Document
    let outline: PackedOutline
    let bytes: [UInt8]

    /// The bytes of documents up to this size are unpacked at once.
    static let maxSizeAtOnce = 1 << 16

    /// Makes a reader of the whole document.
    init(_ document: Document) {
        self.init(document, bytes: document.bytes)
    }

    private init(_ document: Document, bytes: [UInt8]) {
        self.document = document
        outline = document.outline
        self.bytes = bytes
    }

    /// Returns a reader of the node at `index` alone, and that node as it is among the reader's `bytes`.
    ///
    /// It reads what lies in the node's span, and not the nodes beneath it.
    static func part(of document: Document, at index: Int) -> (reader: RunReader, node: Node) {
        part(of: document, document.outline[index])
    }

    /// The same for any stretch of bytes that is described as a node.
    static func part(of document: Document, _ node: Node) -> (reader: RunReader, node: Node) {
        var node = node
        let part = document.bytes(of: node)
        node.start = UInt32(clamping: Int(node.start) - part.start)
        node.end = UInt32(clamping: Int(node.end) - part.start)
        return (RunReader(document, bytes: part.bytes), node)
    }

    /// Makes a function that reads the node at an index; it unpacks a document of usual size once.
    static func nodes(of document: Document) -> @Sendable (Int) -> (reader: RunReader, node: Node) {
        let whole = document.bodySize > maxSizeAtOnce ? nil : RunReader(document)
        return { index in whole.map { ($0, document.outline[index]) } ?? part(of: document, at: index) }
    }

    var markup: Inline.Markup { document.dialect == .markdown ? .markdown : .text }

    func markup(_ node: Node) -> Inline.Markup { node.flags.contains(.html) ? .html : markup }

    /// Appends the plain text of a node to `text`.
    func append(_ node: Node, to text: inout Inline) {
        let (bytes, range) = content(node)
        text.append(bytes, range, markup(node))
    }

    func text(_ node: Node) -> String {
        let (bytes, range) = content(node)
        return Inline.plainText(bytes, range, markup: markup(node), definitions: outline.definitions)
    }

    /// Returns a node's text without the marks of quotes, and where among the bytes it is.
    func content(_ node: Node) -> (bytes: [UInt8], range: Range<Int>) {
        guard node.quotes > 0, bytes.firstIndex(of: 0x0A, in: node.range) < node.range.upperBound else {
            return (bytes, node.range)
        }
        var unquoted: [UInt8] = []
        unquoted.reserveCapacity(node.range.count)
        forEachLine(of: node) { line, isFirst in
            if !isFirst { unquoted.append(0x0A) }
            unquoted.append(contentsOf: bytes[line])
        }
        return (unquoted, 0..<unquoted.count)
    }

    /// Calls `body` with each line of a node, without the `>` of the quotes that the node is in.
    func forEachLine(of node: Node, _ body: (_ line: Range<Int>, _ isFirst: Bool) -> Void) {
        var start = node.range.lowerBound
        while start < node.range.upperBound {
            let feed = bytes.firstIndex(of: 0x0A, in: start..<node.range.upperBound)
            let line = start..<(feed > start && bytes[feed - 1] == 0x0D ? feed - 1 : feed)
            // The span begins behind the marks of the first line's containers.
            let isFirst = start == node.range.lowerBound
            body(isFirst ? line : Self.withoutQuotes(bytes, line, node.quotes), isFirst)
            start = feed + 1
        }
    }

    /// `line` behind at most `quotes` marks; fewer are there if a paragraph goes on lazily.
    static func withoutQuotes(_ bytes: [UInt8], _ line: Range<Int>, _ quotes: UInt8) -> Range<Int> {
        var start = line.lowerBound
        for _ in 0..<quotes {
            var index = start
            while index < line.upperBound {
                if bytes[index].isBlank {
                    index += 1
                } else if bytes[index] >= 0x80, bytes.isZeroWidth(at: index, line.upperBound) {
                    index += 3
                } else {
                    break
                }
            }
            guard index < line.upperBound, bytes[index] == UInt8(ascii: ">") else { break }
            start = index + 1
            if start < line.upperBound, bytes[start] == 0x20 { start += 1 }
        }
        return start..<line.upperBound
    }
}
