// Encodes single records as JSON objects or CSV rows.

import Catalog
import Documents

/// Encodes the records of a collection with the fields of a projection.
struct RecordEncoder: Sendable {
    private(set) var records: any Records
    private let positions: [Int]
    private let extents: [Projection.Extent]
    private let names: [String]
    /// The encoded `"name":` of each field.
    private let keys: [[UInt8]]
    /// True for fields that a record without a value leaves out.
    private let areOmittedIfMissing: [Bool]
    /// True if a record may be large and must be encoded in steps: see `json(of:)`.
    let isLazy: Bool
    /// The links of a single record as JSON, which are no field of its collection.
    ///
    /// A lazy encoder and CSV omit them.
    var links: Value?

    init(_ collection: Collection, _ projection: Projection) {
        records = collection.records
        positions = projection.fields.map(\.position)
        extents = projection.fields.map(\.extent)
        names = positions.map { collection.fields[$0].name }
        keys = names.map { name in
            var writer = JSONWriter()
            writer.write(string: name)
            return writer.bytes + [UInt8(ascii: ":")]
        }
        areOmittedIfMissing = positions.map { collection.fields[$0].isOmittedIfMissing }
        isLazy = positions.contains { collection.fields[$0].isLarge }
    }

    /// Returns an encoder that reads the records at `positions` at once: see `Records.prepared(for:)`.
    func prepared(for positions: some Sequence<Int>) -> RecordEncoder {
        var encoder = self
        encoder.records = records.prepared(for: Array(positions))
        return encoder
    }

    /// Writes one record as a JSON object.
    func write(_ index: Int, to writer: inout JSONWriter) {
        let values = records.values(ofFields: positions, at: index)
        writer.write(raw: "{")
        var isFirst = true
        for (field, value) in values.enumerated() {
            if areOmittedIfMissing[field], value == .null { continue }
            if !isFirst { writer.write(raw: ",") }
            isFirst = false
            writer.write(encoded: keys[field])
            writer.write(Projection.apply(extents[field], to: value))
        }
        if let links, !names.contains("links") {
            writer.write(raw: isFirst ? "\"links\":" : ",\"links\":")
            writer.write(links)
        }
        writer.write(raw: "}")
    }

    /// Returns an encoder of one record as a JSON object in steps.
    func json(of index: Int) -> LazyJSON {
        LazyJSON(
            .object(
                records.lazyValues(ofFields: positions, at: index).enumerated().map { field, value in
                    LazyValue.Member(names[field], Projection.apply(extents[field], to: value))
                }))
    }

    /// Writes records as a JSON array.
    func write(_ indexes: some Sequence<Int>, to writer: inout JSONWriter) {
        writer.write(raw: "[")
        for (number, index) in indexes.enumerated() {
            if number > 0 { writer.write(raw: ",") }
            write(index, to: &writer)
        }
        writer.write(raw: "]")
    }

    /// Writes the CSV header row: the names of the fields.
    func writeHeader(to writer: inout CSVWriter) { writer.write(texts: names) }

    /// Writes one record as a CSV row.
    func write(_ index: Int, to writer: inout CSVWriter) {
        let values = records.values(ofFields: positions, at: index)
        writer.write(row: zip(extents, values).map { Projection.apply($0, to: $1) })
    }
}
