// Bytes on their way to one client that its socket has not taken yet.
import Glibc
import HTTP

/// The unsent rest of a connection's answers, in order.
struct OutputQueue {
    private enum Segment {
        case bytes([UInt8], from: Int)
        /// Content still to be made; `isChunked` frames each piece (RFC 9112 section 7.1).
        case stream(next: () -> [UInt8]?, isChunked: Bool, size: Int)
    }

    /// What one attempt to send came to.
    enum Progress: Equatable {
        /// Everything is with the kernel.
        case done
        /// The socket is full; more when it is writable.
        case blocked
        /// This connection had its share of the turn; its socket may take more.
        case yielded
        /// The client is gone.
        case failed
    }

    private let memory: HeldMemory
    private var segments: [Segment] = []
    private var first = 0
    private(set) var pendingSize = 0
    private var streams = 0

    /// `memory` counts what the queue holds.
    init(in memory: HeldMemory) { self.memory = memory }

    var isEmpty: Bool { first == segments.count }

    /// True while no further answer should be made: enough is waiting, or a stream has not ended.
    var isCongested: Bool { pendingSize > Self.congestion || streams > 0 }

    static let congestion = 262_144

    mutating func append(_ bytes: [UInt8], from start: Int = 0) {
        guard start < bytes.count else { return }
        segments.append(.bytes(bytes, from: start))
        memory.hold(bytes)
        pendingSize += bytes.count - start
    }

    /// `size` bytes are held by the stream itself.
    mutating func append(stream next: @escaping () -> [UInt8]?, isChunked: Bool, size: Int = 0) {
        segments.append(.stream(next: next, isChunked: isChunked, size: size))
        memory.hold(size)
        streams += 1
    }

    /// Forgets everything.
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

    /// What one connection may take before others have their turn.
    static let share = 65_536

    /// Sends what the socket takes, at most about `share` bytes; `sent` is told each success.
    mutating func send(to descriptor: Int32, share: Int = share, sent: (Int) -> Void) -> Progress {
        var left = share
        while true {
            if left > 0 { materialise() }
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

    /// Turns a stream at the head of the queue into its next piece.
    private mutating func materialise() {
        while !isEmpty, case .stream(let next, let isChunked, let size) = segments[first] {
            if let piece = next() {
                guard !piece.isEmpty else { continue }
                var framed: [UInt8] = []
                if isChunked { ResponseEncoder.appendChunk(piece, to: &framed) } else { framed = piece }
                return insertFirst(framed)
            }
            segments[first] = .bytes([], from: 0)
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
        segments.insert(.bytes(bytes, from: 0), at: first)
        memory.hold(bytes)
        pendingSize += bytes.count
    }

    /// One sendmsg over the first segments, without copying them.
    private func sendSegments(to descriptor: Int32) -> Int {
        var vectors: [iovec] = []
        var owners: [[UInt8]] = []
        var starts: [Int] = []
        for segment in segments[first...].prefix(16) {
            guard case .bytes(let bytes, let start) = segment else { break }
            owners.append(bytes)
            starts.append(start)
        }
        return Self.withVectors(owners[...], starts[...], &vectors) { vectors in
            var message = msghdr()
            message.msg_iov = vectors.baseAddress
            message.msg_iovlen = vectors.count
            return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
        }
    }

    /// Pins one array after the other, so that every pointer is valid while `body` runs.
    private static func withVectors(
        _ owners: ArraySlice<[UInt8]>, _ starts: ArraySlice<Int>, _ vectors: inout [iovec],
        _ body: (inout UnsafeMutableBufferPointer<iovec>) -> Int
    ) -> Int {
        guard let owner = owners.first, let start = starts.first else {
            return vectors.withUnsafeMutableBufferPointer(body)
        }
        return owner.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
            vectors.append(
                iovec(iov_base: UnsafeMutableRawPointer(mutating: rest.baseAddress), iov_len: rest.count))
            return withVectors(owners.dropFirst(), starts.dropFirst(), &vectors, body)
        }
    }

    private mutating func drop(_ count: Int) {
        pendingSize -= count
        var left = count
        while left > 0, !isEmpty, case .bytes(let bytes, let start) = segments[first] {
            let size = bytes.count - start
            if left < size {
                segments[first] = .bytes(bytes, from: start + left)
                return
            }
            left -= size
            memory.release(bytes)
            segments[first] = .bytes([], from: 0)
            first += 1
        }
        if first > 64 {
            segments.removeFirst(first)
            first = 0
        }
    }
}
