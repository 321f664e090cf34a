// Walking over the lines of a body; what stands in them is read elsewhere.

/// One line of a body.
struct Line {
    var start: Int
    /// Before the line's terminator.
    var end: Int
    /// After it.
    var next: Int
    /// Of the file, from 1.
    var number: Int

    var range: Range<Int> { start..<end }
}

extension [UInt8] {
    /// The line that begins at `start`, nil at the end of the body.
    @inline(__always)
    func line(at start: Int, number: Int) -> Line? {
        guard start < count else { return nil }
        let feed = firstIndex(of: 0x0A, in: start..<count)
        let end = feed > start && self[feed - 1] == 0x0D ? feed - 1 : feed
        return Line(start: start, end: end, next: Swift.min(feed + 1, count), number: number)
    }

    /// The line behind another one, nil at the end of the body.
    @inline(__always)
    func line(after line: Line) -> Line? { self.line(at: line.next, number: line.number + 1) }
}
