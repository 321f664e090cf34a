// Iterates over the units of one word. Postings.swift describes the encoding.

/// The units of one word, block by block; the iterator begins before the first one.
///
/// The iterator unpacks a block into the given room when it enters the block. It reads occurrences and bonuses from the
/// postings on demand. The owner of both must keep their memory alive.
struct PostingsIterator: BitwiseCopyable {
    /// The room of one iterator, in numbers: units, and for units outside blocks also occurrences less one and bonuses.
    static let room = 3 * PackedNumbers.count

    /// The number of units of the word.
    let count: Int
    /// The current unit.
    private(set) var unit: UInt32 = 0
    /// The place of the number of units, from which skips count, and that of the first block after it.
    private let startOfUnits: UnsafePointer<UInt8>
    private let firstUnits: UnsafePointer<UInt8>
    private let firstPositions: UnsafePointer<UInt8>
    private let skips: UnsafePointer<Postings.Skip>
    private let room: UnsafeMutablePointer<UInt32>
    private var block = -1
    /// The units of the current block, and the index of the current unit.
    private var size = 0
    private var index = 0
    private var isPacked = false
    /// The places of the packed occurrences and bonuses of the block, and their widths.
    private var occurrencesStart: UnsafePointer<UInt8>
    private var bonusesStart: UnsafePointer<UInt8>
    private var occurrencesWidth = 0
    private var bonusesWidth = 0
    /// The place of the positions of the unit at `positionsIndex`; if positions are packed, that of the block, with the
    /// number of positions before the unit.
    private var positionsStart: UnsafePointer<UInt8>
    private var positionsIndex = 0
    private var positionsBefore = 0
    /// Nil if the positions have variable lengths.
    private var positionsWidth: Int?

    /// Makes the iterator of a word from the beginnings of its streams; `skips` are those of all words.
    init(
        units: UnsafePointer<UInt8>, positions: UnsafePointer<UInt8>, skips: UnsafePointer<Postings.Skip>,
        room: UnsafeMutablePointer<UInt32>
    ) {
        var reader = VariableReader(position: units)
        count = Int(reader.next())
        self.skips = count >= PackedNumbers.count ? skips + Int(reader.next()) : skips
        firstUnits = reader.position
        firstPositions = positions
        startOfUnits = units
        self.room = room
        occurrencesStart = units
        bonusesStart = units
        positionsStart = positions
    }

    private var blocks: Int { count / PackedNumbers.count }

    /// The number of occurrences in the current unit.
    @inline(__always)
    var occurrences: UInt32 { occurrences(at: index) }

    /// The number that titles, headings and labels add to the occurrences.
    @inline(__always)
    var bonus: UInt32 {
        isPacked
            ? PackedNumbers.number(at: index, width: bonusesWidth, in: bonusesStart)
            : room[2 * PackedNumbers.count + index]
    }

    /// The sum of occurrences and bonus.
    @inline(__always)
    var frequency: UInt32 { occurrences(at: index) &+ bonus }

    @inline(__always)
    private func occurrences(at index: Int) -> UInt32 {
        let further =
            isPacked
            ? PackedNumbers.number(at: index, width: occurrencesWidth, in: occurrencesStart)
            : room[PackedNumbers.count + index]
        return further &+ 1
    }

    /// Goes to the next unit; false after the last one.
    @inline(__always)
    mutating func next() -> Bool {
        index &+= 1
        if index >= size, !enter(block + 1) { return false }
        unit = room[index]
        return true
    }

    /// Goes to the next block and returns all its units, with the frequencies after them in `room`; nil after the last.
    ///
    /// Short loops over whole blocks are fastest.
    mutating func nextBlock() -> (units: UnsafeBufferPointer<UInt32>, frequencies: UnsafePointer<UInt32>)? {
        guard enter(block + 1) else { return nil }
        let frequencies = room + PackedNumbers.count
        if isPacked {
            for index in 0..<PackedNumbers.count {
                frequencies[index] =
                    PackedNumbers.number(at: index, width: occurrencesWidth, in: occurrencesStart) &+ 1
            }
            if bonusesWidth > 0 {
                for index in 0..<PackedNumbers.count {
                    frequencies[index] &+= PackedNumbers.number(at: index, width: bonusesWidth, in: bonusesStart)
                }
            }
        } else {
            for index in 0..<size { frequencies[index] &+= frequencies[PackedNumbers.count + index] &+ 1 }
        }
        return (UnsafeBufferPointer(start: room, count: size), UnsafePointer(frequencies))
    }

