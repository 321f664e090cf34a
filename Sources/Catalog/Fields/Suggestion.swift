// Suggestions for names and values with a typing error.

import Documents
import Text

/// Finds the nearest of some names by edit distance.
package enum Suggestion {
    /// The limit of names in bytes; longer ones get no suggestion, so that hostile ones are cheap.
    package static let maxNameLength = 64
    static let maxCandidates = 1000

    /// Returns the candidate nearest to `name`, or nil if more than a third of the letters differ in each.
    ///
    /// Ignores case and everything but letters and digits: `focus_area` is `focusArea`.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        guard name.utf8.count <= maxNameLength else { return nil }
        let wanted = simplified(name)
        guard !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(maxCandidates) where candidate.utf8.count <= 2 * maxNameLength {
            let other = simplified(candidate)
            let limit = min(best.map { $0.distance - 1 } ?? Int.max, max(1, max(wanted.count, other.count) / 3))
            if let distance = EditDistance.between(wanted, other, limit: limit) {
                best = (candidate, distance)
                if distance == 0 { break }
            }
        }
        return best?.name
    }

    /// Returns the `count` values nearest to `text`, the nearest first.
    ///
    /// Values that differ only in case, accents or white space exclude all others. Else the result has similar values
    /// and those that contain the text. Skips values longer than twice `maxNameLength` bytes.
    package static func nearest(
        _ count: Int, to text: String, among values: some Sequence<String>
    ) -> [String] {
        guard text.utf8.count <= maxNameLength else { return [] }
        let key = Folding.key(text)
        let wanted = simplified(key)
        var found: [(value: String, distance: Int)] = []
        for value in values where value.utf8.count <= 2 * maxNameLength {
            let other = Folding.key(value)
            if other == key {
                found.append((value, 0))
            } else if let distance = distance(wanted, simplified(other), contains: other.contains(key)) {
                found.append((value, distance))
            }
        }
        // The standard sort is not guaranteed to be stable.
        let order = found.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
        let nearest = order.prefix(count).map(\.element)
        guard nearest.first?.distance == 0 else { return nearest.map(\.value) }
        return nearest.filter { $0.distance == 0 }.map(\.value)
    }

    /// Returns a distance above 0, or nil for values that are not similar; a value that contains the text has 2.
    private static func distance(_ wanted: [UInt8], _ other: [UInt8], contains: Bool) -> Int? {
        let edits =
            wanted.isEmpty
            ? nil : EditDistance.between(wanted, other, limit: max(1, max(wanted.count, other.count) / 3))
        if contains, wanted.count >= 3 { return min(2, 1 + (edits ?? 1)) }
        return edits.map { $0 + 1 }
    }

    private static func simplified(_ name: String) -> [UInt8] {
        name.utf8.compactMap { byte in
            switch byte {
            case 0x41...0x5A: byte + 0x20
            case 0x61...0x7A, 0x30...0x39, 0x80...: byte
            default: nil
            }
        }
    }
}
