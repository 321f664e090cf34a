// Entry point of the module: parses a file's bytes to documents.

extension Document {
    /// Parses a file to its documents: one, several for JSON lines, or none, with a diagnostic, for other formats.
    ///
    /// Never fails, and takes time linear in the number of bytes. The diagnostics are those without a document.
    package static func read(
        _ bytes: [UInt8], path: String, options: ReadingOptions = ReadingOptions(), fileTime: Int? = nil
    ) -> (documents: [Document], diagnostics: [Diagnostic]) {
        guard let format = Format.ofFile(path) else {
            return ([], [ParseIssue(.unsupportedFormat, line: 1).diagnostic(path: path)])
        }
        guard bytes.count < UInt32.max else { return ([], [ParseIssue(.tooLarge, line: 1).diagnostic(path: path)]) }
        let survey = bytes.survey
        guard let (decoded, issues) = survey.isPlain ? (nil, []) : Encoding.decode(bytes) else {
            return ([], [ParseIssue(.unclearEncoding, line: 1).diagnostic(path: path)])
        }
        let input = FileInput(
            path: path, source: bytes, bytes: decoded ?? bytes, issues: issues,
            holdsNoBreakSpaces: decoded != nil || survey.holdsNoBreakSpaces, options: options, fileTime: fileTime)
        let found = format.read(input)
        return (found.documents, found.issues.map { $0.diagnostic(path: path) })
    }
}
