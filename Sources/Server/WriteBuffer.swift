// The buffer that collects responses so that one system call sends them.
import Glibc

/// The responses to the requests that one read of a connection contained.
///
/// Small responses are copied into the buffer. A single response, the usual case, is not copied whole: the buffer only
/// contains its head, and refers to its content in the cache.
struct WriteBuffer {
    /// The size in bytes from which on the responses are sent before more requests are served.
    static let size = 65_536

    /// The responses, or the head of a single response.
    var bytes: [UInt8] = []
    /// The array that contains the content of a single response, from `tailStart` on.
    private var tail: [UInt8] = []
    private var tailStart = 0

    init() { bytes.reserveCapacity(Self.size) }

    var isEmpty: Bool { bytes.isEmpty }
    var count: Int { bytes.count + tail.count - tailStart }

    /// Sets the content of the single response: the elements of `content` from `start` on, without copying them.
    mutating func setTail(_ content: [UInt8], from start: Int) {
        tail = content
        tailStart = start
    }

    /// Copies the tail into the buffer, so that another response can be appended.
    mutating func foldTail() {
        guard !tail.isEmpty else { return }
        bytes.append(contentsOf: tail[tailStart...])
        setTail([], from: 0)
    }

    /// Sends as much as the socket accepts; returns the number of bytes, or -1 with `errno`.
    ///
    /// Both arrays are pinned by `withUnsafeBytes` until the system call returns.
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

    /// Returns a copy of everything from offset `start` on.
    mutating func rest(from start: Int) -> [UInt8] {
        foldTail()
        return Array(bytes[start...])
    }

    /// Empties the buffer and keeps its capacity.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        setTail([], from: 0)
    }
}
