// The clauses of a query on their way through the index: the units that hold one, and where it begins there.

/// One word of a clause on its way through the units.
struct Term {
    var cursor: UnitCursor
    /// Of a prefix, the words that it stands for; their positions are read one after the other.
    var words: [UnitCursor] = []

    /// The positions in the current unit, ascending.
    mutating func positions() -> [UInt32] {
        var positions: [UInt32] = []
        guard !words.isEmpty else {
            cursor.appendPositions(to: &positions)
            return positions
        }
        for index in words.indices where words[index].advance(to: cursor.unit) && words[index].unit == cursor.unit {
            words[index].appendPositions(to: &positions)
        }
        positions.sort()
        return positions
    }
}

/// A clause with the postings of its words.
struct Matcher {
    var terms: [Term]
    let rarity: Float

    var isPhrase: Bool { terms.count > 1 }

    /// True where all words occur in `unit`, which all must have been asked for in ascending order.
    mutating func advance(to unit: UInt32) -> Bool {
        for index in terms.indices {
            guard terms[index].cursor.advance(to: unit), terms[index].cursor.unit == unit else { return false }
        }
        return true
    }

    /// Where the clause begins in the current unit, ascending.
    mutating func positions() -> [UInt32] {
        guard isPhrase else { return terms[0].positions() }
        var begins = terms[0].positions()
        for index in terms.indices.dropFirst() where !begins.isEmpty {
            let offset = UInt32(truncatingIfNeeded: index)
            let positions = terms[index].positions()
            var next = 0
            begins.removeAll { begin in
                while next < positions.count, positions[next] < begin &+ offset { next += 1 }
                return next == positions.count || positions[next] != begin &+ offset
            }
        }
        return begins
    }
}
