// The valid name that was probably meant.

/// Finds the nearest of some names by edit distance.
package enum Suggestion {
    /// Longer names than this get no suggestion, so that a hostile one costs nothing.
    static let longestName = 64
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
            if let distance = distance(wanted, other, limit: limit) {
                best = (candidate, distance)
                if distance == 0 { break }
            }
        }
        return best?.name
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

    /// Insertions, deletions, replacements and swaps of neighbours that make one of the other; nil above `limit`.
    private static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
        guard limit >= 0, abs(left.count - right.count) <= limit else { return nil }
        var twoAgo = Array(0...right.count)
        var before = twoAgo
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                var cost = min(
                    before[column] + (left[row] == right[column] ? 0 : 1), before[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    cost = min(cost, twoAgo[column - 1] + 1)
                }
                current.append(cost)
            }
            if (current.min() ?? 0) > limit { return nil }
            (twoAgo, before) = (before, current)
        }
        guard let result = before.last, result <= limit else { return nil }
        return result
    }
}
