// Merges segments: their units in the order of the collection without the deleted ones, and the postings of each term.

/// Segments to be merged, as they are at one moment.
///
/// `run` reads immutable values only, so it may take its time on any thread. `TextIndex.replacing` puts the result in
/// place of the segments in a later index, which may have deleted some of their documents meanwhile.
package struct MergePlan: Sendable {
    let readers: [SegmentReader]

    /// Merges the segments; O(their postings).
    package func run() -> MergedSegment { SegmentMerger(readers).merge() }
}

/// A segment in place of others.
package struct MergedSegment: Sendable {
    let segment: Segment
    /// The merged segments, as they were when the merge began.
    let readers: [SegmentReader]
    /// For each of them, by unit, the unit's number in the new segment; `deleted` for those that were left out.
    let units: [[UInt32]]

    static let deleted = UInt32.max
}

private struct SegmentMerger {
    private let readers: [SegmentReader]
    /// The units of the new segment.
    private var order: [(reader: Int, unit: Int)] = []
    private var units: [[UInt32]]

    init(_ readers: [SegmentReader]) {
        self.readers = readers
        units = readers.map { Array(repeating: MergedSegment.deleted, count: $0.segment.unitCount) }
        var live: [(position: UInt32, reader: Int, unit: Int)] = []
        live.reserveCapacity(readers.reduce(0) { $0 + $1.liveCount })
        for (number, reader) in readers.enumerated() {
            for unit in 0..<reader.segment.unitCount where reader.deleted?.contains(unit) != true {
                live.append((reader.positions[unit], number, unit))
            }
        }
        if readers.count > 1 { live.sort { $0.position < $1.position } }
        order = live.map { ($0.reader, $0.unit) }
        for (new, (reader, unit)) in order.enumerated() { units[reader][unit] = UInt32(truncatingIfNeeded: new) }
    }

    func merge() -> MergedSegment {
        var points = PartSpans()
        var tables = PartSpans()
        for (reader, unit) in order {
            let segment = readers[reader].segment
            points.append(contentsOf: segment.points.spans[segment.points.range(of: unit)])
            points.endUnit()
            tables.append(contentsOf: segment.tables.spans[segment.tables.range(of: unit)])
            tables.endUnit()
        }
        points.trim()
        tables.trim()
        let segment = Segment(
            postings: postings(), lengths: order.map { readers[$0.reader].segment.lengths[$0.unit] }, points: points,
            tables: tables,
            exactUnits: order.indices.filter { new in
                readers[order[new].reader].segment.exactUnits?.contains(order[new].unit) == true
            })
        return MergedSegment(segment: segment, readers: readers, units: units)
    }

    private func postings() -> Postings {
        var terms = TermUnion(readers)
        var encoder = PostingsEncoder()
        let room = Growing<UInt32>(capacity: readers.count * PostingsIterator.room)
        var iterators = Growing<PostingsIterator>(capacity: readers.count)
        var inputs: [Int] = []
        while terms.next() {
            encoder.begin(terms.text, unitCount: UInt32(truncatingIfNeeded: terms.unitCount))
            iterators.removeAll()
            inputs.removeAll(keepingCapacity: true)
            terms.forEachPlace { input, term in
                iterators.append(
                    readers[input].segment.postings.iterator(
                        of: term, room: room.base + iterators.count * PostingsIterator.room))
                inputs.append(input)
            }
            if inputs.count == 1 {
                let units = units[inputs[0]]
                while let unit = Self.next(iterators.base, units) { encoder.append(unit: unit, from: iterators.base) }
            } else {
                interleave(iterators, inputs, &encoder)
            }
        }
        return encoder.finish()
    }

    /// Appends the units of several iterators in their order.
    private func interleave(
        _ iterators: borrowing Growing<PostingsIterator>, _ inputs: [Int], _ encoder: inout PostingsEncoder
    ) {
        // After its last unit an iterator is at `deleted`, the greatest number.
        var next = inputs.indices.map { Self.next(iterators.base + $0, units[inputs[$0]]) ?? MergedSegment.deleted }
        while true {
            var first = 0
            for index in stride(from: 1, to: next.count, by: 1) where next[index] < next[first] { first = index }
            if next[first] == MergedSegment.deleted { return }
            encoder.append(unit: next[first], from: iterators.base + first)
            next[first] = Self.next(iterators.base + first, units[inputs[first]]) ?? MergedSegment.deleted
        }
    }

    /// Goes to the next unit that is in the new segment, and returns its number there.
    @inline(__always)
    private static func next(_ iterator: UnsafeMutablePointer<PostingsIterator>, _ units: [UInt32]) -> UInt32? {
        while iterator.pointee.next() {
            let unit = units[Int(iterator.pointee.unit)]
            if unit != MergedSegment.deleted { return unit }
        }
        return nil
    }
}
