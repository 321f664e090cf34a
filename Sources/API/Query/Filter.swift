// One condition on a field: `leadNation=USA`, `wordCount:gte=500`.

import Catalog
import Documents
import Glibc
import HTTP
import Text

/// A condition on one field of a record.
struct Filter {
    /// The operators.
    ///
    /// The raw value is the text after the colon of a parameter's name.
    enum Operator: String, CaseIterable {
        case eq, ne, lt, lte, gt, gte
        case within = "in"
        case notWithin = "nin"
        case contains, startswith, endswith, exists
        /// Equality of texts regardless of case.
        case ieq

        /// Returns the operators for fields of a kind.
        static func available(for kind: Field.Kind) -> [Operator] {
            switch kind {
            case .text: allCases
            case .date: allCases.filter { $0 != .ieq }
            case .integer, .number: [.eq, .ne, .lt, .lte, .gt, .gte, .within, .notWithin, .exists]
            case .boolean: [.eq, .ne, .within, .notWithin, .exists]
            case .object: [.exists]
            }
        }
    }

    /// The name of the parameter as sent, for explanations.
    let name: String
    /// The value as sent.
    let value: String
    let path: FieldPath
    let relation: Operator
    /// The condition as a sentence, for explanations.
    let meaning: String
    let predicate: Predicate
    /// True if a record must not meet the condition: the prefix `not.`.
    let isNegated: Bool

    enum Predicate {
        /// Compares with a range; `passes` takes -1, 0 or 1 for a value below, in or above it.
        case order(OperandRange, passes: @Sendable (Int) -> Bool)
        case oneOf([OperandRange], isNegated: Bool)
        case substring([UInt8], Operator)
        /// A text without case.
        case ignoringCase(String)
        case exists(Bool)
    }

    /// True if the filter must test every distinct value.
    ///
    /// Other filters use binary search in the sorted index.
    var scansAllValues: Bool {
        switch predicate {
        case .order, .oneOf: false
        case .substring, .ignoringCase, .exists: true
        }
    }

    /// Parses the value of a condition.
    ///
    /// Throws `ValueError` if the value cannot be parsed as the field's kind.
    init(
        name: String, path: FieldPath, operator: Operator, value: String, isNegated: Bool = false
    ) throws(ValueError) {
        self.name = name
        self.isNegated = isNegated
        self.value = value
        self.path = path
        relation = `operator`
        let kind = path.field.kind
        let prefix = path.isList ? "Any element of " : ""
        var meanings: [String] = []
        func operand(_ text: String) throws(ValueError) -> OperandRange {
            guard let range = OperandRange(text, kind: kind) else { throw ValueError.unreadable(kind) }
            if case (.instant(let first), .instant(let last)) = (range.first, range.last) {
                meanings.append("`\(text)` is from \(first.internetDate) to \(last.internetDate).")
            }
            return range
        }
        switch `operator` {
        case .eq: predicate = .oneOf([try operand(value)], isNegated: false)
        case .ne: predicate = .oneOf([try operand(value)], isNegated: true)
        case .lt: predicate = .order(try operand(value)) { $0 < 0 }
        case .lte: predicate = .order(try operand(value)) { $0 <= 0 }
        case .gt: predicate = .order(try operand(value)) { $0 > 0 }
        case .gte: predicate = .order(try operand(value)) { $0 >= 0 }
        case .within, .notWithin:
            var ranges: [OperandRange] = []
            for part in value.split(separator: ",", omittingEmptySubsequences: false) {
                let range = try operand(String(part))
                if !ranges.contains(range) { ranges.append(range) }
            }
            predicate = .oneOf(ranges, isNegated: `operator` == .notWithin)
        case .contains, .startswith, .endswith:
            guard case .text(let text)? = Operand(value, kind: .text) else { throw ValueError.unreadable(.text) }
            predicate = .substring(Array((path.field.ignoresCase ? text.lowercased() : text).utf8), `operator`)
        case .ieq:
            guard case .text(let text)? = Operand(value, kind: .text) else { throw ValueError.unreadable(.text) }
            predicate = .ignoringCase(Self.folded(text))
        case .exists:
            guard case .boolean(let flag)? = Field.Kind.boolean.value(of: value) else {
                throw ValueError.unreadable(.boolean)
            }
            predicate = .exists(flag)
        }
        let negation = isNegated ? "Not: " : ""
        meaning =
            (["\(negation)\(prefix)`\(path.name)` (\(kind.rawValue)) \(`operator`.rawValue) `\(value)`."] + meanings)
            .joined(separator: " ")
    }

    /// Makes the same condition on another field of the same kind.
    init(_ other: Filter, on path: FieldPath) {
        (name, value, relation, self.path) = (other.name, other.value, other.relation, path)
        (meaning, predicate, isNegated) = (other.meaning, other.predicate, other.isNegated)
    }

    /// The parameter as it was sent, decoded.
    var text: String { name + "=" + value }

    /// Returns a text without case: upper case joins `ß` with `SS`, and lower case both forms of sigma.
    private static func folded(_ text: String) -> String { text.uppercased().lowercased() }

    /// The errors of parsing a condition's value.
    enum ValueError: Error {
        /// The value is not of the field's kind.
        case unreadable(Field.Kind)
    }

    /// Returns those `candidates`, as positions in the collection, that meet the condition.
    ///
    /// After `cancellation`, the result is incomplete and must not be used.
    func positions(
        in collection: Collection, among candidates: some Sequence<Int>,
        until cancellation: Cancellation = Cancellation()
    ) -> [Int] {
        let meeting = positionsMeeting(in: collection, among: candidates, until: cancellation)
        guard isNegated else { return meeting }
        // Both have the same order.
        var next = meeting.makeIterator()
        var excluded = next.next()
        return candidates.filter { candidate in
            if candidate != excluded { return true }
            excluded = next.next()
            return false
        }
    }

