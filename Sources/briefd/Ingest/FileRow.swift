// A file as it was read: one row of the table of files.
import Documents

/// A file and its documents; it never changes, and tables share it.
final class FileRow: Sendable {
    let file: FoundFile
    /// False if the next change may leave the stamp as it is.
    let isStampReliable: Bool
    /// The diagnostics about the file; each document holds those about its text.
    let diagnostics: [Diagnostic]
    /// True if the file could not be read; its documents are then those of the former version.
    let isFailed: Bool
    // Most files are one document, which needs no array.
    private let first: Document?
    private let others: [Document]

    init(
        _ file: FoundFile, isStampReliable: Bool, documents: [Document], diagnostics: [Diagnostic],
        isFailed: Bool = false
    ) {
        self.file = file
        self.isStampReliable = isStampReliable
        self.diagnostics = diagnostics
        self.isFailed = isFailed
        first = documents.first
        others = Array(documents.dropFirst())
    }

    var documentCount: Int { first == nil ? 0 : others.count + 1 }

    /// The documents by line.
    var documents: [Document] { first.map { [$0] + others } ?? [] }

    /// Passes the documents by line.
    func forEachDocument(_ body: (Document) -> Void) {
        if let first { body(first) }
        for other in others { body(other) }
    }

    /// Returns the row with the dates of its documents read in `order`; the same object if none changes.
    func dated(_ order: DateOrder) -> FileRow {
        if first?.slashDate == nil, others.allSatisfy({ $0.slashDate == nil }) { return self }
        let dated = documents.map { $0.dated(order) }
        if zip(dated, documents).allSatisfy({ $0 === $1 }) { return self }
        return FileRow(
            file, isStampReliable: isStampReliable, documents: dated, diagnostics: diagnostics, isFailed: isFailed)
    }

    /// Returns the row for another description of the same file; the same object if both are equal.
    func described(by file: FoundFile) -> FileRow {
        if file == self.file { return self }
        return FileRow(
            file, isStampReliable: isStampReliable, documents: documents, diagnostics: diagnostics, isFailed: isFailed)
    }

    /// True if both rows have the same document objects.
    func hasSameDocuments(as other: FileRow) -> Bool {
        first === other.first && others.count == other.others.count
            && zip(others, other.others).allSatisfy { $0 === $1 }
    }
}
