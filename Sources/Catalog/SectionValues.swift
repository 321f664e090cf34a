// Sections of an article as values: the shape of `sections` in answers.

import Documents

/// Turns a document's sections into values, numbering its tables on the way.
struct SectionValues {
    /// The article's id, which the ids of its tables begin with.
    private let article: String
    /// The numbers of the tables that begin at a line, the last one first.
    ///
    /// A list item keeps its tables and its inner items apart, so the order of this walk alone does not number them.
    private var tables: [Int: [Int]] = [:]

    init(article: String, document: Document) {
        self.article = article
        for ordinal in (0..<document.tableCount).reversed() {
            tables[document.table(at: ordinal).line, default: []].append(ordinal)
        }
    }

    static let field = Field(
        "sections", .object, isList: true, isListedByDefault: false,
        members: [
            Field("heading"), Field("level", .integer), Field("line", .integer), Field("inferred", .boolean),
            Field("blocks", .object, isList: true, members: [Field("type"), Field("text"), Field("line", .integer)]),
        ])

    mutating func value(of sections: [Section]) -> Value {
        .list(
            sections.map { section in
                .object([
                    Value.Member("heading", section.heading.map(Value.text) ?? .null),
                    Value.Member("level", .integer(section.level)),
                    Value.Member("line", .integer(section.line)),
                    Value.Member("inferred", .boolean(section.isInferred)),
                    Value.Member("blocks", value(of: section.blocks)),
                ])
            })
    }

    private mutating func value(of blocks: [Block]) -> Value {
        .list(blocks.map { value(of: $0) })
    }

    private mutating func value(of block: Block) -> Value {
        switch block {
        case .paragraph(let text, let line):
            return object("paragraph", line, [Value.Member("text", .text(text))])
        case .list(let list):
            return object(
                "list", list.line,
                [Value.Member("ordered", .boolean(list.isOrdered)), Value.Member("items", value(of: list.items))])
        case .table(let table):
            let id = tables[table.line]?.popLast().map { Holdings.id(article: article, mark: "t", ordinal: $0) }
            return object(
                "table", table.line,
                [
                    Value.Member("id", id.map(Value.text) ?? .null), Value.Member("columns", Tables.columns(of: table)),
                    Value.Member("rows", Tables.rows(of: table)),
                ])
        case .code(let text, let language, let line):
            return object(
                "code", line,
                [Value.Member("text", .text(text)), Value.Member("language", language.map(Value.text) ?? .null)])
        case .quote(let text, let blocks, let line):
            return object(
                "quote", line, [Value.Member("text", .text(text)), Value.Member("blocks", value(of: blocks))])
        }
    }

    private mutating func value(of items: [ListItem]) -> Value {
        .list(
            items.map { item in
                var members = [
                    Value.Member("label", item.label.map(Value.text) ?? .null),
                    Value.Member("text", .text(item.text)),
                    Value.Member("items", value(of: item.items)),
                ]
                if !item.blocks.isEmpty { members.append(Value.Member("blocks", value(of: item.blocks))) }
                members.append(Value.Member("line", .integer(item.line)))
                return .object(members)
            })
    }

    private func object(_ type: String, _ line: Int, _ members: [Value.Member]) -> Value {
        .object([Value.Member("type", .text(type))] + members + [Value.Member("line", .integer(line))])
    }
}
