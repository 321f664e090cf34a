// The words before the colon of a list item: `Ports: Open two` has the label `Ports`.

enum Label {
    private static let wordLimit = 8
    private static let characterLimit = 80

    /// Splits an item's plain text at its first colon that white space or the end follows, but for one behind a URL and
    /// those in `enclosed`, which are part of a whole.
    ///
    /// Longer beginnings are no labels: 90 to 99 in a hundred labels of real documents have at most seven words.
    static func split(_ text: String, besides enclosed: [Int] = []) -> (label: String?, text: String) {
        var text = text
        guard let colon = text.withUTF8({ colon(in: $0, besides: enclosed) }) else { return (nil, text) }
        let bytes = text.utf8
        let label = Text.normalized(String(decoding: bytes.prefix(colon.lowerBound), as: UTF8.self))
        return label.isEmpty ? (nil, text) : (label, String(decoding: bytes.dropFirst(colon.upperBound), as: UTF8.self))
    }

    /// Whether a text is short enough for a label.
    static func isLabel(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count { $0 == 0x20 } < wordLimit && text.unicodeScalars.count <= characterLimit
    }

    /// Where the colon that ends a label stands, with the white space behind it.
    private static func colon(in bytes: UnsafeBufferPointer<UInt8>, besides enclosed: [Int]) -> Range<Int>? {
        var words = 1
        var characters = 0
        var colons = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 0x20 {
                words += 1
            } else if byte == UInt8(ascii: ":") {
                if let end = endOfSpace(bytes, index + 1), !enclosed.contains(colons) {
                    return index > 0 ? index..<end : nil
                }
                let slash = UInt8(ascii: "/")
                if index + 2 < bytes.count, bytes[index + 1] == slash, bytes[index + 2] == slash { return nil }
                colons += 1
            }
            if byte & 0xC0 != 0x80 { characters += 1 }
            if words > wordLimit || characters > characterLimit { return nil }
        }
        return nil
    }

    /// Behind the one white space at `index`, or the end of the text.
    private static func endOfSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
        guard index < bytes.count else { return index }
        if bytes[index] == 0x20 { return index + 1 }
        let length = min(scalarLength(bytes[index]), bytes.count - index)
        return whiteSpace(bytes, index, length) == .none ? nil : index + length
    }
}
