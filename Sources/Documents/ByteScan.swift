// Loops over every byte of a document: finding a byte, counting words, checking UTF-8. Loading speed depends on them.
// They clamp ranges to the array before unsafe memory access; in this module only Runs/ and Packing/ have more of it.

import Glibc

extension [UInt8] {
    /// Returns the index of the first `byte` in `range`, or the range's upper bound if there is none.
    func firstIndex(of byte: UInt8, in range: Range<Int>) -> Int {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, !range.isEmpty,
                let hit = memchr(base + range.lowerBound, Int32(byte), range.count)
            else { return range.upperBound }
            return UnsafeRawPointer(hit) - base
        }
    }

    /// Returns true if all bytes in `range` are ASCII.
    func isASCII(in range: Range<Int>) -> Bool {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return true }
            var bits: UInt64 = 0
            var index = range.lowerBound
            while index &+ 8 <= range.upperBound {
                bits |= base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                index &+= 8
            }
            while index < range.upperBound {
                bits |= UInt64(base.load(fromByteOffset: index, as: UInt8.self))
                index &+= 1
            }
            return bits & 0x8080_8080_8080_8080 == 0
        }
    }

    /// Returns the number of line feeds in `range`.
    func feedCount(in range: Range<Int>) -> Int {
        self[range.clamped(to: indices)].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
    }

    /// Returns the number of runs of bytes above 0x20 that begin in `range`.
    func runCount(in range: Range<Int>) -> Int {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress, !range.isEmpty else { return 0 }
            var count = base.load(fromByteOffset: range.lowerBound, as: UInt8.self) > 0x20 ? 1 : 0
            var index = range.lowerBound + 1
            let blanks = SIMD16<UInt8>(repeating: 0x20)
            while index + 16 <= range.upperBound {
                // Lanes of 8 bits, added up before one can overflow.
                var counts = SIMD16<UInt8>()
                let end = Swift.min(range.upperBound - 15, index + 255 * 16)
                while index < end {
                    let bytes = base.loadUnaligned(fromByteOffset: index, as: SIMD16<UInt8>.self)
                    let before = base.loadUnaligned(fromByteOffset: index &- 1, as: SIMD16<UInt8>.self)
                    // A true lane of the mask is −1.
                    counts &-= unsafeBitCast((bytes .> blanks) .& (before .<= blanks), to: SIMD16<UInt8>.self)
                    index &+= 16
                }
                count &+= Self.sum(counts)
            }
            while index < range.upperBound, index + 8 <= buffer.count {
                // Reads bytes after the range, too, and shifts them out.
                let starts = Self.aboveBlank(base + index) & ~Self.aboveBlank(base + index - 1)
                let excess = UInt64(truncatingIfNeeded: Swift.max(0, index &+ 8 &- range.upperBound)) &* 8
                count &+= Int(truncatingIfNeeded: ((starts &<< excess) >> 7 &* 0x0101_0101_0101_0101) >> 56)
                index &+= 8
            }
            while index < range.upperBound {
                if buffer[index] > 0x20, buffer[index - 1] <= 0x20 { count &+= 1 }
                index += 1
            }
            return count
        }
    }

    /// Returns the number of words in `range`: runs without ASCII white space, control characters and no-break spaces.
    func wordCount(in range: Range<Int>) -> Int { runCount(in: range) + wordsAfterNoBreakSpaces(in: range) }

    /// Returns the number of words that no-break spaces add to the runs.
    private func wordsAfterNoBreakSpaces(in range: Range<Int>) -> Int {
        var count = 0
        var index = range.lowerBound
        while true {
            index = firstIndex(of: 0xC2, in: index..<range.upperBound)
            guard index + 1 < range.upperBound else { return count }
            guard self[index + 1] == 0xA0 else {
                index += 1
                continue
            }
            // A run of no-break spaces alone is not a word; text after it is one if no run began before.
            let isCounted = index == range.lowerBound || self[index - 1] <= 0x20
            while index + 1 < range.upperBound, self[index] == 0xC2, self[index + 1] == 0xA0 { index += 2 }
            if isCounted { count -= 1 }
            if index < range.upperBound, self[index] > 0x20 { count += 1 }
        }
    }

    /// Returns the high bit of each of eight bytes that is above 0x20.
    @inline(__always)
    private static func aboveBlank(_ bytes: UnsafeRawPointer) -> UInt64 {
        let bytes = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        return (((bytes & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x5F5F_5F5F_5F5F_5F5F) | bytes) & 0x8080_8080_8080_8080
    }

    @inline(__always)
    private static func sum(_ counts: SIMD16<UInt8>) -> Int {
        let halves = unsafeBitCast(counts, to: SIMD2<UInt64>.self)
        let pairs = (halves & 0x00FF_00FF_00FF_00FF) &+ (halves &>> 8 & 0x00FF_00FF_00FF_00FF)
        return Int(truncatingIfNeeded: ((pairs[0] &+ pairs[1]) &* 0x0001_0001_0001_0001) >> 48)
    }

    /// The properties of the bytes that one pass finds.
    ///
    /// Bytes are plain if they are well-formed UTF-8 without NUL and carriage return, as in nearly every file.
    /// `holdsNoBreakSpaces` is reliable only if they are plain.
    var survey: (isPlain: Bool, holdsNoBreakSpaces: Bool) {
        withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return (true, false) }
            func vector(_ offset: Int) -> SIMD16<UInt8> {
                base.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            }
            let (nul, feed) = (SIMD16<UInt8>(), SIMD16<UInt8>(repeating: 0x0D))
            let (lead, trail) = (SIMD16<UInt8>(repeating: 0xC2), SIMD16<UInt8>(repeating: 0xA0))
            var noBreak = SIMDMask<SIMD16<Int8>>()
            var index = 0
            while index <= buffer.count &- 65 {
                let (first, second) = (vector(index), vector(index &+ 16))
                let (third, fourth) = (vector(index &+ 32), vector(index &+ 48))
                let odd =
                    (first .== nul) .| (first .== feed) .| (second .== nul) .| (second .== feed)
                    .| (third .== nul) .| (third .== feed) .| (fourth .== nul) .| (fourth .== feed)
                let high = (first | second) | (third | fourth)
                let end = index &+ 64
                if !Self.hasHighBit(high | unsafeBitCast(odd, to: SIMD16<UInt8>.self)) {
                    index = end
                    continue
                }
                guard !Self.hasHighBit(unsafeBitCast(odd, to: SIMD16<UInt8>.self)),
                    let next = Self.wellFormedEnd(buffer, from: index, to: end)
                else { return (false, true) }
                noBreak .|= (first .== lead) .& (vector(index &+ 1) .== trail)
                noBreak .|= (second .== lead) .& (vector(index &+ 17) .== trail)
                noBreak .|= (third .== lead) .& (vector(index &+ 33) .== trail)
                noBreak .|= (fourth .== lead) .& (vector(index &+ 49) .== trail)
                index = next
            }
            let rest = buffer[index...]
            let isPlain =
                !rest.contains { $0 == 0 || $0 == 0x0D }
                && Self.wellFormedEnd(buffer, from: index, to: buffer.count) != nil
            return (isPlain, Self.hasHighBit(unsafeBitCast(noBreak, to: SIMD16<UInt8>.self)) || rest.contains(0xC2))
        }
    }

    private static func hasHighBit(_ bytes: SIMD16<UInt8>) -> Bool {
        let halves = unsafeBitCast(bytes, to: SIMD2<UInt64>.self)
        return (halves[0] | halves[1]) & 0x8080_8080_8080_8080 != 0
    }

    /// The index of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7), or nil.
    var firstIllFormed: Int? {
        withUnsafeBytes { buffer in
            var index = 0
            while let next = Self.wellFormedEnd(buffer, from: index, to: Swift.min(index + 64, buffer.count)) {
                if next == buffer.count { return nil }
                index = next
            }
            while case let length = Self.sequenceLength(buffer, index), length > 0 { index += length }
            return index
        }
    }

    /// Returns the end of the sequences that begin in a range, or nil if one is ill-formed.
    private static func wellFormedEnd(_ buffer: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int? {
        var index = start
        while index < end {
            if index + 8 <= end {
                let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: index, as: UInt64.self))
                let high = word & 0x8080_8080_8080_8080
                guard high != 0 else {
                    index += 8
                    continue
                }
                index += high.trailingZeroBitCount / 8
            }
            let length = sequenceLength(buffer, index)
            if length == 0 { return nil }
            index += length
        }
        return index
    }

    /// Returns the length of the well-formed sequence at `index`, or 0 if there is none.
    @inline(__always)
    private static func sequenceLength(_ buffer: UnsafeRawBufferPointer, _ index: Int) -> Int {
        func follows(_ offset: Int, _ range: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
            index + offset < buffer.count && range.contains(buffer[index + offset])
        }
        switch buffer[index] {
        case 0..<0x80: return 1
        case 0xC2...0xDF: return follows(1) ? 2 : 0
        case 0xE0: return follows(1, 0xA0...0xBF) && follows(2) ? 3 : 0
        case 0xED: return follows(1, 0x80...0x9F) && follows(2) ? 3 : 0
        case 0xE1...0xEF: return follows(1) && follows(2) ? 3 : 0
        case 0xF0: return follows(1, 0x90...0xBF) && follows(2) && follows(3) ? 4 : 0
        case 0xF1...0xF3: return follows(1) && follows(2) && follows(3) ? 4 : 0
        case 0xF4: return follows(1, 0x80...0x8F) && follows(2) && follows(3) ? 4 : 0
        default: return 0
        }
    }

    /// Returns the number of Unicode scalars in `range`.
    func scalarCount(in range: Range<Int>) -> Int {
        let range = range.clamped(to: indices)
        return withUnsafeBytes { buffer in
            var count = range.count
            var index = range.lowerBound
            // Eight bytes at once: in a continuation byte, the high bit is set and the next bit is not.
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

    /// Decodes `range` as UTF-8; ill-formed sequences become U+FFFD.
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
    @inline(__always) package var isAlphanumeric: Bool { isLetter || isDigit }
    /// ASCII punctuation as CommonMark 0.30, 2.1 lists it.
    @inline(__always) var isPunctuation: Bool {
        (0x21...0x2F).contains(self) || (0x3A...0x40).contains(self) || (0x5B...0x60).contains(self)
            || (0x7B...0x7E).contains(self)
    }
    /// The byte with ASCII letters in lower case.
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
