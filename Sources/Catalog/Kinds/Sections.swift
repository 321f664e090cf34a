// The sections of one article as a collection: its outline, and each section with its blocks.

package import Documents

/// The sections of an article in reading order, numbered from 1.
package struct Sections: Records {
    private var sections: [Section] = []
    private var extents: [SectionExtent] = []
    private let values: SectionValues
    /// Makes the links of the section with a number.
    private let links: @Sendable (_ number: Int, _ lines: ClosedRange<Int>?) -> Value

    private static let blocks = SectionValues.field.members.last ?? SectionValues.field

    private static let fields: [Field] = [
        Field("n", .integer), Field("heading"), Field("level", .integer), Field("line", .integer),
        Field("endLine", .integer), Field("wordCount", .integer), Field("byteCount", .integer),
        Field("blockCount", .integer),
        Field(
            "links", .object,
            members: ["self", "article", "source", "next", "prev"].map { Field($0) }
        ).notComparable,
        Field("blocks", .object, isList: true, isListedByDefault: false, members: blocks.members).mayBeLarge,
    ]

    /// Makes the collection of a document's sections.
    ///
    /// `links` gets the number of a section, and its lines if they are those of the file.
    package static func collection(
        _ document: Document, id: String, links: @escaping @Sendable (Int, ClosedRange<Int>?) -> Value
    ) -> Collection {
        collection(Sections(document, id: id, links: links))
    }

    /// The collection without any section, which describes the fields.
    package static let none = collection(Sections(nil, id: "") { _, _ in .null })

    private static func collection(_ sections: Sections) -> Collection {
        Collection(
            name: "sections", summary: "The sections of an article in reading order.", fields: fields,
            records: sections)
    }

    private init(_ document: Document?, id: String, links: @escaping @Sendable (Int, ClosedRange<Int>?) -> Value) {
        if let document {
            sections = Array(document.sections)
            extents = document.sectionExtents
        }
        values = SectionValues(article: id)
        self.links = links
    }

    package var count: Int { sections.count }

    package func id(at index: Int) -> String { String(index + 1) }

    package func index(ofID id: String) -> Int? {
        guard let number = Int(id), String(number) == id, sections.indices.contains(number - 1) else { return nil }
        return number - 1
    }

    package func positionsByID() -> [UInt32] { sections.indices.map { UInt32(truncatingIfNeeded: $0) } }

    package func value(ofField field: Int, at index: Int) -> Value {
        lazyValues(ofFields: [field], at: index).first?.value ?? .null
    }

    package func lazyValues(ofFields fields: [Int], at index: Int) -> [LazyValue] {
        let (section, extent) = (sections[index], extents[index])
        return fields.map { field in
            switch field {
            case 0: .whole(.integer(index + 1))
            case 1: .whole(section.heading.map(Value.text) ?? .null)
            case 2: .whole(.integer(section.level))
            case 3: .whole(.integer(section.line))
            case 4: .whole(extent.endLine.map(Value.integer) ?? .null)
            case 5: .whole(.integer(extent.wordCount))
            case 6: .whole(.integer(extent.byteCount))
            case 7: .whole(.integer(section.blocks.reduce(0) { count, _ in count + 1 }))
            case 8: .whole(links(index + 1, extent.endLine.map { section.line...max(section.line, $0) }))
            default: values.value(of: section.blocks)
            }
        }
    }
}
