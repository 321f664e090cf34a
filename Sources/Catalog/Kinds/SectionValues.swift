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

    func value(of blocks: Parts<Block>) -> LazyValue { .list(blocks) { value(of: $0) } }

    private func value(of block: Block) -> LazyValue {
        var members: [LazyValue.Member] = [.init("type", .text(block.kind.name))]
        for member in block.members {
            switch member.content {
            case .text(let text): members.append(.init(member.name, self.text(text)))
            case .flag(let flag): members.append(.init(member.name, .boolean(flag)))
            case .items(let items): members.append(.init(member.name, value(of: items)))
            case .blocks(let blocks): members.append(.init(member.name, value(of: blocks)))
            case .table(let table):
                members += [
                    .init("id", .text(Holdings.id(article: article, mark: Tables.mark, ordinal: table.ordinal))),
                    .init("columns", Tables.columns(of: table)), .init("rows", Tables.rows(of: table)),
                ]
            }
        }
        return .object(members + [.init("line", .integer(block.line))])
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

    private func text(_ text: String?) -> Value { text.map(Value.text) ?? .null }
}
