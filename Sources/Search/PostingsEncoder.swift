// Encodes postings, word after word. Postings.swift describes the encoding.

/// Takes words in the order of their bytes, and the units of each word in ascending order.
struct PostingsEncoder: ~Copyable {
    private var words = Growing<TermDictionary.Word>()
    private var texts = Growing<UInt8>()
    private var units = Growing<UInt8>()
    private var positions = Growing<UInt8>()
    private var skips = Growing<Postings.Skip>()
    private var lastUnit: UInt32 = 0
    private var unitsStart = 0
    private var positionsStart = 0
    /// The units of the block that is not full yet: distances, occurrences less one, bonuses.
    private var distances = Growing<UInt32>(capacity: PackedNumbers.count)
    private var occurrences = Growing<UInt32>(capacity: PackedNumbers.count)
    private var bonuses = Growing<UInt32>(capacity: PackedNumbers.count)
    /// Their positions, as distances.
    private var places = Growing<UInt32>()
    /// The positions of one unit, from an iterator.
    private var unitPositions: [UInt32] = []

    mutating func begin(_ text: UnsafeBufferPointer<UInt8>, unitCount: UInt32) {
        endWord()
        unitsStart = units.count
        positionsStart = positions.count
        words.append(
            TermDictionary.Word(
                text: UInt32(truncatingIfNeeded: texts.count), units: UInt32(truncatingIfNeeded: unitsStart),
                positions: UInt32(truncatingIfNeeded: positionsStart)))
        if let base = text.baseAddress { texts.append(base, count: text.count) }
        units.append(variable: unitCount)
        if unitCount >= PackedNumbers.count { units.append(variable: UInt32(truncatingIfNeeded: skips.count)) }
        lastUnit = 0
    }

    /// Appends the units that a writer has for the current word; they follow those of the writer before.
    mutating func append(_ writer: borrowing PostingsWriter, _ word: Int) {
        var unit: UInt32 = 0
        var occurrences: UInt32 = 0
        var bonus: UInt32 = 0
        writer.forEachPosting(of: word) { distance in
            if occurrences > 0 { append(unit: unit, occurrences, bonus) }
            unit &+= distance
            occurrences = 0
            bonus = 0
        } position: { distance, weight in
            places.append(distance)
            occurrences &+= 1
            bonus &+= Weight(rawValue: weight)?.bonus ?? 0
        }
        if occurrences > 0 { append(unit: unit, occurrences, bonus) }
    }

    /// Appends the current unit of an iterator, under another number.
    mutating func append(unit: UInt32, from iterator: UnsafeMutablePointer<PostingsIterator>) {
        unitPositions.removeAll(keepingCapacity: true)
        iterator.pointee.appendPositions(to: &unitPositions)
        var last: UInt32 = 0
        for position in unitPositions {
            places.append(position &- last)
            last = position
        }
        append(unit: unit, iterator.pointee.occurrences, iterator.pointee.bonus)
    }

    /// Appends a unit of the current word after its positions.
    mutating func append(unit: UInt32, _ occurrences: UInt32, _ bonus: UInt32) {
        distances.append(unit &- lastUnit)
        self.occurrences.append(occurrences &- 1)
        bonuses.append(bonus)
        lastUnit = unit
        if distances.count == PackedNumbers.count { endBlock() }
    }

    private mutating func endBlock() {
        let width = PackedNumbers.width(of: distances.base)
        let occurrencesWidth = PackedNumbers.width(of: occurrences.base)
        let bonusesWidth = PackedNumbers.width(of: bonuses.base)
        units.append(UInt8(truncatingIfNeeded: width))
        units.append(UInt8(truncatingIfNeeded: occurrencesWidth))
        units.append(UInt8(truncatingIfNeeded: bonusesWidth))
        units.append(packed: distances.base, width: width)
        units.append(packed: occurrences.base, width: occurrencesWidth)
        units.append(packed: bonuses.base, width: bonusesWidth)
        writePlaces()
        clearBlock()
        skips.append(
            Postings.Skip(
                unit: lastUnit, units: UInt32(truncatingIfNeeded: units.count - unitsStart),
                positions: UInt32(truncatingIfNeeded: positions.count - positionsStart)))
    }

    /// Writes the positions of a block in the shorter of the two encodings, after their width.
    private mutating func writePlaces() {
        let width = PackedNumbers.width(of: places.base, count: places.count)
        var variable = 0
        for index in 0..<places.count { variable += max(1, (38 - places[index].leadingZeroBitCount) / 7) }
        if PackedNumbers.byteCount(width: width, count: places.count) <= variable {
            positions.append(UInt8(truncatingIfNeeded: width))
            positions.append(packed: places.base, count: places.count, width: width)
        } else {
            positions.append(PackedNumbers.isVariable)
            for index in 0..<places.count { positions.append(variable: places[index]) }
        }
    }

    /// Writes the units that do not fill a block.
    private mutating func endWord() {
        for index in 0..<distances.count {
            let further = occurrences[index]
            let bonus = bonuses[index]
            units.append(variable: distances[index] &<< 2 | (bonus > 0 ? 2 : 0) | (further == 0 ? 1 : 0))
            if further > 0 { units.append(variable: further - 1) }
            if bonus > 0 { units.append(variable: bonus) }
        }
        for index in 0..<places.count { positions.append(variable: places[index]) }
        clearBlock()
    }

    private mutating func clearBlock() {
        distances.removeAll()
        occurrences.removeAll()
        bonuses.removeAll()
        places.removeAll()
    }

    consuming func finish() -> Postings {
        endWord()
        return Postings(words: words, texts: texts, units: units, positions: positions, skips: skips)
    }
}

extension Postings {
    /// Makes postings of one word without positions from its frequency in each unit.
    static func united(_ frequencies: [UInt32]) -> Postings {
        var output = PostingsEncoder()
        output.begin(
            UnsafeBufferPointer(start: nil, count: 0),
            unitCount: UInt32(truncatingIfNeeded: frequencies.count { $0 > 0 }))
        for (unit, frequency) in frequencies.enumerated() where frequency > 0 {
            output.append(unit: UInt32(truncatingIfNeeded: unit), frequency, 0)
        }
        return output.finish()
    }
}
