// Binary search in anything with integer indices.

extension RandomAccessCollection where Index == Int {
    /// Returns the first index at which `isReached` is true, `endIndex` if there is no such index.
    ///
    /// `isReached` must be false for a number of first elements and true for all others. O(log n). Callers in other
    /// modules are in hot loops, so the compiler must see the body there.
    @inlinable
    package func partitioningIndex(where isReached: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = low + (high - low) / 2
            if isReached(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
