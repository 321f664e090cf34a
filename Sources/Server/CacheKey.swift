// The key under which a response is cached and in-flight requests are shared.

/// The bytes of a GET or HEAD request that its response depends on.
///
/// A worker clears and refills one key for every request, so that the buffer is allocated once.
struct CacheKey: Hashable, Sendable {
    private(set) var bytes: [UInt8] = []

    /// Empties the key and keeps its buffer.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    /// Appends one byte, which separates two parts of the request.
    mutating func append(_ byte: UInt8) { bytes.append(byte) }

    /// Appends the bytes of `range` in `source`.
    mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
        source.extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }
}
