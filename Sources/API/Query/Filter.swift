// One condition on a field: `leadNation=USA`, `wordCount:gte=500`.

import Catalog
import Documents
import Glibc
import HTTP

/// A condition that a record meets or not.
struct Filter {
    /// What a field is compared by; the raw value stands behind the colon of a parameter's name.
    enum Operator: String, CaseIterable {
        case eq, ne, lt, lte, gt, gte
        case within = "in"
        case notWithin = "nin"
        case contains, startswith, endswith, exists

        /// The operators that a field of this kind can be compared by.
        static func available(for kind: Field.Kind) -> [Operator] {
            switch kind {
            case .text, .date: allCases
            case .integer, .number: [.eq, .ne, .lt, .lte, .gt, .gte, .within, .notWithin, .exists]
            case .boolean: [.eq, .ne, .within, .notWithin, .exists]
            case .object: [.exists]
            }
        }
    }

    /// The parameter as it was sent, for explanations.
    let name: String
    let path: FieldPath
    /// The condition in words.
    let meaning: String
    private let test: Test

    private enum Test {
        /// The signs of a comparison that pass.
        case order(OperandRange, passes: @Sendable (Int) -> Bool)
        case oneOf([OperandRange], isNegated: Bool)
        case part([UInt8], Operator)
        case exists(Bool)
    }

    /// True where every distinct value has to be looked at, not only the places of some in their order.
    var looksAtEveryValue: Bool {
        switch test {
        case .order, .oneOf: false
        case .part, .exists: true
        }
    }

    /// Reads the value that the field is compared with; throws what is wrong with it.
    init(name: String, path: FieldPath, operator: Operator, value: String) throws(Fault) {
        self.name = name
        self.path = path
        let kind = path.field.kind
        let any = path.isList ? "Any element of " : ""
        var meanings: [String] = []
        func operand(_ text: String) throws(Fault) -> OperandRange {
            guard let range = OperandRange(text, kind: kind) else { throw Fault.unreadable(kind) }
            if case (.instant(let first), .instant(let last)) = (range.first, range.last) {
                meanings.append("`\(text)` is from \(first.internetDate) to \(last.internetDate).")
            }
            return range
        }
        switch `operator` {
        case .eq: test = .oneOf([try operand(value)], isNegated: false)
        case .ne: test = .oneOf([try operand(value)], isNegated: true)
        case .lt: test = .order(try operand(value)) { $0 < 0 }
        case .lte: test = .order(try operand(value)) { $0 <= 0 }
        case .gt: test = .order(try operand(value)) { $0 > 0 }
        case .gte: test = .order(try operand(value)) { $0 >= 0 }
        case .within, .notWithin:
            var operands: Set<OperandRange> = []
            for part in value.split(separator: ",", omittingEmptySubsequences: false) {
                operands.insert(try operand(String(part)))
            }
            test = .oneOf(Array(operands), isNegated: `operator` == .notWithin)
        case .contains, .startswith, .endswith:
            guard case .text(let text)? = Operand(value, kind: .text) else { throw Fault.unreadable(.text) }
            test = .part(Array(text.utf8), `operator`)
        case .exists:
            guard case .boolean(let flag)? = Field.Kind.boolean.value(of: value) else {
                throw Fault.unreadable(.boolean)
            }
            test = .exists(flag)
        }
        meaning =
            (["\(any)`\(path.name)` (\(kind.rawValue)) \(`operator`.rawValue) `\(value)`."] + meanings)
            .joined(separator: " ")
    }

    /// What can be wrong with the value of a condition.
    enum Fault: Error {
        case unreadable(Field.Kind)
    }

    /// The positions among `candidates` of the records that meet the condition.
    ///
    /// Once `cancellation` is raised, some of them.
    func positions(
        in collection: Collection, among candidates: some Sequence<Int>,
        until cancellation: Cancellation = Cancellation()
    ) -> [Int] {
        // Where few are left, their own values are fewer than all distinct ones.
        let index = collection.index(of: path) { cancellation.isCancelled }
        guard let index, !looksAtEveryValue || candidates.underestimatedCount >= index.count else {
            let value = path.reader(of: collection.records)
            return candidates.filter { !cancellation.isCancelled && passes(value($0)) }
        }
        let marks = index.marks(of: codes(in: index, until: cancellation))
        let isNegated = isNegated
        return candidates.filter { marks[$0] != isNegated }
    }

    /// True where the condition is met by the records that hold none of its codes.
    private var isNegated: Bool {
        switch test {
        case .order, .part: false
        case .oneOf(_, let isNegated): isNegated
        case .exists(let isWanted): !isWanted
        }
    }

    /// The codes of the values that the condition speaks of.
    private func codes(in index: ColumnIndex, until cancellation: Cancellation) -> [Range<Int>] {
        switch test {
        case .order(let range, let passes):
            let equal = index.codes(in: range)
            return [
                passes(-1) ? 0..<equal.lowerBound : 0..<0, passes(0) ? equal : 0..<0,
                passes(1) ? equal.upperBound..<index.comparable : 0..<0,
            ]
        case .oneOf(let ranges, _): return ranges.map(index.codes(in:))
        case .part(let bytes, let relation):
            return (0..<index.count).compactMap { code in
                guard !cancellation.isCancelled, var text = index.value(of: code).scalarText else { return nil }
                return text.withUTF8 { Self.holds($0, bytes, relation) } ? code..<code + 1 : nil
            }
        case .exists: return (0..<index.count).compactMap { index.isMissing($0) ? nil : $0..<$0 + 1 }
        }
    }

    /// True where the value of the path's first field meets the condition.
    ///
    /// On a list any element may; `ne` and `nin` are the contrary of `eq` and `in`, so a missing value meets them.
    func passes(_ value: Value) -> Bool {
        let kind = path.field.kind
        switch test {
        case .order(let range, let passes):
            return path.anyValue(in: value) { value in
                Operand(value, kind: kind).flatMap(range.place).map(passes) ?? false
            }
        case .oneOf(let ranges, let isNegated):
            return path.anyValue(in: value) { value in
                guard let operand = Operand(value, kind: kind) else { return false }
                return ranges.contains { $0.place(of: operand) == 0 }
            } != isNegated
        case .part(let bytes, let relation):
            return path.anyValue(in: value) { value in
                guard var text = value.scalarText else { return false }
                return text.withUTF8 { Self.holds($0, bytes, relation) }
            }
        case .exists(let isWanted):
            return path.anyValue(in: value) { !$0.isMissing } == isWanted
        }
    }

    private static func holds(_ text: UnsafeBufferPointer<UInt8>, _ part: [UInt8], _ relation: Operator) -> Bool {
        guard let base = text.baseAddress, part.count <= text.count else { return part.isEmpty }
        switch relation {
        case .startswith: return memcmp(base, part, part.count) == 0
        case .endswith: return memcmp(base + (text.count - part.count), part, part.count) == 0
        default: return isPart(part, of: UnsafeRawBufferPointer(text))
        }
    }

    /// Looks for the first byte of the part, then compares the others.
    private static func isPart(_ part: [UInt8], of text: UnsafeRawBufferPointer) -> Bool {
        guard let first = part.first else { return true }
        guard var start = text.baseAddress else { return false }
        var count = text.count
        while count >= part.count, let found = memchr(start, Int32(first), count - part.count + 1) {
            if memcmp(found, part, part.count) == 0 { return true }
            let skipped = UnsafeRawPointer(found) - start + 1
            start += skipped
            count -= skipped
        }
        return false
    }
}
