// Places in source files.

/// A place in a document: the file, the line and maybe the column.
package struct SourceLocation: Hashable, Sendable {
    /// The path relative to the document folder, as the file system spells it.
    package var file: String
    /// The line from 1; front matter and blank lines count.
    package var line: Int
    /// The UTF-8 byte in its line, from 1; nil if only the line is known.
    package var column: Int?

    package init(file: String, line: Int, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }
}
