// The files and folders that were not read, counted by kind.
import Documents

/// The number of skipped files for each kind: a file extension, or another reason to skip a file.
struct SkippedFiles: CustomStringConvertible {
    /// The kinds, such as `.pdf`, `without extension`, `hidden` or `too-large`, by descending count.
    let counts: [(kind: String, count: Int)]

    var isEmpty: Bool { counts.isEmpty }

    init(_ diagnostics: [Diagnostic]) {
        var counts: [String: Int] = [:]
        for diagnostic in diagnostics {
            if let kind = Self.kind(of: diagnostic) { counts[kind, default: 0] += 1 }
        }
        self.counts = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { ($0.key, $0.value) }
    }

    /// Returns the kind of the file that a diagnostic reports as skipped; nil for other diagnostics.
    private static func kind(of diagnostic: Diagnostic) -> String? {
        switch diagnostic.code {
        case .unsupportedFormat:
            let name = diagnostic.location.file.split(separator: "/").last ?? ""
            guard let dot = name.lastIndex(of: "."), name.index(after: dot) < name.endIndex else {
                return "without extension"
            }
            return LogWriter.printable(name[dot...].lowercased())
        case .notADocument where diagnostic.severity == .note: return ".json without `text`"
        case .unreadable, .notAFile, .outside, .hidden, .repeated, .tooLarge: return diagnostic.code.rawValue
        default: return nil
        }
    }

    private static let maxKinds = 8

    /// The counts as text: `12 .pdf, 3 .html, 1 hidden`.
    var description: String {
        let shown = counts.prefix(Self.maxKinds).map { "\(Wording.number($0.count)) \($0.kind)" }
        let rest = counts.dropFirst(Self.maxKinds).reduce(0) { $0 + $1.count }
        return (shown + (rest > 0 ? ["\(Wording.number(rest)) of other kinds"] : [])).joined(separator: ", ")
    }
}
