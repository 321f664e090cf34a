// The report of `briefd check`, as text and as JSON.
import API
import Catalog
import Documents

/// The numbers of records and diagnostics of a snapshot, with examples.
struct CheckReport {
    /// The diagnostics of one code and severity.
    struct Kind {
        let severity: Diagnostic.Severity
        let code: Diagnostic.Code
        var count = 0
        /// The first of them, at most `maxExamples`.
        var examples: [Diagnostic] = []
    }

    static let maxExamples = 2

    let documents: Int
    /// Each collection with its number of records, in the order of `/`.
    let collections: [(name: String, count: Int)]
    /// The kinds of diagnostics, by severity and then by descending count.
    let kinds: [Kind]
    let skipped: SkippedFiles
    /// How to proceed if no configured collection has a record; nil if one has.
    let advice: String?

    init(_ snapshot: Snapshot, _ mapping: Mapping, _ diagnostics: [Diagnostic]) {
        documents = snapshot.documents.count
        collections = snapshot.collections.map { ($0.name, $0.records.count) }
        skipped = SkippedFiles(diagnostics)
        advice = API.advice(for: snapshot) ?? Self.advice(for: snapshot, mapping)
        var kinds: [DiagnosticKind: Kind] = [:]
        for diagnostic in diagnostics {
            var kind = kinds[diagnostic.kind] ?? Kind(severity: diagnostic.severity, code: diagnostic.code)
            kind.count += 1
            if kind.examples.count < Self.maxExamples { kind.examples.append(diagnostic) }
            kinds[diagnostic.kind] = kind
        }
        self.kinds = Diagnostic.Severity.allCases.flatMap { severity in
            kinds.values.filter { $0.severity == severity }.sorted {
                ($1.count, $0.code.rawValue) < ($0.count, $1.code.rawValue)
            }
        }
    }

    /// Returns the report as lines: records, skipped files, then each code with its count, its meaning and examples.
    func lines(_ style: TextStyle) -> [String] {
        var lines: [String] = []
        if documents == 0 {
            lines.append(style.apply(.error, "No document was read."))
        } else {
            let counts = collections.map { (Wording.number($0.count), Wording.counted($0.count, $0.name)) }
            let width = counts.map(\.0.count).max() ?? 0
            lines += counts.map { number, text in
                String(repeating: " ", count: 2 + width - number.count) + text
            }
        }
        if !skipped.isEmpty { lines.append("Skipped: \(skipped).") }
        if let advice { lines += ["", advice] }
        for severity in Diagnostic.Severity.allCases {
            let kinds = kinds.filter { $0.severity == severity }
            if kinds.isEmpty { continue }
            let total = kinds.reduce(0) { $0 + $1.count }
            lines += ["", style.apply(severity, Wording.counted(total, "\(severity)s"))]
            for kind in kinds { lines += Self.lines(kind, style) }
        }
        if kinds.contains(where: { $0.count > $0.examples.count }) {
            lines += ["", "Add --code CODE or --severity note to list them all."]
        }
        return lines
    }

    private static func lines(_ kind: Kind, _ style: TextStyle) -> [String] {
        let more = kind.count - kind.examples.count
        return ["  \(Wording.number(kind.count)) \(style.bold(kind.code.rawValue)): \(kind.code.meaning)"]
            + kind.examples.map { "      \(place($0, style)) \(LogWriter.printable($0.message))" }
            + (more > 0 ? [style.dim("      and \(Wording.number(more)) more")] : [])
    }

    /// Returns a sentence about the tables that no collection takes; nil if there is none with a header.
    private static func advice(for snapshot: Snapshot, _ mapping: Mapping) -> String? {
        let tables = HeaderSurvey(of: snapshot.documents, beside: mapping).frequent.reduce(0) { $0 + $1.tables }
        guard tables > 0 else { return nil }
        return "\(Wording.counted(tables, "tables")) with a header \(tables == 1 ? "is" : "are") in no collection; "
            + "add --suggest for proposals."
    }

    /// Returns a diagnostic as `file:line:column: severity: message [code]`, a format that editors parse.
    static func line(_ diagnostic: Diagnostic, _ style: TextStyle) -> String {
        "\(place(diagnostic, style)) \(style.apply(diagnostic.severity, "\(diagnostic.severity):"))"
            + " \(LogWriter.printable(diagnostic.message)) \(style.dim("[\(diagnostic.code.rawValue)]"))"
    }

    private static func place(_ diagnostic: Diagnostic, _ style: TextStyle) -> String {
        let column = diagnostic.location.column.map { "\($0):" } ?? ""
        return style.bold("\(LogWriter.printable(diagnostic.location.file)):\(diagnostic.location.line):\(column)")
    }

    /// Returns the report as JSON, with `diagnostics` as a list.
    func value(listing diagnostics: [Diagnostic]) -> Value {
        let summary = kinds.map { kind -> Value in
            [
                "severity": .text(kind.severity.rawValue), "code": .text(kind.code.rawValue),
                "count": .integer(kind.count), "meaning": .text(kind.code.meaning),
                "examples": .list(kind.examples.map(Self.value)),
            ]
        }
        let report: Value = [
            "documents": .integer(documents),
            "collections": .object(collections.map { .init($0.name, .integer($0.count)) }),
            "skipped": .object(skipped.counts.map { .init($0.kind, .integer($0.count)) }),
            "summary": .list(summary),
        ]
        return report.adding("advice", advice.map(Value.text))
            .adding("diagnostics", .list(diagnostics.map(Self.value)))
    }

    private static func value(_ diagnostic: Diagnostic) -> Value {
        [
            "file": .text(diagnostic.location.file), "line": .integer(diagnostic.location.line),
            "column": diagnostic.location.column.map(Value.integer) ?? .null,
            "severity": .text(diagnostic.severity.rawValue), "code": .text(diagnostic.code.rawValue),
            "message": .text(diagnostic.message),
        ]
    }
}
