// The table of all diagnostic codes, including those of other modules.

extension Diagnostic {
    /// The kind of a diagnostic; the raw value is in answers and filters.
    package enum Code: String, CaseIterable, Sendable {
        // Files and folders.
        case unreadable
        case tooLarge = "too-large"
        case notAFile = "not-a-file"
        case outside
        case hidden
        case repeated
        case unsupportedFormat = "unsupported-format"
        case notADocument = "not-a-document"
        case reloadFailed = "reload-failed"
        // Bytes.
        case undecodableBytes = "undecodable-bytes"
        case nulBytes = "nul-bytes"
        case invalidJSON = "invalid-json"
        // Metadata.
        case unclosedFrontMatter = "unclosed-front-matter"
        case unreadFrontMatter = "unread-front-matter"
        case repeatedName = "repeated-name"
        case unclearDate = "unclear-date"
        case dateOrder = "date-order"
        case dateFromPath = "date-from-path"
        case inferredTitle = "inferred-title"
        // Blocks.
        case inferredHeading = "inferred-heading"
        case raggedRow = "ragged-row"
        case delimiterWidth = "delimiter-width"
        case tableWithoutHeader = "table-without-header"
        case tableTooLarge = "table-too-large"
        case unclosedQuote = "unclosed-quote"
        case nestedTooDeep = "nested-too-deep"
        case repairedExtract = "repaired-extract"
        // Collections.
        case nearHeader = "near-header"
        case unmatchedCollection = "unmatched-collection"
        case unusedField = "unused-field"
        case unusedAlias = "unused-alias"
        case missingKey = "missing-key"
        case emptyKey = "empty-key"
        case duplicateKey = "duplicate-key"
        case conflictingRows = "conflicting-rows"
        case renamedColumn = "renamed-column"
        case tooManyFields = "too-many-fields"
        case valueType = "value-type"

        /// The meaning of the code, in one sentence.
        package var meaning: String {
            switch self {
            case .unreadable: "The system does not let briefd read the file or folder."
            case .tooLarge: "The file is larger than `limits.documentBytes`, so it is not read."
            case .notAFile: "A socket, pipe or device is not read."
            case .outside: "A link leads out of the folders, and `outsideLinks` is off, so it is not followed."
            case .hidden: "A name that begins with a dot is not read."
            case .repeated: "The file or folder is reached a second time, through a link or a path, and read once."
            case .unsupportedFormat: "The file has a format that briefd does not read."
            case .notADocument: "A JSON file or line is no document: it is no object with a string `text`."
            case .reloadFailed: "Documents or configuration could not be read again, so the former ones are used."
            case .undecodableBytes: "Bytes are not UTF-8: they were replaced, read in another encoding, or skipped."
            case .nulBytes: "NUL characters were replaced by U+FFFD."
            case .invalidJSON: "JSON text breaks RFC 8259, so it was skipped."
            case .unclosedFrontMatter: "Front matter is opened but never closed, so it was read as text."
            case .unreadFrontMatter: "A line of front matter was not understood and was kept as text."
            case .repeatedName:
                "A name, in any case, occurs more than once in the metadata; later ones got a number."
            case .unclearDate: "The date has no certain reading in ISO 8601, so it is given as written."
            case .dateOrder: "Dates such as 03/04/2025 were read in the order of all other such dates of the folder."
            case .dateFromPath: "The date was taken from the path of the file, or from a path in the metadata."
            case .inferredTitle: "The title was taken from a heading, a line or the file name."
            case .inferredHeading: "A line was taken for a heading by its shape."
            case .raggedRow: "A row has fewer or more cells than its table has columns."
            case .delimiterWidth: "A delimiter row and the row above differ in width, so the lines were kept as text."
            case .tableWithoutHeader: "Rows have no header, so the columns of their table have no names."
            case .tableTooLarge: "A table is too wide or lacks too many cells; the rest was kept as text."
            case .unclosedQuote: "A quote begins a field and is never closed, so it was kept as text."
            case .nestedTooDeep: "Lists or quotes are nested deeper than 32 levels; deeper ones were kept as text."
            case .repairedExtract: "A known defect of a text extractor was repaired."
            case .nearHeader: "No collection takes the table, but its header is nearly one that a collection takes."
            case .unmatchedCollection: "A configured collection matches nothing in the documents."
            case .unusedField: "A collection's `fields` name a header that none of its tables has."
            case .unusedAlias: "A collection's `aliases` name a record that no row has."
            case .missingKey: "A table or list lacks the key column that its collection asks for, so it was left out."
            case .emptyKey: "A row has an empty key cell, so it was left out of the collection."
            case .duplicateKey: "A table has several rows with the same key."
            case .conflictingRows: "Rows that are merged into one record disagree in a field."
            case .renamedColumn: "A column's field name is taken, so the field got another name."
            case .tooManyFields: "A collection has more than 256 fields; further columns stay in `/tables`."
            case .valueType: "A cell does not have the declared type of its field, so its value is null."
            }
        }
    }
}
