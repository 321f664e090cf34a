// The fields that `facets` and `group` count by: `leadNation`, `date:month`, `wordCount:0..500..1000`.

import Catalog
import Documents
import Glibc
import Text

/// A field that records are counted by: by its values or by buckets of them.
struct Dimension {
    /// How values are put together.
    enum Buckets: Hashable {
        case calendar(CalendarUnit)
        /// Ranges between numbers in ascending order, and those below and above all of them.
        case ranges([Double])
        /// At most `maxAutomaticRanges` ranges that the numbers themselves decide.
        case automatic
    }

    /// The maximum number of limits between ranges.
    static let maxLimits = 100
    /// The name of automatic ranges.
    static let automaticName = "auto"

    /// The name in the request and the response.
    let name: String
    let path: FieldPath
    /// Nil if each value is counted by itself.
    let buckets: Buckets?

    /// Counts each value of a field by itself.
    init(_ path: FieldPath) { (name, self.path, buckets) = (path.name, path, nil) }

    /// The errors of parsing a name.
    enum ParseError: Error {
        case unknownField(String)
        case unknownBuckets(String, of: FieldPath)
    }

    /// Parses a field's name, with buckets after a colon.
    init(_ text: String, of collection: Collection) throws(ParseError) {
        name = text
        if let path = collection.path(spelled: text), path.hasComparableValues {
            (self.path, buckets) = (path, nil)
            return
        }
        guard let colon = text.lastIndex(of: ":"), let path = collection.path(spelled: String(text[..<colon])),
            path.hasComparableValues
        else { throw .unknownField(text) }
        let text = String(text[text.index(after: colon)...])
        guard let buckets = Self.buckets(text, path.field.kind) else { throw .unknownBuckets(text, of: path) }
        (self.path, self.buckets) = (path, buckets)
    }

    private static func buckets(_ text: String, _ kind: Field.Kind) -> Buckets? {
        switch kind {
        case .date: return CalendarUnit(rawValue: text).map(Buckets.calendar)
        case .integer, .number:
            if text == automaticName { return .automatic }
            let limits = text.split(separator: "..", omittingEmptySubsequences: false)
                .map { Operand(String($0), kind: .number)?.number }
            let numbers = limits.compactMap(\.self)
            guard numbers.count == limits.count, numbers.count <= maxLimits,
                zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 })
            else { return nil }
            return .ranges(numbers)
        case .text, .boolean, .object: return nil
        }
    }

    /// The names of buckets, for errors.
    static func allowedBuckets(_ kind: Field.Kind) -> [String] {
        switch kind {
        case .date: CalendarUnit.allCases.map(\.rawValue)
        case .integer, .number: [automaticName]
        case .text, .boolean, .object: []
        }
    }
}

extension Operand {
    /// The number, nil for other kinds.
    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .text, .boolean, .instant: nil
        }
    }
}

/// One bucket, or one value by itself.
struct Bucket {
    /// The value, or the name of the bucket.
    var value: Value
    /// The first value of the bucket, and the first one after it; nil for a value by itself, and without an end.
    var from: Value?
    var to: Value?

    static func number(_ number: Double) -> Value { Int(exactly: number).map(Value.integer) ?? .number(number) }
}

extension Dimension.Buckets {
    /// The number of ranges that automatic ranges have at most.
    static let maxAutomaticRanges = 10

    /// The place of a value's bucket among all buckets; nil if it belongs to none.
    ///
    /// A date that is less precise than the buckets belongs to none: nobody knows which.
    func place(of value: Value, _ kind: Field.Kind) -> Int? {
        switch self {
        case .calendar(let unit): return value.text.flatMap { Period($0) }.flatMap(unit.number)
        case .ranges(let limits):
            guard let number = Operand(value, kind: kind)?.number else { return nil }
            return limits.partitioningIndex { $0 > number }
        case .automatic: return nil
        }
    }

    /// The bucket at a place.
    func bucket(at place: Int) -> Bucket {
        switch self {
        case .calendar(let unit):
            return Bucket(
                value: .text(unit.name(of: place)), from: .text(unit.start(of: place)),
                to: .text(unit.start(of: place + 1)))
        case .ranges(let limits):
            let from = place == 0 ? nil : Bucket.number(limits[place - 1])
            let to = place == limits.count ? nil : Bucket.number(limits[place])
            return Bucket(value: .text("\(from?.scalarText ?? "")..\(to?.scalarText ?? "")"), from: from, to: to)
        case .automatic: return Bucket(value: .null)
        }
    }

    /// The places of all buckets from the first to the last one that has records, and of all ranges in between.
    func places(from first: Int, to last: Int) -> ClosedRange<Int> {
        if case .ranges(let limits) = self { return min(first, 1)...max(last, limits.count - 1) }
        return first...last
    }

    /// Returns ranges of equal, round width from the least to the greatest of some numbers.
    static func ranges(from least: Double, to greatest: Double, areWhole: Bool) -> Dimension.Buckets {
        // Numbers that are nearly equal, or so large that their difference is infinite, get ranges of another width.
        let size = max(abs(least), abs(greatest))
        let span = min(max(greatest - least, size * 1e-9, 1e-290), .greatestFiniteMagnitude)
        var exponent = areWhole ? 0 : Int(log10(span).rounded(.down)) - 1
        while true {
            for digit in [1.0, 2, 5] {
                // A division by a power of ten gives the nearest number to a decimal fraction.
                func multiple(_ count: Double) -> Double {
                    exponent < 0
                        ? count * digit / pow(10, Double(-exponent)) : count * digit * pow(10, Double(exponent))
                }
                let width = multiple(1)
                let (first, last) = ((least / width).rounded(.down), (greatest / width).rounded(.down) + 1)
                guard last - first <= Double(maxAutomaticRanges) else { continue }
                let limits = (0...Int(last - first)).map { multiple(first + Double($0)) }
                if greatest < limits[limits.count - 1], limits.allSatisfy(\.isFinite) { return .ranges(limits) }
            }
            exponent += 1
            // Ranges of the largest numbers would have infinite limits.
            if exponent > 308 { return .ranges([0]) }
        }
    }
}
