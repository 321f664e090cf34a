// Operands of comparisons, typed by the field.

package import Documents
@_spi(_Unicode) import Swift
import Text

/// One side of a comparison: a value of a record or of a query.
package enum Operand: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case instant(Instant)

    /// Parses the operand of a query; returns nil if it is not a value of this kind.
    ///
    /// Texts are verbatim, except for NFC; a date becomes its first instant.
    package init?(_ text: String, kind: Field.Kind) {
        switch kind {
        case .text, .object:
            var composed = String.UnicodeScalarView()
            composed.append(contentsOf: text._nfc)
            self = .text(String(composed))
        case .integer, .number:
            switch Field.Kind.integer.value(of: text) ?? Field.Kind.number.value(of: text) {
            case .integer(let number): self = .integer(number)
            case .number(let number): self.init(number)
            default:
                guard let number = Self.number(withExponent: text) else { return nil }
                self.init(number)
            }
        case .boolean:
            guard case .boolean(let flag) = kind.value(of: text) else { return nil }
            self = .boolean(flag)
        case .date:
            guard let period = Period(asked: text) else { return nil }
            self = .instant(period.first)
        }
    }

    /// Converts a record's value to this kind; returns nil if that is impossible.
    package init?(_ value: Value, kind: Field.Kind) {
        switch (kind, value) {
        case (.text, .text(let text)): self = .text(text)
        case (.text, _):
            guard let text = value.scalarText else { return nil }
            self = .text(text)
        case (.integer, .integer(let number)), (.number, .integer(let number)): self = .integer(number)
        case (.integer, .number(let number)), (.number, .number(let number)): self.init(number)
        case (.boolean, .boolean(let flag)): self = .boolean(flag)
        // Rows of tables have numbers as written.
        case (.integer, .text(let text)), (.number, .text(let text)), (.boolean, .text(let text)):
            self.init(text, kind: kind)
        case (.date, .text(let text)):
            guard let period = Period(text) else { return nil }
            self = .instant(period.first)
        default: return nil
        }
    }

    /// Parses a number with an exponent, such as `1.5e-7`.
    private static func number(withExponent text: String) -> Double? {
        let parts = text.utf8.split(omittingEmptySubsequences: false) { $0 | 0x20 == UInt8(ascii: "e") }
        guard parts.count == 2, let mantissa = parts.first, var exponent = parts.last,
            Field.Kind.number.value(of: String(Substring(mantissa))) != nil
        else { return nil }
        if exponent.first == UInt8(ascii: "+") || exponent.first == UInt8(ascii: "-") { exponent.removeFirst() }
        guard (1...3).contains(exponent.count), exponent.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Double(text), number.isFinite
        else { return nil }
        return number
    }

    /// Makes equal operands of equal numbers.
    private init(_ number: Double) {
        self = Int(exactly: number).map(Operand.integer) ?? .number(number)
    }

    /// Returns a negative number, zero or a positive number if `self` is before, at or after `other`.
    ///
    /// Returns nil for values of different kinds. Compares texts by their UTF-8 bytes; false is before true.
    package func compare(_ other: Operand) -> Int? {
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

/// The values that a query asks for: one value, or all instants of a date.
package struct OperandRange: Hashable, Sendable {
    package let first: Operand
    package let last: Operand

    /// A single value.
    package init(_ operand: Operand) {
        first = operand
        last = operand
    }

    /// Parses the operand of a query; returns nil if it is not a value of this kind.
    package init?(_ text: String, kind: Field.Kind) {
        guard let first = Operand(text, kind: kind) else { return nil }
        self.first = first
        last = kind == .date ? Period(asked: text).map { .instant($0.last) } ?? first : first
    }

    /// Returns a negative number, zero or a positive number if a value is before, in or after the range.
    ///
    /// Returns nil for a value of another kind.
    package func place(of value: Operand) -> Int? {
        guard let before = value.compare(first), before >= 0 else { return value.compare(first) }
        return value.compare(last).map { max(0, $0) }
    }
}
