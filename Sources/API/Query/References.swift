// Which fields hold ids of other collections' records, and those records for `include`.

import Catalog
import Documents

/// Follows ids from records to the records they name.
enum References {
    /// The most records that one answer embeds of one collection.
    static let mostIncluded = 1000

    /// The collections whose ids stand in some field of this one.
    static func targets(of collection: Collection) -> [String] {
        var names: [String] = []
        for field in paths(of: collection) {
            if let name = field.field.references, !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Positions in `target` of the records that these rows of `collection` name, each once, in the order of naming.
    static func positions(of rows: some Sequence<Int>, in collection: Collection, naming target: Collection) -> [Int] {
        let paths = paths(of: collection).filter { $0.field.references == target.name }
        var found: [Int] = []
        var seen: Set<Int> = []
        for row in rows {
            for path in paths {
                _ = path.anyValue(in: collection.records.value(ofField: path.position, at: row)) { value in
                    if let id = value.text, let position = target.records.index(ofID: id),
                        seen.insert(position).inserted
                    {
                        found.append(position)
                    }
                    return found.count >= mostIncluded
                }
            }
        }
        return found
    }

    private static func paths(of collection: Collection) -> [FieldPath] {
        collection.paths.filter { $0.field.references != nil }
    }
}
