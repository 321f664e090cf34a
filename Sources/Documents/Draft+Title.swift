// Selection of the title of a document: its source, and the block of the body that has it.

extension Draft {
    private static let titleMark = Array("Title:".utf8)

    /// Tries the sources in order, up to one that gives a title or needs the blocks of the body.
    mutating func writtenTitle(
        _ sources: inout ArraySlice<ReadingOptions.TitleSource>, _ title: String?, _ members: [Written.Member]
    ) -> Title? {
        while let source = sources.first {
            var given: String?
            switch source {
            case .metadata: given = title
            case .named(let name): given = Self.text(named: name.lowercased(), members)
            case .titleLine:
                sources.removeFirst()
                if let title = takeTitleLine(given: nil) { return title }
                continue
            case .heading, .firstLine, .fileName: return nil
            }
            sources.removeFirst()
            if let given {
                _ = takeTitleLine(given: given)
                return Title(text: given, origin: .metadata)
            }
        }
        return nil
    }

    /// Returns the text of the member with a name in lower case, or nil if it has no word.
    private static func text(named name: String, _ members: [Written.Member]) -> String? {
        members.member(named: name[...])?.value.line.text.flatMap { hasWord($0) ? $0 : nil }
    }

    /// Removes a first line `Title: …` from the body.
    ///
    /// The line stays if it differs from the title `given`.
    private mutating func takeTitleLine(given: String?) -> Title? {
        guard let line = bytes.line(at: bodyStart, number: bodyLine), bytes[line.range].starts(with: Self.titleMark)
        else { return nil }
        let text = PlainText.normalized(bytes.string(in: line.start + Self.titleMark.count..<line.end))
        if let given, Folding.key(given) != Folding.key(text) { return nil }
        bodyStart = line.next
        bodyLine = line.number + 1
        return text.isEmpty ? nil : Title(text: text, origin: .titleLine)
    }

    /// Selects the title: `written`, else that of the first source that has one, else the file name.
    ///
    /// Also returns the index of the node with the title.
    mutating func title(
        _ written: Title?, _ sources: inout ArraySlice<ReadingOptions.TitleSource>, _ title: String?,
        _ members: [Written.Member], _ dialect: Dialect, _ outline: inout Outline
    ) -> (title: Title, node: Int?) {
        var written = written
        while true {
            if let given = written.flatMap({ unwrapped($0, dialect) }) {
                dropRepetition(of: given.text, dialect, &outline)
                return (given, nil)
            }
            let start = bodyStart
            written = writtenTitle(&sources, title, members)
            // The line `Title:` is part of the body if a configured order tries headings first.
            if bodyStart != start { outline = parse(dialect) }
            if written != nil { continue }
            switch sources.popFirst() {
            case .heading:
                if let index = titleHeading(dialect, outline) {
                    return (takeTitle(at: index, .heading, dialect, &outline), index)
                }
            case .firstLine where isTitleLike(dialect, outline):
                let line = TextBlocks.withoutMarks(bytes, outline.nodes[0].range)
                outline.nodes[0].start = UInt32(clamping: line.lowerBound)
                outline.nodes[0].end = UInt32(clamping: line.upperBound)
                return (takeTitle(at: 0, .firstLine, dialect, &outline), 0)
            case .firstLine: continue
            default: return (Title(text: titleOfPath, origin: .fileName), nil)
            }
        }
    }

    /// Returns `title` without its markup, or nil if nothing is left.
    func unwrapped(_ title: Title, _ dialect: Dialect) -> Title? {
        let bytes = Array(title.text.utf8)
        let text = Inline.plainText(bytes, 0..<bytes.count, markup: Self.markup(dialect), definitions: [:])
        return text.isEmpty ? nil : Title(text: text, origin: title.origin)
    }

