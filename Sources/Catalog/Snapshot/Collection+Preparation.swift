// Makes the indexes of a collection before queries need them.

import Dispatch
import Documents
import Synchronization

extension Collection {
    /// Makes the indexes of all fields that lists show, until `isStopped` is true.
    ///
    /// Uses all cores, at the priority of the caller. Indexes that can be patched are left to the first query.
    package func prepareIndexes(_ isStopped: @Sendable () -> Bool) {
        let missing = paths.filter { path in
            path.name != "id" && fields[path.position].isListedByDefault && !indexes.hasIndex(of: path, in: self)
        }
        let together = readTogether(missing)
        let others = missing.filter { path in !together.contains { $0.name == path.name } }
        // For each path of `together`.
        let gathered = Mutex([GatheredValues?](repeating: nil, count: together.count))
        // The longest work is the first.
        DispatchQueue.concurrentPerform(iterations: others.count + 2) { number in
            if isStopped() { return }
            switch number {
            case 0:
                let values = gather(together, isStopped)
                gathered.withLock { $0 = values }
            case 1:
                if !indexes.hasIDOrder { _ = idOrder }
            default:
                _ = index(of: others[number - 2], isStopped: isStopped)
            }
        }
        DispatchQueue.concurrentPerform(iterations: together.count) { number in
            let values = gathered.withLock { $0[number].take() }
            if let values { indexes.make(together[number], in: self, of: values, isStopped: isStopped) }
        }
    }

    /// Returns the paths with values that take a reading of the whole record; the same reading gives all of them.
    private func readTogether(_ paths: [FieldPath]) -> [FieldPath] {
        guard let records = indexedRecords as? any HeldRecords else { return [] }
        return paths.filter { records.reader(of: $0) == nil && ColumnData.isPossible(of: $0, in: self) }
    }

    /// Reads the values of several paths from all records; empty once `isStopped` is true.
    private func gather(_ paths: [FieldPath], _ isStopped: () -> Bool) -> [GatheredValues?] {
        if paths.isEmpty { return [] }
        let records = indexedRecords
        let positions = Set(paths.map(\.position)).sorted()
        let places = paths.map { path in positions.firstIndex(of: path.position) ?? 0 }
        var gathered = paths.map { path in
            ColumnData.gathering(path, ColumnData.Definition(path, in: self), in: records)
        }
        for record in 0..<records.count {
            if record.isMultiple(of: 256), isStopped() { return paths.map { _ in nil } }
            let values = records.values(ofFields: positions, at: record)
            for (number, path) in paths.enumerated() where !gathered[number].isOverfull {
                gathered[number].add(values[places[number]], of: path)
            }
        }
        return gathered
    }
}
