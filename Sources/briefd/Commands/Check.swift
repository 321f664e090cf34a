// `briefd check`: reads documents and says what was found and what was not understood.
import API
import ArgumentParser
import Catalog
import Documents

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Read the documents and print what was found, and every diagnostic.",
        discussion: "Exits with 1 when a document could not be read.")

    @Argument(help: ArgumentHelp("Files and folders to check; else the configured documents.", valueName: "path"))
    var paths: [String] = []

    @Flag(help: "Exit with 1 on any diagnostic.")
    var strict = false

    @Flag(help: "Print `collections` for the configuration instead, with entries for the headers that none takes.")
    var suggest = false

    @OptionGroup var options: Options

    func run() throws {
        var configuration = try options.effective()
        if !paths.isEmpty { configuration.documents = paths + options.documents }
        let progress = ProgressBar()
        let snapshot = try Library.snapshot(configuration) { progress.show($0) }
        progress.clear()
        if suggest { return Self.suggest(for: snapshot, configuration) }
        let diagnostics = snapshot.diagnostics
        for diagnostic in diagnostics { print(Self.line(diagnostic)) }
        if !diagnostics.isEmpty { print() }
        if snapshot.documents.isEmpty { print("no documents were found") }
        for collection in snapshot.collections { print("\(collection.records.count) \(collection.name)") }
        for line in Self.summary(diagnostics) { print(line) }
        if diagnostics.contains(where: { strict || $0.severity == .error }) { throw ExitCode.failure }
    }

    /// `file:line:column: severity: message [code]`, the form that editors jump to; the column only where it is known.
    private static func line(_ diagnostic: Diagnostic) -> String {
        let column = diagnostic.location.column.map { "\($0):" } ?? ""
        return "\(diagnostic.location.file):\(diagnostic.location.line):\(column)"
            + " \(diagnostic.severity): \(diagnostic.message) [\(diagnostic.code.rawValue)]"
    }

    /// For each severity its number, and below it that of each code, the most frequent first.
    static func summary(_ diagnostics: [Diagnostic]) -> [String] {
        Diagnostic.Severity.allCases.flatMap { severity -> [String] in
            let codes = diagnostics.lazy.filter { $0.severity == severity }.map(\.code.rawValue)
            let counts = Dictionary(codes.map { ($0, 1) }, uniquingKeysWith: +)
            let total = counts.values.reduce(0, +)
            if total == 0 { return [] }
            let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            return ["\(total) \(severity)\(total == 1 ? "" : "s")"] + sorted.map { "  \($0.value) \($0.key)" }
        }
    }

    /// Prints the collections in effect and those suggested as a configuration, and on standard error what the
    /// suggestions come from.
    private static func suggest(for snapshot: Snapshot, _ configuration: Configuration) {
        let suggestions = CollectionSuggestions(for: snapshot.documents, beside: configuration.collections)
        for line in suggestions.lines { StandardError.write(line + "\n") }
        var whole = configuration.collections
        whole.entries += suggestions.entries
        print(JSONText.indented(["collections": CollectionSettings.write(whole)]))
    }
}
