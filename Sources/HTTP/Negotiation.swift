// Content negotiation by the Accept field, RFC 9110 section 12.5.1.

/// The media types that a request accepts, with their weights.
package struct Accept: Sendable {
    private let ranges: [MediaRange]

    /// Parses the value of an Accept field, nil if the request has none.
    ///
    /// Malformed members are ignored. Without any well-formed member, every media type is accepted.
    package init(_ value: String?) {
        let members = (value ?? "").utf8.splitOutsideQuotes(at: UInt8(ascii: ","))
        ranges = members.prefix(Self.maxMembers).compactMap(MediaRange.init)
    }

    /// The number of list members that are parsed; later ones are ignored.
    private static let maxMembers = 100

    /// Returns the offered media type with the highest weight, nil if none is acceptable; the first one wins a tie.
    ///
    /// If none is acceptable, a second attempt ignores parameters of ranges that the offered types do not have. Many
    /// clients send `application/json; charset=utf-8`.
    package func best(of offered: [String]) -> String? {
        best(of: offered, isLenient: false) ?? best(of: offered, isLenient: true)
    }

    private func best(of offered: [String], isLenient: Bool) -> String? {
        var best: (type: String, quality: Int)?
        for type in offered {
            let quality = quality(of: type, isLenient: isLenient)
            if quality > best?.quality ?? 0 { best = (type, quality) }
        }
        return best?.type
    }

    /// Returns the weight, in thousandths, of the most specific range that covers `type`; 0 if no range does.
    ///
    /// `isLenient` is explained at `MediaRange.covers`.
    func quality(of type: String, isLenient: Bool) -> Int {
        guard !ranges.isEmpty else { return 1000 }
        guard let type = MediaRange(Substring(type).utf8) else { return 0 }
        var best = (specificity: -1, quality: 0)
        for range in ranges
        where range.covers(type, isLenient: isLenient) && (range.specificity, range.quality) > best {
            best = (range.specificity, range.quality)
        }
        return best.quality
    }
}

/// A media range with its weight, or a media type; the weight of a media type has no meaning.
private struct MediaRange {
    private let type, subtype: String
    private var parameters: [String: String] = [:]
    /// The weight in thousandths, RFC 9110 section 12.4.2.
    private(set) var quality = 1000

    init?(_ text: Substring.UTF8View) {
        var parts = text.splitOutsideQuotes(at: UInt8(ascii: ";")).map(\.trimmed)[...]
        let names = parts.popFirst()?.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) ?? []
        guard names.count == 2, names.allSatisfy(\.isToken) else { return nil }
        (type, subtype) = (names[0].folded, names[1].folded)
        guard type != "*" || subtype == "*" else { return nil }
        for part in parts where !part.isEmpty {
            let equals = part.firstIndex(of: UInt8(ascii: "=")) ?? part.endIndex
            let (name, value) = (part[..<equals], part[equals...].dropFirst())
            guard name.isToken else { return nil }
            if name.folded == "q" {
                guard let weight = Self.weight(value) else { return nil }
                quality = weight
                // Parameters after the weight are extensions of Accept, not parameters of the media type.
                return
            }
            guard let value = value.isToken ? value.folded : value.unquoted else { return nil }
            parameters[name.folded] = value
        }
    }

    /// A number that is higher for a range that covers fewer media types.
    var specificity: Int { (type == "*" ? 0 : 1) + (subtype == "*" ? 0 : 1) + parameters.count }

    /// Returns whether the range covers a media type.
    ///
    /// Every parameter of the range must also be one of `other`. If `isLenient` is true, parameters that `other` does
    /// not have are ignored.
    func covers(_ other: MediaRange, isLenient: Bool) -> Bool {
        (type == "*" || type == other.type) && (subtype == "*" || subtype == other.subtype)
            && parameters.allSatisfy { name, value in other.parameters[name].map { $0 == value } ?? isLenient }
    }

    /// Parses a weight from 0 to 1 with up to three decimals; returns thousandths.
    ///
    /// It also accepts a weight without the leading zero, such as `.2`, which old Java clients send.
    private static func weight(_ text: Substring.UTF8View) -> Int? {
        var rest = text
        if rest.count > 1, rest.first == UInt8(ascii: ".") { rest = "0\(Substring(text))"[...].utf8 }
        guard let first = rest.popFirst()?.digitValue, first <= 1 else { return nil }
        var weight = first
        if !rest.isEmpty {
            guard rest.popFirst() == UInt8(ascii: ".") else { return nil }
        }
        for _ in 0..<3 {
            guard let byte = rest.popFirst() else {
                weight *= 10
                continue
            }
            guard let digit = byte.digitValue else { return nil }
            weight = weight * 10 + digit
        }
        return rest.isEmpty && weight <= 1000 ? weight : nil
    }
}

extension BidirectionalCollection<UInt8> where SubSequence == Substring.UTF8View {
    /// Splits at separators outside quoted strings, and omits empty parts.
    fileprivate func splitOutsideQuotes(at separator: UInt8) -> [SubSequence] {
        var (isQuoted, isEscaped) = (false, false)
        return split { byte in
            defer { isEscaped = isQuoted && !isEscaped && byte == UInt8(ascii: "\\") }
            if byte == UInt8(ascii: "\""), !isEscaped { isQuoted.toggle() }
            return byte == separator && !isQuoted
        }
    }
}

extension Substring.UTF8View {
    fileprivate var trimmed: Substring.UTF8View {
        var rest = drop(while: \.isBlank)
        while rest.last?.isBlank == true { rest.removeLast() }
        return rest
    }

    fileprivate var isToken: Bool { !isEmpty && allSatisfy(ByteSet.token.contains) }

    /// The text with ASCII letters in lower case.
    fileprivate var folded: String { String(decoding: lazy.map(\.lowercased), as: UTF8.self) }

    /// The content of a quoted string in lower case, nil if the text is not a quoted string.
    fileprivate var unquoted: String? {
        var rest = self
        let quote = UInt8(ascii: "\"")
        guard rest.popFirst() == quote, rest.popLast() == quote else { return nil }
        var content: [UInt8] = []
        while var byte = rest.popFirst() {
            if byte == quote { return nil }
            if byte == UInt8(ascii: "\\") {
                guard let next = rest.popFirst() else { return nil }
                byte = next
            }
            content.append(byte.lowercased)
        }
        return String(decoding: content, as: UTF8.self)
    }
}
