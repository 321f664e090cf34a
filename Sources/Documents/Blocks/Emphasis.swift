// Emphasis, strong emphasis and strikethrough: which runs of `*`, `_` and `~` are markup (CommonMark 0.30, 6.2; GFM
// 6.5). Within a word a single tilde is text, as `_` is: unlike in cmark-gfm, since `5~10` is a range. In the text
// dialect so is a `*`, and a single tilde everywhere: scanned text is full of them. Runs are matched as CommonMark's
// appendix "An algorithm for parsing nested emphasis and links" says.

extension Inline {
    /// Writes a run and puts it on the list of those that may be markup.
    mutating func emphasisRun(_ byte: UInt8) {
        let length = runLength(at: position)
        let before = scalar(before: position)
        let after = scalar(at: position + length)
        let isLeft = !after.isSpace && (!after.isPunctuation || before.isSpace || before.isPunctuation)
        let isRight = !before.isSpace && (!before.isPunctuation || after.isSpace || after.isPunctuation)
        var mark = Mark(position: output.count, length: length, byte: byte)
        switch byte {
        // `__init__.py` and `*.txt` are names.
        case UInt8(ascii: "_") where length > 1 && markup == .text: break
        case UInt8(ascii: "~") where length > 2 || length == 1 && markup == .text: break
        case UInt8(ascii: "_"),
            UInt8(ascii: "*") where markup == .text,
            UInt8(ascii: "~") where length == 1:
            mark.canOpen = isLeft && (!isRight || before.isPunctuation)
            if markup == .text, after.isPunctuation, !mayBeginEmphasis(position + length) { mark.canOpen = false }
            mark.canClose = isRight && (!isLeft || after.isPunctuation)
            if markup == .text, before.isPunctuation, isPunctuationInName(position + length) { mark.canClose = false }
        default:
            mark.canOpen = isLeft
            mark.canClose = isRight
        }
        copy(length)
        guard mark.canOpen || mark.canClose else { return }
        mark.previous = lastRun
        if lastRun >= 0 { marks[lastRun].next = marks.count }
        lastRun = marks.count
        marks.append(mark)
    }

    /// Whether a letter or digit follows the punctuation at `position`, as in `,*.txt`.
    private func isPunctuationInName(_ position: Int) -> Bool {
        position + 1 < end && bytes[position].isPunctuation && bytes[position + 1].isAlphanumeric
    }

    /// Whether emphasis in the text dialect may begin with the punctuation at `position`.
    private func mayBeginEmphasis(_ position: Int) -> Bool {
        bytes[position] >= 0x80 || "\"'([<*_~`\\@#$&".utf8.contains(bytes[position])
    }

    /// Matches the runs that were written after the run `bottom`, and forgets them.
    mutating func resolveEmphasis(above bottom: Int) {
        if lastRun == bottom { return }
        /// How far down no opener is left, by character, whether the closer can open, and its length modulo 3.
        var floors: [18 of Int] = .init(repeating: bottom)
        var closer = bottom >= 0 ? marks[bottom].next : firstRun()
        while closer >= 0 {
            guard marks[closer].canClose else {
                closer = marks[closer].next
                continue
            }
            let floor = Self.floorIndex(marks[closer])
            var opener = marks[closer].previous
            while opener > floors[floor], !matches(opener, closer) { opener = marks[opener].previous }
            if opener > floors[floor], marks[closer].byte != UInt8(ascii: "~") || isAsLong(opener, closer) {
                closer = join(opener, closer)
            } else {
                let next = marks[closer].next
                floors[floor] = marks[closer].previous
                if !marks[closer].canOpen { unlink(closer) }
                closer = next
            }
        }
        // What is left above `bottom` is text.
        lastRun = bottom
        if bottom >= 0 { marks[bottom].next = -1 }
    }

    private func firstRun() -> Int {
        var run = lastRun
        while run >= 0, marks[run].previous >= 0 { run = marks[run].previous }
        return run
    }

    private static func floorIndex(_ mark: Mark) -> Int {
        let character = mark.byte == UInt8(ascii: "*") ? 0 : (mark.byte == UInt8(ascii: "_") ? 1 : 2)
        return character * 6 + (mark.canOpen ? 3 : 0) + mark.length % 3
    }

    private func matches(_ opener: Int, _ closer: Int) -> Bool {
        let (opener, closer) = (marks[opener], marks[closer])
        guard opener.canOpen, opener.byte == closer.byte else { return false }
        let isBoth = opener.canClose || closer.canOpen
        return !isBoth || closer.length % 3 == 0 || (opener.length + closer.length) % 3 != 0
    }

    private func isAsLong(_ opener: Int, _ closer: Int) -> Bool { marks[opener].length == marks[closer].length }

    /// Takes one or two characters of both runs for markup; the answer is the run to look at next.
    private mutating func join(_ opener: Int, _ closer: Int) -> Int {
        let left = (marks[opener].length - marks[opener].removed, marks[closer].length - marks[closer].removed)
        let count = marks[opener].byte == UInt8(ascii: "~") ? left.0 : min(2, left.0, left.1)
        // Runs between the two are text.
        marks[opener].next = closer
        marks[closer].previous = opener
        marks[opener].removed += count
        marks[closer].removed += count
        if count == left.0 { unlink(opener) }
        guard count == left.1 else { return closer }
        let next = marks[closer].next
        unlink(closer)
        return next
    }

    private mutating func unlink(_ run: Int) {
        let (previous, next) = (marks[run].previous, marks[run].next)
        if previous >= 0 { marks[previous].next = next }
        if next >= 0 { marks[next].previous = previous } else { lastRun = previous }
    }

    /// A character next to a run, as far as the rules of flanking ask.
    private struct Neighbour {
        var isSpace: Bool
        var isPunctuation: Bool

        static let edge = Neighbour(isSpace: true, isPunctuation: false)

        init(isSpace: Bool, isPunctuation: Bool) {
            self.isSpace = isSpace
            self.isPunctuation = isPunctuation
        }

        init(_ byte: UInt8) {
            self.init(isSpace: byte.isSpace, isPunctuation: byte.isPunctuation)
        }

        init(_ scalar: Unicode.Scalar) {
            let category = scalar.properties.generalCategory
            let isPunctuation =
                switch category {
                case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
                    .finalPunctuation, .otherPunctuation:
                    true
                default: false
                }
            self.init(isSpace: category == .spaceSeparator, isPunctuation: isPunctuation)
        }
    }

    private func scalar(before position: Int) -> Neighbour {
        guard position > start else { return .edge }
        var index = position - 1
        if bytes[index] < 0x80 { return Neighbour(bytes[index]) }
        while index > start, position - index < 4, bytes[index] & 0xC0 == 0x80 { index -= 1 }
        return Neighbour(bytes.scalar(at: index, position))
    }

    private func scalar(at position: Int) -> Neighbour {
        guard position < end else { return .edge }
        if bytes[position] < 0x80 { return Neighbour(bytes[position]) }
        return Neighbour(bytes.scalar(at: position, end))
    }
}
