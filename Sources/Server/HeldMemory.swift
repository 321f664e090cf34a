// How much memory the answers of one worker hold until their readers have taken them.

/// A sum of bytes, in which a content that many readers wait for counts once.
///
/// Used on its worker's queue alone.
final class HeldMemory {
    private(set) var size = 0
    /// How many segments hold each array, by where its elements are.
    private var holders: [UnsafeRawPointer: Int] = [:]

    /// Counts what an array takes, as long as it is not released as often as held.
    func hold(_ bytes: [UInt8]) {
        guard let address = Self.address(of: bytes) else { return }
        holders[address, default: 0] += 1
        if holders[address] == 1 { size += bytes.count }
    }

    func release(_ bytes: [UInt8]) {
        guard let address = Self.address(of: bytes), let count = holders[address] else { return }
        holders[address] = count > 1 ? count - 1 : nil
        if count == 1 { size -= bytes.count }
    }

    /// Counts what is not in an array of bytes.
    func hold(_ count: Int) { size += count }

    func release(_ count: Int) { size -= count }

    /// Arrays that share their elements, as copies do, have the same.
    private static func address(of bytes: [UInt8]) -> UnsafeRawPointer? {
        bytes.isEmpty ? nil : bytes.withUnsafeBytes(\.baseAddress)
    }
}
