// A strict parser of YAML 1.2, for front matter that is ambiguous to the lenient parser in YAML.swift: the cursor,
// nodes, anchors, aliases and tags. The other StrictYAML files parse collections and scalars.

/// Parses front matter that is well-formed YAML with a mapping at its root.
///
/// Takes linear time: nesting, keys and copies for aliases are bounded. As in the lenient parser, ` #` begins a comment
/// only if a blank or the end of the line follows.
struct StrictYAML {
    /// The bytes are not YAML, or the author may have meant something else.
    struct Unreadable: Error {}

    struct Cursor {
        var position: Int
        var lineStart: Int
        /// From 1.
        var line: Int
    }

    /// The anchor and tag before the content of a node.
    struct Properties {
        var anchor: String?
        var tag: String?
        var start: Cursor?
    }

    private struct Anchor {
        var value: Written
        /// The number of bytes and values in a copy.
        var size: Int
        var height: Int
    }

    static let maxDepth = 64

    let bytes: [UInt8]
    let end: Int
    var cursor: Cursor
    private var issues: [ParseIssue] = []
    private var anchors: [String: Anchor] = [:]
    /// Anchors without an alias so far, before nothing or several plain words: `&A team` may be text.
    private var unusedAnchors: Set<String> = []
    /// The number of bytes and values that aliases may still copy.
    private var aliasBudget: Int

    /// Parses the lines in `range`, which begins with line number `line`; returns nil if they are not a mapping.
    ///
    /// The issues report unknown tags.
    static func parse(
        _ bytes: [UInt8], in range: Range<Int>, line: Int
    ) -> (members: [Written.Member], issues: [ParseIssue])? {
        var reader = StrictYAML(bytes, range, line)
        guard let value = try? reader.root(), case .object(let members) = value else { return nil }
        return (members, reader.issues)
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>, _ line: Int) {
        self.bytes = bytes
        end = range.upperBound
        cursor = Cursor(position: range.lowerBound, lineStart: range.lowerBound, line: line)
        aliasBudget = 65_536 + 16 * range.count
    }

    private mutating func root() throws(Unreadable) -> Written {
        skipToContent()
        let value = try blockNode(parent: -1, depth: 0, isCompact: true)
        try finishLine()
        guard cursor.position == end, unusedAnchors.isEmpty else { throw Unreadable() }
        return value
    }

    // MARK: Cursor

    var position: Int { cursor.position }
    var column: Int { cursor.position - cursor.lineStart }
    var peek: UInt8? { position < end ? bytes[position] : nil }

    /// The number of spaces at the head of the line, up to the cursor.
    var indentation: Int { bytes[cursor.lineStart..<position].prefix { $0 == 0x20 }.count }

    /// Whether only white space precedes the cursor in its line.
    var isAtLineStart: Bool { bytes[cursor.lineStart..<position].allSatisfy { $0.isBlank } }

    /// Whether a blank, a line break or the end is at `index`.
    func isSpace(at index: Int) -> Bool { index >= end || bytes[index].isSpace }

    /// Whether the cursor is at `mark` with white space after it.
    func isIndicator(_ mark: Unicode.Scalar) -> Bool {
        peek == UInt8(ascii: mark) && isSpace(at: position + 1)
    }

    /// Whether a line break is at the cursor.
    var isAtBreak: Bool {
        peek == 0x0A || peek == 0x0D && position + 1 < end && bytes[position + 1] == 0x0A
    }

    /// Moves to the next line from a line break.
    mutating func skipBreak() {
        if peek == 0x0D { cursor.position += 1 }
        cursor = Cursor(position: position + 1, lineStart: position + 1, line: cursor.line + 1)
    }

    mutating func skipBlanks() {
        while let byte = peek, byte.isBlank { cursor.position += 1 }
    }

    mutating func skipToContent() {
        while position < end {
            skipBlanks()
            if isAtBreak {
                skipBreak()
            } else if peek == UInt8(ascii: "#"),
                isAtLineStart || isSpace(at: position - 1) && isSpace(at: position + 1)
            {
                cursor.position = bytes.firstIndex(of: 0x0A, in: position..<end)
            } else {
                return
            }
        }
    }

    /// Moves from the end of a value to the next content, which is on another line.
    mutating func finishLine() throws(Unreadable) {
        if !isAtLineStart {
            skipBlanks()
            if peek == UInt8(ascii: "#"), isSpace(at: position - 1) {
                cursor.position = bytes.firstIndex(of: 0x0A, in: position..<end)
            }
            guard position == end || isAtBreak else { throw Unreadable() }
        }
        skipToContent()
    }

    // MARK: Nodes

    /// Parses the node of a block collection that is indented by `parent`.
    ///
    /// A collection may begin on this line only if the node `isCompact`. The sequence of a key may have the indentation
    /// of the key.
    mutating func blockNode(
        parent: Int, depth: Int, isCompact: Bool = false, isOfKey: Bool = false
    ) throws(Unreadable) -> Written {
        guard depth < Self.maxDepth else { throw Unreadable() }
        var properties = Properties()
        var mayBeCollection = isCompact
        while true {
            skipToContent()
            if isAtLineStart {
                let isSequence = isOfKey && indentation == parent && isIndicator("-")
                guard position < end, indentation > parent || isSequence else {
                    return try finish(.nothing, properties)
                }
                mayBeCollection = true
            }
            guard let byte = peek else { return try finish(.nothing, properties) }
            if mayBeCollection, isIndicator("-") {
                return try finish(blockSequence(depth: depth), properties)
            }
            if mayBeCollection, isIndicator("?") || isImplicitKey {
                return try finish(blockMapping(depth: depth), properties)
            }
            guard byte == UInt8(ascii: "&") || byte == UInt8(ascii: "!") else { break }
            try parseProperty(&properties)
            guard isSpace(at: position) else { throw Unreadable() }
            mayBeCollection = false
        }
        return try content(properties, parent: parent, depth: depth)
    }

