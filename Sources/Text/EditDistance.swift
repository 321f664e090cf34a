// Edit distance of two spellings.

package enum EditDistance {
    /// Returns the minimum number of insertions, deletions, replacements and swaps of neighbours; nil above `limit`.
    package static func between<Letter: Equatable>(_ left: [Letter], _ right: [Letter], limit: Int) -> Int? {
        guard limit >= 0, abs(left.count - right.count) <= limit else { return nil }
        var twoAgo: [Int] = []
        var before = Array(0...right.count)
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
        guard let distance = before.last, distance <= limit else { return nil }
        return distance
    }
}
