// Answers on their way into one write.
import Glibc

/// The answers made for one connection in one turn.
///
/// What is small is copied one behind the other, but for the content of an answer that stays alone, as most do: that is
/// sent from where it is kept.
struct WriteBuffer {
    /// Where a batch of answers is sent before more are made.
    static let size = 65_536

    /// Answers, or of an answer that is alone the head.
    var bytes: [UInt8] = []
    private var tail: [UInt8] = []
    private var tailStart = 0

    init() { bytes.reserveCapacity(Self.size) }

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count + tail.count - tailStart }

    /// Puts the content that stands in `bytes` from `start` on behind the head of the only answer.
    mutating func setTail(_ bytes: [UInt8], from start: Int) {
        tail = bytes
        tailStart = start
    }

    /// Gets ready for another answer behind the only one.
    mutating func fold() {
        guard !tail.isEmpty else { return }
        bytes.append(contentsOf: tail[tailStart...])
        setTail([], from: 0)
    }

    /// Sends what a socket takes: how much that was, or -1 with `errno`.
    func send(to descriptor: Int32) -> Int {
        bytes.withUnsafeBytes { bytes in
            guard !tail.isEmpty else {
                return Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            return tail.withUnsafeBytes { tail in
                let content = UnsafeRawBufferPointer(rebasing: tail[tailStart...])
                var vectors = (Self.vector(bytes), Self.vector(content))
                return withUnsafeMutableBytes(of: &vectors) { vectors in
                    var message = msghdr()
                    message.msg_iov = vectors.baseAddress?.assumingMemoryBound(to: iovec.self)
                    message.msg_iovlen = 2
                    return sendmsg(descriptor, &message, Int32(MSG_NOSIGNAL))
                }
            }
        }
    }

    private static func vector(_ bytes: UnsafeRawBufferPointer) -> iovec {
        iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
    }

    /// Everything from `start` on, in one array.
    mutating func rest(from start: Int) -> [UInt8] {
        fold()
        return Array(bytes[start...])
    }

    /// Forgets everything but keeps the room.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        setTail([], from: 0)
    }
}
