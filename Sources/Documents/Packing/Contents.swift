// The stored bytes of a document: as read, or packed in blocks with random access. Codebook.swift defines the codes.

/// The immutable bytes of one document.
struct Contents: Sendable {
    /// The bytes of each block but the last; no code extends beyond its block.
    private static let blockSize = 256

    let count: Int
    /// The bytes; or, if packed, the offset of each block's codes as a little-endian `UInt32`, the codes, and one byte.
    let stored: [UInt8]
    private let codebook: Codebook?
    /// A hash of the bytes, independent of packing.
    let digest: ContentHash

    init(_ bytes: [UInt8]) {
        count = bytes.count
        stored = bytes
        codebook = nil
        var digest = ContentHash()
        digest.combine(bytes)
        self.digest = digest
    }

    /// Packs the bytes of other contents; nil if that would not make them smaller.
    private init?(packing other: Contents, by codebook: Codebook) {
        let bytes = other.stored
        let blocks = Self.blocks(in: bytes.count)
        let codeStart = 4 * blocks
        let room = codeStart + 2 * bytes.count + 2
        let packed = bytes.withUnsafeBufferPointer { bytes in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room) { output -> [UInt8]? in
                guard let start = output.baseAddress else { return nil }
                var end = codeStart
                for block in 0..<blocks {
                    UnsafeMutableRawPointer(start).storeBytes(
                        of: UInt32(clamping: end - codeStart).littleEndian, toByteOffset: 4 * block, as: UInt32.self)
                    let first = block * Self.blockSize
                    let range = first..<min(bytes.count, first + Self.blockSize)
                    end += codebook.pack(bytes, range, to: start + end)
                }
                output[end] = 0
                return end < bytes.count ? Array(output[...end]) : nil
            }
        }
        guard let packed else { return nil }
        count = bytes.count
        stored = packed
        self.codebook = codebook
        digest = other.digest
    }

    /// Returns the contents packed if that makes them smaller, else unchanged.
    func packed(by codebook: Codebook) -> Contents {
        self.codebook == nil ? Contents(packing: self, by: codebook) ?? self : self
    }

    /// All bytes; a new copy if they are packed.
    var bytes: [UInt8] { part(0..<count).bytes }

    /// Returns bytes that include `range`, and the position of the first one in the document.
    ///
    /// Unpacks only the blocks that `range` touches.
    func part(_ range: Range<Int>) -> (bytes: [UInt8], start: Int) {
        guard let codebook else { return (stored, 0) }
        let range = range.clamped(to: 0..<count)
        let block = range.lowerBound / Self.blockSize
        let start = block * Self.blockSize
        let end = min(count, Self.blocks(in: range.upperBound) * Self.blockSize)
        let blocks = Self.blocks(in: count)
        guard start < end else { return ([], start) }
        return stored.withUnsafeBytes { stored in
            let offset = stored.loadUnaligned(fromByteOffset: 4 * block, as: UInt32.self)
            let codes = stored[(4 * blocks + Int(UInt32(littleEndian: offset)))...]
            return (codebook.unpacked(UnsafeRawBufferPointer(rebasing: codes), count: end - start), start)
        }
    }

    private static func blocks(in count: Int) -> Int { (count + blockSize - 1) / blockSize }
}

extension Contents: Equatable {
    /// Returns true if the bytes are equal, packed or not.
    static func == (one: Contents, other: Contents) -> Bool {
        guard one.count == other.count else { return false }
        return one.codebook === other.codebook ? one.stored == other.stored : one.bytes == other.bytes
    }
}
