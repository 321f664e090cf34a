// The parameter `stats`: the least, the greatest, the mean and the median of a field.

import Catalog
import Documents

/// What the numbers or dates of a field are like.
struct Statistics {
    /// The number of values; a value of a list counts once for each record.
    private(set) var count = 0
    /// The number of records without a value.
    private(set) var missing = 0
    private(set) var min = Value.null
    private(set) var max = Value.null
    /// Null for dates, like `sum` and `median`.
    private(set) var mean = Value.null
    private(set) var sum = Value.null
    private(set) var median = Value.null

    /// The names of the members in their order.
    static let names = ["count", "missing", "min", "max", "mean", "sum", "median"]
    /// The members in the order of `names`.
    var values: [Value] { [.integer(count), .integer(missing), min, max, mean, sum, median] }
    var value: Value { .object(zip(Self.names, values).map { .init($0, $1) }) }

    /// Returns the fields of the members, with a text before each name.
    static func fields(of kind: Field.Kind, prefix: String = "") -> [Field] {
        let kinds: [Field.Kind] = [.integer, .integer, kind, kind, .number, kind == .date ? .number : kind, .number]
        return zip(names, kinds).map { Field(prefix + $0, $1) }
    }

    /// True if a field has statistics.
    static func areAvailable(for path: FieldPath) -> Bool {
        path.hasComparableValues && [.integer, .number, .date].contains(path.field.kind)
    }

    /// Computes the statistics of values in ascending order, each with its number of records.
    init(_ values: [(value: Value, count: Int)], missing: Int, kind: Field.Kind) {
        self.missing = missing
        count = values.reduce(0) { $0 + $1.count }
        guard let first = values.first, let last = values.last else { return }
        (min, max) = (first.value, last.value)
        let operands = values.map { Operand($0.value, kind: kind) }
        let numbers = operands.compactMap { $0?.number }
        guard kind != .date, numbers.count == values.count else { return }
        var total: Int? = 0
        for (operand, value) in zip(operands, values) {
            guard case .integer(let number)? = operand, let partial = total else {
                total = nil
                break
            }
            let (product, isLarge) = number.multipliedReportingOverflow(by: value.count)
            let (next, isLarger) = partial.addingReportingOverflow(product)
            total = isLarge || isLarger ? nil : next
        }
        let decimal = zip(numbers, values).reduce(0.0) { $0 + $1.0 * Double($1.1.count) }
        // A sum of large numbers may be infinite, which JSON cannot say.
        if decimal.isFinite {
            sum = total.map(Value.integer) ?? .number(decimal)
            mean = .number(decimal / Double(count))
        }
        // The values in the middle: two of an even count.
        func number(at place: Int) -> Double {
            var end = 0
            for (number, value) in zip(numbers, values) {
                end += value.count
                if place < end { return number }
            }
            return numbers[numbers.count - 1]
        }
        median = Bucket.number((number(at: (count - 1) / 2) / 2) + number(at: count / 2) / 2)
    }
}
