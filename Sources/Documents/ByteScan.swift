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
                let bytes = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let words = (((bytes & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x5F5F_5F5F_5F5F_5F5F) | bytes) & 0x8080_8080_8080_8080
                count &+= (words & ~(words << 8 | carry)).nonzeroBitCount
                carry = words >> 56
                index += 8
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

    /// Whether `range` holds ASCII alone.
    func isASCII(in range: Range<Int>) -> Bool {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            var index = range.lowerBound
            while index + 8 <= range.upperBound {
                let bytes = buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if bytes & 0x8080_8080_8080_8080 != 0 { return false }
                index += 8
            }
            while index < range.upperBound {
                if buffer[index] >= 0x80 { return false }
                index += 1
            }
            return true
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
