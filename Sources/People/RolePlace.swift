// Parser of the place or field of an office: `of the European Council`, `for finance and economy`.

extension RolePhrase {
    /// Returns the noun of a role with the last word at `last`.
    ///
    /// Examples: `Secretary of State`, `Minister for Trade and Industry`, `President of the European Council`.
    static func noun(_ tokens: [NameToken], ofField last: Int) -> Int? {
        func isField(_ index: Int) -> Bool {
            index >= 0 && RoleWords.isField(tokens[index].folded) && !RoleWords.isNoun(tokens[index])
        }
        guard isField(last) else { return nil }
        var index = last
        while index > 1, tokens[index].gap == .blank, last - index < maxWords {
            let word = tokens[index - 1]
            switch word.folded {
            case "of", "for":
                if word.gap != .blank { return nil }
                if RoleWords.isNoun(tokens[index - 2]) { return index - 2 }
                // `Minister of State for Defence`
                if !isField(index - 2) { return nil }
            // `the head of the company Ann Lee owns`
            case "the": if !tokens[last].isCapital { return nil }
            case "and": if !isField(index - 2) || !isField(index) { return nil }
            default: if word.isPossessive || !word.isCapital && !isField(index - 1) { return nil }
            }
            index -= 1
        }
        return nil
    }

    /// Returns the noun of `special envoy to Norland`, with the last word of the country at `last`.
    static func noun(_ tokens: [NameToken], ofLand last: Int) -> Int? {
        for link in [last - 1, last - 2] where link > 0 {
            let isLand =
                tokens[link + 1...last].allSatisfy { $0.gap == .blank && $0.isCapital && !$0.isPossessive }
                && (link == last - 1 || RoleWords.regions.contains(tokens[last - 1].folded))
            if isLand, ["to", "in"].contains(tokens[link].folded), tokens[link].gap == .blank,
                RoleWords.envoys.contains(tokens[link - 1].folded)
            {
                return link - 1
            }
        }
        return nil
    }

    /// Returns the end of the words at `end` that name a place or body, such as `of the European Council`.
    ///
    /// Returns `end` without such words, and nil if they are incomplete or may contain the name of a person.
    static func endOfPlace(
        _ tokens: [NameToken], _ end: Int, _ links: Set<String> = ["of", "for"], limit: Int? = nil
    ) -> Int? {
        let limit = limit ?? tokens.count
        var end = end
        while end < limit, tokens[end].gap == .blank, links.contains(tokens[end].folded) {
            var tail = end + 1
            let hasArticle = tail < limit && tokens[tail].gap == .blank && tokens[tail].folded == "the"
            if hasArticle { tail += 1 }
            let place = tail
            while tail < limit, tokens[tail].gap == .blank, tokens[tail].isCapital, !tokens[tail].isPossessive {
                tail += 1
            }
            if tail > place {
                let next = tail < tokens.count ? tokens[tail] : nil
                guard isPlace(tokens[place..<tail], hasArticle: hasArticle, next) else { return nil }
                tail = endOfSecond(tokens, tail, limit)
            } else {
                tail = endOfField(tokens, place, limit)
                if tail == place { return nil }
            }
            end = tail
        }
        return end
    }

    /// Returns the end of `and Trade` at `start` in `Minister for Foreign Affairs and Trade`, or `start`.
    private static func endOfSecond(_ tokens: [NameToken], _ start: Int, _ limit: Int) -> Int {
        func isField(_ index: Int) -> Bool { RoleWords.institutions.contains(tokens[index].folded) }
        guard start + 1 < limit, isField(start - 1), tokens[start].folded == "and", tokens[start].gap == .blank else {
            return start
        }
        let words = tokens[(start + 1)..<limit].prefix { $0.isCapital && !$0.isPossessive && $0.gap == .blank }
        return !words.isEmpty && isField(words.endIndex - 1) ? words.endIndex : start
    }

    /// Returns the end of `finance and economy` at `start`.
    private static func endOfField(_ tokens: [NameToken], _ start: Int, _ limit: Int) -> Int {
        func end(_ start: Int) -> Int {
            tokens[start..<max(start, limit)].firstIndex { token in
                token.gap != .blank || token.isCapital || token.isPossessive || !RoleWords.isField(token.folded)
            } ?? max(start, limit)
        }
        let first = end(start)
        guard first > start, first < limit, tokens[first].gap == .blank, tokens[first].folded == "and" else {
            return first
        }
        let second = end(first + 1)
        return second > first + 1 ? second : first
    }

    /// Returns true for words that name a place or body: one word, or several that cannot name a person.
    ///
    /// True for `the National Rally,` and `General Motors, said`; false for `Jordan Abdullah`.
    private static func isPlace(_ words: ArraySlice<NameToken>, hasArticle: Bool, _ next: NameToken?) -> Bool {
        guard let first = words.first, let last = words.last else { return false }
        if words.count == 1 || words.count == 2 && RoleWords.regions.contains(first.folded)
            || RoleWords.institutions.contains(last.folded)
        {
            return true
        }
        if hasArticle, words.count == 2 { return next?.gap != .blank }
        return next.map { $0.gap == .comma && !$0.isCapital && isVerb($0, after: last) } ?? false
    }
}
