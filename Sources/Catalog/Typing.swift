// Types that nobody declared: the narrowest one that holds every value of a field.

package import Documents

extension Field.Kind {
    /// The narrowest kind that holds all of these texts without loss; empty ones do not count.
    ///
    /// Integers and numbers are taken in JSON's spelling only: `007` and `+5` stay texts. Dates as `Instant` reads them.
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

    /// The value that `text` spells, nil where it spells none of this kind.
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

    /// True for a JSON number without exponent, at most 30 bytes long.
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

/// What was seen of a field whose values come with types of their own: front matter, JSON.
struct ObservedField {
    /// Objects are looked into this deep; what lies deeper is shown, but has no field of its own.
    static let deepest = 6

    private var kinds: Set<Field.Kind> = []
    private var isList = false
    private var names: [String] = []
    private var members: [String: ObservedField] = [:]

    /// Takes in one more value.
    mutating func observe(_ value: Value, depth: Int = 0) {
        switch value {
        case .null: break
        case .boolean: kinds.insert(.boolean)
        case .integer: kinds.insert(.integer)
        case .number: kinds.insert(.number)
        case .text(let text): kinds.insert(Instant(text) == nil ? .text : .date)
        case .list(let elements):
            isList = true
            guard depth < Self.deepest else { return }
            for element in elements { observe(element, depth: depth + 1) }
        case .object(let object):
            kinds.insert(.object)
            guard depth < Self.deepest else { return }
            for member in object {
                if members[member.name] == nil { names.append(member.name) }
                members[member.name, default: ObservedField()].observe(member.value, depth: depth + 1)
            }
        }
    }

    /// The field that holds everything seen.
    func field(named name: String) -> Field {
        let kind: Field.Kind
        switch kinds {
        case [.integer, .number]: kind = .number
        case let one where one.count == 1: kind = one.first ?? .text
        default: kind = .text
        }
        return Field(
            name, kind, isList: isList, members: names.compactMap { name in members[name]?.field(named: name) })
    }
}
