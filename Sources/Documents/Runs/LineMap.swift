// The lines of a run: where in its text each line of the file begins.

import Text

/// The lines that a text was read from.
package struct LineMap {
    /// The line on which the text begins.
    package let first: Int
    /// Where each further line begins in the text, ascending.
    let starts: [Int]

    /// Returns the line of the byte at `offset` of the text; O(log n).
    package func line(at offset: Int) -> Int {
        first + starts.partitioningIndex { $0 > offset }
    }
}
