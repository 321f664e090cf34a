// The hash of versions and of the suffixes of colliding ids. It is not secure against forgery.

/// A running 128-bit hash of byte strings, equal on every machine and in every run.
///
/// Two lanes of 64 bits take eight bytes each in turn; every step is a bijection of the state. The hash is fast
/// (several GB/s) and not cryptographic.
package struct ContentHash: Sendable {
    private var first: UInt64 = 0x9e37_79b9_7f4a_7c15
    private var second: UInt64 = 0xc2b2_ae3d_27d4_eb4f

    package init() {}

    /// Adds the length and the bytes of one byte string, so that `ab`, `c` and `a`, `bc` differ.
    package mutating func combine(_ bytes: UnsafeRawBufferPointer) {
        mix(UInt64(bytes.count), 0)
        var offset = 0
        while bytes.count - offset >= 16 {
            mix(
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)),
                UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 8, as: UInt64.self)))
            offset += 16
        }
        var tail: (UInt64, UInt64) = (0, 0)
        for (position, byte) in bytes[offset...].enumerated() {
            if position < 8 {
                tail.0 |= UInt64(byte) << UInt64(position * 8)
            } else {
                tail.1 |= UInt64(byte) << UInt64((position - 8) * 8)
            }
        }
        if offset < bytes.count { mix(tail.0, tail.1) }
    }

    /// Adds the bytes of an array.
    package mutating func combine(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { combine($0) }
    }

    /// Adds the UTF-8 bytes of a text.
    package mutating func combine(_ text: String) {
        var text = text
        text.withUTF8 { combine(UnsafeRawBufferPointer($0)) }
    }

    /// Adds the state of another hash.
    package mutating func combine(_ other: ContentHash) {
        mix(other.first, other.second)
    }

    /// The hash of everything added so far: 32 lower-case hexadecimal digits.
    package var text: String {
        let low = Self.scatter(first &+ second)
        let high = Self.scatter(second ^ low)
        return Self.hexadecimal(low) + Self.hexadecimal(high)
    }

    /// The first eight digits of `text`, enough to distinguish a few colliding names.
    package var shortText: String { String(text.prefix(8)) }

    private mutating func mix(_ left: UInt64, _ right: UInt64) {
        first = (first ^ left) &* 0x9fb2_1c65_1e98_df25
        first = first << 29 | first >> 35
        second = (second ^ right) &* 0xd6e8_feb8_6659_fd93
        second = second << 31 | second >> 33
        first = first &+ second
        second ^= first << 17 | first >> 47
    }

    private static func scatter(_ word: UInt64) -> UInt64 {
        var word = word
        word = (word ^ word >> 33) &* 0xff51_afd7_ed55_8ccd
        word = (word ^ word >> 33) &* 0xc4ce_b9fe_1a85_ec53
        return word ^ word >> 33
    }

    private static func hexadecimal(_ word: UInt64) -> String {
        let digits = String(word, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
