// Inline markup to plain text: what is dropped, what is decoded, what stays. Emphasis lives in Emphasis.swift, links in
// InlineLinks.swift and BareLinks.swift, tags in InlineTags.swift. Works in time linear in the text: whatever may look
// far ahead pays from a budget.

/// Unwraps stretches of inline text, one after the other, in buffers that are used again.
struct Inline {
    /// What the text may hold besides characters.
    enum Markup {
        /// Everything that Markdown knows; tags of HTML's elements are dropped, other tags are text.
        case markdown
        /// The same, but tags are text: in a page's text they were meant to be read. `<br>` is a blank.
        case text
        /// Tags and character references alone.
        case html
    }

    /// A run of emphasis characters or an opening bracket that was written to `output`.
    struct Mark {
        var position: Int
        var length: Int
        /// How many of its bytes are markup and not part of the text.
        var removed = 0
        var byte: UInt8
        var canOpen = false
        var canClose = false
        var previous = -1
        var next = -1
    }

    struct Bracket {
        var mark: Int
        var isImage: Bool
        /// The emphasis run that was last when the bracket opened.
        var lastRun: Int
        /// Where the bracket's text begins in the source.
        var start: Int
    }

    /// The source of the current stretch, and where it begins and ends there.
    private(set) var bytes: [UInt8] = []
    private(set) var start = 0
    private(set) var end = 0
    private(set) var markup = Markup.html
    /// Where the targets of link reference definitions begin.
    let definitions: [String: UInt32]
    var position = 0
    /// The plain text so far.
    var output: [UInt8] = []
    var marks: [Mark] = []
    var lastRun = -1
    var brackets: [Bracket] = []
    /// Brackets below this one open no link any more: links do not nest.
    var inactiveBrackets = 0
    /// Bytes that constructs which may fail to close may still look at.
    var budget = 0
    /// The last position of a run of backticks, by its length; empty until the first backtick.
    private var lastBackticks: [Int] = []
    var collectsLinks = false
    /// The links and images found so far, in the order of their ends.
    var links: [FoundLink] = []
    var openAnchor: Anchor?
    var anchors: [Anchor] = []
    var collectsEnclosed = false
    /// What of `output` is code or the text of a link, in order and apart.
    private var enclosed: [Range<Int>] = []
    /// The colons of the current stretch, counted from 0, that are in `enclosed`.
    private(set) var enclosedColons: [Int] = []
    /// True in cells, as cmark-gfm has it.
    private(set) var keepsFootnoteMarks = false
    /// Whether the descriptions of images are left out.
    var dropsImages = false
    /// The number of images so far.
    var images = 0
    /// Whether `lines` is wanted.
    var countsLines = false
    /// Where in `output` each further line of the source begins.
    private(set) var lines: [Int] = []
    /// The line feeds of the source before this position are counted.
    private var counted = 0

    init(_ definitions: [String: UInt32] = [:]) { self.definitions = definitions }

    /// Returns the plain text of `range`.
    static func plainText(
        _ bytes: [UInt8], _ range: Range<Int>, markup: Markup, definitions: [String: UInt32] = [:]
    ) -> String {
        let range = TableLine.trim(bytes, range)
        if isUnmarked(bytes, range) {
            return bytes.withUnsafeBufferPointer { bytes in
                let text = UnsafeBufferPointer(rebasing: bytes[range])
                return PlainText.isClean(text) ? String(decoding: text, as: UTF8.self) : PlainText.normalized(text)
            }
        }
        var inline = Inline(definitions)
        inline.append(bytes, range, markup)
        return inline.text
    }

    /// Whether `range` holds no markup, so that its plain text differs in white space and composition at most.
    static func isUnmarked(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes.firstMarkup(in: range) >= range.upperBound
    }

    /// The plain text so far.
    var text: String { String(decoding: output, as: UTF8.self) }

    /// Begins a new text.
    mutating func clear() {
        output.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
    }

    /// Appends the plain text of `range` to the output.
    mutating func append(_ bytes: [UInt8], _ range: Range<Int>, _ markup: Markup, keepsFootnoteMarks: Bool = false) {
        self.bytes = bytes
        let trimmed = TableLine.trim(bytes, range.clamped(to: bytes.indices))
        (start, end, position, counted) = (trimmed.lowerBound, trimmed.upperBound, trimmed.lowerBound, range.lowerBound)
        self.markup = markup
        self.keepsFootnoteMarks = keepsFootnoteMarks
        budget = 16 * trimmed.count + 4_096
        marks.removeAll(keepingCapacity: true)
        brackets.removeAll(keepingCapacity: true)
        lastBackticks.removeAll(keepingCapacity: true)
        (lastRun, inactiveBrackets) = (-1, 0)
        let first = output.count
        while position < end { step() }
        resolveEmphasis(above: -1)
        if collectsLinks { collectAnchors() }
        if collectsEnclosed { countEnclosedColons(from: first) }
        Self.remove(marks[...], from: &output, at: 0)
        PlainText.normalize(&output, from: first, &lines)
    }

    /// Appends text without markup.
    mutating func append(literal bytes: [UInt8], _ range: Range<Int>) {
        let first = output.count
        output.append(contentsOf: bytes[range])
        PlainText.normalize(&output, from: first, &lines)
    }

    /// Remarks that further lines of the source begin at an offset of the output, by default at its end.
    mutating func beginLines(_ count: Int, at offset: Int? = nil) {
        lines.append(contentsOf: repeatElement(offset ?? output.count, count: count))
    }

