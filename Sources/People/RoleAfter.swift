// Parser of roles after a name: `Ann Lee, the mayor of Rome,`, `Ann Lee (mayor)` and `Ann Lee – Mayor of Rome`.

extension RolePhrase {
    /// Returns true if a role, whole or not, is in apposition: any two words before it are a name.
    static func hasRoleAfter(_ tokens: [NameToken], _ name: Int) -> Bool {
        guard let (start, end) = apposition(tokens, name), RoleWords.isNoun(tokens[end - 1]) else { return false }
        guard end < tokens.count, tokens[end].gap == .blank else {
            return !tokens[start].isCapital || !RoleWords.surnames.contains(tokens[end - 1].folded)
        }
        return !tokens[end].isCapital
    }

    /// Returns true if an age or anything with an article is in apposition.
    static func hasApposition(_ tokens: [NameToken], _ name: Int) -> Bool {
        guard name + 1 < tokens.count, tokens[name + 1].gap == .comma else { return false }
        return tokens[name + 1].isNumber || RoleWords.articles.contains(tokens[name + 1].folded)
    }

    /// Returns the words in apposition that may be a role, without its place, ages and owners.
    ///
    /// Examples: `, 54, the mayor`, `, Malta’s mayor`.
    private static func apposition(_ tokens: [NameToken], _ name: Int) -> (start: Int, end: Int)? {
        var start = name + 1
        let gaps: [NameToken.Gap] = [.comma, .bracket, .dash, .colon]
        guard start < tokens.count, gaps.contains(tokens[start].gap) else { return nil }
        // `, 54, the mayor` and `(1921–1988), king of Malta`
        if tokens[start].isNumber {
            while start < tokens.count, tokens[start].isNumber, gaps.contains(tokens[start].gap) { start += 1 }
            guard start < tokens.count, tokens[start].gap == .comma else { return nil }
        }
        let isComma = tokens[start].gap == .comma
        var mayBegin = true
        if isComma, RoleWords.articles.contains(tokens[start].folded) { (start, mayBegin) = (start + 1, false) }
        var end = start
        while end < tokens.count, end - start < maxWords, mayBegin || tokens[end].gap == .blank {
            if tokens[end].isPossessive {
                start = end + 1
            } else if !isWord(tokens[end]) {
                break
            }
            mayBegin = false
            end += 1
        }
        return end > start ? (start, end) : nil
    }

    /// Returns the role in apposition: `, the Foreign Minister of Malta,` or `(Chancellor)`.
    static func after(_ tokens: [NameToken], _ name: ClosedRange<Int>, isOther: Bool = false) -> Apposition {
        guard let (start, first) = apposition(tokens, name.upperBound), RoleWords.isNoun(tokens[first - 1]),
            // In `Ann Lee and Bo Rask, chair and director` each has one role.
            case let end = endOfPair(tokens, first), end == first || !isAfterAnd(tokens, name),
            let placed = endOfPlace(tokens, end, RoleWords.links)
        else { return .nothing }
        let gap = tokens[name.upperBound + 1].gap
        if RoleWords.surnames.contains(tokens[end - 1].folded), placed == first, tokens[end - 1].isCapital,
            gap == .comma
        {
            return .nothing
        }
        // `Ann Lee: Minister of Trade` is the whole text.
        if gap == .colon, firstTitle(tokens, name.lowerBound) > 0 || placed < tokens.count { return .nothing }
        guard placed < tokens.count else {
            return isOther ? .nothing : .role(PersonName.text(tokens[start..<placed]))
        }
        let next = tokens[placed]
        if gap == .dash || gap == .bracket {
            return next.gap == .blank || isOther && gap == .dash
                ? .nothing : .role(PersonName.text(tokens[start..<placed]))
        }
        switch next.gap {
        // The role of the next person, or more of this one: `Minister for Trade and Fisheries`.
        case .blank:
            if !RoleWords.followers.contains(next.folded) || placed > end && ["and", "or"].contains(next.folded) {
                return .nothing
            }
            // `Ann Lee, the energy minister and the chancellor met`
            if next.folded == "and", placed + 1 < tokens.count,
                RoleWords.articles.contains(tokens[placed + 1].folded)
            {
                return .nothing
            }
            // `Ann Lee, English author and illustrator`
            if next.folded == "and", placed + 1 < tokens.count, isOpen(tokens[placed + 1]) { return .nothing }
            if isOther { return .nothing }
        case .comma:
            if isOther, !isClosing(next) { return .nothing }
            // `Ann Lee, French author, poet and playwright`
            if !next.isCapital, RoleWords.isNoun(next) { return .nothing }
            // `Ann Lee, President of Malta, Bo Rask and others`
            let isNext =
                next.isGivenName || isTitle(next) || RoleWords.articles.contains(next.folded)
                || next.isCapital && RoleWords.isNoun(next)
            if isNext { return .doubtful }
        case .none, .start, .other, .bracket, .dash, .colon: if isOther { return .nothing }
        }
        return .role(PersonName.text(tokens[start..<placed]))
    }

    /// The role in the words after a name.
    enum Apposition {
        case nothing
        case role(String)
        /// A role of this name or of the next one.
        case doubtful
    }

    /// Returns the end of the second role in `chair and chief executive of a bank`, or `end`, that of the first.
    private static func endOfPair(_ tokens: [NameToken], _ end: Int) -> Int {
        guard end + 1 < tokens.count, tokens[end].gap == .blank, tokens[end].folded == "and" else { return end }
        var next = end + 1
        while next < tokens.count, next - end <= maxWords, tokens[next].gap == .blank, isWord(tokens[next]) {
            next += 1
        }
        return RoleWords.isNoun(tokens[next - 1]) ? next : end
    }

    private static func isAfterAnd(_ tokens: [NameToken], _ name: ClosedRange<Int>) -> Bool {
        let first = name.lowerBound
        return first > 0 && tokens[first].gap == .blank && tokens[first - 1].folded == "and"
    }

    /// Returns true if a comma and the word after it end an apposition, unlike in a list.
    static func isClosing(_ token: NameToken) -> Bool {
        token.gap == .comma && !token.isCapital && !["and", "or"].contains(token.folded)
            && !RoleWords.articles.contains(token.folded)
    }
}
