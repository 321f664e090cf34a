// What could not be read, or was repaired, and where. Diagnostics are data: they never stop a document.
// What this module itself remarks is listed in Finding.swift.

/// One remark about one place of a document or a folder.
package struct Diagnostic: Hashable, Sendable {
    package enum Severity: String, Sendable, CaseIterable {
        /// A file or a part of it is missing from the answers.
        case error
        /// Something was repaired or is probably not what the author meant.
        case warning
        /// Something was inferred; nothing is lost.
        case note
    }

    /// What was remarked; the raw value is what users see and filter by.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }
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

extension Diagnostic.Code {
    /// The file's format is not read.
    package static let unsupportedFormat = Self(rawValue: "unsupported-format")
    /// The file is larger than 4 GiB.
    package static let tooLarge = Self(rawValue: "too-large")
    /// Bytes that are not UTF-8, or an escape of JSON that is half a character, were replaced or read as another
    /// encoding, or the file was skipped.
    package static let undecodableBytes = Self(rawValue: "undecodable-bytes")
    /// NUL, as a byte or an escape of JSON, was replaced by U+FFFD.
    package static let nulBytes = Self(rawValue: "nul-bytes")
    /// JSON text breaks RFC 8259.
    package static let invalidJSON = Self(rawValue: "invalid-json")
    /// A JSON file or line holds no object with a text.
    package static let notADocument = Self(rawValue: "not-a-document")
    /// Front matter is opened but never closed; it was read as body.
    package static let unclosedFrontMatter = Self(rawValue: "unclosed-front-matter")
    /// A line of front matter or its value was not understood, is not closed or not followed; it was kept as text.
    package static let unreadFrontMatter = Self(rawValue: "unread-front-matter")
    /// A name comes more than once in the metadata, or in an object within them.
    package static let repeatedName = Self(rawValue: "repeated-name")
    /// A date could not be brought to ISO 8601 for certain; it is given as written.
    package static let unclearDate = Self(rawValue: "unclear-date")
    /// The date was taken from the path.
    package static let dateFromPath = Self(rawValue: "date-from-path")
    /// The title was taken from a heading, a line or the file name.
    package static let inferredTitle = Self(rawValue: "inferred-title")
    /// A line was taken for a heading by its shape.
    package static let inferredHeading = Self(rawValue: "inferred-heading")
    /// A row has fewer or more cells than its table has columns.
    package static let raggedRow = Self(rawValue: "ragged-row")
    /// A delimiter row has another number of cells than the row above; the lines were kept as text.
    package static let delimiterWidth = Self(rawValue: "delimiter-width")
    /// Rows without a header were read as a table with empty column names.
    package static let tableWithoutHeader = Self(rawValue: "table-without-header")
    /// A table is wider than 1,000 columns or needs too many padding cells; its lines were kept as text.
    package static let tableTooLarge = Self(rawValue: "table-too-large")
    /// Lists and quotes are nested deeper than 32; what is deeper was kept as text.
    package static let nestedTooDeep = Self(rawValue: "nested-too-deep")
    /// A defect of an extractor was repaired.
    package static let repairedExtract = Self(rawValue: "repaired-extract")
}
