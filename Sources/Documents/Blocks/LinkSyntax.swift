// The parts of links: labels, destinations, titles (CommonMark 0.30, 6.3). Who looks for them is told elsewhere.

enum LinkSyntax {
    /// A label is at most this long.
    static let labelLimit = 999

    /// A label as definitions are found by: in lower case, white space single.
    static func label(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        PlainText.normalized(bytes.string(in: range)).lowercased()
    }

    /// The end of a label whose text begins at `start`: the position of its `]`.
    static func endOfLabel(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        var index = start
        let limit = min(end, start + labelLimit)
        while index < limit {
            switch bytes[index] {
            case UInt8(ascii: "]"): return index
            case UInt8(ascii: "["): return nil
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return nil
    }

    /// The definition that `range`, a paragraph, begins with: its label, where its target begins and where it ends.
    static func definition(
        _ bytes: [UInt8], _ range: Range<Int>
    ) -> (label: Range<Int>, target: Int, next: Int)? {
        let end = range.upperBound
        guard range.count >= 4, bytes[range.lowerBound] == UInt8(ascii: "["),
            let close = endOfLabel(bytes, range.lowerBound + 1, end), close + 1 < end,
            bytes[close + 1] == UInt8(ascii: ":"), bytes[range.lowerBound + 1] != UInt8(ascii: "^"),
            !TableLine.trim(bytes, range.lowerBound + 1..<close).isEmpty
        else { return nil }
        let start = skipSpace(bytes, close + 2, end)
        let destination = destination(bytes, start, end)
        guard destination.range != nil, destination.next > start else { return nil }
        var next = endOfLine(bytes, destination.next, end)
        let titleStart = skipSpace(bytes, destination.next, end)
        if titleStart > destination.next, let title = title(bytes, titleStart, end) {
            next = endOfLine(bytes, title, end) ?? next
        }
        return next.map { (range.lowerBound + 1..<close, start, $0) }
    }

    /// Behind the line break that only blanks separate from `start`; nil where something else stands there.
    private static func endOfLine(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        var index = start
        while index < end, bytes[index].isBlank || bytes[index] == 0x0D { index += 1 }
        if index >= end { return end }
        return bytes[index] == 0x0A ? index + 1 : nil
    }

    /// A destination as text, without escapes and character references.
    static func url(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        var output: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "&"), let (text, next) = Entities.decode(bytes, index, range.upperBound) {
                output.append(contentsOf: text.utf8)
                index = next
                continue
            }
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < range.upperBound, bytes[index + 1].isPunctuation {
                index += 1
            }
            output.append(bytes[index])
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    static func skipSpace(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int {
        var index = start
        while index < end, bytes[index].isSpace { index += 1 }
        return min(index, end)
    }

    /// The destination at `start`, between angle brackets or bare with balanced parentheses.
    ///
    /// `range` is nil where there is none; `next` is behind what was looked at.
    static func destination(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (range: Range<Int>?, next: Int) {
        guard start < end, bytes[start] == UInt8(ascii: "<") else { return bareDestination(bytes, start, end) }
        var index = start + 1
        while index < end {
            switch bytes[index] {
            case UInt8(ascii: ">"): return (start + 1..<index, index + 1)
            case UInt8(ascii: "<"), 0x0A, 0x0D: return (nil, index)
            case UInt8(ascii: "\\"): index += 2
            default: index += 1
            }
        }
        return (nil, end)
    }

    private static func bareDestination(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (range: Range<Int>?, next: Int) {
        var index = start
        var open = 0
        var mayHoldTemplates = true
        scan: while index < end {
            switch bytes[index] {
            case 0...0x20, 0x7F: break scan
            case UInt8(ascii: "("):
                open += 1
                if open > 32 { return (nil, index) }
            case UInt8(ascii: ")"):
                if open == 0 { break scan }
                open -= 1
            case UInt8(ascii: "\\") where index + 1 < end && bytes[index + 1].isPunctuation: index += 1
            case UInt8(ascii: "{") where mayHoldTemplates:
                if let close = endOfTemplate(bytes, index, end) {
                    index = close
                    continue scan
                }
                mayHoldTemplates = false
            default: break
            }
            index += 1
        }
        return (open == 0 ? start..<max(start, index) : nil, index)
    }

    private static let maxTemplateSize = 1_024

    /// The end of a template that begins at `start`: `{{< ref "x.md" >}}` of Hugo, `{{ x }}` and `{% x %}` of Liquid.
    ///
    /// Blanks and parentheses within it are part of a destination. It is on one line.
    private static func endOfTemplate(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        guard start + 3 < end, bytes[start + 1] == UInt8(ascii: "{") || bytes[start + 1] == UInt8(ascii: "%") else {
            return nil
        }
        let close = bytes[start + 1] == UInt8(ascii: "%") ? UInt8(ascii: "%") : UInt8(ascii: "}")
        for index in start + 2..<min(end - 1, start + maxTemplateSize) {
            if bytes[index] == 0x0A { return nil }
            if bytes[index] == close, bytes[index + 1] == UInt8(ascii: "}") { return index + 2 }
        }
        return nil
    }

    /// The label of the footnote mark that begins with the `[` at `start`, such as `[^1]`, with its `^`.
    static func footnoteLabel(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Range<Int>? {
        guard start + 3 < end + 1, bytes[start + 1] == UInt8(ascii: "^") else { return nil }
        var index = start + 2
        let limit = min(end, start + maxFootnoteLabelSize)
        while index < limit, bytes[index] != UInt8(ascii: "]") {
            if bytes[index].isSpace || bytes[index] == UInt8(ascii: "[") { return nil }
            index += 1
        }
        return index < limit && index > start + 2 ? start + 1..<index : nil
    }

    private static let maxFootnoteLabelSize = 128

    /// Behind the title at `start`, in double quotes, single quotes or parentheses.
    static func title(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Int? {
        guard start < end else { return nil }
        let close: UInt8
        switch bytes[start] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): close = bytes[start]
        case UInt8(ascii: "("): close = UInt8(ascii: ")")
        default: return nil
        }
        var index = start + 1
        while index < end {
            if bytes[index] == close { return index + 1 }
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }
}
