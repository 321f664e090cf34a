// Types of fields: inference from texts, and conversion of texts to inferred and declared types.

package import Documents

extension Field.Kind {
    /// Returns the narrowest kind that represents all of these texts without loss; empty ones do not count.
    ///
    /// Integers and numbers have the syntax of JSON: `007` and `+5` stay texts. Dates have the syntax of `Instant`.
    static func narrowest(of texts: some Sequence<String>) -> Field.Kind {
        var candidates: [Field.Kind] = [.integer, .number, .boolean, .date]
        var isEmpty = true
        for text in texts where !text.isEmpty {
            isEmpty = false
            candidates.removeAll { $0.value(of: text) == nil }
            if candidates.isEmpty { return .text }
        }
        return isEmpty ? .text : candidates.first ?? .text
    }

    /// Parses a value of this kind; returns nil if `text` is not one.
    package func value(of text: String) -> Value? {
        switch self {
        case .text: return .text(text)
        case .integer: return Self.isNumber(text, fraction: false) ? Int(text).map(Value.integer) : nil
        case .number:
            guard Self.isNumber(text, fraction: true), let number = Double(text), number.isFinite else { return nil }
            return .number(number)
        case .boolean:
            switch text {
            case "true": return .boolean(true)
            case "false": return .boolean(false)
            default: return nil
            }
        case .date: return Instant(text) == nil ? nil : .text(text)
        case .object: return nil
        }
    }

    /// Returns true for a JSON number without exponent, of at most 30 bytes.
    private static func isNumber(_ text: String, fraction: Bool) -> Bool {
        guard text.utf8.count <= 30 else { return false }
        var bytes = text.utf8[...]
        if bytes.first == UInt8(ascii: "-") { bytes.removeFirst() }
        let digits = bytes.prefix { (0x30...0x39).contains($0) }
        guard let first = digits.first, first != 0x30 || digits.count == 1 else { return false }
        bytes = bytes[digits.endIndex...]
        if bytes.isEmpty { return true }
        guard fraction, bytes.removeFirst() == UInt8(ascii: "."), !bytes.isEmpty else { return false }
        return bytes.allSatisfy { (0x30...0x39).contains($0) }
    }
}

extension Mapping.FieldType {
    /// Parses a cell to a value of this type; returns nil if it is not one.
    ///
    /// Unlike inferred types, accepts groups of three digits with commas or blanks, a leading `+`, `yes` and `no`, and
    /// dates in words. `1,200` is an integer but not a number: it may be 1.2.
    func value(of text: String) -> Value? {
        switch self {
        case .list(let separator):
            let bytes = Array(text.utf8)
            let parts = separator.isEmpty ? [bytes[...]] : bytes.split(separator: Array(separator.utf8))
            let texts = parts.map { PlainText.normalized(String(decoding: $0, as: UTF8.self)) }
            return .list(texts.filter { !$0.isEmpty }.map(Value.text))
        case .single(.integer): return Field.Kind.integer.value(of: Self.withoutGroups(text, isInteger: true))
        case .single(.number): return Field.Kind.number.value(of: Self.withoutGroups(text, isInteger: false))
        case .single(.boolean):
            switch text.lowercased() {
            case "true", "yes": return .boolean(true)
            case "false", "no": return .boolean(false)
            default: return nil
            }
        case .single(.date):
            return Field.Kind.date.value(of: text) ?? PlainText.date(text).map(Value.text)
        case .single(let kind): return kind.value(of: text)
        }
    }

    /// The name in the configuration.
    package var name: String {
        switch self {
        case .single(let kind): kind.rawValue
        case .list: "list"
        }
    }

    /// Returns `text` without a leading `+` and the separators of groups of three digits.
    private static func withoutGroups(_ text: String, isInteger: Bool) -> String {
        var rest = text[...]
        if rest.utf8.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        let whole = rest.prefix { $0 != "." }
        for mark in [",", " ", "\u{A0}", "\u{202F}"] as [Character] {
            let groups = whole.split(separator: mark, omittingEmptySubsequences: false)
            guard groups.count > 1, let first = groups.first?.drop(while: { $0 == "-" }),
                (1...3).contains(first.utf8.count), groups.dropFirst().allSatisfy({ $0.utf8.count == 3 })
            else { continue }
            if mark == ",", !isInteger, groups.count == 2, whole.endIndex == rest.endIndex { return text }
            return groups.joined() + rest[whole.endIndex...]
        }
        return String(rest)
    }
}
