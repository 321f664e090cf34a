// Makes the indexes of a collection before queries need them.

import Documents
import Synchronization
import Text

extension Collection {
    /// The number of fields that get an index before a query needs it.
    ///
    /// Metadata may have any number of names, and each index takes memory for each record.
    private static let maxPrepared = 1000

    /// Makes the indexes of the most frequent fields that lists show, until `isStopped` is true.
    ///
    /// Uses all cores, at the priority of the caller. Indexes that can be patched are left to the first query.
    package func prepareIndexes(_ isStopped: @Sendable () -> Bool) {
        let missing = rankedPaths.prefix(Self.maxPrepared).filter { path in
            path.name != "id" && fields[path.position].isListedByDefault && !indexes.hasIndex(of: path, in: self)
        }
        let together = readTogether(missing)
        let others = missing.filter { path in !together.contains { $0.name == path.name } }
        // For each path of `together`.
        let gathered = Mutex([GatheredValues?](repeating: nil, count: together.count))
        // The longest work is the first.
        Cores.perform(others.count + 2) { number in
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
        Cores.perform(together.count) { number in
            let values = gathered.withLock { $0[number].take() }
            if let values { indexes.make(together[number], in: self, of: values, isStopped: isStopped) }
        }
    }

    /// Makes the missing indexes of metadata among some paths, with one reading of all records.
    package func prepareMetadataIndexes(of paths: some Sequence<FieldPath>, _ isStopped: () -> Bool) {
        let missing = readTogether(
            paths.filter { $0.name.hasPrefix(Self.metadataPrefix) && !indexes.hasIndex(of: $0, in: self) })
        for (path, values) in zip(missing, gather(missing, isStopped)) {
            if let values { indexes.make(path, in: self, of: values, isStopped: isStopped) }
        }
    }

    /// Returns the paths with values that take a reading of the whole record, or of all metadata.
    ///
    /// The same reading gives all of them.
    private func readTogether(_ paths: [FieldPath]) -> [FieldPath] {
        let records = indexedRecords
        let isHeld = records is any HeldRecords
        return paths.filter { path in
            (isHeld ? records.reader(of: path) == nil : path.name.hasPrefix(Self.metadataPrefix))
                && ColumnData.isPossible(of: path, in: self)
        }
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
        let members = MetadataMembers(of: paths)
        var values = [Value](repeating: .null, count: paths.count)
        for record in 0..<records.count {
            if record.isMultiple(of: 256), isStopped() { return paths.map { _ in nil } }
            let read = records.values(ofFields: positions, at: record)
            for (number, place) in places.enumerated() { values[number] = read[place] }
            members.narrow(&values)
            for (number, path) in paths.enumerated() where !gathered[number].isOverfull {
                gathered[number].add(values[number], of: path)
            }
        }
        return gathered
    }
}

/// Finds the members of metadata that many paths begin with, by one pass over the members of a record.
private struct MetadataMembers {
    /// The numbers of the paths of metadata, by the name of their first member.
    private let numbers: [String: [Int]]

    init(of paths: [FieldPath]) {
        let metadata = paths.indices.filter { paths[$0].name.hasPrefix(Collection.metadataPrefix) }
        numbers = Dictionary(grouping: metadata) { paths[$0].members.first ?? "" }
    }

    /// Reduces the metadata in `values`, one for each path, to the member that the path begins with.
    ///
    /// So a record costs as much as it has members, and not as much as there are names in all records.
    func narrow(_ values: inout [Value]) {
        guard let first = numbers.values.first?.first, case .object(let members) = values[first] else { return }
        for list in numbers.values { for number in list { values[number] = .null } }
        // The first of equal names counts.
        for member in members.reversed() {
            for number in numbers[member.name] ?? [] { values[number] = .object([member]) }
        }
    }
}
