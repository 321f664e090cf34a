// Sorting that can be left half done: sorted runs, which are merged two by two.

extension Array {
    /// Sorts as `sort(by:)` does; once `isStopped` is true it ends soon, with the elements as they stand then.
    ///
    /// Equal elements keep their order. O(n log n), with a look at `isStopped` for every 32,768 elements that are
    /// moved.
    @inlinable
    package mutating func sort(by precedes: (Element, Element) -> Bool, unless isStopped: () -> Bool) {
        let run = 1 << 15
        for start in stride(from: 0, to: count, by: run) {
            if isStopped() { return }
            let end = Swift.min(start + run, count)
            withUnsafeMutableBufferPointer { $0[start..<end].sort(by: precedes) }
        }
        var width = run
        var merged: [Element] = []
        while width < count {
            merged.reserveCapacity(count)
            for start in stride(from: 0, to: count, by: 2 * width) {
                let middle = Swift.min(start + width, count)
                let end = Swift.min(middle + width, count)
                var (left, right) = (start, middle)
                while left < middle || right < end {
                    if merged.count.isMultiple(of: run), isStopped() { return }
                    if left < middle, right == end || !precedes(self[right], self[left]) {
                        merged.append(self[left])
                        left += 1
                    } else {
                        merged.append(self[right])
                        right += 1
                    }
                }
            }
            swap(&self, &merged)
            merged.removeAll(keepingCapacity: true)
            width *= 2
        }
    }
}
