// The few loops over every byte that decide how fast documents load: finding a byte, counting words, checking UTF-8.
// All unsafe memory access of this module stands here, behind ranges that are clamped to the array.

import Glibc

extension [UInt8] {
    /// The index of the first `byte` in `range`; the range's upper bound where there is none.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, !range.isEmpty,
                let hit = memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return range.upperBound }
            return UnsafeRawPointer(hit) - base
        }
    }

    /// How many runs of bytes above 0x20 begin in `range`.
    func wordCount(in range: Range<Int>) -> Int {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            var count = 0
            var index = range.lowerBound
            // Eight bytes at once: the high bit of each byte of `words` says "not white space". `carry` is that bit of
            // the byte before, so that `words & ~shifted` keeps the first byte of every run.
            var carry: UInt64 = 0
            while index + 8 <= range.upperBound {
                // A count for each of the eight places, of 8 bits, added up before one can overflow.
                var counts: UInt64 = 0
                let end = Swift.min(range.upperBound - 7, index + 255 * 8)
                while index < end {
                    let bytes = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    let words =
                        (((bytes & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x5F5F_5F5F_5F5F_5F5F) | bytes) & 0x8080_8080_8080_8080
                    counts &+= (words & ~(words << 8 | carry)) >> 7
                    carry = words >> 56
                    index += 8
                }
                let pairs = (counts & 0x00FF_00FF_00FF_00FF) &+ (counts >> 8 & 0x00FF_00FF_00FF_00FF)
                count &+= Int(truncatingIfNeeded: (pairs &* 0x0001_0001_0001_0001) >> 48)
            }
            var isInWord = carry != 0
            while index < range.upperBound {
                let isWord = buffer[index] > 0x20
                if isWord && !isInWord { count &+= 1 }
                isInWord = isWord
                index += 1
            }
            return count
        }
    }

    /// The index of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7); nil without any.
    var firstIllFormed: Int? {
        withUnsafeBytes { buffer in
            var index = 0
            while index < buffer.count {
                if index + 8 <= buffer.count {
                    let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                    let high = word & 0x8080_8080_8080_8080
                    guard high != 0 else {
                        index += 8
                        continue
                    }
                    index += high.trailingZeroBitCount / 8
                }
                let length = Self.sequenceLength(buffer, index)
                if length == 0 { return index }
                index += length
            }
            return nil
        }
    }

    /// The length of the well-formed sequence at `index`; 0 where none begins there.
    private static func sequenceLength(_ buffer: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let lead = buffer[index]
        if lead < 0x80 { return 1 }
        let length = scalarLength(lead)
        guard length > 1, index + length <= buffer.count else { return 0 }
        let second: ClosedRange<UInt8>
        switch lead {
        case 0xC0...0xC1, 0xF5...0xFF: return 0
        case 0xE0: second = 0xA0...0xBF
        case 0xED: second = 0x80...0x9F
        case 0xF0: second = 0x90...0xBF
        case 0xF4: second = 0x80...0x8F
        default: second = 0x80...0xBF
        }
        guard second.contains(buffer[index + 1]) else { return 0 }
        for offset in 2..<Swift.max(2, length) where buffer[index + offset] & 0xC0 != 0x80 { return 0 }
        return length
    }

    /// How many characters of Unicode the UTF-8 in `range` holds.
    func scalarCount(in range: Range<Int>) -> Int {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            var count = range.count
            var index = range.lowerBound
            // Eight bytes at once: a byte continues a sequence where its high bit is set and the next one is not.
            while index + 8 <= range.upperBound {
                let bytes = buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                count &-= (bytes & ~(bytes << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
                index += 8
            }
            while index < range.upperBound {
                if buffer[index] & 0xC0 == 0x80 { count &-= 1 }
                index += 1
            }
            return count
        }
    }

    /// The text of `range`, read as UTF-8; ill-formed sequences become U+FFFD.
    func string(in range: Range<Int>) -> String {
        let range = range.clamped(to: indices)
        return withUnsafeBufferPointer { String(decoding: $0[range], as: UTF8.self) }
    }
}

extension UInt8 {
    /// Blank or tab.
    @inline(__always) var isBlank: Bool { self == 0x20 || self == 0x09 }
    /// ASCII white space: blank, tab, line feed, vertical tab, form feed, carriage return.
    @inline(__always) var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    @inline(__always) var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    @inline(__always) var isLetter: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
    @inline(__always) var isLowercaseLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self) }
    @inline(__always) var isAlphanumeric: Bool { isLetter || isDigit }
    /// ASCII punctuation as CommonMark 0.30, 2.1 lists it.
    @inline(__always) var isPunctuation: Bool {
        (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
            || (0x7B...0x7E).contains(self)
    }
    /// A letter in lower case; every other byte as it is.
    @inline(__always) var lowercased: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
    /// The value of a hexadecimal digit.
    var hexadecimalValue: UInt32? {
        if isDigit { return UInt32(self) - 0x30 }
        let letter = self | 0x20
        return (0x61...0x66).contains(letter) ? UInt32(letter) - 0x57 : nil
    }
}
