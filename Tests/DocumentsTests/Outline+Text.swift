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
        var words = ["\(line):"]
        var inner: [String] = []
        if let list {
            words.append(list.isOrdered ? "ol" : "ul")
            inner = list.items.flatMap { $0.lines(indent: indent + 1) }
        } else {
            words.append(kind == .paragraph ? "p" : kind.name)
            for member in members {
                switch member.content {
                case .text(let text) where member.name == "language": words.insert(text ?? "-", at: 2)
                case .text(let text): words.append((kind == .paragraph ? text : text?.debugDescription) ?? "-")
                case .blocks(let blocks): inner += blocks.flatMap { $0.lines(indent: indent + 1) }
                case .table(let table):
                    let alignments = table.alignments.map { $0?.rawValue ?? "-" }
                    words += [row(table.columns), alignments.joined(separator: " ")]
                    inner += table.rows.map { "\(pad)  \($0.line): \(row($0.cells))" }
                case .flag, .items: break
                }
            }
        }
        return [pad + words.joined(separator: " ")] + inner
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
