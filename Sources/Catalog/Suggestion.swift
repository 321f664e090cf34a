// The valid name that was probably meant.

import Documents

/// Finds the nearest of some names by edit distance.
package enum Suggestion {
    /// Longer names than this get no suggestion, so that a hostile one costs nothing.
    package static let longestName = 64
    /// At most this many names are compared.
    static let mostCandidates = 1000

    /// The candidate nearest to `name`, nil where none is near: a third of the letters may differ.
    ///
    /// Case and everything but letters and digits do not count: `focus_area` is `focusArea`.
    package static func nearest(to name: String, among candidates: some Sequence<String>) -> String? {
        guard name.utf8.count <= longestName else { return nil }
        let wanted = simplified(name)
        guard !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        for candidate in candidates.prefix(mostCandidates) where candidate.utf8.count <= 2 * longestName {
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
    /// Values that differ in case, accents or white space come first, and alone if there are any. Else similar values,
    /// and values that contain the text. Values longer than twice `longestName` bytes are not compared.
    package static func nearest(
        _ count: Int, to text: String, among values: some Sequence<String>
    ) -> [String] {
        guard text.utf8.count <= longestName else { return [] }
        let key = Folding.key(text)
        let wanted = simplified(key)
        var found: [(value: String, distance: Int)] = []
        for value in values where value.utf8.count <= 2 * longestName {
            let other = Folding.key(value)
            if other == key {
                found.append((value, 0))
            } else if let distance = distance(wanted, simplified(other), contains: other.contains(key)) {
                found.append((value, distance))
            }
        }
        // The sort is by distance, then by the order of `values`, whatever the algorithm does with equal elements.
        let order = found.enumerated().sorted { ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset) }
        let nearest = order.prefix(count).map(\.element)
        guard nearest.first?.distance == 0 else { return nearest.map(\.value) }
        return nearest.filter { $0.distance == 0 }.map(\.value)
    }

    /// Returns a distance above 0, nil for values that are not similar; a value that contains the text counts 2.
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
