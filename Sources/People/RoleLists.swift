// Parser of lists with alternating names and roles: `Ann Lee, the mayor, Bo Rask, the judge` and `the mayor, Ann Lee,
// the judge, Bo Rask`. Only the whole list shows whether a role belongs to the name before or after it.

/// The parts of one sentence between commas.
struct RoleList {
    private enum Kind { case name, role, other }

    private struct Part {
        var kind: Kind
        var role: String?
        let range: Range<Int>
        /// True after `and`.
        var isAfterAnd: Bool
    }

    private let tokens: [NameToken]
    private var parts: [Part] = []

    init(_ sentence: [NameToken]) {
        tokens = sentence
        var start = 0
        for index in tokens.indices.dropFirst() where tokens[index].gap == .comma || isNewPart(index) {
            append(start..<index)
            start = index
        }
        if start < tokens.count { append(start..<tokens.count, isLast: true) }
    }

    /// Returns the role of the name at the byte `offset`, or nil in doubt.
    func role(at offset: Int) -> String? {
        guard let index = parts.firstIndex(where: { tokens[$0.range].contains { $0.range.contains(offset) } }),
            parts[index].kind == .name
        else { return nil }
        var (first, last) = (index, index)
        while first > 0, parts[first - 1].kind != .other, !(parts[first].isAfterAnd && parts[first].kind == .role) {
            first -= 1
        }
        while last + 1 < parts.count, parts[last + 1].kind != .other,
            !(parts[last + 1].isAfterAnd && parts[last + 1].kind == .role)
        {
            last += 1
        }
        let list = parts[first...last]
        if isNameFirst(list) { return index < last ? parts[index + 1].role : nil }
        if isRoleFirst(list) { return index > first ? parts[index - 1].role : nil }
        return nil
    }

    private func isNameFirst(_ list: ArraySlice<Part>) -> Bool {
        guard list.first?.kind == .name else { return false }
        var hasProof = list.last?.kind == .role
        for (part, next) in zip(list, list.dropFirst()) where part.kind == .role {
            if next.kind == .role { return false }
            // `Ann Lee, the mayor, and Bo Rask`
            if next.isAfterAnd, list.count == 3 { hasProof = true }
        }
        return hasProof
    }

    private func isRoleFirst(_ list: ArraySlice<Part>) -> Bool {
        guard list.first?.kind == .role, list.last?.kind == .name else { return false }
        for (part, next) in zip(list, list.dropFirst()) where part.kind == .role {
            if next.kind == .role || next.isAfterAnd { return false }
        }
        if list.count(where: { $0.kind == .role }) > 1 { return true }
        // `They met the mayor, Ann Lee.`, but not `When they met the mayor, Ann Lee, who was tired, left.`
        let isOpen =
            tokens.first.map { RoleWords.prepositions.contains($0.folded) } ?? true
            || list.first.map { tokens[$0.range].contains { RoleWords.subordinators.contains($0.folded) } } ?? true
        guard list.count == 2, !isOpen, let name = list.last?.range else { return false }
        if name.upperBound == tokens.count { return tokens[name.upperBound - 1].isCapital }
        let next = tokens[name.upperBound]
        return next.gap == .comma && !next.isCapital && !["and", "or"].contains(next.folded)
    }

    /// Returns true for an `and` before another name or role.
    ///
    /// The `and` in `Trade and Fisheries` is inside one role.
    private func isNewPart(_ index: Int) -> Bool {
        guard tokens[index].folded == "and", tokens[index].gap == .blank, index + 1 < tokens.count else { return false }
        let next = tokens[index + 1]
        return RoleWords.articles.contains(next.folded) || RoleWords.possessives.contains(next.folded)
            || RoleWords.honorifics.contains(next.folded) || next.isCapital && RoleWords.isNoun(next)
    }

    private mutating func append(_ range: Range<Int>, isLast: Bool = false) {
        var start = range.lowerBound
        let isAfterAnd = tokens[start].folded == "and"
        if isAfterAnd { start += 1 }
        let isFirst = parts.last.map { $0.kind == .other } ?? true
        // Text in brackets may be a role.
        let isPlain = !tokens[range].contains { $0.gap == .bracket }
        let role = isPlain ? role(start..<range.upperBound, isFirst: isFirst) : nil
        let isName = isPlain && role == nil && endsWithName(start..<range.upperBound, isFirst: isFirst, isLast: isLast)
        parts.append(
            Part(
                kind: role != nil ? .role : isName ? .name : .other, role: role, range: range, isAfterAnd: isAfterAnd))
    }

    /// Returns the role of a part of the sentence; other words may precede it in the first part.
    private func role(_ range: Range<Int>, isFirst: Bool) -> String? {
        var noun = range.upperBound - 1
        while noun >= range.lowerBound, range.upperBound - noun <= 2 * RolePhrase.maxWords {
            if RoleWords.isNoun(tokens[noun]),
                RolePhrase.endOfPlace(tokens, noun + 1, RoleWords.links, limit: range.upperBound) == range.upperBound,
                let start = RolePhrase.start(tokens, noun)
            {
                var first = max(start, range.lowerBound)
                let text = PersonName.text(tokens[first..<range.upperBound])
                while first > range.lowerBound, isOwner(tokens[first - 1]) { first -= 1 }
                if first == range.lowerBound { return text }
                if isFirst, isWhole(first, in: range) { return text }
            }
            noun -= 1
        }
        return nil
    }

    /// Returns true if no part of the role is before it, unlike `adviser to the mayor`, and no form of address.
    private func isWhole(_ role: Int, in range: Range<Int>) -> Bool {
        let word = tokens[role - 1]
        guard tokens[role].gap == .blank, !RoleWords.honorifics.contains(word.folded) else { return false }
        let isLink = RoleWords.links.contains(word.folded) && role - 2 >= range.lowerBound
        return !(isLink && RoleWords.isNoun(tokens[role - 2]))
    }

    private func isOwner(_ token: NameToken) -> Bool {
        RoleWords.articles.contains(token.folded) || RoleWords.possessives.contains(token.folded)
            || token.isPossessive
    }

    /// Returns true for a name or title and name, after other words in the first part and before some in the last.
    private func endsWithName(_ range: Range<Int>, isFirst: Bool, isLast: Bool) -> Bool {
        var end = range.upperBound
        if isLast {
            var index = range.lowerBound
            while index < end, isOfName(tokens[index]) { index += 1 }
            end = index
        }
        guard end > range.lowerBound, tokens[end - 1].isSurname, !RoleWords.others.contains(tokens[end - 1].folded)
        else { return false }
        return isFirst || tokens[range.lowerBound..<end].allSatisfy(isOfName)
    }

    private func isOfName(_ token: NameToken) -> Bool {
        token.isCapital && !RoleWords.others.contains(token.folded) || RoleWords.honorifics.contains(token.folded)
            || RoleWords.particles.contains(token.folded) || RoleWords.isNoun(token)
            || RoleWords.qualifiers.contains(token.folded)
    }
}
