// Labels of list items, which are the words before a colon: `Ports: Open two` has the label `Ports`.

enum Label {
    private static let wordLimit = 8
    private static let characterLimit = 80

    /// The parts of an item's plain text.
    struct Split {
        var label: Range<Int>
        var rest: Range<Int>
        /// Whether the text begins with the mark of a task, `[ ]` or `[x]`, which is part of the rest.
        var isTask: Bool
    }

    /// Splits an item's plain text at its first colon with white space or the end after it.
    ///
    /// Ignores colons after a URL, and in brackets, quotation marks or `enclosed`. A label has at most seven words, as
    /// over 90 % of labels in real documents.
    static func split(_ text: UnsafeBufferPointer<UInt8>, besides enclosed: [Int] = []) -> Split? {
        guard let colon = colon(in: text, besides: enclosed) else { return nil }
        let label = 0..<endOfText(text, colon.lowerBound)
        let isTask =
            label.count > taskMarkSize && text[taskMarkSize - 1] == 0x20 && isTaskMark(text[..<(taskMarkSize - 1)])
        return Split(
            label: (isTask ? taskMarkSize : 0)..<label.upperBound, rest: colon.upperBound..<text.count, isTask: isTask)
    }

    /// The size of the mark of a task with the blank after it.
    static let taskMarkSize = 4

    static func isTaskMark(_ text: some Collection<UInt8>) -> Bool {
        ["[ ]", "[x]", "[X]"].contains { $0.utf8.elementsEqual(text) }
    }

    /// Where normalized text ends without the white space before `end`.
    static func endOfText(_ text: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
        if end > 0, text[end - 1] == 0x20 { return end - 1 }
        return end > 1 && text[end - 1] == 0xA0 && text[end - 2] == 0xC2 ? end - 2 : end
    }

    /// Returns true if a text is short enough for a label.
    static func isLabel(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count { $0 == 0x20 } < wordLimit && text.unicodeScalars.count <= characterLimit
    }

    /// Returns the range of the colon that ends a label, with the white space after it.
    private static func colon(in bytes: UnsafeBufferPointer<UInt8>, besides enclosed: [Int]) -> Range<Int>? {
        var words = 1
        var characters = 0
        var colons = 0
        var whole = Whole()
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case 0x20: words += 1
            case UInt8(ascii: ":"):
                if let end = endOfSpace(bytes, index + 1), !whole.isOpen, !enclosed.contains(colons) {
                    return index > 0 ? index..<end : nil
                }
                let slash = UInt8(ascii: "/")
                if index + 2 < bytes.count, bytes[index + 1] == slash, bytes[index + 2] == slash { return nil }
                colons += 1
            default: whole.take(byte, at: index, bytes)
            }
            if byte & 0xC0 != 0x80 { characters += 1 }
            if words > wordLimit || characters > characterLimit { return nil }
        }
        return nil
    }

    /// Returns the position after the white space at `index`, or the end of the text.
    private static func endOfSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
        guard index < bytes.count else { return index }
        if bytes[index] == 0x20 { return index + 1 }
        let length = min(scalarLength(bytes[index]), bytes.count - index)
        return whiteSpace(bytes, index, length) == .none ? nil : index + length
    }

    /// The open brackets and quotation marks.
    private struct Whole {
        private var brackets = 0
        private var isQuoted = false
        /// True if `„` opened the quotation, which `“` closes.
        private var isLow = false

        var isOpen: Bool { brackets > 0 || isQuoted }

        mutating func take(_ byte: UInt8, at index: Int, _ bytes: UnsafeBufferPointer<UInt8>) {
            switch byte {
            case UInt8(ascii: "("), UInt8(ascii: "["): brackets += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"): brackets = max(brackets - 1, 0)
            case UInt8(ascii: "\""): isQuoted.toggle()
            case 0x9C...0x9E:
                guard index > 1, bytes[index - 2] == 0xE2, bytes[index - 1] == 0x80 else { return }
                isQuoted = byte == 0x9E || byte == 0x9C && !isLow
                isLow = byte == 0x9E
            default: break
            }
        }
    }
}
