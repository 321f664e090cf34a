// The words before the colon of a list item: `Ports: Open two` has the label `Ports`.

enum Label {
    private static let wordLimit = 8
    private static let characterLimit = 80

    /// Splits an item's plain text at its first colon that a blank or the end follows, but for one behind a URL.
    ///
    /// Longer beginnings are no labels: 90 to 99 in a hundred labels of real documents have at most seven words.
    static func split(_ text: String) -> (label: String?, text: String) {
        var text = text
        guard let colon = text.withUTF8({ colon(in: $0) }) else { return (nil, text) }
        let end = text.utf8.index(text.startIndex, offsetBy: colon)
        let label = Text.normalized(String(text[..<end]))
        return label.isEmpty ? (nil, text) : (label, String(text[end...].dropFirst(2)))
    }

    /// The position of the colon that ends a label.
    private static func colon(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var words = 1
        var characters = 0
        for (index, byte) in bytes.enumerated() {
            if byte == 0x20 {
                words += 1
            } else if byte == UInt8(ascii: ":"), index + 1 == bytes.count || bytes[index + 1] == 0x20 {
                return index > 0 ? index : nil
            } else if byte == UInt8(ascii: ":"), index + 2 < bytes.count, bytes[index + 1] == UInt8(ascii: "/"),
                bytes[index + 2] == UInt8(ascii: "/")
            {
                return nil
            }
            if byte & 0xC0 != 0x80 { characters += 1 }
            if words > wordLimit || characters > characterLimit { return nil }
        }
        return nil
    }
}
