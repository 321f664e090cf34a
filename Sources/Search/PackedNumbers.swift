// Numbers in as few bits or bytes as they need: blocks of one width for units, variable lengths for positions.

/// Numbers of one width in bits, one after the other, the lowest bits first; with width 0, all are 0.
///
/// Units come 128 at a time, positions in any number. Eight bytes must be readable from the beginning of the last
/// number.
enum PackedNumbers {
    static let count = 128

    /// The mark, in place of a width, of numbers with variable lengths.
    static let isVariable: UInt8 = 0xFF

    /// The bits that the largest of these numbers needs.
    static func width(of numbers: UnsafePointer<UInt32>, count: Int = count) -> Int {
        var all: UInt32 = 0
        for index in 0..<count { all |= numbers[index] }
        return UInt32.bitWidth - all.leadingZeroBitCount
    }

    static func byteCount(width: Int, count: Int = count) -> Int { (width &* count &+ 7) / 8 }

    @inline(__always)
    static func number(at index: Int, width: Int, in bytes: UnsafePointer<UInt8>) -> UInt32 {
        let bit = index &* width
        let word = UnsafeRawPointer(bytes + bit &>> 3).loadUnaligned(as: UInt64.self)
        let number = UInt64(littleEndian: word) &>> UInt64(truncatingIfNeeded: bit & 7)
        return UInt32(truncatingIfNeeded: number & ((1 &<< UInt64(truncatingIfNeeded: width)) &- 1))
    }
}

extension Growing<UInt8> {
    /// The number of bytes beyond the end that a read of packed numbers may touch.
    static var padding: Int { 8 }

    mutating func append(packed numbers: UnsafePointer<UInt32>, count: Int = PackedNumbers.count, width: Int) {
        var word: UInt64 = 0
        var bits = 0
        for index in 0..<count {
            word |= UInt64(numbers[index]) &<< UInt64(bits)
            bits += width
            while bits >= 8 {
                append(UInt8(truncatingIfNeeded: word))
                word >>= 8
                bits -= 8
            }
        }
        if bits > 0 { append(UInt8(truncatingIfNeeded: word)) }
    }

    /// Appends a number in groups of seven bits, the lowest first; the high bit says that more follow.
    @inline(__always)
    mutating func append(variable number: UInt32) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}

/// Reads numbers that `append(variable:)` wrote.
struct VariableReader: BitwiseCopyable {
    var position: UnsafePointer<UInt8>

    @inline(__always)
    mutating func next() -> UInt32 {
        var byte = position.pointee
        position += 1
        if byte < 0x80 { return UInt32(byte) }
        var number = UInt32(byte & 0x7F)
        var shift: UInt32 = 7
        repeat {
            byte = position.pointee
            position += 1
            number |= UInt32(byte & 0x7F) << shift
            shift &+= 7
        } while byte >= 0x80
        return number
    }

    /// Goes past some numbers, eight bytes at a time: no more than eight numbers end there.
    @inline(__always)
    mutating func skip(_ count: UInt32) {
        var left = Int(count)
        while left >= 8 {
            let word = UnsafeRawPointer(position).loadUnaligned(as: UInt64.self)
            left &-= (~word & 0x8080_8080_8080_8080).nonzeroBitCount
            position += 8
        }
        while left > 0 {
            if position.pointee < 0x80 { left &-= 1 }
            position += 1
        }
    }
}
