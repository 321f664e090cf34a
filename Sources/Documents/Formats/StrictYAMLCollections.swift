// Parsers of YAML collections: block sequences and mappings, their keys, and collections in brackets.

extension StrictYAML {
    // MARK: Blocks

    /// Parses a sequence with a dash at the cursor.
    mutating func blockSequence(depth: Int) throws(Unreadable) -> Written {
        let indent = try collectionIndent()
        var values: [Written] = []
        repeat {
            cursor.position += 1
            values.append(try blockNode(parent: indent, depth: depth + 1, isCompact: true))
            try finishLine()
        } while position < end && column == indent && indentation == indent && isIndicator("-")
        try checkEnd(indent, isSequence: true)
        return .list(values)
    }

    /// Parses a mapping with its first key at the cursor.
    mutating func blockMapping(depth: Int) throws(Unreadable) -> Written {
        let indent = try collectionIndent()
        var members: [Written.Member] = []
        repeat {
            let place = (line: cursor.line, column: column + 1)
            let name: String
            var value = Written.nothing
            if isIndicator("?") {
                cursor.position += 1
                name = try keyText(blockNode(parent: indent, depth: depth + 1, isCompact: true, isOfKey: true))
                try finishLine()
                if position < end, column == indent, isIndicator(":") {
                    cursor.position += 1
                    value = try blockNode(parent: indent, depth: depth + 1, isCompact: true, isOfKey: true)
                }
            } else {
                name = try implicitKey(depth: depth)
                value = try blockNode(parent: indent, depth: depth + 1, isOfKey: true)
            }
            members.append(Written.Member(name, value, line: place.line, column: place.column))
            try finishLine()
        } while position < end && column == indent && indentation == indent
        try checkEnd(indent, isSequence: false)
        return .object(try merged(members))
    }

    /// The column of a block collection; tabs may not precede one.
    private func collectionIndent() throws(Unreadable) -> Int {
        guard !bytes[cursor.lineStart..<position].contains(0x09) else { throw Unreadable() }
        return column
    }

    /// Checks that the line after a collection belongs to one that surrounds it.
    private func checkEnd(_ indent: Int, isSequence: Bool) throws(Unreadable) {
        guard position < end else { return }
        guard indentation == column, column < indent || isSequence && column == indent else { throw Unreadable() }
    }

    // MARK: Keys

