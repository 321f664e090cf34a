// Links and images: the text stays, target and title go (CommonMark 0.30, 6.3 and 6.4).

extension Inline {
    mutating func openBracket(isImage: Bool) {
        let length = isImage ? 2 : 1
        brackets.append(
            Bracket(mark: marks.count, isImage: isImage, lastRun: lastRun, start: position + length))
        marks.append(Mark(position: output.count, length: length, byte: UInt8(ascii: "[")))
        copy(length)
    }

    /// Drops the mark of a footnote if the document has its text; returns false if no such mark is here.
    mutating func dropFootnoteMark() -> Bool {
        guard !keepsFootnoteMarks, !definitions.isEmpty, let label = LinkSyntax.footnoteLabel(bytes, position, end),
            definitions[LinkSyntax.label(bytes, label)] != nil
        else { return false }
        position = label.upperBound + 1
        return true
    }

    mutating func closeBracket() {
        guard let bracket = brackets.popLast() else { return copy(1) }
        let isActive = bracket.isImage || brackets.count >= inactiveBrackets
        inactiveBrackets = min(inactiveBrackets, brackets.count)
        guard isActive, let (target, next) = target(of: bracket) else { return copy(1) }
        marks[bracket.mark].removed = marks[bracket.mark].length
        resolveEmphasis(above: bracket.lastRun)
        position = next
        if collectsLinks { collect(bracket, target) }
        if bracket.isImage {
            images += 1
            if dropsImages {
                output.removeSubrange(marks[bracket.mark].position...)
                marks.removeSubrange(bracket.mark...)
                return
            }
        }
        enclose(from: marks[bracket.mark].position)
        if !bracket.isImage { inactiveBrackets = brackets.count }
    }

    /// A link or an image, and the position of its first byte in the source.
    struct FoundLink {
        var text: String
        var target: Target
        var start: Int
        var isImage = false
    }

    /// Where a link's target stands.
    enum Target {
        case written(Range<Int>)
        /// Between angle brackets, without escapes; an address where it has no scheme.
        case autolink(Range<Int>)
        /// The value of an attribute of HTML.
        case attribute(Range<Int>)
        /// At this place of the body, which `bytes` may be a cleaned part of.
        case defined(at: Int)
    }

    /// What the bracket that closes here points at, and where the link ends: `(url "title")`, `[label]`, `[]` or
    /// nothing.
    private mutating func target(of bracket: Bracket) -> (Target, next: Int)? {
        let after = position + 1
        if after < end, bytes[after] == UInt8(ascii: "("), let (url, next) = inlineTarget(after + 1) {
            return (.written(url), next)
        }
        guard !definitions.isEmpty else { return nil }
        if after < end, bytes[after] == UInt8(ascii: "["), let close = LinkSyntax.endOfLabel(bytes, after + 1, end) {
            let isCollapsed = close == after + 1
            return definition(isCollapsed ? bracket.start..<position : after + 1..<close).map { ($0, close + 1) }
        }
        return definition(bracket.start..<position).map { ($0, after) }
    }

    private mutating func inlineTarget(_ start: Int) -> (url: Range<Int>, next: Int)? {
        guard budget > 0 else { return nil }
        let limit = min(end, start + budget)
        var index = LinkSyntax.skipSpace(bytes, start, limit)
        // What was looked at is paid for, found or not.
        defer { budget -= index - start }
        let destination = LinkSyntax.destination(bytes, index, limit)
        index = destination.next
        guard let url = destination.range else { return nil }
        index = LinkSyntax.skipSpace(bytes, index, limit)
        if index < limit, index > destination.next, bytes[index] != UInt8(ascii: ")") {
            guard let title = LinkSyntax.title(bytes, index, limit) else {
                index = limit
                return nil
            }
            index = LinkSyntax.skipSpace(bytes, title, limit)
        }
        guard index < limit, bytes[index] == UInt8(ascii: ")") else { return nil }
        return (url, index + 1)
    }

    private mutating func definition(_ label: Range<Int>) -> Target? {
        guard label.count <= LinkSyntax.labelLimit, budget > 0, bytes[label].first != UInt8(ascii: "^") else {
            return nil
        }
        budget -= label.count
        return definitions[LinkSyntax.label(bytes, label)].map { .defined(at: Int($0)) }
    }

    private mutating func collect(_ bracket: Bracket, _ target: Target) {
        guard budget > 0 else { return }
        let start = marks[bracket.mark].position
        budget -= output.count - start
        links.append(
            FoundLink(
                text: text(of: start..<output.count, marks: bracket.mark..<marks.count), target: target,
                start: bracket.start, isImage: bracket.isImage))
    }
}
