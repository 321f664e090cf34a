// What a value is compared with, read by the type of the field.

import Catalog
import Documents
@_spi(_Unicode) import Swift

/// One side of a comparison: a value of a record, or what a query asks for.
enum Operand: Hashable {
    case text(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case instant(Instant)

    /// Reads what a query asks for, nil where it is no value of this kind.
    ///
    /// Texts are taken verbatim, but for NFC.
    init?(_ text: String, kind: Field.Kind) {
        switch kind {
        case .text, .object:
            var composed = String.UnicodeScalarView()
            composed.append(contentsOf: text._nfc)
            self = .text(String(composed))
        case .integer, .number:
            switch Field.Kind.integer.value(of: text) ?? Field.Kind.number.value(of: text) {
            case .integer(let number): self = .integer(number)
            case .number(let number): self.init(number)
            default: return nil
            }
        case .boolean:
            guard case .boolean(let flag) = kind.value(of: text) else { return nil }
            self = .boolean(flag)
        case .date:
            guard let instant = Instant(text) else { return nil }
            self = .instant(instant)
        }
    }

    /// Reads a record's value as one of this kind, nil where it has none.
    init?(_ value: Value, kind: Field.Kind) {
        switch (kind, value) {
        case (.text, .text(let text)): self = .text(text)
        case (.text, _):
            guard let text = value.scalarText else { return nil }
            self = .text(text)
        case (.integer, .integer(let number)), (.number, .integer(let number)): self = .integer(number)
        case (.integer, .number(let number)), (.number, .number(let number)): self.init(number)
        case (.boolean, .boolean(let flag)): self = .boolean(flag)
        case (.date, .text(let text)):
            guard let instant = Instant(text) else { return nil }
            self = .instant(instant)
        default: return nil
        }
    }

    /// One spelling of each number, so that equal ones have equal hashes.
    private init(_ number: Double) {
        self = Int(exactly: number).map(Operand.integer) ?? .number(number)
    }

    /// Below zero, zero or above, as `self` stands before, at or after `other`; nil for values of unlike kinds.
    ///
    /// Texts by the bytes of their UTF-8, false before true.
    func compare(_ other: Operand) -> Int? {
        switch (self, other) {
        case (.text(let left), .text(let right)): left.compareBytes(right)
        case (.integer(let left), .integer(let right)): Self.order(left, right)
        case (.number(let left), .number(let right)): Self.order(left, right)
        case (.integer(let left), .number(let right)): Self.order(Double(left), right)
        case (.number(let left), .integer(let right)): Self.order(left, Double(right))
        case (.boolean(let left), .boolean(let right)): Self.order(left ? 1 : 0, right ? 1 : 0)
        case (.instant(let left), .instant(let right)): Self.order(left.milliseconds, right.milliseconds)
        default: nil
        }
    }

    private static func order<Number: Comparable>(_ left: Number, _ right: Number) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }
}
