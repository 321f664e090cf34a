// The index after a change of the documents, and after a merge of segments: both share what did not change.

package import Documents
import Text

extension TextIndex {
    /// The index of the documents `new` from this one, which is that of `old`.
    ///
    /// Answers equal those of an index made afresh. O(size of the documents that went and came), and integer operations
    /// for each document.
    package func updated(by change: DocumentChange, from old: [Document], to new: [Document]) -> TextIndex {
        if change.isEmpty { return self }
        guard unitCount == old.count, let deletions = deletions(of: change.removed, old) else {
            return TextIndex(new, policy: policy)
        }
        let addedBytes = change.added.reduce(0) { $0 + new[$1].size }
        let removedWords = deletions.reduce(0) { words, deletion in
            deletion.units.reduce(words) { $0 + UInt64(segments[deletion.segment].segment.lengths[$1.unit]) }
        }
        if policy.isRebuilt(removedWords: removedWords, addedBytes: addedBytes, of: statistics.units.total) {
            return TextIndex(new, policy: policy)
        }

        let ranges = policy.ranges(count: change.added.count) { new[change.added[$0]].size }
        let tasks = deletions.map(Task.delete) + ranges.map(Task.write)
        let results = tasks.mapInPortions(of: 1) { part in
            part.map { task in
                switch task {
                case .delete(let deletion): Result.terms(terms(of: deletion, old))
                case .write(let range):
                    Result.segment(Self.segment(of: range) { $1.add(new[change.added[$0]]) })
                }
            }
        }

        var readers = segments
        for (deletion, result) in zip(deletions, results) {
            guard case .terms(let terms) = result else { continue }
            readers[deletion.segment].delete(deletion.units.map(\.unit), terms: terms)
        }
        if let positions = change.newPositions {
            for index in readers.indices { readers[index].move(to: positions) }
        }
        for (range, result) in zip(ranges, results.dropFirst(deletions.count)) {
            guard case .segment(let segment) = result else { continue }
            readers.append(
                SegmentReader(segment, positions: change.added[range].map { UInt32(truncatingIfNeeded: $0) }))
        }
        return TextIndex(readers, policy).mergingSmallSegments()
    }

    /// Some units of a segment that go, with their positions.
    private struct Deletion: Sendable {
        let segment: Int
        var units: [(unit: Int, position: Int)] = []
        var bytes = 0
    }

    private enum Task: Sendable {
        case delete(Deletion)
        case write(Range<Int>)
    }

    private enum Result: Sendable {
        case terms([LostTerms.Term])
        case segment(Segment)
    }

    /// The units at positions that go, in portions for several cores; nil if one is in no segment.
    private func deletions(of positions: [Int], _ documents: [Document]) -> [Deletion]? {
        var open = segments.indices.map { Deletion(segment: $0) }
        var done: [Deletion] = []
        for position in positions {
            var found: (segment: Int, unit: Int)?
            for segment in segments.indices where found == nil {
                found = segments[segment].unit(at: UInt32(truncatingIfNeeded: position)).map { (segment, $0) }
            }
            guard let (segment, unit) = found else { return nil }
            open[segment].units.append((unit, position))
            open[segment].bytes += documents[position].size
            if open[segment].bytes >= policy.minSharedBytes {
                done.append(open[segment])
                open[segment] = Deletion(segment: segment)
            }
        }
        return done + open.filter { !$0.units.isEmpty }
    }

    /// The terms of units that go, by their numbers in the segment.
    ///
    /// The text of the documents is read again: a segment does not know the terms of a unit.
    private func terms(of deletion: Deletion, _ documents: [Document]) -> [LostTerms.Term] {
        let writer = SegmentWriter()
        for (_, position) in deletion.units {
            writer.begin()
            writer.add(documents[position])
            writer.end()
        }
        return writer.terms(in: segments[deletion.segment].segment.postings)
    }

    // MARK: Merges

    /// Merges the smallest segments, which takes a few milliseconds at most.
    private func mergingSmallSegments() -> TextIndex {
        let chosen = policy.immediateMerge(of: segments)
        if chosen.isEmpty { return self }
        return replacing(MergePlan(readers: chosen.map { segments[$0] }).run()) ?? self
    }

    /// The next merge of larger segments, or the rewriting of one that lost many documents; nil if none is due.
    package func mergePlan() -> MergePlan? {
        let chosen = policy.merge(of: segments)
        return chosen.isEmpty ? nil : MergePlan(readers: chosen.map { segments[$0] })
    }

    /// The same index with a merged segment in place of those that were merged.
    ///
    /// This index may be a later one than that of the plan: documents that were deleted meanwhile are deleted in the
    /// merged segment too. Nil if it lacks one of the segments.
    package func replacing(_ merged: MergedSegment) -> TextIndex? {
        var current: [Int] = []
        for reader in merged.readers {
            guard let index = segments.firstIndex(where: { $0.segment === reader.segment }) else { return nil }
            current.append(index)
        }
        let readers = current.map { segments[$0] }
        let isUnchanged = zip(readers, merged.readers).allSatisfy { $0.deleted?.count == $1.deleted?.count }

        var positions = [UInt32](repeating: 0, count: merged.segment.unitCount)
        var deleted = DeletedDocuments(unitCount: isUnchanged ? 0 : merged.segment.unitCount)
        for (reader, units) in zip(readers, merged.units) {
            for (old, new) in units.enumerated() where new != MergedSegment.deleted {
                positions[Int(new)] = reader.positions[old]
                if !isUnchanged, reader.deleted?.contains(old) == true { _ = deleted.insert(Int(new)) }
            }
        }
        var lost = LostTerms()
        for (reader, earlier) in zip(readers, merged.readers) {
            lost.add(
                reader.lost.added(since: earlier.lost).compactMap { term in
                    merged.segment.postings.terms.find(reader.segment.postings.text(of: Int(term.number))).map {
                        LostTerms.Term(number: UInt32(truncatingIfNeeded: $0), count: term.count)
                    }
                })
        }
        let reader = SegmentReader(
            merged.segment, positions: positions, deleted: isUnchanged ? nil : deleted, lost: lost,
            statistics: readers.reduce(TextStatistics()) { $0 + $1.statistics })
        var all = segments
        all[current[0]] = reader
        for index in current.dropFirst().sorted(by: >) { all.remove(at: index) }
        return TextIndex(all, policy)
    }
}
