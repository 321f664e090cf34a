// The queue of response bytes that the socket of one connection has not accepted yet.
import Glibc
import HTTP

/// The unsent part of a connection's responses, in order.
struct OutputQueue {
    private enum Segment {
        case bytes([UInt8], Range<Int>)
        /// Content that is made while it is sent; if `isChunked`, each piece becomes a chunk (RFC 9112 section 7.1).
        case stream(next: () -> [UInt8]?, isChunked: Bool, size: Int)
    }

    /// The result of an attempt to send.
    enum Progress: Equatable {
        /// The kernel has accepted everything.
        case done
        /// The socket is full.
        case blocked
        /// The share is used up; the socket may accept more.
        case yielded
        /// The client has closed the connection.
        case failed
    }

    private let memory: HeldMemory
    private var segments: [Segment] = []
    /// The index of the first unsent segment.
    private var first = 0
    /// The number of unsent bytes, without streams.
    private(set) var pendingSize = 0
    /// The number of streams that have not ended.
    private var streams = 0

    /// Creates an empty queue; `memory` counts the bytes that it holds.
    init(in memory: HeldMemory) { self.memory = memory }

    var isEmpty: Bool { first == segments.count }

    /// True while no further request should be served: too much is unsent, or a stream has not ended.
    var isCongested: Bool { pendingSize > Self.maxPendingSize || streams > 0 }

    static let maxPendingSize = 262_144

    /// Appends a range of `bytes`, by default all of them, without copying them.
    mutating func append(_ bytes: [UInt8], _ range: Range<Int>? = nil) {
        let range = range ?? bytes.indices
        guard !range.isEmpty else { return }
        segments.append(.bytes(bytes, range))
        memory.hold(bytes)
        pendingSize += range.count
    }

    /// Appends a stream; `size` is the memory in bytes that the stream itself holds until it ends.
    mutating func append(stream next: @escaping () -> [UInt8]?, isChunked: Bool, size: Int = 0) {
        segments.append(.stream(next: next, isChunked: isChunked, size: size))
        memory.hold(size)
        streams += 1
    }

    /// Drops everything.
    mutating func removeAll() {
        for segment in segments[first...] {
            switch segment {
            case .bytes(let bytes, _): memory.release(bytes)
            case .stream(_, _, let size): memory.release(size)
            }
        }
        segments = []
        (first, pendingSize, streams) = (0, 0, 0)
    }

    /// The number of bytes that one connection may send before other connections get their turn.
    static let share = 65_536

    /// Sends as much as the socket accepts, but not much more than `share` bytes.
    ///
    /// `sent` is called with the number of bytes after each successful system call.
    mutating func send(to descriptor: Int32, share: Int = share, sent: (Int) -> Void) -> Progress {
        var left = share
        while true {
            if left > 0 { makeNextPiece() }
            guard !isEmpty else {
                segments.removeAll(keepingCapacity: false)
                first = 0
                return .done
            }
            guard left > 0 else { return .yielded }
            let count = sendSegments(to: descriptor)
            if count < 0 {
                if errno == EINTR { continue }
                return errno == EAGAIN || errno == EWOULDBLOCK ? .blocked : .failed
            }
            drop(count)
            sent(count)
            left -= count
        }
    }

    /// If a stream is first in the queue, inserts its next piece before it; removes the stream if it has ended.
    private mutating func makeNextPiece() {
        while !isEmpty, case .stream(let next, let isChunked, let size) = segments[first] {
            if let piece = next() {
                guard !piece.isEmpty else { continue }
                var framed: [UInt8] = []
                if isChunked { ResponseEncoder.appendChunk(piece, to: &framed) } else { framed = piece }
                return insertFirst(framed)
            }
            segments[first] = .bytes([], 0..<0)
            first += 1
            streams -= 1
            memory.release(size)
            if isChunked {
                var end: [UInt8] = []
                ResponseEncoder.appendLastChunk(to: &end)
                return insertFirst(end)
            }
        }
    }

    private mutating func insertFirst(_ bytes: [UInt8]) {
        segments.insert(.bytes(bytes, bytes.indices), at: first)
        memory.hold(bytes)
        pendingSize += bytes.count
    }

    /// Sends the first segments with one `sendmsg`, without copying them; returns its result.
    private func sendSegments(to descriptor: Int32) -> Int {
        var vectors: [iovec] = []
        var owners: [[UInt8]] = []
        var ranges: [Range<Int>] = []
        for segment in segments[first...].prefix(16) {
            guard case .bytes(let bytes, let range) = segment else { break }
            owners.append(bytes)
            ranges.append(range)
        }
        return Self.withVectors(owners[...], ranges[...], &vectors) { vectors in
            var message = msghdr()
            message.msg_iov = vectors.baseAddress
            message.msg_iovlen = vectors.count
            return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
        }
    }

    /// Calls `body` with one vector for each array.
    ///
    /// Each recursive call runs inside `withUnsafeBytes` of one more array, so every pointer is valid while `body`
    /// runs.
    private static func withVectors(
        _ owners: ArraySlice<[UInt8]>, _ ranges: ArraySlice<Range<Int>>, _ vectors: inout [iovec],
        _ body: (inout UnsafeMutableBufferPointer<iovec>) -> Int
    ) -> Int {
        guard let owner = owners.first, let range = ranges.first else {
            return vectors.withUnsafeMutableBufferPointer(body)
        }
        return owner.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[range])
            vectors.append(
                iovec(iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: rest.count))
            return withVectors(owners.dropFirst(), ranges.dropFirst(), &vectors, body)
        }
    }

    /// Removes the first `count` bytes, which were sent.
    private mutating func drop(_ count: Int) {
        pendingSize -= count
        var left = count
        while left > 0, !isEmpty, case .bytes(let bytes, let range) = segments[first] {
            if left < range.count {
                segments[first] = .bytes(bytes, range.dropFirst(left))
                return
            }
            left -= range.count
            memory.release(bytes)
            segments[first] = .bytes([], 0..<0)
            first += 1
        }
        if first > 64 {
            segments.removeFirst(first)
            first = 0
        }
    }
}