    /// Returns the text of a part of the output, without the marks that turned out to be markup.
    func text(of range: Range<Int>, marks run: Range<Int>) -> String {
        var text = Array(output[range])
        Self.remove(marks[run], from: &text, at: range.lowerBound)
        var lines: [Int] = []
        PlainText.normalize(&text, from: 0, &lines)
        return String(decoding: text, as: UTF8.self)
    }

    /// Removes the marks that are markup from `text`, which begins at `start` of the output.
    private static func remove(_ marks: ArraySlice<Mark>, from text: inout [UInt8], at start: Int) {
        var (read, write) = (0, 0)
        for mark in marks where mark.removed > 0 && mark.position - start >= read {
            let position = min(mark.position - start, text.count)
            if write < read { text.move(read..<position, to: write) }
            write += position - read
            read = min(position + mark.removed, text.count)
        }
        guard write < read else { return }
        text.move(read..<text.count, to: write)
        text.removeLast(read - write)
    }

    /// Remarks that the output from `start` on is code or the text of a link, which may hold others.
    mutating func enclose(from start: Int) {
        guard collectsEnclosed else { return }
        while let last = enclosed.last, last.lowerBound >= start { enclosed.removeLast() }
        enclosed.append(start..<output.count)
    }

    private mutating func countEnclosedColons(from first: Int) {
        enclosedColons.removeAll(keepingCapacity: true)
        defer { enclosed.removeAll(keepingCapacity: true) }
        guard !enclosed.isEmpty else { return }
        var count = 0
        var ranges = enclosed[...]
        for index in first..<output.count where output[index] == UInt8(ascii: ":") {
            while let range = ranges.first, range.upperBound <= index { ranges.removeFirst() }
            if ranges.first?.contains(index) == true { enclosedColons.append(count) }
            count += 1
        }
    }

    private mutating func step() {
        let next = bytes.firstMarkup(in: position..<end)
        if next > position {
            let start = position
            copy(next - start)
            return bareLink(from: start)
        }
        switch bytes[position] {
        case UInt8(ascii: "&"): reference()
        case UInt8(ascii: "<"): angle()
        case _ where markup == .html: copy(1)
        case UInt8(ascii: "\\"): backslash()
        case UInt8(ascii: "`"): codeSpan()
        case let byte where byte == UInt8(ascii: "*") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "~"):
            emphasisRun(byte)
        case UInt8(ascii: "["): if !dropFootnoteMark() { openBracket(isImage: false) }
        case UInt8(ascii: "!") where position + 1 < end && bytes[position + 1] == UInt8(ascii: "["):
            openBracket(isImage: true)
        case UInt8(ascii: "]"): closeBracket()
        default: copy(1)
        }
    }

    /// Writes the next `count` bytes as they are.
    mutating func copy(_ count: Int) {
        let next = min(position + count, end)
        write(position..<next)
        position = next
    }

    /// Writes a part of the source as it is.
    mutating func write(_ range: Range<Int>) {
        guard countsLines else { return output.append(contentsOf: bytes[range]) }
        let skipped = bytes.feedCount(in: counted..<max(counted, range.lowerBound))
        output.append(contentsOf: repeatElement(PlainText.lineMark, count: skipped))
        var next = range.lowerBound
        while next < range.upperBound {
            let feed = bytes.firstIndex(of: 0x0A, in: next..<range.upperBound)
            output.append(contentsOf: bytes[next..<min(feed + 1, range.upperBound)])
            if feed < range.upperBound { output.append(PlainText.lineMark) }
            next = feed + 1
        }
        counted = range.upperBound
    }

    private mutating func backslash() {
        guard position + 1 < end else { return copy(1) }
        if markup == .text ? Self.isEscapedInText(bytes[position + 1]) : bytes[position + 1].isPunctuation {
            position += 1
            copy(1)
        } else if markup == .markdown, bytes[position + 1] == 0x0A || bytes[position + 1] == 0x0D {
            position += 1  // a hard line break
        } else {
            copy(1)
        }
    }

    /// Whether extractors write a backslash before this character; before another one, as in `\\server`, it is text.
    private static func isEscapedInText(_ byte: UInt8) -> Bool { "*_~`[]<>#+-|".utf8.contains(byte) }

    private mutating func reference() {
        guard let (text, next) = Entities.decode(bytes, position, end) else { return copy(1) }
        output.append(contentsOf: text.utf8)
        position = next
    }

    private mutating func codeSpan() {
        if lastBackticks.isEmpty { findBackticks() }
        let length = runLength(at: position)
        let content = position + length
        guard length < lastBackticks.count, lastBackticks[length] >= content else { return copy(length) }
        var close = content
        while close < end {
            close = bytes.firstIndex(of: UInt8(ascii: "`"), in: close..<end)
            let run = close < end ? runLength(at: close) : 0
            if run == length { break }
            close += max(run, 1)
        }
        guard close < end else { return copy(length) }
        let first = output.count
        write(content..<close)
        enclose(from: first)
        position = close + length
    }

    /// Notes where the last run of backticks of each length stands, so that an opener without a closer costs nothing.
    private mutating func findBackticks() {
        lastBackticks.append(contentsOf: repeatElement(-1, count: 81))
        var index = position
        while true {
            index = bytes.firstIndex(of: UInt8(ascii: "`"), in: index..<end)
            guard index < end else { return }
            let length = runLength(at: index)
            if length < lastBackticks.count { lastBackticks[length] = index }
            index += length
        }
    }

    func runLength(at start: Int) -> Int {
        var index = start
        while index < end, bytes[index] == bytes[start] { index += 1 }
        return index - start
    }
}
