// A document written down as compact text, for golden files: one line for each block, indented by its depth.

import Documents

extension Document {
    var outlineText: String {
        var lines = ["\(format.name) \"\(title.text)\" from \(title.origin.rawValue), \(wordCount) words"]
        lines += metadata.lines
        for section in sections {
            let mark = section.isInferred ? "~" : ""
            lines.append("\(section.line): \(mark)h\(section.level) \(section.heading ?? "-")")
            lines += section.blocks.flatMap { $0.lines(indent: 1) }
        }
        lines += links.map { "\($0.line): link [\($0.text)] \($0.url)" }
        lines += diagnostics.map(\.line)
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Diagnostic {
    var line: String {
        let column = location.column.map { ":\($0)" } ?? ""
        return "\(location.line)\(column): \(severity.rawValue) \(code.rawValue)"
    }
}

extension Metadata {
    var lines: [String] {
        let named = [
            ("date", date), ("author", author), ("url", url), ("language", language), ("summary", summary),
            ("tags", tags.isEmpty ? nil : tags.joined(separator: " | ")),
        ]
        return named.compactMap { name, value in value.map { "\(name) = \($0)" } }
            + extra.map { "extra \($0.name) = \($0.value.written)" }
    }
}

extension Value {
    fileprivate var written: String {
        switch self {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)d"
        case .text(let value): value.debugDescription
        case .list(let values): "[" + values.map { $0.written }.joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\($0.name): \($0.value.written)" }.joined(separator: ", ") + "}"
        }
    }
}

private func row(_ cells: [String]) -> String {
    cells.map { "[" + $0 + "]" }.joined()
}

extension Block {
    fileprivate func lines(indent: Int) -> [String] {
        let pad = String(repeating: "  ", count: indent)
        switch self {
        case .paragraph(let text, let line): return ["\(pad)\(line): p \(text)"]
        case .list(let list):
            return ["\(pad)\(list.line): \(list.isOrdered ? "ol" : "ul")"]
                + list.items.flatMap { $0.lines(indent: indent + 1) }
        case .table(let table):
            let alignments = table.alignments.map { $0?.rawValue ?? "-" }.joined(separator: " ")
            return ["\(pad)\(table.line): table \(row(table.columns)) \(alignments)"]
                + table.rows.map { "\(pad)  \($0.line): \(row($0.cells))" }
        case .code(let text, let language, let line):
            return ["\(pad)\(line): code \(language ?? "-") \(text.debugDescription)"]
        case .quote(let text, let blocks, let line):
            return ["\(pad)\(line): quote \(text.debugDescription)"] + blocks.flatMap { $0.lines(indent: indent + 1) }
        }
    }
}

extension ListItem {
    fileprivate func lines(indent: Int) -> [String] {
        let pad = String(repeating: "  ", count: indent)
        let label = label.map { "{\($0)} " } ?? ""
        return ["\(pad)\(line): \(label)\(text)"] + items.flatMap { $0.lines(indent: indent + 1) }
            + blocks.flatMap { $0.lines(indent: indent + 1) }
    }
}
