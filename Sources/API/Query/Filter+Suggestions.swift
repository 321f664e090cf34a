// The existing values that are most similar to those of a filter that matches nothing.

import Catalog
import Documents
import HTTP

extension Filter {
    /// Returns true if no record meets the condition, but an older appearance of one does.
    ///
    /// A record of merged rows shows the newest value of each field, so the condition hides the record.
    func matchesAppearances(
        in collection: Collection, _ budget: inout Budget, until cancellation: Cancellation
    ) -> Bool {
        switch predicate {
        case .oneOf(_, isNegated: true), .exists: return false
        default: break
        }
        guard budget.trials > 0, let path = collection.path(named: "appearances." + path.name),
            path.field.kind == self.path.field.kind
        else { return false }
        budget.trials -= 1
        let all = 0..<collection.records.count
        return positions(in: collection, among: all, until: cancellation).isEmpty
            && !Filter(self, on: path).positions(in: collection, among: all, until: cancellation).isEmpty
    }

    /// The number of suggestions for one value.
    private static let maxSuggestions = 3
    /// With more distinct values than this, only other spellings of case are looked up.
    private static let maxCompared = 10_000

    /// The work that suggestions may cost one request: without a limit, a list of values could block the work queue.
    struct Budget {
        /// The comparisons of two texts that are left.
        var comparisons = 20_000
        /// The filters that are left to be tried on appearances.
        var trials = 4
    }

    /// Returns the values of the field that are nearest to those of `eq` or `in`, if no record has any of them.
    ///
    /// For texts these are values that differ in case and accents, else similar values and values that contain the
    /// text; for numbers and dates the values just below and above. Empty for other operators, for fields without an
    /// index, and if `budget` is used up.
    func nearestValues(
        in collection: Collection, _ budget: inout Budget, until cancellation: Cancellation
    ) -> [String] {
        guard case .oneOf(let ranges, isNegated: false) = predicate,
            let index = collection.index(of: path, isStopped: { cancellation.isCancelled })
        else { return [] }
        let codes = ranges.map(index.codes(in:))
        guard codes.allSatisfy(\.isEmpty) else { return [] }
        return zip(ranges, codes).flatMap { range, codes -> [String] in
            switch range.first {
            case .text(let text): return Self.nearest(to: text, in: index, &budget, cancellation)
            case .boolean: return []
            case .integer, .number, .instant:
                return [codes.lowerBound - 1, codes.lowerBound].filter { (0..<index.comparable).contains($0) }
                    .compactMap { index.value(of: $0).scalarText }
            }
        }
    }

    private static func nearest(
        to text: String, in index: ColumnIndex, _ budget: inout Budget, _ cancellation: Cancellation
    ) -> [String] {
        guard !text.isEmpty else { return [] }
        guard index.count <= maxCompared else {
            return [text.lowercased(), text.uppercased(), text.prefix(1).uppercased() + text.dropFirst().lowercased()]
                .filter { !index.codes(in: OperandRange(.text($0))).isEmpty }
        }
        guard budget.comparisons >= index.count else { return [] }
        budget.comparisons -= index.count
        let values = (0..<index.count).lazy.prefix { _ in !cancellation.isCancelled }
            .compactMap { index.value(of: $0).scalarText }
        return Suggestion.nearest(maxSuggestions, to: text, among: values)
    }
}
