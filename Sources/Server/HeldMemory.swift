// The memory that the unsent responses of one worker hold.

/// The number of bytes in the output queues of one worker; content that several queues share counts once.
///
/// Only the worker's queue uses it.
final class HeldMemory {
    private(set) var size = 0
    /// The number of segments that hold each array, by the address of its elements.
    ///
    /// The segments keep the arrays alive, so no address is freed and reused while it is a key here.
    private var holders: [UnsafeRawPointer: Int] = [:]

    /// Counts an array until it is released as often as it was held.
    func hold(_ bytes: [UInt8]) {
        guard let address = Self.address(of: bytes) else { return }
        holders[address, default: 0] += 1
        if holders[address] == 1 { size += bytes.count }
    }

    /// Undoes one `hold` of the same array.
    func release(_ bytes: [UInt8]) {
        guard let address = Self.address(of: bytes), let count = holders[address] else { return }
        holders[address] = count > 1 ? count - 1 : nil
        if count == 1 { size -= bytes.count }
    }

    /// Counts memory that is not in an array of bytes.
    func hold(_ count: Int) { size += count }

    /// Undoes one `hold` of the same count.
    func release(_ count: Int) { size -= count }

    /// Returns the address of the elements, nil if there are none; copies of an array have the same address.
    private static func address(of bytes: [UInt8]) -> UnsafeRawPointer? {
        bytes.isEmpty ? nil : bytes.withUnsafeBytes(\.baseAddress)
    }
}
