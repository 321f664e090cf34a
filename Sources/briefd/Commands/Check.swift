// `briefd check`: reads documents and says what was found and what was not understood.
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

    @OptionGroup var options: Options

    func run() throws {
        var configuration = try options.effective()
        if !paths.isEmpty { configuration.documents = paths + options.documents }
        let snapshot = try Library.snapshot(configuration)
        for diagnostic in snapshot.diagnostics { print(Self.line(diagnostic)) }
        if !snapshot.diagnostics.isEmpty { print() }
        if snapshot.documents.isEmpty { print("no documents were found") }
        for collection in snapshot.collections { print("\(collection.records.count) \(collection.name)") }
        for severity in Diagnostic.Severity.allCases {
            let count = snapshot.diagnostics.count { $0.severity == severity }
            if count > 0 { print("\(count) \(severity)\(count == 1 ? "" : "s")") }
        }
        let hasFailed = snapshot.diagnostics.contains { strict || $0.severity == .error }
        if hasFailed { throw ExitCode.failure }
    }

    /// `file:line:column: severity: message [code]`, the form that editors jump to; the column only where it is known.
    private static func line(_ diagnostic: Diagnostic) -> String {
        let column = diagnostic.location.column.map { "\($0):" } ?? ""
        return "\(diagnostic.location.file):\(diagnostic.location.line):\(column)"
            + " \(diagnostic.severity): \(diagnostic.message) [\(diagnostic.code.rawValue)]"
    }
}
