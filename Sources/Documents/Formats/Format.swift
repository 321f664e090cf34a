// The formats of files. A new format is a file in this folder, and a line in the table here.

/// A format of files: its extensions and its reader.
///
/// An object, so that a document with a format is small.
package final class Format: Hashable, Sendable {
    /// The table of formats, in the order in which messages list the extensions.
    static let all: [Format] = [.text, .markdown, .json, .jsonLines, .delimited]

    /// The name in answers.
    package let name: String
    /// Without the point; the extension of a file may have capital letters.
    let extensions: [String]
    /// Parses a file to its documents; the issues are those without a document.
    let read: @Sendable (FileInput) -> (documents: [Document], issues: [ParseIssue])

    init(
        _ name: String, extensions: [String],
        read: @escaping @Sendable (FileInput) -> (documents: [Document], issues: [ParseIssue])
    ) {
        self.name = name
        self.extensions = extensions
        self.read = read
    }

    /// Finds the format by the extension of a file's name; returns nil for other extensions.
    package static func ofFile(_ path: String) -> Format? {
        var path = path
        return path.withUTF8 { path in
            let name = path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
            guard let stop = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
            let ending = name[(stop + 1)...]
            return all.first { format in
                format.extensions.contains { known in
                    known.utf8.count == ending.count && zip(known.utf8, ending).allSatisfy { $0 == $1.lowercased }
                }
            }
        }
    }

    /// The extensions of all formats, without the point.
    package static let extensions = all.flatMap(\.extensions)

    package static func == (left: Format, right: Format) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A file with its bytes decoded.
struct FileInput {
    let path: String
    let source: [UInt8]
    /// Well-formed UTF-8.
    let bytes: [UInt8]
    /// Those of the decoding.
    let issues: [ParseIssue]
    /// False if `bytes` certainly have no no-break spaces.
    let holdsNoBreakSpaces: Bool
    let options: ReadingOptions
    let fileTime: Int?

    /// Makes a draft of one document with the whole text as its body.
    func draft(_ format: Format) -> Draft {
        var draft = Draft(path: path, format: format, source: source, bytes: bytes)
        (draft.options, draft.fileTime, draft.issues) = (options, fileTime, issues)
        draft.holdsNoBreakSpaces = holdsNoBreakSpaces
        draft.bodyStart = Encoding.start(of: bytes)
        return draft
    }
}
