// Diagnostics as a collection of records.

import Documents

/// What was remarked on files and rows, then on each document in turn; a document's own are made when asked for.
struct Remarks: Records {
    /// Those that no document has: of files that were not read, and of rows left out of a collection.
    var general: [Diagnostic]
    let documents: [Document]
    private let spans: Spans
    /// The diagnostics of documents with more than a few: a document makes all of its own at once, so making them
    /// again for each record would cost the square of their number.
    private let kept: [Int: [Diagnostic]]

    private static let mostNotKept = 16

    static let fields: [Field] = [
        Field("id"), Field("file"), Field("line", .integer), Field("column", .integer), Field("severity"),
        Field("code"), Field("message"),
    ]

    init(general: [Diagnostic], documents: [Document]) {
        self.general = general
        self.documents = documents
        var counts: [Int] = []
        var kept: [Int: [Diagnostic]] = [:]
        for (position, document) in documents.enumerated() {
            let count = document.diagnosticCount
            counts.append(count)
            if count > Self.mostNotKept { kept[position] = document.diagnostics }
        }
        spans = Spans(counts: counts)
        self.kept = kept
    }

    static func collection(_ remarks: Remarks) -> Collection {
        Collection(
            name: "diagnostics", summary: "What could not be read, or was repaired, and where.", fields: fields,
            records: remarks)
    }

    var count: Int { general.count + spans.count }

    func id(at index: Int) -> String { String(index + 1) }

    func index(ofID id: String) -> Int? {
        guard let number = Int(id), String(number) == id, (1...max(count, 1)).contains(number), count > 0 else {
            return nil
        }
        return number - 1
    }

    func diagnostic(at index: Int) -> Diagnostic? {
        if index < general.count { return general[index] }
        let (position, ordinal) = spans.locate(index - general.count)
        let diagnostics = kept[position] ?? documents[position].diagnostics
        return diagnostics.indices.contains(ordinal) ? diagnostics[ordinal] : nil
    }

    func value(ofField field: Int, at index: Int) -> Value {
        values(ofFields: [field], at: index).first ?? .null
    }

    func values(ofFields fields: [Int], at index: Int) -> [Value] {
        guard let diagnostic = diagnostic(at: index) else { return fields.map { _ in .null } }
        return fields.map { field in
            switch field {
            case 0: .text(id(at: index))
            case 1: .text(diagnostic.location.file)
            case 2: .integer(diagnostic.location.line)
            case 3: diagnostic.location.column.map(Value.integer) ?? .null
            case 4: .text(diagnostic.severity.rawValue)
            case 5: .text(diagnostic.code.rawValue)
            case 6: .text(diagnostic.message)
            default: .null
            }
        }
    }
}
