// The dictionary of the text compression, and the loops that pack and unpack. CodebookTraining.swift selects its
// strings; Contents.swift splits documents into blocks.

/// Up to 15 bytes of text; the last of the 16 bytes is their number.
struct Token: Hashable {
    static let maxLength = 15

    private(set) var low: UInt64
    private(set) var high: UInt64

    /// Copies `count` bytes at `start`, 1 to 15; `readable` bytes are accessible there.
    @inline(__always)
    init(_ start: UnsafePointer<UInt8>, count: Int, readable: Int) {
        if readable >= 16 {
            let raw = UnsafeRawPointer(start)
            // Branch-free: token lengths are unpredictable.
            low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) & (~0 &>> UInt64(64 - 8 * min(count, 8)))
            high =
                UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                & ((1 &<< UInt64(8 * (max(count, 8) - 8))) - 1)
        } else {
            (low, high) = (0, 0)
            for index in 0..<count {
                if index < 8 {
                    low |= UInt64(start[index]) << UInt64(8 * index)
                } else {
                    high |= UInt64(start[index]) << UInt64(8 * (index - 8))
                }
            }
        }
        high |= UInt64(count) << 56
    }

    init(byte: UInt8) { (low, high) = (UInt64(byte), 1 << 56) }

    var count: Int { Int(high >> 56) }

    /// The first two bytes as a number.
    fileprivate var pair: Int { Int(truncatingIfNeeded: low & 0xFFFF) }

    @inline(__always)
    var slot: Int {
        let hash = (low ^ high << 29 ^ high >> 35) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: ((hash ^ hash >> 29) &* 0xbf58_476d_1ce4_e5b9) >> UInt64(64 - Codebook.slotBits))
    }
}

/// Codes for frequent strings: one byte for the 128 most frequent ones, two bytes for the others.
///
/// Based on dense codes for words (Brisaboa et al., "Lightweight natural language text compression", 2007). Strings
/// have at most 15 bytes, so that unpacking copies 16 bytes per code. Codes:
///
/// - `00`–`7F`: the string of that number;
/// - `80`–`FE`, then a byte: the string of the number 128 + 256 · (first − 128) + second;
/// - `FF`, then a byte: that byte.
package final class Codebook: Sendable {
    static let shortCodes = 128
    /// The limit of strings.
    static let capacity = shortCodes + 127 * 256
    fileprivate static let slotBits = 17
    /// The limit of slots examined for a token.
    ///
    /// The codebook omits a token without a free slot, so that no choice of words makes packing slow.
    private static let maxProbes = 8

    /// The tokens by number; from `capacity` on, the 256 single bytes.
    private let tokens: [Token]
    /// The hash table of tokens: a token's number + 1, or 0 for a free slot; linear probing.
    private let slots: [UInt16]
    /// For each two bytes their number + 1, or 0 for none; with `longerPiece` if a longer piece begins with them.
    private let pairs: [UInt16]
    private static let longerPiece: UInt16 = 1 << 15

    /// Makes a codebook of at most `capacity` different tokens, the most frequent first.
    init(_ found: [Token]) {
        var slots = [UInt16](repeating: 0, count: 1 << Self.slotBits)
        var pairs = [UInt16](repeating: 0, count: 1 << 16)
        for (number, token) in found.prefix(Self.capacity).enumerated() {
            let free = (0..<Self.maxProbes).lazy.map { (token.slot + $0) & (slots.count - 1) }.first { slots[$0] == 0 }
            guard let free else { continue }
            slots[free] = UInt16(clamping: number + 1)
            switch token.count {
            case 2: pairs[token.pair] |= UInt16(clamping: number + 1)
            case 3...WordShape.maxPieceLength: pairs[token.pair] |= Self.longerPiece
            default: break
            }
        }
        let padding = repeatElement(Token(byte: 0), count: max(0, Self.capacity - found.count))
        tokens = found.prefix(Self.capacity) + padding + (0...255).map { Token(byte: $0) }
        self.slots = slots
        self.pairs = pairs
    }

    /// Calls `emit` with the number of each token in `range` of `text`, or with `capacity` + byte for other bytes.
    @inline(__always)
    func forEachCode(in text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ emit: (Int) -> Void) {
        guard let start = text.baseAddress else { return }
        slots.withUnsafeBufferPointer { slots in
            tokens.withUnsafeBufferPointer { tokens in
                var position = range.lowerBound
                while position < range.upperBound {
                    let length = WordShape.length(
                        of: start + position, limit: range.upperBound - position, readable: text.count - position)
                    let token = Token(start + position, count: length, readable: text.count - position)
                    if let number = Self.number(of: token, slots, tokens) {
                        emit(number)
                    } else {
                        forEachPiece(of: text, position..<position + length, slots, tokens, emit)
                    }
                    position += length
                }
            }
        }
    }

    private func forEachPiece(
        of text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ slots: UnsafeBufferPointer<UInt16>,
        _ tokens: UnsafeBufferPointer<Token>, _ emit: (Int) -> Void
    ) {
        guard let start = text.baseAddress else { return }
        pairs.withUnsafeBufferPointer { pairs in
            var position = range.lowerBound
            pieces: while position < range.upperBound {
                func token(_ length: Int) -> Token {
                    Token(start + position, count: length, readable: text.count - position)
                }
                let rest = min(range.upperBound - position, WordShape.maxPieceLength)
                if rest > 1 {
                    let pair = pairs[Int(start[position]) | Int(start[position + 1]) << 8]
                    if pair >= Self.longerPiece {
                        var length = rest
                        while length > 2 {
                            if let number = Self.number(of: token(length), slots, tokens) {
                                emit(number)
                                position += length
                                continue pieces
                            }
                            length -= 1
                        }
                    }
                    if pair % Self.longerPiece > 0 {
                        emit(Int(pair % Self.longerPiece) - 1)
                        position += 2
                        continue
                    }
                }
                emit(Self.number(of: token(1), slots, tokens) ?? Self.capacity + Int(start[position]))
                position += 1
            }
        }
    }

    @inline(__always)
    private static func number(
        of token: Token, _ slots: UnsafeBufferPointer<UInt16>, _ tokens: UnsafeBufferPointer<Token>
    ) -> Int? {
        for probe in 0..<maxProbes {
            let number = Int(slots[(token.slot + probe) & (slots.count - 1)]) - 1
            if number < 0 { return nil }
            if tokens[number] == token { return number }
        }
        return nil
    }

    /// Writes the codes of `range` of `text` to `output`, and returns the number of bytes written.
    ///
    /// `output` must have room for 2 · `range.count` + 2 bytes.
    func pack(
        _ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, to output: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var count = 0
        forEachCode(in: text, range) { number in
            // Branch-free: writes two bytes even for a code of one.
            let rest = number - Self.shortCodes
            let isLong = rest >= 0
            output[count] = UInt8(truncatingIfNeeded: isLong ? Self.shortCodes + rest >> 8 : number)
            output[count + 1] = UInt8(truncatingIfNeeded: rest)
            count += isLong ? 2 : 1
        }
        return count
    }

    /// Unpacks the first `count` bytes of `codes`.
    ///
    /// `count` must end with a code, and at least one byte must follow the last code.
    func unpacked(_ codes: UnsafeRawBufferPointer, count: Int) -> [UInt8] {
        tokens.withUnsafeBufferPointer { tokens in
            [UInt8](unsafeUninitializedCapacity: count + Token.maxLength + 1) { buffer, initializedCount in
                guard let start = UnsafeMutableRawPointer(buffer.baseAddress) else { return }
                var (position, output) = (0, 0)
                let last = codes.count - 1
                while output < count, position < last {
                    // Branch-free: code lengths are unpredictable.
                    let lead = Int(codes[position])
                    let isLong = lead >> 7
                    let long = Self.shortCodes + (lead & 0x7F) << 8 + Int(codes[position + 1])
                    let token = tokens[isLong == 0 ? lead : long]
                    start.storeBytes(of: token.low.littleEndian, toByteOffset: output, as: UInt64.self)
                    start.storeBytes(of: token.high.littleEndian, toByteOffset: output &+ 8, as: UInt64.self)
                    output &+= token.count
                    position &+= 1 &+ isLong
                }
                initializedCount = min(output, count)
            }
        }
    }
}