    /// Returns those `candidates` that meet the condition without its negation.
    private func positionsMeeting(
        in collection: Collection, among candidates: some Sequence<Int>, until cancellation: Cancellation
    ) -> [Int] {
        if case .substring(let bytes, _) = predicate, let search = collection.search,
            let found = search.candidates(
                forSubstring: bytes, in: path.name, isStopped: { cancellation.isCancelled })
        {
            let value = path.reader(of: collection.records)
            return Self.common(candidates, found).filter { !cancellation.isCancelled && passes(value($0)) }
        }
        if let found = idPositions(in: collection, among: candidates, until: cancellation) { return found }
        // With few candidates, testing their values is cheaper than testing every distinct value.
        let index = collection.index(of: path) { cancellation.isCancelled }
        guard let index, !scansAllValues || candidates.underestimatedCount >= index.count else {
            let value = path.reader(of: collection.records)
            return candidates.filter { !cancellation.isCancelled && passes(value($0)) }
        }
        let marks = index.marks(of: codes(in: index, until: cancellation))
        let selectsOthers = selectsOthers
        return candidates.filter { marks[$0] != selectsOthers }
    }

    /// Returns the `candidates` with a part of their id; nil for other filters, and if it is as fast to read the ids.
    private func idPositions(
        in collection: Collection, among candidates: some Sequence<Int>, until cancellation: Cancellation
    ) -> [Int]? {
        guard case .substring(let bytes, let relation) = predicate, path.name == "id",
            candidates.underestimatedCount >= collection.records.count / 8
        else { return nil }
        var found: [Int] = []
        let isPossible = collection.forEachID { position, id in
            if Self.matches(id, bytes, relation) { found.append(position) }
            return !cancellation.isCancelled
        }
        return isPossible ? Self.common(candidates, found) : nil
    }

    /// Returns the positions that are in both lists, in the order of the first; the second one ascends.
    private static func common(_ candidates: some Sequence<Int>, _ found: [Int]) -> [Int] {
        if let range = candidates as? Range<Int> { return found.filter(range.contains) }
        return candidates.filter { candidate in
            let place = found.partitioningIndex { $0 >= candidate }
            return place < found.count && found[place] == candidate
        }
    }

    /// True if records without any of the codes meet the condition.
    private var selectsOthers: Bool {
        switch predicate {
        case .order, .substring, .ignoringCase: false
        case .oneOf(_, let isNegated): isNegated
        case .exists(let isWanted): !isWanted
        }
    }

    /// Returns the codes of the values that the predicate selects, before negation.
    private func codes(in index: ColumnIndex, until cancellation: Cancellation) -> [Range<Int>] {
        switch predicate {
        case .order(let range, let passes):
            let equal = index.codes(in: range)
            return [
                passes(-1) ? 0..<equal.lowerBound : 0..<0, passes(0) ? equal : 0..<0,
                passes(1) ? equal.upperBound..<index.comparable : 0..<0,
            ]
        case .oneOf(let ranges, _): return ranges.map(index.codes(in:))
        case .substring(let bytes, let relation):
            return (0..<index.count).compactMap { code in
                guard !cancellation.isCancelled, var text = index.value(of: code).scalarText else { return nil }
                return text.withUTF8 { Self.matches($0, bytes, relation) } ? code..<code + 1 : nil
            }
        case .ignoringCase(let text):
            return (0..<index.count).compactMap { code in
                guard !cancellation.isCancelled else { return nil }
                return index.value(of: code).scalarText.map(Self.folded) == text ? code..<code + 1 : nil
            }
        case .exists: return (0..<index.count).compactMap { index.isMissing($0) ? nil : $0..<$0 + 1 }
        }
    }

    /// Returns true if a value of the path's top-level field meets the condition.
    ///
    /// A list meets it if any element does. `ne` and `nin` negate `eq` and `in`, so a missing value meets them.
    func passes(_ value: Value) -> Bool {
        let kind = path.field.kind
        switch predicate {
        case .order(let range, let passes):
            return path.anyValue(in: value) { value in
                Operand(value, kind: kind).flatMap(range.place).map(passes) ?? false
            }
        case .oneOf(let ranges, let isNegated):
            return path.anyValue(in: value) { value in
                guard let operand = Operand(value, kind: kind) else { return false }
                return ranges.contains { $0.place(of: operand) == 0 }
            } != isNegated
        case .substring(let bytes, let relation):
            return path.anyValue(in: value) { value in
                guard var text = value.scalarText else { return false }
                if path.field.ignoresCase { text = text.lowercased() }
                return text.withUTF8 { Self.matches($0, bytes, relation) }
            }
        case .ignoringCase(let text):
            return path.anyValue(in: value) { $0.scalarText.map(Self.folded) == text }
        case .exists(let isWanted):
            return path.anyValue(in: value) { !$0.isMissing } == isWanted
        }
    }

    private static func matches(_ text: UnsafeBufferPointer<UInt8>, _ part: [UInt8], _ relation: Operator) -> Bool {
        guard let base = text.baseAddress, part.count <= text.count else { return part.isEmpty }
        switch relation {
        case .startswith: return memcmp(base, part, part.count) == 0
        case .endswith: return memcmp(base + (text.count - part.count), part, part.count) == 0
        default: return text.firstMatch(of: part) != nil
        }
    }
}
