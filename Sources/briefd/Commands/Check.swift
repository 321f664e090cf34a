// `briefd check`: reads documents and reports the records and the diagnostics.
import API
import ArgumentParser
import Catalog
import Documents

struct Check: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        abstract: "Read the documents and report their records and diagnostics.",
        discussion: """
            Prints the number of records, then each kind of diagnostic with two examples. Exits with 1 if a document \
            could not be read, or if no document was read.
            """)

    @Argument(help: ArgumentHelp("Files and folders to check; by default the configured documents.", valueName: "path"))
    var paths: [String] = []

    @Option(help: "List the diagnostics of this severity or a worse one: \(names(of: Diagnostic.Severity.self)).")
    var severity: Diagnostic.Severity?

    @Option(help: ArgumentHelp("List the diagnostics with this code; may be repeated.", valueName: "code"))
    var code: [Diagnostic.Code] = []

    @Option(help: "The form of the report: \(names(of: Format.self)).")
    var format = Format.text

    @Flag(help: "Exit with 1 on any diagnostic.")
    var strict = false

    @Flag(help: "Print `collections` for the configuration instead, with entries for tables in no collection.")
    var suggest = false

    @OptionGroup var options: Options

    func run() throws {
        // A shell has emptied the file already if the suggestions are to be written to `config.json`.
        let configuration = try options.effective(paths: paths, ignoresEmptyFile: suggest)
        let progress = ProgressBar()
        let snapshot = try LoadedDocuments.snapshot(configuration) { progress.show($0) }
        progress.clear()
        if suggest { return Self.suggest(for: snapshot, configuration) }
        let diagnostics = snapshot.diagnostics
        let style = TextStyle.standardOutput(environment: ConfigurationLoader.environment())
        if format == .text, severity != nil || !code.isEmpty {
            // A list needs no report, which looks at all tables.
            for diagnostic in diagnostics where isListed(diagnostic) { print(CheckReport.line(diagnostic, style)) }
        } else {
            let report = CheckReport(snapshot, configuration.collections, diagnostics)
            switch format {
            case .json:
                print(LogWriter.printable(json: JSONText.indented(report.value(listing: diagnostics.filter(isListed)))))
            case .text: for line in report.lines(style) { print(line) }
            }
        }
        if snapshot.documents.isEmpty || diagnostics.contains(where: { strict || $0.severity == .error }) {
            throw ExitCode.failure
        }
    }

    /// Returns true if the options select a diagnostic.
    private func isListed(_ diagnostic: Diagnostic) -> Bool {
        let isSevere = severity.map { diagnostic.severity <= $0 } ?? true
        return isSevere && (code.isEmpty || code.contains(diagnostic.code))
    }

    private static func names<Name: CaseIterable & RawRepresentable<String>>(of type: Name.Type) -> String {
        type.allCases.map(\.rawValue).joined(separator: ", ")
    }

    /// Prints a configuration with the effective and the suggested collections.
    ///
    /// Standard error gets the frequency and the first place of each suggested header.
    private static func suggest(for snapshot: Snapshot, _ configuration: Configuration) {
        let suggestions = CollectionSuggestions(for: snapshot.documents, notIn: configuration.collections)
        for line in suggestions.lines { StandardError.write(line + "\n") }
        var collections = configuration.collections
        collections.entries += suggestions.entries
        print(JSONText.indented(["collections": CollectionSettings.write(collections)]))
    }
}

extension Diagnostic.Severity: ExpressibleByArgument {}

extension Diagnostic.Code: ExpressibleByArgument {}