    /// Drops the first block of the body if it repeats the title, as on a quarter of all pages.
    private func dropRepetition(of title: String, _ dialect: Dialect, _ outline: inout Outline) {
        guard let first = outline.nodes.first, first.kind == .heading || first.kind == .paragraph,
            first.range.count <= 4 * title.utf8.count + 64
        else { return }
        // Most first blocks differ in their first letter, which is cheap to compare.
        if let letter = bytes[first.range].first, let other = title.utf8.first, letter.isAlphanumeric,
            other.isAlphanumeric, letter.lowercased != other.lowercased
        {
            return
        }
        if Folding.key(text(first, dialect, outline)) == Folding.key(title) { outline.nodes[0].kind = .title }
    }

    /// Returns the index of the marked heading that is the title.
    ///
    /// The title is a heading of level 1 that comes first or is the only one. Else it is the first heading, if all
    /// others have lower levels and it does not follow other text on its own.
    private func titleHeading(_ dialect: Dialect, _ outline: Outline) -> Int? {
        var first: Int?
        var firstOfLevel1: Int?
        var (count, countOfLevel1, isRoot) = (0, 0, true)
        for (index, node) in outline.nodes.enumerated()
        where node.isSectionHeading && !node.flags.contains(.inferred) {
            count += 1
            if node.level == 1 {
                countOfLevel1 += 1
                firstOfLevel1 = firstOfLevel1 ?? index
            }
            if let first {
                isRoot = isRoot && node.level > outline.nodes[first].level
            } else {
                first = index
            }
        }
        guard let first else { return nil }
        let isTop = isTop(first, dialect, outline)
        let index: Int? =
            if let firstOfLevel1 {
                countOfLevel1 == 1 || firstOfLevel1 == first && isTop ? firstOfLevel1 : nil
            } else {
                isRoot && (isTop || count > 1) ? first : nil
            }
        return index.flatMap { Self.hasWord(titleText(outline.nodes[$0], dialect, outline)) ? $0 : nil }
    }

    /// Returns true if only blocks without text, such as images, precede the node at `index`.
    private func isTop(_ index: Int, _ dialect: Dialect, _ outline: Outline) -> Bool {
        outline.nodes[..<index].allSatisfy { node in
            node.kind == .title || node.kind == .paragraph && text(node, dialect, outline).isEmpty
        }
    }

    private func takeTitle(
        at index: Int, _ origin: Title.Origin, _ dialect: Dialect, _ outline: inout Outline
    ) -> Title {
        let whole = text(outline.nodes[index], dialect, outline)
        let title = Title(text: titleText(outline.nodes[index], dialect, outline), origin: origin)
        // A heading with more than the title stays in the body, so that no word is lost.
        if title.text == whole, isTop(index, dialect, outline) { outline.nodes[index].kind = .title }
        return title
    }

    /// Returns the text of a heading without its images, such as `[![Build](build.svg)](log)`, if a word is left.
    ///
    /// One image alone is a logo with its description as the text. Several images alone give no text.
    private func titleText(_ node: Node, _ dialect: Dialect, _ outline: Outline) -> String {
        let whole = text(node, dialect, outline)
        guard dialect == .markdown, bytes[node.range].contains(UInt8(ascii: "!")) else { return whole }
        var inline = Inline(outline.definitions)
        inline.dropsImages = true
        inline.append(bytes, node.range, .markdown)
        let text = inline.text
        if Self.hasWord(text) { return text }
        return inline.images > 1 ? "" : whole
    }

    /// Returns true if a word of the text begins with a letter and has two; one ideograph is enough.
    static func hasWord(_ text: String) -> Bool {
        var letters = 0
        for scalar in text.unicodeScalars {
            // Avoids the slow table lookup of Unicode properties for ASCII.
            let isLetter = scalar.isASCII ? UInt8(scalar.value).isLetter : scalar.properties.isAlphabetic
            if isLetter {
                if letters >= 0 { letters += scalar.value < 0x2E80 ? 1 : 2 }
                if letters > 1 { return true }
            } else if scalar.isASCII ? UInt8(scalar.value).isDigit : scalar.properties.numericType != nil {
                if letters == 0 { letters = -1 }
            } else {
                letters = 0
            }
        }
        return false
    }

