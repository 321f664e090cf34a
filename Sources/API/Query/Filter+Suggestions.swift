// The existing values that are most similar to those of a filter that matches nothing.

import Catalog
import Documents
import HTTP

extension Filter {
    /// Returns true if no record meets the condition, but an older appearance of one does.
    ///
    /// A record of merged rows shows the newest value of each field, so the condition hides the record.
    func matchesAppearances(in collection: Collection, until cancellation: Cancellation) -> Bool {
        switch predicate {
        case .oneOf(_, isNegated: true), .exists: return false
        default: break
        }
        guard let path = collection.path(named: "appearances." + path.name), path.field.kind == self.path.field.kind,
            positions(in: collection, among: 0..<collection.records.count, until: cancellation).isEmpty
        else { return false }
        return !Filter(self, on: path).positions(
            in: collection, among: 0..<collection.records.count, until: cancellation
        ).isEmpty
    }

    /// The number of suggestions for one value.
    private static let maxSuggestions = 3
    /// With more distinct values than this, only other spellings of case are looked up.
    private static let maxCompared = 10_000

    /// Returns the values of the field that are nearest to those of `eq` or `in` that no record has.
    ///
    /// For texts these are values that differ in case and accents, else similar ones, else longer ones that contain the
    /// text; for numbers and dates the values just below and above. Empty for other operators, and for fields without
    /// an index. O(distinct values), bounded.
    func nearestValues(in collection: Collection, until cancellation: Cancellation) -> [String] {
        guard case .oneOf(let ranges, isNegated: false) = predicate,
            let index = collection.index(of: path, isStopped: { cancellation.isCancelled })
        else { return [] }
        var found: [String] = []
        for range in ranges {
            let codes = index.codes(in: range)
            guard codes.isEmpty else { continue }
            let nearest: [String]
            switch range.first {
            case .text(let text): nearest = Self.nearest(to: text, in: index, cancellation)
            case .boolean: nearest = []
            case .integer, .number, .instant:
                nearest = [codes.lowerBound - 1, codes.lowerBound].filter { (0..<index.comparable).contains($0) }
                    .compactMap { index.value(of: $0).scalarText }
            }
            for value in nearest where !found.contains(value) { found.append(value) }
        }
        return found
    }

    private static func nearest(to text: String, in index: ColumnIndex, _ cancellation: Cancellation) -> [String] {
        guard !text.isEmpty else { return [] }
        guard index.count <= maxCompared else {
            return [text.lowercased(), text.uppercased(), text.prefix(1).uppercased() + text.dropFirst().lowercased()]
                .filter { !index.codes(in: OperandRange(.text($0))).isEmpty }
        }
        let values = (0..<index.count).lazy.prefix { _ in !cancellation.isCancelled }
            .compactMap { index.value(of: $0).scalarText }
        return Suggestion.nearest(maxSuggestions, to: text, among: values)
    }
}