    /// Whether a key on one line and its colon are at the cursor.
    var isImplicitKey: Bool {
        let limit = min(end, position + 1_024)
        var index = position
        while index < limit, bytes[index] == UInt8(ascii: "&") || bytes[index] == UInt8(ascii: "!") {
            while index < limit, !bytes[index].isSpace { index += 1 }
            while index < limit, bytes[index].isBlank { index += 1 }
        }
        guard index < limit else { return false }
        switch bytes[index] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let quote = bytes[index]
            index += 1
            while index < limit, bytes[index] != 0x0A {
                if bytes[index] == quote {
                    guard quote == UInt8(ascii: "'"), index + 1 < limit, bytes[index + 1] == quote else { break }
                    index += 1
                }
                index += bytes[index] == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
            }
            index += 1
        case UInt8(ascii: "*"):
            while index < limit, !bytes[index].isSpace { index += 1 }
        case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: ">"), UInt8(ascii: "#"):
            return false
        default:
            while index < limit, bytes[index] != 0x0A {
                if bytes[index] == UInt8(ascii: ":"), isSpace(at: index + 1) { return true }
                if bytes[index] == UInt8(ascii: "#"), bytes[index - 1].isBlank, isSpace(at: index + 1) { return false }
                index += 1
            }
            return false
        }
        while index < limit, bytes[index].isBlank { index += 1 }
        return index < limit && bytes[index] == UInt8(ascii: ":") && isSpace(at: index + 1)
    }

    /// Parses a key on one line and its colon.
    private mutating func implicitKey(depth: Int) throws(Unreadable) -> String {
        var properties = Properties()
        while peek == UInt8(ascii: "&") || peek == UInt8(ascii: "!") {
            try parseProperty(&properties)
            guard isSpace(at: position) else { throw Unreadable() }
            skipBlanks()
        }
        let key: Written
        switch peek {
        case UInt8(ascii: "*"): key = try alias(depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): key = .text(try quoted(parent: nil, isKey: true))
        default: key = try plain(parent: nil, isKey: true)
        }
        skipBlanks()
        guard isIndicator(":") else { throw Unreadable() }
        cursor.position += 1
        return try keyText(finish(key, properties))
    }

    /// Returns the name of a key; throws for a collection or an empty key.
    private func keyText(_ key: Written) throws(Unreadable) -> String {
        switch key {
        case .plain(let text) where !text.isEmpty: return text
        case .text(let text): return text
        default: throw Unreadable()
        }
    }

    /// Adds the members of mappings under `<<`, as in YAML 1.1, if their names are new.
    private func merged(_ members: [Written.Member]) throws(Unreadable) -> [Written.Member] {
        guard members.contains(where: { $0.name == "<<" }) else { return members }
        var names = Set(members.map(\.name))
        var output: [Written.Member] = []
        for member in members {
            guard member.name == "<<" else {
                output.append(member)
                continue
            }
            let sources: [Written]
            if case .list(let list) = member.value { sources = list } else { sources = [member.value] }
            for source in sources {
                guard case .object(let inherited) = source else { throw Unreadable() }
                output += inherited.filter { names.insert($0.name).inserted }
            }
        }
        return output
    }

    // MARK: Brackets

    /// Whether a bracket, a brace or a comma is at `index`.
    func isFlowMark(_ index: Int) -> Bool {
        guard index < end else { return false }
        switch bytes[index] {
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: ","): return true
        default: return false
        }
    }

    mutating func flowSequence(depth: Int) throws(Unreadable) -> Written {
        cursor.position += 1
        var values: [Written] = []
        while try isNextElement(before: UInt8(ascii: "]"), isFirst: values.isEmpty) {
            let place = (line: cursor.line, column: column + 1)
            let (key, value) = try flowPair(depth: depth, isMapping: false)
            if let value {
                let member = Written.Member(try keyText(key), value, line: place.line, column: place.column)
                values.append(.object([member]))
            } else {
                values.append(key)
            }
        }
        return .list(values)
    }

    mutating func flowMapping(depth: Int) throws(Unreadable) -> Written {
        cursor.position += 1
        var members: [Written.Member] = []
        while try isNextElement(before: UInt8(ascii: "}"), isFirst: members.isEmpty) {
            let place = (line: cursor.line, column: column + 1)
            let (key, value) = try flowPair(depth: depth, isMapping: true)
            members.append(
                Written.Member(try keyText(key), value ?? .nothing, line: place.line, column: place.column))
        }
        return .object(try merged(members))
    }

    /// Moves to the next element, over the comma before it; false at the closing bracket, which is skipped.
    private mutating func isNextElement(before close: UInt8, isFirst: Bool) throws(Unreadable) -> Bool {
        skipToContent()
        if !isFirst, peek == UInt8(ascii: ",") {
            cursor.position += 1
            skipToContent()
        } else if !isFirst, peek != close {
            throw Unreadable()
        }
        guard peek != close else {
            cursor.position += 1
            return false
        }
        return true
    }

    /// Parses an element: a node, or a key and its value.
    private mutating func flowPair(
        depth: Int, isMapping: Bool
    ) throws(Unreadable) -> (key: Written, value: Written?) {
        let isExplicit = isIndicator("?")
        if isExplicit {
            cursor.position += 1
            skipToContent()
        }
        // After a key in quotes or brackets, the colon needs no blank.
        let isQuoted = peek.map { "\"'[{".utf8.contains($0) } ?? false
        let key = try flowNode(depth: depth)
        skipToContent()
        guard peek == UInt8(ascii: ":"), isQuoted || isSpace(at: position + 1) || isFlowMark(position + 1) else {
            return (key, isExplicit && !isMapping ? .nothing : nil)
        }
        cursor.position += 1
        skipToContent()
        return (key, try flowNode(depth: depth))
    }

    private mutating func flowNode(depth: Int) throws(Unreadable) -> Written {
        guard depth < Self.maxDepth else { throw Unreadable() }
        var properties = Properties()
        while peek == UInt8(ascii: "&") || peek == UInt8(ascii: "!") {
            try parseProperty(&properties)
            skipToContent()
        }
        let isEmpty = peek == UInt8(ascii: ":") && (isSpace(at: position + 1) || isFlowMark(position + 1))
        switch peek {
        case nil: throw Unreadable()
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"): return try finish(.nothing, properties)
        default: return isEmpty ? try finish(.nothing, properties) : try content(properties, parent: nil, depth: depth)
        }
    }
}
