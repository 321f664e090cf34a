// Diagnostics as a collection of records.

package import Documents
import Text

/// The diagnostics of files and rows, then those of each document, which are made on demand.
struct DiagnosticRecords: Records {
    /// The diagnostics without a document: of skipped files, and of rows that a collection omits.
    var general: [Diagnostic]
    let documents: [Document]
    private let spans: Spans
    /// The diagnostics of documents with more than `maxUnkept`.
    ///
    /// A document makes all of them at once, so making them for each record would take quadratic time.
    private let kept: [Int: [Diagnostic]]
    /// The number of diagnostics of each kind in documents.
    private let counts: [DiagnosticKind: Int]
    /// The positions of documents with an error, ascending.
    private let erroneous: [Int]

    private static let maxUnkept = 16

    static let fields: [Field] = [
        Field("id"), Field("file"), Field("line", .integer), Field("column", .integer), Field("severity"),
        Field("code"), Field("message"),
    ]

    init(general: [Diagnostic], documents: [Document]) {
        self.general = general
        self.documents = documents
        let parts = documents.mapInPortions(of: 256) { [Part($0)] }
        spans = Spans(counts: parts.lazy.flatMap(\.sizes))
        kept = parts.reduce(into: [:]) { kept, part in kept.merge(part.kept) { $1 } }
        counts = parts.reduce(into: [:]) { counts, part in counts.merge(part.counts, uniquingKeysWith: +) }
        erroneous = parts.flatMap(\.erroneous)
    }

    /// Returns the diagnostics of the next list of documents; reads only changed documents.
    func following(_ change: DocumentChange, _ documents: [Document]) -> DiagnosticRecords {
        DiagnosticRecords(self, change, documents)
    }

    private init(_ former: DiagnosticRecords, _ change: DocumentChange, _ documents: [Document]) {
        general = former.general
        self.documents = documents
        let made = change.added.mapInPortions(of: 64) { $0.map { Part(documents[$0...$0]) } }
        let parts = Dictionary(uniqueKeysWithValues: zip(change.added, made))
        spans = former.spans.following(change) { parts[$0]?.sizes.first ?? 0 }
        var counts = former.counts
        for position in change.removed {
            for (kind, count) in Part(former.documents[position...position]).counts {
                let rest = counts[kind, default: 0] - count
                counts[kind] = rest == 0 ? nil : rest
            }
        }
        for part in parts.values { counts.merge(part.counts, uniquingKeysWith: +) }
        self.counts = counts
        var kept: [Int: [Diagnostic]] = [:]
        for (old, diagnostics) in former.kept {
            if let position = change.position(ofOld: old) { kept[position] = diagnostics }
        }
        for part in parts.values { kept.merge(part.kept) { $1 } }
        self.kept = kept
        erroneous = (former.erroneous.compactMap(change.position) + parts.values.flatMap(\.erroneous)).sorted()
    }

    /// The diagnostics of a range of documents.
    private struct Part {
        var sizes: [Int] = []
        var kept: [Int: [Diagnostic]] = [:]
        var counts: [DiagnosticKind: Int] = [:]
        var erroneous: [Int] = []

        init(_ documents: ArraySlice<Document>) {
            for position in documents.indices {
                let diagnostics = documents[position].diagnostics
                sizes.append(diagnostics.count)
                if diagnostics.count > DiagnosticRecords.maxUnkept { kept[position] = diagnostics }
                for diagnostic in diagnostics { counts[diagnostic.kind, default: 0] += 1 }
                if diagnostics.contains(where: { $0.severity == .error }) { erroneous.append(position) }
            }
        }
    }

    static func collection(_ records: DiagnosticRecords) -> Collection {
        Collection(
            name: "diagnostics", summary: "What could not be read, or was repaired, and where.", fields: fields,
            records: records)
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

    /// The number of diagnostics of each kind.
    var kinds: [DiagnosticKind: Int] { general.reduce(into: counts) { $0[$1.kind, default: 0] += 1 } }

    /// The errors, in order.
    var errors: [Diagnostic] {
        (general + erroneous.flatMap { kept[$0] ?? documents[$0].diagnostics }).filter { $0.severity == .error }
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

/// A severity and code, by which diagnostics are counted.
package struct DiagnosticKind: Hashable, Sendable {
    package let severity: Diagnostic.Severity
    package let code: Diagnostic.Code
}

extension Diagnostic {
    /// The severity and code.
    package var kind: DiagnosticKind { DiagnosticKind(severity: severity, code: code) }
}