    /// Parses the content of a node that is neither a block collection nor empty; `parent` is nil within brackets.
    mutating func content(_ properties: Properties, parent: Int?, depth: Int) throws(Unreadable) -> Written {
        switch peek {
        case UInt8(ascii: "*"):
            guard properties.start == nil else { throw Unreadable() }
            return try alias(depth: depth)
        case UInt8(ascii: "["): return try finish(flowSequence(depth: depth + 1), properties)
        case UInt8(ascii: "{"): return try finish(flowMapping(depth: depth + 1), properties)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return try finish(.text(quoted(parent: parent, isKey: false)), properties)
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            guard let parent else { throw Unreadable() }
            return try finish(.text(blockScalar(parent: parent)), properties)
        default:
            let value = try plain(parent: parent, isKey: false)
            if let name = properties.anchor, properties.tag == nil, value.hasBlank { unusedAnchors.insert(name) }
            return try finish(value, properties)
        }
    }

    // MARK: Properties

    /// Parses `&anchor` or `!tag`.
    mutating func parseProperty(_ properties: inout Properties) throws(Unreadable) {
        if properties.start == nil { properties.start = cursor }
        let start = position
        let isTag = peek == UInt8(ascii: "!")
        let isVerbatim = isTag && start + 1 < end && bytes[start + 1] == UInt8(ascii: "<")
        while !isSpace(at: position) {
            if isVerbatim ? bytes[position - 1] == UInt8(ascii: ">") : isFlowMark(position) { break }
            cursor.position += 1
        }
        let text = bytes.string(in: start + 1..<position)
        if isTag, properties.tag == nil {
            properties.tag = text
        } else if !isTag, properties.anchor == nil, !text.isEmpty, !text.contains("\""), !text.contains("'") {
            properties.anchor = text
        } else {
            throw Unreadable()
        }
    }

    /// Applies the tag to `value`, and keeps it for the aliases of the anchor.
    mutating func finish(_ value: Written, _ properties: Properties) throws(Unreadable) -> Written {
        guard let start = properties.start else { return value }
        let value = try tagged(value, properties.tag, start)
        if let name = properties.anchor {
            let (size, height) = Self.measure(value)
            anchors[name] = Anchor(value: value, size: size, height: height)
            if properties.tag == nil, case .plain("") = value { unusedAnchors.insert(name) }
        }
        return value
    }

    private mutating func tagged(_ value: Written, _ tag: String?, _ start: Cursor) throws(Unreadable) -> Written {
        guard var tag else { return value }
        let core = "<tag:yaml.org,2002:"
        if tag.hasPrefix(core), tag.hasSuffix(">") { tag = "!" + tag.dropFirst(core.count).dropLast() }
        switch (tag, value) {
        case ("!str", .plain(let text)), ("", .plain(let text)): return .text(text)
        case ("!int", .text(let text)), ("!float", .text(let text)), ("!bool", .text(let text)),
            ("!null", .text(let text)):
            return .plain(text)
        case ("!str", .text), ("", _), ("!int", .plain), ("!float", .plain), ("!bool", .plain), ("!null", .plain),
            ("!binary", .text), ("!timestamp", _), ("!map", .object), ("!set", .object), ("!seq", .list),
            ("!omap", .list), ("!pairs", .list):
            return value
        case ("!binary", .plain(let text)): return .text(text)
        case (_, .plain), ("!str", _): throw Unreadable()
        default:
            // Only the type that the tag gives is unknown.
            issues.append(
                ParseIssue(
                    .unreadFrontMatter, line: start.line, column: start.position - start.lineStart + 1))
            return value
        }
    }

    /// Parses `*name`.
    mutating func alias(depth: Int) throws(Unreadable) -> Written {
        let start = position + 1
        cursor.position = start
        while !isSpace(at: position), !isFlowMark(position) { cursor.position += 1 }
        let name = bytes.string(in: start..<position)
        guard let anchor = anchors[name], anchor.size <= aliasBudget, depth + anchor.height <= Self.maxDepth else {
            throw Unreadable()
        }
        aliasBudget -= anchor.size
        unusedAnchors.remove(name)
        return anchor.value
    }

    private static func measure(_ value: Written) -> (size: Int, height: Int) {
        switch value {
        case .plain(let text), .text(let text): return (1 + text.utf8.count, 1)
        case .lines(let lines): return (lines.reduce(1) { $0 + $1.utf8.count }, 1)
        case .list(let values):
            return values.reduce((1, 1)) { total, value in
                let (size, height) = measure(value)
                return (total.0 + size, max(total.1, height + 1))
            }
        case .object(let members):
            return members.reduce((1, 1)) { total, member in
                let (size, height) = measure(member.value)
                return (total.0 + size + member.name.utf8.count, max(total.1, height + 1))
            }
        }
    }
}

extension Written {
    /// True for text of several words.
    fileprivate var hasBlank: Bool {
        switch self {
        case .plain(let text), .text(let text): text.contains(" ") || text.contains("\n")
        default: false
        }
    }
}
