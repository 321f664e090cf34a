// Postings are read as they were written: packed blocks, the units after them, and every way to iterate.

import Testing

@testable import Catalog
@testable import Search
@testable import Text

struct PostingsTests {
    /// Units with occurrences and bonus; gaps, occurrences and bonuses as large as `spread` makes them.
    private static func units(_ count: Int, spread: Int) -> [(unit: UInt32, occurrences: UInt32, bonus: UInt32)] {
        var unit = 0
        return (0..<count).map { number in
            let noise = number &* 7919 % 101
            unit += noise % 13 == 0 ? spread : 1 + noise % 3
            return (UInt32(unit), UInt32(1 + (noise % 17 == 0 ? spread : noise % 2)), UInt32(noise % 29 == 0 ? 3 : 0))
        }
    }

    private static func postings(_ units: [(unit: UInt32, occurrences: UInt32, bonus: UInt32)]) -> Postings {
        var output = PostingsEncoder()
        output.begin(UnsafeBufferPointer(start: nil, count: 0), unitCount: UInt32(units.count))
        for unit in units { output.append(unit: unit.unit, unit.occurrences, unit.bonus) }
        return output.finish()
    }

    static let sizes = [1, 2, 127, 128, 129, 255, 256, 1000].flatMap { count in [1, 200, 70_000].map { (count, $0) } }

    @Test("cursors give what was written, one by one, in leaps and in blocks", arguments: sizes)
    func cursors(count: Int, spread: Int) {
        let units = Self.units(count, spread: spread)
        let postings = Self.postings(units)
        let room = Growing<UInt32>(repeating: 0, count: PostingsIterator.room)
        withExtendedLifetime(postings) {
            var iterator = postings.iterator(of: 0, room: room.base)
            #expect(iterator.count == count)
            for unit in units {
                let isThere = iterator.next()
                #expect(isThere && iterator.unit == unit.unit && iterator.occurrences == unit.occurrences)
                #expect(iterator.frequency == unit.occurrences + unit.bonus)
            }
            let further = [iterator.next(), iterator.next(), iterator.advance(to: 0)]
            #expect(further == [false, false, false])

            for leap in [1, 5, 60, 300, 100_000] {
                iterator = postings.iterator(of: 0, room: room.base)
                var target = 0
                while let expected = units.first(where: { $0.unit >= target }) {
                    let isThere = iterator.advance(to: UInt32(target))
                    #expect(isThere && iterator.unit == expected.unit && iterator.occurrences == expected.occurrences)
                    target = max(target + leap, Int(expected.unit))
                    if target == Int(expected.unit) { target += 1 }
                }
                let further = [iterator.advance(to: UInt32(target)), iterator.advance(to: UInt32(target))]
                #expect(further == [false, false])
            }

            iterator = postings.iterator(of: 0, room: room.base)
            var blocks: [UInt32] = []
            var frequencies: [UInt32] = []
            while let block = iterator.nextBlock() {
                blocks += block.units
                frequencies += UnsafeBufferPointer(start: block.frequencies, count: block.units.count)
            }
            #expect(blocks == units.map(\.unit) && frequencies == units.map { $0.occurrences + $0.bonus })
        }
    }

    @Test("positions come back, packed or not, whichever units are asked for", arguments: sizes)
    func positions(count: Int, spread: Int) throws {
        // Words of one text each, so that a unit's positions are those of its words.
        var writer = PostingsWriter()
        let scratch = Words.Scratch()
        var expected: [[UInt32]] = []
        for unit in 0..<count {
            writer.begin(unit: unit)
            var places: [UInt32] = []
            // A far one now and then, which packing all alike would pay for.
            let far = unit % 100 == 3 ? spread : unit % 7
            for number in 0...(unit % 4) {
                for word in Array(repeating: "x", count: number == 0 ? far : 2) + ["y"] {
                    if word == "y" { places.append(writer.place) }
                    var text = word
                    text.withUTF8 { writer.add($0, weight: .plain, scratch) }
                }
            }
            writer.end()
            expected.append(places)
        }
        var output = PostingsEncoder()
        let word = try #require((0..<writer.count).first { writer.text(of: $0).first == UInt8(ascii: "y") })
        output.begin(UnsafeBufferPointer(start: nil, count: 0), unitCount: writer.unitCount(of: word))
        output.append(writer, word)
        let postings = output.finish()
        let room = Growing<UInt32>(repeating: 0, count: PostingsIterator.room)
        for leap in [1, 3, 200] {
            var iterator = postings.iterator(of: 0, room: room.base)
            for unit in stride(from: 0, to: count, by: leap) {
                var found: [UInt32] = []
                let isThere = iterator.advance(to: UInt32(unit))
                iterator.appendPositions(to: &found)
                #expect(isThere && iterator.unit == unit && found == expected[unit])
            }
        }
        withExtendedLifetime(postings) {}
    }

    @Test("numbers of every width are packed and read back", arguments: 0...32)
    func packing(width: Int) {
        var numbers = Growing<UInt32>()
        for index in 0..<PackedNumbers.count {
            let number = UInt64(index &* 2_654_435_761) & ((1 << UInt64(width)) - 1)
            numbers.append(index == 77 && width > 0 ? UInt32(1) << UInt32(width - 1) : UInt32(number))
        }
        var bytes = Growing<UInt8>()
        bytes.append(packed: numbers.base, width: width)
        #expect(bytes.count == PackedNumbers.byteCount(width: width))
        for _ in 0..<Growing<UInt8>.padding { bytes.append(0) }
        #expect(PackedNumbers.width(of: numbers.base) == width)
        for index in 0..<PackedNumbers.count {
            #expect(PackedNumbers.number(at: index, width: width, in: bytes.base) == numbers[index])
        }
    }

    @Test("numbers are skipped like those that are read", arguments: 0..<40)
    func skipping(count: UInt32) {
        var bytes = Growing<UInt8>()
        for number in 0..<60 as Range<UInt32> { bytes.append(variable: number &* number &* number &* 9973) }
        for _ in 0..<Growing<UInt8>.padding { bytes.append(0) }
        var skipping = VariableReader(position: bytes.base)
        skipping.skip(count)
        let next = skipping.next()
        #expect(next == count &* count &* count &* 9973)
    }
}
