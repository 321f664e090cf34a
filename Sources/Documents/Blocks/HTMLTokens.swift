// Tokenizer of raw HTML: the tags, without comments and the content of scripts and styles.

/// A tag of an element.
struct HTMLTag {
    /// The name in lower case.
    var name: String
    var isClosing: Bool
    /// From `<` to after `>`.
    var range: Range<Int>
}

/// Reads the tags of a range of bytes in linear time.
struct HTMLTokens {
    private let bytes: [UInt8]
    private let end: Int
    private(set) var position: Int

    init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    /// Returns the next tag; nil at the end, or if a comment, a script or a style is never closed.
    mutating func next() -> HTMLTag? {
        while true {
            position = bytes.firstIndex(of: UInt8(ascii: "<"), in: position..<end)
            guard position < end else { return nil }
            if bytes[position..<end].starts(with: "<!--".utf8) {
                guard let close = HTMLBlock.End.text("-->").first(in: bytes, position..<end) else {
                    position = end
                    return nil
                }
                position = close.upperBound
                continue
            }
            // The limit keeps the search linear; longer tags are text.
            guard let close = HTMLElement.endOfTag(bytes, position, min(end, position + 4_096)) else {
                position += 1
                continue
            }
            let start = position
            let isClosing = bytes[start + 1] == UInt8(ascii: "/")
            let name = HTMLElement.name(bytes, start + (isClosing ? 2 : 1), close)
            position = close
            if !isClosing, name == "script" || name == "style" {
                guard let hidden = HTMLBlock.End.closingTag.first(in: bytes, close..<end) else {
                    position = end
                    return nil
                }
                position = hidden.upperBound
            }
            return HTMLTag(name: name, isClosing: isClosing, range: start..<close)
        }
    }

    /// Returns the number of an attribute such as `colspan="2"`, or 1 without it.
    static func span(_ name: String, _ bytes: [UInt8], in tag: Range<Int>) -> Int {
        guard let value = HTMLElement.attribute(name, bytes, tag) else { return 1 }
        let digits = bytes[value].drop { $0 == 0x20 }.prefix(5).prefix(while: \.isDigit)
        return max(1, Int(String(decoding: digits, as: UTF8.self)) ?? 1)
    }
}
