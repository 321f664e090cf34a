// The order in which descriptions list the fields of a collection with more fields than they can list.

import Documents

extension Collection {
    /// The number of paths up to which their order is that of the fields.
    static let maxUnranked = 100

    /// The beginning of the names of free-form metadata, of which there may be any number.
    static let metadataPrefix = "extra."

    /// Returns the paths with those of metadata at the end, the most frequent first.
    ///
    /// The frequency of a path is the number of records that have a value there. Equally frequent paths keep their
    /// order. Counting reads the metadata of all records once.
    static func ranked(_ paths: [FieldPath], of records: any Records) -> [FieldPath] {
        guard paths.count > maxUnranked, let field = paths.first(where: { $0.name.hasPrefix(metadataPrefix) })?.position
        else { return paths }
        let metadata = paths.filter { $0.name.hasPrefix(metadataPrefix) }
        var counter = MemberCounter(metadata)
        for record in 0..<records.count { counter.add(records.value(ofField: field, at: record), record: record) }
        let order = metadata.indices.sorted { (-counter.counts[$0], $0) < (-counter.counts[$1], $1) }
        return paths.filter { !$0.name.hasPrefix(metadataPrefix) } + order.map { metadata[$0] }
    }
}

/// Counts the records that have a value at each of many paths.
private struct MemberCounter {
    private(set) var counts: [Int]
    /// The latest record that was counted, so that the elements of a list count once.
    private var latest: [Int]
    private let positions: [String: Int]

    init(_ paths: [FieldPath]) {
        counts = Array(repeating: 0, count: paths.count)
        latest = Array(repeating: -1, count: paths.count)
        positions = Dictionary(zip(paths.map(\.name), 0...)) { first, _ in first }
    }

    mutating func add(_ value: Value, record: Int, prefix: String = Collection.metadataPrefix) {
        switch value {
        case .object(let members):
            for member in members where !member.value.isMissing {
                let name = prefix + member.name
                guard let position = positions[name] else { continue }
                if latest[position] != record {
                    latest[position] = record
                    counts[position] += 1
                }
                add(member.value, record: record, prefix: name + ".")
            }
        case .list(let elements):
            for element in elements { add(element, record: record, prefix: prefix) }
        default: break
        }
    }
}
