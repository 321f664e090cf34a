// Records that an endpoint computes for one request, so that they are listed as those of a collection.

import Catalog
import Documents

/// Records in memory; the first field is the id.
struct ComputedRecords: Records {
    private let rows: [[Value]]

    init(_ rows: [[Value]]) { self.rows = rows }

    var count: Int { rows.count }

    func id(at index: Int) -> String { rows[index][0].text ?? "" }

    func index(ofID id: String) -> Int? { rows.firstIndex { $0[0].text == id } }

    func value(ofField field: Int, at index: Int) -> Value { rows[index][field] }

    /// Returns a collection of these records.
    ///
    /// Its name has a dot, which no configured collection has.
    static func collection(
        _ part: String, of base: Collection, _ summary: String, _ fields: [Field], _ rows: [[Value]]
    ) -> Collection {
        Collection(
            name: base.name + "." + part, summary: summary, fields: [Field("id", references: base.name)] + fields,
            records: ComputedRecords(rows))
    }
}

extension Collection {
    /// Returns the value of a field of a record by its name; null if there is none.
    func value(_ name: String, at index: Int) -> Value {
        path(named: name).map { records.value(ofField: $0.position, at: index) } ?? .null
    }
}

extension Lists {
    /// Describes a list of computed records; `parameters` come before those of all lists.
    static func operations(
        onComputed collection: Collection, at path: String, of base: Collection, parameters: [Value],
        mayRedirect: Bool = false
    ) -> [Operation] {
        operations(on: collection, at: path, MediaFormat.ofRecords).map { operation in
            var operation = operation
            operation.tag = base.name
            operation.id = operation.id.replacing(".", with: "_")
            let names = Query.Parameter.ofComputed.map(\.rawValue)
            operation.parameters =
                parameters
                + operation.parameters.filter { parameter in
                    Query.Parameter(rawValue: parameter["name"]?.text ?? "").map { names.contains($0.rawValue) } ?? true
                }
            operation.problems.append(.notFound)
            operation.mayRedirect = mayRedirect
            return operation
        }
    }
}
