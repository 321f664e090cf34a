// Finding inline markup, and taking it out: loops over every byte. Their unsafe memory access is behind ranges that are
// clamped to the array.

import Glibc

extension [UInt8] {
    /// The index of the first byte in `range` that may be inline markup; the range's upper bound if there is none.
    func firstMarkup(in range: Range<Int>) -> Int {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return range.upperBound }
            var index = range.lowerBound
            while index &+ 8 <= range.upperBound {
                let found = Self.markup(base + index)
                if found != 0 { return index &+ found.trailingZeroBitCount &>> 3 }
                index &+= 8
            }
            if index == range.upperBound { return index }
            if range.count >= 8 {
                // Some bytes a second time is faster than the rest one by one.
                let found = Self.markup(base + range.upperBound - 8)
                return found == 0 ? range.upperBound : range.upperBound &- 8 &+ found.trailingZeroBitCount &>> 3
            }
            while index < range.upperBound, !buffer[index].mayBeMarkup { index &+= 1 }
            return index
        }
    }

    /// The high bit of each of eight bytes that `mayBeMarkup`.
    @inline(__always)
    private static func markup(_ bytes: UnsafeRawPointer) -> UInt64 {
        let word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        let ones: UInt64 = 0x0101_0101_0101_0101
        let high = ones &* 0x80
        let low = word & ~high
        func differs(_ byte: UInt8) -> UInt64 { (low ^ ones &* UInt64(byte)) &+ ones &* 0x7F }
        let brackets = (low &+ ones &* (0x80 - 0x5B)) & ~(low &+ ones &* (0x80 - 0x61)) & differs(UInt8(ascii: "^"))
        let others =
            differs(UInt8(ascii: "!")) & differs(UInt8(ascii: "&")) & differs(UInt8(ascii: "*"))
            & differs(UInt8(ascii: "<")) & differs(UInt8(ascii: "~"))
        return (brackets | ~others) & ~word & high
    }

    /// Moves the bytes of `range` to `start`, which is before it.
    mutating func move(_ range: Range<Int>, to start: Int) {
        let range = range.clamped(to: indices)
        precondition(start >= 0 && start <= range.lowerBound)
        withUnsafeMutableBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            memmove(base + start, base + range.lowerBound, range.count)
        }
    }
}

extension UInt8 {
    /// Whether inline markup may begin or end with the byte: `[`, a backslash, `]`, `_`, a backtick, `!`, `&`, `*`, `<`
    /// and `~` do.
    @inline(__always) var mayBeMarkup: Bool {
        switch self {
        case 0x5B...0x5D, 0x5F, 0x60, 0x21, 0x26, 0x2A, 0x3C, 0x7E: true
        default: false
        }
    }
}
