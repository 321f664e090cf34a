// Inline markup to plain text: what is dropped, what is decoded, what stays. Emphasis lives in Emphasis.swift, links in
// InlineLinks.swift and BareLinks.swift, tags in InlineTags.swift. Works in time linear in the text: whatever may look
// far ahead pays from a budget.

/// Unwraps one stretch of inline text.
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

    let bytes: [UInt8]
    let start: Int
    let end: Int
    let markup: Markup
    /// Where the targets of link reference definitions begin.
    let definitions: [String: UInt32]
    var position: Int
    var output: [UInt8] = []
    var marks: [Mark] = []
    var lastRun = -1
    var brackets: [Bracket] = []
    /// Brackets below this one open no link any more: links do not nest.
    var inactiveBrackets = 0
    /// Bytes that constructs which may fail to close may still look at.
    var budget: Int
    /// The last position of a run of backticks, by its length; empty until the first backtick.
    var lastBackticks: [Int] = []
    var collectsLinks = false
    /// The links and images found so far, in the order of their ends.
    var links: [FoundLink] = []
    var openAnchor: Anchor?
    var anchors: [Anchor] = []
    var collectsEnclosed = false
    /// True in cells, as cmark-gfm has it.
    var keepsFootnoteMarks = false
    /// Whether the descriptions of images are left out.
    var dropsImages = false
    /// The number of images so far.
    var images = 0
    /// What of `output` is code or the text of a link, in order and apart.
    private var enclosed: [Range<Int>] = []

    init(_ bytes: [UInt8], _ range: Range<Int>, markup: Markup, definitions: [String: UInt32]) {
        self.bytes = bytes
        self.markup = markup
        self.definitions = definitions
        start = range.lowerBound
        position = range.lowerBound
        end = range.upperBound
        budget = 16 * range.count + 4_096
    }

    /// The plain text of `range`.
    static func plainText(
        _ bytes: [UInt8], _ range: Range<Int>, markup: Markup, definitions: [String: UInt32],
        keepsFootnoteMarks: Bool = false
    ) -> String {
        let range = TableLine.trim(bytes, range)
        switch shape(of: bytes, range) {
        case .clean: return bytes.string(in: range)
        case .unmarked:
            return bytes.withUnsafeBufferPointer { Text.normalized(UnsafeBufferPointer(rebasing: $0[range])) }
        case .marked:
            var inline = Inline(bytes, range, markup: markup, definitions: definitions)
            inline.keepsFootnoteMarks = keepsFootnoteMarks
            return inline.unwrap()
        }
    }

    /// The colons in the plain text of `range` that are part of code or of a link's text, counted from 0.
    static func enclosedColons(
        _ bytes: [UInt8], _ range: Range<Int>, markup: Markup, definitions: [String: UInt32]
    ) -> [Int] {
        guard
            bytes.firstIndex(of: UInt8(ascii: "["), in: range) < range.upperBound
                || bytes.firstIndex(of: UInt8(ascii: "`"), in: range) < range.upperBound
        else { return [] }
        var inline = Inline(bytes, TableLine.trim(bytes, range), markup: markup, definitions: definitions)
        inline.collectsEnclosed = true
        _ = inline.unwrap()
        return inline.enclosedColons
    }

    private enum Shape {
        case clean, unmarked, marked
    }

    /// True where `range` holds no markup, so that its plain text differs in white space and composition at most.
    static func isUnmarked(_ bytes: [UInt8], _ range: Range<Int>) -> Bool { shape(of: bytes, range) != .marked }

    /// Most stretches hold no markup; they are recognised in one pass and copied.
    private static func shape(of bytes: [UInt8], _ range: Range<Int>) -> Shape {
        let range = range.clamped(to: bytes.indices)
        return bytes.withUnsafeBufferPointer { bytes in
            byteKinds.withUnsafeBufferPointer { kinds in
                var all: UInt8 = 0
                var doubled: UInt8 = 0
                var last: UInt8 = 0
                for index in range {
                    let kind = kinds[Int(bytes[index])]
                    if kind == markup { return .marked }
                    all |= kind
                    doubled |= kind & last
                    last = kind
                }
                return (all | doubled << 1) & unclean == 0 ? .clean : .unmarked
            }
        }
    }

    private static let blank: UInt8 = 1
    private static let unclean: UInt8 = 2
    private static let markup: UInt8 = 4

    /// 0 for a byte that is copied; a bit for a blank, one that may need cleaning, and one that may be markup.
    private static let byteKinds: [UInt8] = (0...255).map { byte in
        switch UInt8(byte) {
        case 0x20: blank
        case 0...0x1F, 0x80...0xFF: unclean
        case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"),
            UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "!"), UInt8(ascii: "<"), UInt8(ascii: "&"):
            markup
        default: 0
        }
    }

    mutating func unwrap() -> String {
        output.reserveCapacity(end - position)
        while position < end { step() }
        resolveEmphasis(above: -1)
        collectAnchors()
        return text(of: 0..<output.count, marks: 0..<marks.count)
    }

    /// The text of a part of the output, without the marks that turned out to be markup.
    func text(of range: Range<Int>, marks run: Range<Int>) -> String {
        guard marks[run].contains(where: { $0.removed > 0 }) else {
            return output.withUnsafeBufferPointer { Text.normalized(UnsafeBufferPointer(rebasing: $0[range])) }
        }
        var kept: [UInt8] = []
        kept.reserveCapacity(range.count)
        var copied = range.lowerBound
        for mark in marks[run] where mark.removed > 0 {
            guard mark.position >= copied else { continue }
            kept.append(contentsOf: output[copied..<mark.position])
            copied = mark.position + mark.removed
        }
        if copied < range.upperBound { kept.append(contentsOf: output[copied..<range.upperBound]) }
        return kept.withUnsafeBufferPointer { Text.normalized($0) }
    }

    /// Remarks that the output from `start` on is code or the text of a link, which may hold others.
    mutating func enclose(from start: Int) {
        guard collectsEnclosed else { return }
        while let last = enclosed.last, last.lowerBound >= start { enclosed.removeLast() }
        enclosed.append(start..<output.count)
    }

    private var enclosedColons: [Int] {
        var colons: [Int] = []
        var count = 0
        var ranges = enclosed[...]
        for (index, byte) in output.enumerated() where byte == UInt8(ascii: ":") {
            while let range = ranges.first, range.upperBound <= index { ranges.removeFirst() }
            if ranges.first?.contains(index) == true { colons.append(count) }
            count += 1
        }
        return colons
    }

    private mutating func step() {
        let byte = bytes[position]
        guard Self.byteKinds[Int(byte)] == Self.markup else {
            let start = position
            repeat { position += 1 } while position < end && Self.byteKinds[Int(bytes[position])] != Self.markup
            output.append(contentsOf: bytes[start..<position])
            return bareLink(from: start)
        }
        if byte == UInt8(ascii: "&") { return reference() }
        if byte == UInt8(ascii: "<") { return angle() }
        guard markup != .html else { return copy(1) }
        switch byte {
        case UInt8(ascii: "\\"): backslash()
        case UInt8(ascii: "`"): codeSpan()
        case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): emphasisRun(byte)
        case UInt8(ascii: "["): if !dropFootnoteMark() { openBracket(isImage: false) }
        case UInt8(ascii: "!"):
            if position + 1 < end, bytes[position + 1] == UInt8(ascii: "[") {
                openBracket(isImage: true)
            } else {
                copy(1)
            }
        case UInt8(ascii: "]"): closeBracket()
        default: copy(1)
        }
    }

    mutating func copy(_ count: Int) {
        let next = min(position + count, end)
        output.append(contentsOf: bytes[position..<next])
        position = next
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
        output.append(contentsOf: bytes[content..<close])
        enclose(from: output.count - (close - content))
        position = close + length
    }

    /// Notes where the last run of backticks of each length stands, so that an opener without a closer costs nothing.
    private mutating func findBackticks() {
        lastBackticks = Array(repeating: -1, count: 81)
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
