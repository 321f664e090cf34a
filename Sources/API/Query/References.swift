// Finds the records that other records refer to by id: the parameter `include`.

import Catalog
import Documents

/// Resolves fields that hold ids of another collection's records.
enum References {
    /// The maximum number of embedded records per collection in one response.
    static let maxIncluded = 1000

    /// Returns the names of the collections that fields of this collection refer to.
    static func targets(of collection: Collection) -> [String] {
        var names: [String] = []
        for field in paths(of: collection) {
            if let name = field.field.references, !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// Returns the positions in `target` of the records that `rows` refer to: each once, in the order of reference.
    static func positions(of rows: some Sequence<Int>, in collection: Collection, naming target: Collection) -> [Int] {
        let paths = paths(of: collection).filter { $0.field.references == target.name }
        var positions: [Int] = []
        var seen: Set<Int> = []
        for row in rows {
            for path in paths {
                _ = path.anyValue(in: collection.records.value(ofField: path.position, at: row)) { value in
                    if let id = value.text, let position = target.records.index(ofID: id),
                        seen.insert(position).inserted
                    {
                        positions.append(position)
                    }
                    return positions.count >= maxIncluded
                }
            }
        }
        return positions
    }

    /// Returns the fields that hold ids, without those that lists hide.
    private static func paths(of collection: Collection) -> [FieldPath] {
        collection.paths.filter {
            $0.field.references != nil && collection.fields[$0.position].isListedByDefault
        }
    }
}
