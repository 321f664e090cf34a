// Diagnostics: problems in files and repairs, with their places. DiagnosticCode.swift has the table of codes;
// ParseIssue.swift has the messages of this module.

/// One problem or repair at one place of a document or a folder; it never stops the reading of a document.
package struct Diagnostic: Hashable, Sendable {
    /// The severity of a diagnostic, from worst to least.
    package enum Severity: String, Sendable, CaseIterable, Comparable {
        /// The answers lack a file or a part of it.
        case error
        /// The reader repaired the source, or the source is probably not what the author meant.
        case warning
        /// The reader inferred something; nothing is lost.
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
    /// The problem, the repair, and advice if it helps, in one sentence.
    package var message: String

    package init(_ severity: Severity, _ code: Code, at location: SourceLocation, _ message: String) {
        self.severity = severity
        self.code = code
        self.location = location
        self.message = message
    }
}
