// A word of a batch before it is in the table of words: its first bytes and its hash. The table is in
// PostingsWriter.swift.

extension PostingsWriter {
    /// The first sixteen bytes of a word; zeros follow a shorter one.
    struct Beginning: BitwiseCopyable, Equatable {
        static let size = 16
        let low: UInt64
        let high: UInt64

        /// Reads sixteen bytes, which must be readable whatever the length of the word.
        @inline(__always)
        init(_ text: UnsafePointer<UInt8>, _ length: Int) {
            let text = UnsafeRawPointer(text)
            let low = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
            let high = UInt64(littleEndian: text.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            // Swift's shifts by 64 and more give zero.
            let bits = UInt64(truncatingIfNeeded: length) &* 8
            self.low = low & ((1 << bits) &- 1)
            self.high = length <= 8 ? 0 : high & ((1 << (bits &- 64)) &- 1)
        }

        @inline(__always)
        func hash(_ text: UnsafePointer<UInt8>, _ length: Int) -> UInt64 {
            var hash = Self.mix(low ^ UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15)
            if length > 8 { hash = Self.mix(hash ^ high) }
            for index in stride(from: Self.size, to: length, by: 1) { hash = Self.mix(hash ^ UInt64(text[index])) }
            return hash
        }

        @inline(__always)
        private static func mix(_ value: UInt64) -> UInt64 {
            let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
            return product.low ^ product.high
        }
    }

    /// A word of a batch before it is in the table.
    struct Candidate: BitwiseCopyable {
        let beginning: Beginning
        let hash: UInt64
        let length: Int
        /// The position in the unit, and the weight there.
        let position: UInt32
        let weight: Weight
        /// The first entry of the table that may be the word's.
        var entry: UInt64 = 0
        /// The number of the word, if that entry is its own.
        var number: Int?
        /// The place of the word's next byte, and the byte there.
        var end: UInt32 = 0
        var byteAtEnd: UInt8 = 0

        @inline(__always)
        init(_ text: UnsafePointer<UInt8>, _ length: Int, position: UInt32, weight: Weight) {
            beginning = Beginning(text, length)
            hash = beginning.hash(text, length)
            self.length = length
            self.position = position
            self.weight = weight
        }
    }
}
