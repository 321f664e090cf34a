// Compact diagnostics of this module, and all of their messages.

/// A diagnostic without its message; thrown if there is no document for it.
struct ParseIssue: Error {
    enum Kind {
        case unsupportedFormat, tooLarge, nulBytes, replacedBytes, windows1252, unmarkedUTF16, unclearEncoding
        case documentWithoutText, otherJSON, invalidJSON(String), loneSurrogate
        case unclosedFrontMatter, unreadFrontMatter, repeatedName(String, firstLine: Int, newName: String)
        case unclearDate(String), dateFromPath(String)
        case dateFromMetadata(String, name: String)
        case inferredTitle(Title.Origin), inferredHeading
        case shortRow(Int, of: Int), longRow(Int, of: Int), longRowKept(Int, of: Int)
        case delimiterWidth(Int, of: Int), tableWithoutHeader, tableTooLarge, nestedTooDeep
        case unclosedQuote
        case repairedDashes, repairedRows, repairedDefinitions, repairedBorders
    }

    var kind: Kind
    /// The line of the file, from 1.
    var line: Int
    var column: Int?

    init(_ kind: Kind, line: Int, column: Int? = nil) {
        self.kind = kind
        self.line = line
        self.column = column
    }

    /// Makes a diagnostic at `position` of a file's `bytes`.
    init(_ kind: Kind, at position: Int, in bytes: [UInt8]) {
        let lineStart = bytes[..<position].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        self.init(kind, line: 1 + bytes.feedCount(in: 0..<position), column: position - lineStart + 1)
    }

    func diagnostic(path: String) -> Diagnostic {
        let (severity, code, message) = text
        return Diagnostic(
            severity, code, at: SourceLocation(file: path, line: line, column: column), message)
    }

    private var text: (Diagnostic.Severity, Diagnostic.Code, String) {
        switch kind {
        case .unsupportedFormat:
            (
                .warning, .unsupportedFormat,
                "Skipped: only files with these extensions are read: "
                    + Format.extensions.map { "." + $0 }.joined(separator: ", ") + "."
            )
        case .tooLarge: (.error, .tooLarge, "Skipped: the file is larger than 4 GiB.")
        case .nulBytes: (.warning, .nulBytes, "NUL bytes were replaced by U+FFFD.")
        case .replacedBytes: (.warning, .undecodableBytes, "Bytes that are not UTF-8 were replaced by U+FFFD.")
        case .windows1252:
            (
                .warning, .undecodableBytes,
                "The file is not UTF-8; it was read as Windows-1252. Save it as UTF-8 to be sure."
            )
        case .unmarkedUTF16:
            (
                .warning, .undecodableBytes,
                "The file was read as UTF-16, though it has no byte-order mark. Save it as UTF-8 to be sure."
            )
        case .unclearEncoding:
            (
                .error, .undecodableBytes,
                "Skipped: every other byte is NUL, but the file is not UTF-16 throughout. Save it as UTF-8."
            )
        case .loneSurrogate:
            (
                .warning, .undecodableBytes,
                "Half a surrogate pair, which stands for no character, was replaced by U+FFFD."
            )
        case .documentWithoutText:
            (.error, .notADocument, "Skipped: a JSON document is an object with a string \"text\".")
        case .otherJSON:
            (.note, .notADocument, "Skipped: this JSON is no document, since it has no string \"text\".")
        case .invalidJSON(let reason): (.error, .invalidJSON, "Skipped: \(reason)")
        case .unclosedFrontMatter:
            (
                .warning, .unclosedFrontMatter,
                "Front matter is never closed, so it was read as text; close it with the line it opens with."
            )
        case .unreadFrontMatter:
            (.warning, .unreadFrontMatter, "This line of front matter was not understood; it was kept as text.")
        case .repeatedName(let name, let firstLine, let newName):
            (
                .warning, .repeatedName,
                "The metadata have \"\(name)\" already, on line \(firstLine); this one is \"\(newName)\"."
            )
        case .unclearDate(let date):
            (.note, .unclearDate, "The date \"\(date)\" is given as written; write it as year-month-day to sort by it.")
        case .dateFromPath(let date): (.note, .dateFromPath, "The date \(date) was taken from the path.")
        case .dateFromMetadata(let date, let name):
            (.note, .dateFromPath, "The date \(date) was taken from the metadata `\(name)`.")
        case .inferredTitle(let origin): (.note, .inferredTitle, "The title was taken from \(Self.name(of: origin)).")
        case .inferredHeading: (.note, .inferredHeading, "This line was taken for a heading by its shape.")
        case .shortRow(let cells, let columns):
            (.warning, .raggedRow, "The row has \(cells) of \(columns) cells; empty ones were added.")
        case .longRow(let cells, let columns):
            (.warning, .raggedRow, "The row has \(cells) cells for \(columns) columns; what is over was dropped.")
        case .longRowKept(let cells, let columns):
            (
                .warning, .raggedRow,
                "The row has \(cells) cells for \(columns) columns; what is over was joined to the last one."
            )
        case .delimiterWidth(let cells, let columns):
            (
                .warning, .delimiterWidth,
                "The delimiter row has \(cells) cells below a row of \(columns), so this is no table; it was kept as "
                    + "text."
            )
        case .tableWithoutHeader:
            (.note, .tableWithoutHeader, "The rows have no delimiter row above them, so their columns have no names.")
        case .tableTooLarge:
            (
                .warning, .tableTooLarge,
                "The table is too wide or lacks too many cells; from here on it was kept as text."
            )
        case .unclosedQuote:
            (
                .warning, .unclosedQuote,
                "A quote begins this field and is never closed, so it was kept as text; write it twice within quotes."
            )
        case .nestedTooDeep:
            (.warning, .nestedTooDeep, "Lists and quotes are nested deeper than 32; what is deeper was kept as text.")
        case .repairedDashes:
            (.warning, .repairedExtract, "Dashes that stood on the line after their item were read as bullets.")
        case .repairedRows:
            (.warning, .repairedExtract, "Cells that stood on lines of their own were joined to the row above them.")
        case .repairedDefinitions:
            (.warning, .repairedExtract, "Bullets that hold a term and its meaning in turn were read as one item each.")
        case .repairedBorders:
            (.warning, .repairedExtract, "All cells of these rows have two bars between them, which were read as one.")
        }
    }

    private static func name(of origin: Title.Origin) -> String {
        switch origin {
        case .metadata: "the metadata"
        case .titleLine: "the Title: line"
        case .heading: "a heading"
        case .firstLine: "the first line"
        case .fileName: "the file name"
        }
    }
}
