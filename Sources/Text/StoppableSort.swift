// A stable merge sort that can be stopped.

extension Array {
    /// Sorts like `sort(by:)`; ends soon after `isStopped` is true, with the elements in any order.
    ///
    /// Equal elements keep their order. O(n log n), with a call of `isStopped` for every 32,768 moved elements.
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
