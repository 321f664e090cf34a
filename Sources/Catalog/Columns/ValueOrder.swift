// The order of the distinct values of a path, which depends on nothing but the values.

import Documents
import Text

/// A value with all that its order depends on.
///
/// First come values that can be compared by the field's kind, in that order. Values that are equal in order or cannot
/// be compared are in the order of their texts, then of their cases in `Value`.
struct OrderedValue {
    let value: Value
    /// Nil if the value cannot be compared.
    let operand: Operand?
    /// Equal or in the order of the operands, so that most comparisons need no more; 0 without an operand.
    let key: UInt64

    init(_ value: Value, kind: Field.Kind) {
        self.value = value
        operand = Operand(value, kind: kind)
        key = operand?.key ?? 0
    }

    /// True if records are not ordered by the value: it is empty or cannot be compared.
    var isUnordered: Bool { operand == nil || value.isMissing }

    /// True if records with these values are equal in order.
    func isTied(with other: OrderedValue) -> Bool {
        guard let operand, let otherOperand = other.operand else { return false }
        return operand.compare(otherOperand) == 0
    }

    /// Below zero, zero or above, as `self` is before, equal to or after `other`; zero only for the same value.
    func compare(_ other: OrderedValue) -> Int {
        switch (operand, other.operand) {
        case (let one?, let another?):
            if key != other.key { return key < other.key ? -1 : 1 }
            let order = one.compare(another) ?? 0
            return order == 0 ? value.compareExactly(other.value) : order
        case (nil, nil): return value.compareExactly(other.value)
        case (nil, _): return 1
        case (_, nil): return -1
        }
    }
}

/// A value as a key: texts with unlike bytes differ.
struct ExactValue: Hashable {
    let value: Value

    static func == (left: ExactValue, right: ExactValue) -> Bool {
        switch (left.value, right.value) {
        case (.text(let one), .text(let other)): one.compareBytes(other) == 0
        case (.integer(let one), .integer(let other)): one == other
        case (.boolean(let one), .boolean(let other)): one == other
        case (.number(let one), .number(let other)): one.bitPattern == other.bitPattern
        default: left.value.compareExactly(right.value) == 0
        }
    }

    // `Value` has the same hash for all that is equal here.
    func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
}

extension Value {
    /// Compares all that can be read from two values: first their texts, then their cases and contents.
    fileprivate func compareExactly(_ other: Value) -> Int {
        if case .text(let one) = self, case .text(let another) = other { return one.compareBytes(another) }
        let order = (scalarText ?? "").compareBytes(other.scalarText ?? "")
        if order != 0 { return order }
        switch (self, other) {
        case (.list(let left), .list(let right)):
            return Self.firstDifference(left.count, right.count) { left[$0].compareExactly(right[$0]) }
        case (.object(let left), .object(let right)):
            return Self.firstDifference(left.count, right.count) {
                let order = left[$0].name.compareBytes(right[$0].name)
                return order == 0 ? left[$0].value.compareExactly(right[$0].value) : order
            }
        default: return caseNumber - other.caseNumber
        }
    }

    private static func firstDifference(_ left: Int, _ right: Int, _ compare: (Int) -> Int) -> Int {
        for position in 0..<min(left, right) {
            let order = compare(position)
            if order != 0 { return order }
        }
        return left - right
    }

    private var caseNumber: Int {
        switch self {
        case .null: 0
        case .boolean: 1
        case .integer: 2
        case .number: 3
        case .text: 4
        case .list: 5
        case .object: 6
        }
    }
}

extension Operand {
    /// A number that is equal or in the same order for two operands of one kind of field.
    fileprivate var key: UInt64 {
        switch self {
        case .text(let text):
            // The first bytes.
            var number: UInt64 = 0
            var count = 0
            for byte in text.utf8.prefix(8) {
                number = number << 8 | UInt64(byte)
                count += 1
            }
            return count == 0 ? 0 : number << (8 * UInt64(8 - count))
        case .integer(let number): return Self.key(of: Double(number))
        case .number(let number): return Self.key(of: number)
        case .boolean(let flag): return flag ? 1 : 0
        case .instant(let instant): return UInt64(bitPattern: Int64(instant.milliseconds)) ^ 1 << 63
        }
    }

    /// The bits in the order of the numbers; integers are compared with other numbers as these.
    private static func key(of number: Double) -> UInt64 {
        let bits = number.bitPattern
        return bits >> 63 == 0 ? bits | 1 << 63 : ~bits
    }
}

/// Places sorted elements among other sorted ones.
enum SortedPlaces {
    /// Returns for each of `count` elements, how many of `others` are before it.
    ///
    /// `compare` is below zero, zero or above, as one of the others is before, equal to or after an element.
    /// O(n log(m / n)) comparisons for n elements among m; those of one element with neighbours come in a row.
    static func places(of count: Int, among others: Int, _ compare: (_ other: Int, _ element: Int) -> Int) -> [Int] {
        var places = [Int](repeating: 0, count: count)
        // Each is a range of elements and the range of their places.
        var pending = [(elements: 0..<count, places: 0..<others)]
        while let (elements, range) = pending.popLast() {
            if elements.isEmpty { continue }
            let element = elements.lowerBound + elements.count / 2
            let place = range.partitioningIndex { compare($0, element) >= 0 }
            places[element] = place
            pending.append((elements.lowerBound..<element, range.lowerBound..<place))
            pending.append((element + 1..<elements.upperBound, place..<range.upperBound))
        }
        return places
    }
}
