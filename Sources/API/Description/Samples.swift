// Example values and records for the OpenAPI description.

import Catalog
import Documents

/// Finds values and records to use as examples.
enum Samples {
    /// The maximum number of records that are searched for a value.
    private static let maxSampledRecords = 20
    /// The maximum size of an example record as JSON, in bytes.
    private static let maxRecordBytes = 4000

    /// Returns the first short value of a field, nil if the first records have none.
    static func value(at path: FieldPath, of collection: Collection) -> Value? {
        let read = path.reader(of: collection.records)
        var found: Value?
        for index in 0..<min(maxSampledRecords, collection.records.count) {
            _ = path.anyValue(in: read(index)) { value in
                guard let text = value.scalarText, !text.isEmpty, text.utf8.count <= 60,
                    Operand(value, kind: path.field.kind) != nil
                else { return false }
                found = value
                return true
            }
            if found != nil { break }
        }
        return found
    }

    /// Returns the first record of a collection, with the default fields or all fields.
    ///
    /// Returns nil if it is too long.
    static func record(of collection: Collection, isComplete: Bool) -> Value? {
        guard collection.records.count > 0 else { return nil }
        let large = collection.fields.filter { !isComplete && !$0.isListedByDefault }.map(\.name)
        let members = collection.record(at: 0).filter { !large.contains($0.name) }
        let record = Value.object(members)
        return JSONText.line(record).utf8.count <= maxRecordBytes ? record : nil
    }
}