    /// Goes to the first unit that is not before `target`, which may be the current one; false if no such unit follows.
    @inline(__always)
    mutating func advance(to target: UInt32) -> Bool {
        if index < size {
            if unit >= target { return true }
            if room[size &- 1] >= target {
                seek(target)
                return true
            }
        }
        return enterBlock(reaching: target)
    }

    /// Advances within the block, in steps that double: its last unit is not before `target`, the current one is.
    @inline(__always)
    private mutating func seek(_ target: UInt32) {
        var low = index
        var step = 1
        while low &+ step < size, room[low &+ step] < target {
            low &+= step
            step &+= step
        }
        var high = min(low &+ step, size &- 1)
        while high &- low > 1 {
            let middle = (low &+ high) / 2
            if room[middle] < target { low = middle } else { high = middle }
        }
        index = high
        unit = room[high]
    }

    private mutating func enterBlock(reaching target: UInt32) -> Bool {
        var low = block + 1
        var high = blocks
        // The first block with a last unit that is not before the target; units outside blocks come last.
        while low < high {
            let middle = low + (high - low) / 2
            if skips[middle].unit < target { low = middle + 1 } else { high = middle }
        }
        guard enter(low) else { return false }
        if unit >= target { return true }
        guard room[size - 1] >= target else { return enter(low + 1) }
        seek(target)
        return true
    }

    /// Enters a block at its first unit; false after the last one.
    private mutating func enter(_ number: Int) -> Bool {
        block = min(number, blocks + 1)
        index = 0
        size = number < blocks ? PackedNumbers.count : number == blocks ? count - blocks * PackedNumbers.count : 0
        guard size > 0 else { return false }
        let (lastUnit, start): (UInt32, UnsafePointer<UInt8>)
        if number == 0 {
            (lastUnit, start) = (0, firstUnits)
            positionsStart = firstPositions
        } else {
            let skip = skips[number - 1]
            (lastUnit, start) = (skip.unit, startOfUnits + Int(skip.units))
            positionsStart = firstPositions + Int(skip.positions)
        }
        positionsIndex = 0
        positionsBefore = 0
        positionsWidth = nil
        isPacked = number < blocks
        if isPacked {
            if positionsStart[0] != PackedNumbers.isVariable { positionsWidth = Int(positionsStart[0]) }
            positionsStart += 1
        }
        if isPacked { unpack(start, behind: lastUnit) } else { readRest(start, behind: lastUnit) }
        unit = room[0]
        return true
    }

    private mutating func unpack(_ start: UnsafePointer<UInt8>, behind lastUnit: UInt32) {
        let width = Int(start[0])
        let distances = start + 3
        occurrencesWidth = Int(start[1])
        bonusesWidth = Int(start[2])
        occurrencesStart = distances + PackedNumbers.byteCount(width: width)
        bonusesStart = occurrencesStart + PackedNumbers.byteCount(width: occurrencesWidth)
        var unit = lastUnit
        for index in 0..<PackedNumbers.count {
            unit &+= PackedNumbers.number(at: index, width: width, in: distances)
            room[index] = unit
        }
    }

    private func readRest(_ start: UnsafePointer<UInt8>, behind lastUnit: UInt32) {
        var reader = VariableReader(position: start)
        var unit = lastUnit
        for index in 0..<size {
            let head = reader.next()
            unit &+= head >> 2
            room[index] = unit
            room[PackedNumbers.count + index] = head & 1 == 1 ? 0 : reader.next() &+ 1
            room[2 * PackedNumbers.count + index] = head & 2 == 2 ? reader.next() : 0
        }
    }

    /// Appends the positions of the word in the current unit, ascending.
    mutating func appendPositions(to list: inout [UInt32]) {
        var passed: UInt32 = 0
        while positionsIndex < index {
            passed &+= occurrences(at: positionsIndex)
            positionsIndex &+= 1
        }
        let (start, count) = (list.count, Int(occurrences))
        // Writes through a pointer, because `append` checks the storage for each number.
        list.append(contentsOf: repeatElement(0, count: count))
        list.withUnsafeMutableBufferPointer { list in
            var position: UInt32 = 0
            if let positionsWidth {
                positionsBefore &+= Int(passed)
                for number in 0..<count {
                    position &+= PackedNumbers.number(
                        at: positionsBefore &+ number, width: positionsWidth, in: positionsStart)
                    list[start &+ number] = position
                }
            } else {
                var reader = VariableReader(position: positionsStart)
                reader.skip(passed)
                positionsStart = reader.position
                for number in 0..<count {
                    position &+= reader.next()
                    list[start &+ number] = position
                }
            }
        }
    }
}
