// The key of cached responses and of in-flight requests.
import HTTP

/// The parts of a GET or HEAD request that its response depends on, as bytes.
///
/// The key contains the target, the host and the fields with `KnownField.isInCacheKey`. GET and HEAD have the same key.
struct CacheKey: Hashable, Sendable {
    private(set) var bytes: [UInt8] = []

    /// Makes an empty key.
    init() {}

    /// Makes the key of the events of a stream after a number; no request has it, because no target is empty.
    init(eventsFor request: Request, after number: Int) { bytes = [0] + Array("\(number) \(request.target.text)".utf8) }

    /// Replaces the key by that of a request; reuses the buffer unless a copy of the key shares it.
    ///
    /// A zero byte comes before each part except the target. No part contains one, so different requests have different
    /// keys.
    mutating func replace(with head: RequestHead, _ source: Span<UInt8>) {
        bytes.removeAll(keepingCapacity: true)
        append(source, head.target)
        // The authority of the target, or else the Host field.
        if let host = head.host {
            bytes.append(0)
            append(source, host)
        }
        for field in head.fields {
            guard let known = field.known, known != .host, known.isInCacheKey else { continue }
            bytes.append(0)
            bytes.append(known.rawValue + 1)
            append(source, field.value)
        }
    }

    private mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) {
        source.extracting(range).withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }
}