/// Splits text into the strings of a codebook: words with the blank before them, numbers, runs of marks.
enum WordShape {
    /// The limit of the pieces of an unknown word, in bytes.
    static let maxPieceLength = 4

    /// Returns the length of the string at `text`: 1 to 15, at most `limit`; `readable` bytes are accessible.
    @inline(__always)
    static func length(of text: UnsafePointer<UInt8>, limit: Int, readable: Int) -> Int {
        let limit = min(limit, Token.maxLength)
        // The most frequent case is a word after a blank.
        let blank = text[0] == 0x20 ? 1 : 0
        if readable >= blank + 16, limit > blank, isLetter(text[blank]) {
            return min(limit, blank + letters(text + blank))
        }
        var index = 0
        if text[0].isSpace {
            while index < limit, text[index].isSpace { index += 1 }
            // The last blank belongs to the word after it.
            if index == limit || index > 1 { return max(1, index - (index == limit ? 0 : 1)) }
        }
        if isLetter(text[index]) {
            repeat { index += 1 } while index < limit && isLetter(text[index])
        } else if isDigit(text[index]) {
            let end = min(limit, index + 4)
            repeat { index += 1 } while index < end && isDigit(text[index])
        } else {
            repeat { index += 1 } while index < limit && isMark(text[index])
        }
        return index
    }

    /// Returns the number of letters at the head of the 16 bytes at `text`.
    @inline(__always)
    private static func letters(_ text: UnsafePointer<UInt8>) -> Int {
        let raw = UnsafeRawPointer(text)
        let first = others(UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))).trailingZeroBitCount &>> 3
        let second = others(UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        // Branch-free: word lengths are unpredictable.
        return first &+ (second.trailingZeroBitCount &>> 3) &* (first &>> 3)
    }

    /// Returns the high bit of each of the eight bytes that is not a letter.
    @inline(__always)
    private static func others(_ bytes: UInt64) -> UInt64 {
        let lower = (bytes | 0x2020_2020_2020_2020) & 0x7F7F_7F7F_7F7F_7F7F
        let fromA = lower &+ 0x1F1F_1F1F_1F1F_1F1F
        let afterZ = lower &+ 0x0505_0505_0505_0505
        return ~(fromA & ~afterZ | bytes) & 0x8080_8080_8080_8080
    }

    @inline(__always)
    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte >= 0x80
    }

    @inline(__always)
    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

    @inline(__always)
    private static func isMark(_ byte: UInt8) -> Bool { !isLetter(byte) && !isDigit(byte) && !byte.isSpace }
}
