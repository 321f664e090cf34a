// Lines of a body: their ranges and numbers.

/// One line of a body.
struct Line {
    var start: Int
    /// The position of the line's terminator.
    var end: Int
    /// The position after the terminator.
    var next: Int
    /// The number of the line in the file, from 1.
    var number: Int

    var range: Range<Int> { start..<end }
}

extension [UInt8] {
    /// Returns the line that begins at `start`; nil at the end of the body.
    @inline(__always)
    func line(at start: Int, number: Int) -> Line? {
        guard start < count else { return nil }
        let feed = firstIndex(of: 0x0A, in: start..<count)
        let end = feed > start && self[feed - 1] == 0x0D ? feed - 1 : feed
        return Line(start: start, end: end, next: Swift.min(feed + 1, count), number: number)
    }

    /// Returns the line after another one; nil at the end of the body.
    @inline(__always)
    func line(after line: Line) -> Line? { self.line(at: line.next, number: line.number + 1) }
}
