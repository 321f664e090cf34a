// Colours for output on a terminal.
import Documents
import Glibc

/// Adds ANSI escape sequences to text if `isColored` is true.
struct TextStyle {
    let isColored: Bool

    /// Returns the style for standard output.
    ///
    /// It has colours if standard output is a terminal that supports them, unless `NO_COLOR` is set
    /// (<https://no-color.org>).
    static func standardOutput(environment: [String: String]) -> TextStyle {
        TextStyle(
            isColored: isatty(STDOUT_FILENO) == 1 && environment["TERM"] != "dumb"
                && environment["NO_COLOR", default: ""].isEmpty)
    }

    func apply(_ severity: Diagnostic.Severity, _ text: String) -> String {
        switch severity {
        case .error: escaped("1;31", text)
        case .warning: escaped("1;33", text)
        case .note: escaped("1;36", text)
        }
    }

    func bold(_ text: String) -> String { escaped("1", text) }

    func dim(_ text: String) -> String { escaped("2", text) }

    private func escaped(_ code: String, _ text: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
