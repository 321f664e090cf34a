// Where something stands in a file.

/// A place in a document: the file as it was named when it was read, and the line there.
package struct SourceLocation: Hashable, Sendable {
    /// The path relative to the folder that was read, exactly as the file system spells it.
    package var file: String
    /// Counted from 1; a byte-order mark, front matter and blank lines count.
    package var line: Int
    /// The byte in its line, as UTF-8 and counted from 1; nil where only the line is known.
    package var column: Int?

    package init(file: String, line: Int, column: Int? = nil) {
        self.file = file
        self.line = line
        self.column = column
    }
}
