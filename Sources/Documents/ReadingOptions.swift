// Settings of the document reader: sources of titles, names of metadata, the order of dates.

/// Settings of the reader; equal bytes, paths and options give equal documents.
package struct ReadingOptions: Hashable, Sendable {
    /// A place that may give a document its title.
    package enum TitleSource: Hashable, Sendable {
        /// The field `title` of the metadata.
        case metadata
        /// The member of the metadata with this name.
        case named(String)
        case titleLine, heading, firstLine, fileName
    }

    /// A field of an article that metadata may fill.
    package enum MetadataField: String, Sendable, CaseIterable {
        case title, date, author, url, language, tags, summary
        /// No field: the value stays in `extra`.
        case extra
    }

    /// A name of metadata and the field that it fills.
    package struct MetadataName: Hashable, Sendable {
        package var name: String
        package var field: MetadataField

        package init(_ name: String, _ field: MetadataField) {
            (self.name, self.field) = (name, field)
        }
    }

    /// Sources of titles, the preferred one first; the file name comes last in any case.
    package var titles: [TitleSource] = [
        .metadata, .named("name"), .named("display_name"), .titleLine, .heading, .firstLine, .fileName,
    ]
    /// Further names of metadata, compared without case.
    package var metadata: [MetadataName] = []
    package var dateOrder = DateOrder.folder

    package init() {}

    /// Returns the configured field of a name in lower case.
    func field(of name: String) -> MetadataField? {
        metadata.isEmpty ? nil : metadata.first { $0.name.lowercased() == name }?.field
    }
}

/// The order of day and month in dates such as `03/04/2025`.
package enum DateOrder: String, Sendable, CaseIterable {
    /// The order of all unambiguous dates of the folder, if they agree.
    case folder
    case monthFirst, dayFirst
}

extension ReadingOptions.TitleSource {
    /// The sources besides names of metadata.
    private static let simple: [(text: String, source: Self)] = [
        ("metadata", .metadata), ("titleLine", .titleLine), ("heading", .heading), ("firstLine", .firstLine),
        ("fileName", .fileName),
    ]

    /// Parses `metadata`, `metadata.NAME`, `titleLine`, `heading`, `firstLine` or `fileName`.
    package init?(_ text: String) {
        if let known = Self.simple.first(where: { $0.text == text }) {
            self = known.source
        } else {
            guard text.hasPrefix("metadata."), text.utf8.count > "metadata.".utf8.count else { return nil }
            self = .named(String(text.dropFirst("metadata.".count)))
        }
    }

    /// The text that `init(_:)` parses to this source.
    package var text: String {
        if case .named(let name) = self { return "metadata.\(name)" }
        return Self.simple.first { $0.source == self }?.text ?? ""
    }
}