    // MARK: The file name

    /// The file's name without its extension, or the folder's name if the file is the folder's index page.
    ///
    /// `_` and `-` become blanks, except in dates: `2026-03-20-sea_lanes.md` is `2026-03-20 sea lanes`.
    var titleOfPath: String {
        let names = path.split(separator: "/")
        guard let name = names.last else { return path }
        let stem = name.lastIndex(of: ".").map { $0 > name.startIndex ? name[..<$0] : name } ?? name
        let folder = names.dropLast().last { $0 != "." }
        if let folder, folder != "..", ["_index", "index", "readme"].contains(stem.lowercased()) {
            return Self.words(ofName: folder)
        }
        return Self.words(ofName: stem)
    }

    private static func words(ofName name: Substring) -> String {
        let bytes = Array(name.utf8)
        var words = bytes
        for index in bytes.indices where bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "_") {
            if !isInDate(bytes, index) { words[index] = 0x20 }
        }
        let text = PlainText.normalized(String(decoding: words, as: UTF8.self))
        return text.isEmpty ? PlainText.normalized(String(name)) : text
    }

    /// Returns true if a `-` is one of the two in a date such as `2026-03-20`.
    private static func isInDate(_ bytes: [UInt8], _ index: Int) -> Bool {
        guard bytes[index] == UInt8(ascii: "-") else { return false }
        return [index - 4, index - 7].contains { start in
            guard start >= 0, start + 10 <= bytes.count, start == 0 || !bytes[start - 1].isDigit,
                start + 10 == bytes.count || !bytes[start + 10].isDigit
            else { return false }
            return Dates.iso(String(decoding: bytes[start..<start + 10], as: UTF8.self)) != nil
                && bytes[start + 4] == UInt8(ascii: "-")
        }
    }

    // MARK: The first line

    /// Returns true if the first line of a text body looks like a title.
    ///
    /// The line has at most 120 characters, and a blank or long line follows. It is not a quote, a bullet, a date or a
    /// number.
    private func isTitleLike(_ dialect: Dialect, _ outline: Outline) -> Bool {
        guard dialect == .text, outline.nodes.count > 1, let first = outline.nodes.first, first.kind == .paragraph,
            first.flags == .top, first.range.count <= 480, bytes.string(in: first.range).unicodeScalars.count <= 120,
            bytes.firstIndex(of: 0x0A, in: first.range) == first.range.upperBound
        else { return false }
        let line = text(first, dialect, outline)
        guard !isMarked(first.range), Dates.iso(line) == nil, Self.hasWord(line) else { return false }
        let end = bytes.firstIndex(of: 0x0A, in: first.range.upperBound..<bytes.count)
        guard let next = bytes.line(at: end + 1, number: 0) else { return false }
        let text = TableLine.trim(bytes, next.range)
        return text.isEmpty || bytes.string(in: text).unicodeScalars.count >= 60
    }

    /// Returns true if a line begins with `>`, or with a bullet of any kind and a blank.
    private func isMarked(_ line: Range<Int>) -> Bool {
        let marks: Set<Unicode.Scalar> = ["-", "*", "+", "•", "–", "—", "·", "◦", "▪", "‣"]
        let lead = bytes.string(in: line).unicodeScalars.prefix(2)
        guard let first = lead.first else { return false }
        return first == ">" || marks.contains(first) && lead.dropFirst().first?.properties.isWhitespace == true
    }

    func text(_ node: Node, _ dialect: Dialect, _ outline: Outline) -> String {
        Inline.plainText(bytes, node.range, markup: Self.markup(dialect), definitions: outline.definitions)
    }

    private static func markup(_ dialect: Dialect) -> Inline.Markup { dialect == .markdown ? .markdown : .text }
}
