// The lines of a run: where in its text each line of the file begins.

/// The lines that a text was read from.
package struct LineMap {
    /// The line on which the text begins.
    package let first: Int
    /// Where each further line begins in the text, ascending.
    let starts: [Int]

    /// Returns the line of the byte at `offset` of the text; O(log n).
    package func line(at offset: Int) -> Int {
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = low + (high - low) / 2
            if starts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return first + low
    }
}
