// The words before the colon of a list item: `Ports: Open two` has the label `Ports`.

enum Label {
    private static let wordLimit = 8
    private static let characterLimit = 80

    /// Splits an item's plain text at its first colon that a blank or the end follows.
    ///
    /// Longer beginnings are no labels: 90 to 99 in a hundred labels of real documents have at most seven words.
    static func split(_ text: String) -> (label: String?, text: String) {
        var words = 1
        let bytes = text.utf8
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let next = bytes.index(after: index)
            if bytes[index] == 0x20 {
                words += 1
                if words > wordLimit { break }
            } else if bytes[index] == UInt8(ascii: ":"), next == bytes.endIndex || bytes[next] == 0x20 {
                let label = text[..<index]
                guard !label.isEmpty, label.unicodeScalars.count <= characterLimit else { break }
                let rest = next == bytes.endIndex ? "" : text[bytes.index(after: next)...]
                return (String(label), String(rest))
            }
            index = next
        }
        return (nil, text)
    }
}
