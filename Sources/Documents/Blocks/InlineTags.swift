// What begins with `<` within a line: autolinks, tags, comments (CommonMark 0.30, 6.5 and 6.6).

extension Inline {
    /// An element `a` with a target.
    struct Anchor {
        var target: Range<Int>
        var start: Int
        /// Its text in the output, and the marks in it.
        var output: Range<Int>
        var marks: Range<Int>
    }

    mutating func angle() {
        if markup != .html, let close = endOfAutolink() {
            let text = position + 1..<close
            if collectsLinks {
                links.append(FoundLink(text: bytes.string(in: text), target: .autolink(text), start: position))
            }
            write(text)
            position = close + 1
            return
        }
        if let close = HTMLElement.endOfTag(bytes, position, end) {
            var trace = HTMLElement.trace(bytes, position, close)
            if markup == .text, !isLineBreak { trace = .itself }
            if trace == .itself { return copy(close - position) }
            if trace == .blank { output.append(0x20) }
            if collectsLinks { collectTag(position..<close) }
            position = markup == .html ? endOfHiddenContent(close) : close
            return
        }
        if markup != .text, let close = endOfHiddenMarkup() {
            position = close
            return
        }
        copy(1)
    }

    /// Takes in the tag at `tag` if it is one of `<a href>`, `</a>` and `<img src>`.
    private mutating func collectTag(_ tag: Range<Int>) {
        let isClosing = bytes[tag.lowerBound + 1] == UInt8(ascii: "/")
        switch HTMLElement.name(bytes, tag.lowerBound + (isClosing ? 2 : 1), tag.upperBound) {
        case "a":
            // Anchors do not nest, so a further one ends the first.
            if var anchor = openAnchor {
                anchor.output = anchor.output.lowerBound..<output.count
                anchor.marks = anchor.marks.lowerBound..<marks.count
                anchors.append(anchor)
                openAnchor = nil
            }
            guard !isClosing, let target = HTMLElement.attribute("href", bytes, tag) else { return }
            openAnchor = Anchor(
                target: target, start: tag.lowerBound, output: output.count..<output.count,
                marks: marks.count..<marks.count)
        case "img" where !isClosing:
            guard let source = HTMLElement.attribute("src", bytes, tag) else { return }
            let text = HTMLElement.attribute("alt", bytes, tag).map { Entities.text(bytes, $0) } ?? ""
            links.append(
                FoundLink(
                    text: PlainText.normalized(text), target: .attribute(source), start: tag.lowerBound, isImage: true))
        default: break
        }
    }

    /// Finds the links of closed anchors, once all emphasis is resolved.
    mutating func collectAnchors() {
        for anchor in anchors {
            links.append(
                FoundLink(
                    text: text(of: anchor.output, marks: anchor.marks), target: .attribute(anchor.target),
                    start: anchor.start))
        }
    }

    private var isLineBreak: Bool {
        position + 3 < end && bytes[position + 1].lowercased == UInt8(ascii: "b")
            && bytes[position + 2].lowercased == UInt8(ascii: "r") && !bytes[position + 3].isAlphanumeric
    }

    /// The `>` of an autolink: a scheme of 2 to 32 characters and no blanks, or an address with one `@`.
    private func endOfAutolink() -> Int? {
        var index = position + 1
        guard index < end, bytes[index].isAlphanumeric else { return nil }
        let limit = min(end, position + 2_048)
        var hasColon = false
        var at: Int?
        while index < limit {
            let byte = bytes[index]
            switch byte {
            case UInt8(ascii: ">"):
                let hasDomain = at.map { $0 > position + 1 && index > $0 + 1 } ?? false
                return hasColon || hasDomain ? index : nil
            case 0...0x20, UInt8(ascii: "<"), 0x7F: return nil
            case UInt8(ascii: ":") where !hasColon:
                let length = index - position - 1
                guard at == nil, (2...32).contains(length), bytes[position + 1].isLetter,
                    bytes[position + 1..<index].allSatisfy({
                        $0.isAlphanumeric || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".")
                            || $0 == UInt8(ascii: "-")
                    })
                else { return nil }
                hasColon = true
            case UInt8(ascii: "@") where !hasColon:
                if at != nil { return nil }
                at = index
            case UInt8(ascii: "="), UInt8(ascii: "\""), UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\\"):
                if !hasColon { return nil }
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Where the content ends that begins at `start`, if the tag at `position` hides it; without a closing tag none
    /// does.
    private mutating func endOfHiddenContent(_ start: Int) -> Int {
        guard budget > 0, HTMLElement.hidesContent(bytes, position, end) else { return start }
        let limit = min(end, start + budget)
        let close = HTMLBlock.End.closingTag.first(in: bytes, start..<limit)?.lowerBound
        budget -= (close ?? limit) - start
        return close ?? start
    }

    /// Behind a comment, processing instruction, declaration or CDATA section.
    private mutating func endOfHiddenMarkup() -> Int? {
        guard position + 2 < end, budget > 0 else { return nil }
        let close: StaticString
        switch (bytes[position + 1], bytes[position + 2]) {
        case (UInt8(ascii: "!"), UInt8(ascii: "-")): close = "-->"
        case (UInt8(ascii: "!"), UInt8(ascii: "[")): close = "]]>"
        case (UInt8(ascii: "!"), let letter) where letter.isLetter: close = ">"
        case (UInt8(ascii: "?"), _): close = "?>"
        default: return nil
        }
        let limit = min(end, position + budget)
        return close.withUTF8Buffer { close in
            var index = position + 2
            while index + close.count <= limit {
                if bytes[index] == close[0], bytes[index..<index + close.count].elementsEqual(close) {
                    budget -= index - position
                    return index + close.count
                }
                index += 1
            }
            budget -= limit - position
            return nil
        }
    }
}
