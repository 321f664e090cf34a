// Edit distance of two spellings.

package enum EditDistance {
    /// Returns the minimum number of insertions, deletions, replacements and swaps of neighbours; nil above `limit`.
    package static func between<Letter: Equatable>(_ left: [Letter], _ right: [Letter], limit: Int) -> Int? {
        guard limit >= 0, abs(left.count - right.count) <= limit else { return nil }
        var matrix = EditMatrix(right)
        for letter in left where matrix.append(letter) > limit { return nil }
        return matrix.distance <= limit ? matrix.distance : nil
    }
}

/// The edit distances of a spelling, which is read letter by letter, to the beginnings of a wanted spelling.
///
/// Callers in other modules compare many words, so the compiler must see the bodies there.
package struct EditMatrix<Letter: Equatable> {
    @usableFromInline let wanted: [Letter]
    @usableFromInline var letters: [Letter] = []
    /// Row k has the distances of the first k letters to each beginning of the wanted spelling.
    @usableFromInline var rows: [Int]

    @usableFromInline var width: Int { wanted.count + 1 }

    @inlinable
    package init(_ wanted: [Letter]) {
        self.wanted = wanted
        rows = Array(0...wanted.count)
    }

    /// The distance of the letters read so far to the wanted spelling.
    @inlinable package var distance: Int { rows[rows.count - 1] }

    /// Reads the next letter; returns the least distance that a spelling with this beginning can have.
    @inlinable
    package mutating func append(_ letter: Letter) -> Int {
        let before = rows.count - width
        var least = letters.count + 1
        rows.append(least)
        for column in wanted.indices {
            var cost = min(
                rows[before + column] + (letter == wanted[column] ? 0 : 1), rows[before + column + 1] + 1,
                rows[rows.count - 1] + 1)
            // A swap of two neighbours.
            if column > 0, let last = letters.last, letter == wanted[column - 1], last == wanted[column] {
                cost = min(cost, rows[before - width + column - 1] + 1)
            }
            rows.append(cost)
            least = min(least, cost)
        }
        letters.append(letter)
        return least
    }

    /// Forgets the last letter.
    @inlinable
    package mutating func removeLast() {
        letters.removeLast()
        rows.removeLast(width)
    }
}
