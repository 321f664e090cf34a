// A problem in a file or a repair of it, and its place. Diagnostics are data: none stops a document.
// The table of codes is in DiagnosticCode.swift; the messages of this module are in Finding.swift.

/// One problem or repair at one place of a document or a folder.
package struct Diagnostic: Hashable, Sendable {
    /// How bad a diagnostic is; the worst first.
    package enum Severity: String, Sendable, CaseIterable, Comparable {
        /// A file or a part of it is missing from the answers.
        case error
        /// Something was repaired or is probably not what the author meant.
        case warning
        /// Something was inferred; nothing is lost.
        case note

        /// True if `left` is worse than `right`.
        package static func < (left: Severity, right: Severity) -> Bool {
            switch (left, right) {
            case (.error, .warning), (.error, .note), (.warning, .note): true
            default: false
            }
        }
    }

    package var severity: Severity
    package var code: Code
    package var location: SourceLocation
    /// One sentence: what was found, what was done about it, and where it helps what to do.
    package var message: String

    package init(_ severity: Severity, _ code: Code, at location: SourceLocation, _ message: String) {
        self.severity = severity
        self.code = code
        self.location = location
        self.message = message
    }
}
