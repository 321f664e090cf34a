// Fields of collections: names, types and members.

/// A field of a collection, or of an object inside one.
package struct Field: Hashable, Sendable {
    /// The type of a field's values, which decides their comparison.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case text, integer, number, date, boolean, object
    }

    /// The name in JSON: `focusArea`.
    package var name: String
    /// The kind of the values, or of the elements of a list.
    package var kind: Kind
    package var isList: Bool
    /// False if lists of records omit the field unless a query names it (`sections`).
    package var isListedByDefault: Bool
    /// True if answers have the field only if a query names it (`article.date`), even those with all fields.
    package fileprivate(set) var isOnRequest = false
    /// False if queries cannot compare the values, which are made only for answers.
    package var isComparable: Bool
    /// True if values may be of any size, so that they are made while they are encoded.
    package fileprivate(set) var isLarge = false
    /// True if a record without a value omits the field, instead of a null.
    package fileprivate(set) var isOmittedIfMissing = false
    /// False for fields with long values, which have no index: a filter reads them from each record.
    package fileprivate(set) var isIndexed = true
    /// True for a field that lists hide, but that gets an index with the first filter on it.
    package fileprivate(set) var isIndexedWhenHidden = false
    /// True if the field has an index, so that a filter need not read all records.
    var hasIndex: Bool { isIndexed && (isListedByDefault || isOnRequest || isIndexedWhenHidden) }
    /// True if filters on parts of the text ignore case.
    package fileprivate(set) var ignoresCase = false
    /// False if the field has no text of its own, so that a search skips it.
    package var isSearched = true
    /// The table headers of this field, as written; empty if it comes from other content.
    package var originalHeaders: [String]
    /// The collection with the ids in the field; nil if it has none.
    package var references: String?
    /// The known fields of the object, or of the objects in the list.
    package var members: [Field]

    package init(
        _ name: String, _ kind: Kind = .text, isList: Bool = false, isListedByDefault: Bool = true,
        isComparable: Bool = true, originalHeaders: [String] = [], references: String? = nil, members: [Field] = []
    ) {
        self.name = name
        self.kind = kind
        self.isList = isList
        self.isListedByDefault = isListedByDefault
        self.isComparable = isComparable
        self.originalHeaders = originalHeaders
        self.references = references
        self.members = members
    }

    /// The same field for values of any size.
    var mayBeLarge: Field {
        var field = self
        field.isLarge = true
        return field
    }

    /// The same field, omitted from records without a value.
    var omittedIfMissing: Field {
        var field = self
        field.isOmittedIfMissing = true
        return field
    }

    /// The same field, in answers only if a query names it; filters and sorts can use it.
    package var onRequest: Field {
        var field = self
        field.isListedByDefault = false
        field.isOnRequest = true
        field.isSearched = false
        return field
    }

    /// The items and headings around a record, innermost first.
    static let path: Field = {
        var field = Field("path", isList: true)
        field.isIndexed = false
        field.ignoresCase = true
        field.isSearched = false
        return field
    }()

    /// The links of a record; those of tables have a column.
    ///
    /// Lists hide them, since most records have none. Only targets are indexed: the search finds texts.
    static func links(hasColumns: Bool = false) -> Field {
        func unindexed(_ name: String, _ kind: Kind = .text) -> Field {
            var field = Field(name, kind)
            field.isIndexed = false
            return field
        }
        var field = Field(
            "links", .object, isList: true, isListedByDefault: false,
            members: [unindexed("text"), Field("url"), unindexed("line", .integer)]
                + (hasColumns ? [unindexed("column")] : [])
                + [Field("article", references: "articles"), unindexed("image", .boolean)])
        field.isIndexedWhenHidden = true
        field.isSearched = false
        field.isLarge = true
        return field
    }

    /// The part of a text that a search shows.
    package static let snippet = Field("snippet", isComparable: false)

    /// The fields that a search shows with marked hits.
    package static let highlight = Field("highlight", .object, isComparable: false)

    /// The field `source` of records: their place in a document.
    package static let source = Field(
        "source", .object, members: [Field("file"), Field("line", .integer), Field("heading")])
}

/// The path from a record to one of its values: `source.line`.
package struct FieldPath: Hashable, Sendable {
    /// The path in the syntax of queries, with dots between members.
    package let name: String
    /// The position of the first field in `Collection.fields`.
    package let position: Int
    /// The names below the first field; empty for the field itself.
    package let members: [String]
    /// The field at the end of the path.
    package let field: Field
    /// True if the path contains a list, so that a record may have several values.
    package let isList: Bool

    /// Returns the path to a top-level field and those to its members.
    static func all(from field: Field, at position: Int) -> [FieldPath] {
        FieldPath(name: field.name, position: position, members: [], field: field, isList: field.isList).withMembers
    }

    private var withMembers: [FieldPath] {
        [self]
            + field.members.flatMap { member in
                FieldPath(
                    name: name + "." + member.name, position: position, members: members + [member.name],
                    field: member, isList: isList || member.isList
                ).withMembers
            }
    }
}
