// Sections of an article as values: the shape of `sections` in answers.

import Documents

/// Turns a document's sections into values, each block when it is reached.
struct SectionValues {
    /// The article's id, which the ids of its tables begin with.
    let article: String

    static let field = Field(
        "sections", .object, isList: true, isListedByDefault: false,
        members: [
            Field("heading"), Field("level", .integer), Field("line", .integer), Field("inferred", .boolean),
            Field("blocks", .object, isList: true, members: [Field("type"), Field("text"), Field("line", .integer)]),
        ]
    ).mayBeLarge

    func value(of sections: Parts<Section>) -> LazyValue {
        .list(sections) { section in
            .object([
                .init("heading", text(section.heading)), .init("level", .integer(section.level)),
                .init("line", .integer(section.line)), .init("inferred", .boolean(section.isInferred)),
                .init("blocks", value(of: section.blocks)),
            ])
        }
    }

    private func value(of blocks: Parts<Block>) -> LazyValue { .list(blocks) { value(of: $0) } }

    private func value(of block: Block) -> LazyValue {
        switch block {
        case .paragraph(let text, let line):
            return object("paragraph", line, [.init("text", .text(text))])
        case .list(let list):
            return object(
                "list", list.line, [.init("ordered", .boolean(list.isOrdered)), .init("items", value(of: list.items))])
        case .table(let table):
            let id = Holdings.id(article: article, mark: "t", ordinal: table.ordinal)
            return object(
                "table", table.line,
                [
                    .init("id", .text(id)), .init("columns", Tables.columns(of: table)),
                    .init("rows", Tables.rows(of: table)),
                ])
        case .code(let text, let language, let line):
            return object("code", line, [.init("text", .text(text)), .init("language", self.text(language))])
        case .quote(let text, let blocks, let line):
            return object("quote", line, [.init("text", .text(text)), .init("blocks", value(of: blocks))])
        }
    }

    private func value(of items: Parts<ListItem>) -> LazyValue {
        .list(items) { item in
            var members: [LazyValue.Member] = [
                .init("label", text(item.label)), .init("text", .text(item.text)),
                .init("items", value(of: item.items)),
            ]
            if !item.blocks.isEmpty { members.append(.init("blocks", value(of: item.blocks))) }
            members.append(.init("line", .integer(item.line)))
            return .object(members)
        }
    }

    private func object(_ type: String, _ line: Int, _ members: [LazyValue.Member]) -> LazyValue {
        .object([.init("type", .text(type))] + members + [.init("line", .integer(line))])
    }

    private func text(_ text: String?) -> Value { text.map(Value.text) ?? .null }
}
