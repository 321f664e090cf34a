// A Markdown page, split into what the tests of the documentation look at: headings, links, tables and fenced blocks.

/// One page of the documentation.
package struct MarkdownPage: Sendable {
    /// A fenced block.
    package struct Block: Sendable {
        /// The line of the opening fence, from 1.
        package var line: Int
        /// The first word of the info string; empty if there is none.
        package var language: String
        /// The second word of the info string: the file that the block is the content of.
        package var fileName: String?
        package var text: String
        /// True if nothing but blank lines is between this block and the one before it.
        package var followsBlock: Bool
    }

    package struct Heading: Sendable {
        package var line: Int
        package var text: String
        /// The anchor that GitHub gives it.
        package var anchor: String
    }

    package struct Link: Sendable {
        package var line: Int
        package var target: String
    }

    /// A table; cells are Markdown, without the white space around them.
    package struct Table: Sendable {
        package var line: Int
        package var columns: [String]
        package var rows: [[String]]

        /// The cells of the column at `index`, without the backticks of code.
        package func names(inColumn index: Int = 0) -> [String] {
            rows.map { row in (row.indices.contains(index) ? row[index] : "").filter { $0 != "`" } }
        }
    }

    package let name: String
    package private(set) var blocks: [Block] = []
    package private(set) var headings: [Heading] = []
    package private(set) var links: [Link] = []
    package private(set) var tables: [Table] = []
    /// The lines outside fenced blocks, with their numbers.
    package private(set) var prose: [(line: Int, text: String)] = []

    /// Parses `text`; a fence that is never closed ends with the page.
    package init(name: String, text: String) {
        self.name = name
        var fence: String?
        var isAfterBlock = false
        var isInTable = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            if let open = fence {
                if line == open {
                    fence = nil
                    isAfterBlock = true
                } else {
                    blocks[blocks.count - 1].text += line + "\n"
                }
                continue
            }
            if line.hasPrefix("```") {
                let ticks = line.prefix { $0 == "`" }
                let words = line.dropFirst(ticks.count).split(separator: " ").map(String.init)
                blocks.append(
                    Block(
                        line: number, language: words.first ?? "", fileName: words.dropFirst().first, text: "",
                        followsBlock: isAfterBlock))
                fence = String(ticks)
                isInTable = false
                continue
            }
            prose.append((number, String(line)))
            if !line.allSatisfy(\.isWhitespace) { isAfterBlock = false }
            takeHeading(line, number)
            takeLinks(line, number)
            isInTable = takeRow(line, number, continues: isInTable)
        }
    }

    /// The table with a first column of this name.
    package func table(headed column: String) -> Table? { tables.first { $0.columns.first == column } }

    // MARK: Lines

    private mutating func takeHeading(_ line: Substring, _ number: Int) {
        let level = line.prefix { $0 == "#" }.count
        guard (1...6).contains(level), line.dropFirst(level).first == " " else { return }
        let text = line.dropFirst(level + 1).filter { $0 != "`" }
        let stem = Self.anchor(of: text)
        let former = headings.count { $0.anchor == stem || $0.anchor.hasPrefix(stem + "-") && $0.text == text }
        headings.append(Heading(line: number, text: text, anchor: former == 0 ? stem : "\(stem)-\(former)"))
    }

    /// Lower case, hyphens for blanks, and no other punctuation than hyphens and underscores.
    private static func anchor(of heading: String) -> String {
        String(
            heading.lowercased().compactMap { letter in
                if letter == " " { return "-" }
                return letter.isLetter || letter.isNumber || letter == "-" || letter == "_" ? letter : nil
            })
    }

    /// Takes `[text](target)` and definitions `[label]: target`.
    private mutating func takeLinks(_ line: Substring, _ number: Int) {
        if line.hasPrefix("["), let range = line.firstRange(of: "]: ") {
            links.append(Link(line: number, target: String(line[range.upperBound...].prefix { !$0.isWhitespace })))
        }
        var rest = Self.withoutCode(line)[...]
        while let range = rest.firstRange(of: "](") {
            rest = rest[range.upperBound...]
            guard let end = rest.firstIndex(of: ")") else { return }
            links.append(Link(line: number, target: String(rest[..<end])))
            rest = rest[end...]
        }
    }

    /// The line with a blank for each character of code and its backticks.
    private static func withoutCode(_ line: Substring) -> String {
        var isCode = false
        return String(
            line.map { letter in
                if letter == "`" { isCode.toggle() }
                return isCode || letter == "`" ? " " : letter
            })
    }

    /// True if the line belongs to a table.
    private mutating func takeRow(_ line: Substring, _ number: Int, continues isInTable: Bool) -> Bool {
        guard line.hasPrefix("|") else { return false }
        let cells = Self.cells(of: line)
        if !isInTable {
            tables.append(Table(line: number, columns: cells, rows: []))
        } else if !cells.allSatisfy({ $0.allSatisfy { "-:".contains($0) } }) {
            tables[tables.count - 1].rows.append(cells)
        }
        return true
    }

    private static func cells(of line: Substring) -> [String] {
        var cells = [""]
        var isEscaped = false
        for letter in line.dropFirst() {
            if letter == "|", !isEscaped {
                cells.append("")
                continue
            }
            if isEscaped, letter == "|" { cells[cells.count - 1].removeLast() }
            cells[cells.count - 1].append(letter)
            isEscaped = letter == "\\"
        }
        return cells.dropLast().map { cell in
            String(cell.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
        }
    }
}
