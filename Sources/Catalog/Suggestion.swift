// The valid name that was probably meant.

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
