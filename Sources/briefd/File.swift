// Reading a file whole.
import Glibc

enum File {
    /// All bytes of the file at `path`; nil, with `errno` set, where it cannot be read.
    static func read(_ path: String) -> [UInt8]? { read(SystemPath(path), expecting: 4096) }

    /// All bytes of a file of about `size` bytes, or the first `most`; nil, with `errno` set, where it cannot be read.
    static func read(_ path: SystemPath, expecting size: Int, atMost most: Int = .max) -> [UInt8]? {
        let descriptor = open(path.bytes, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var room = min(size + 1, most)
        while true {
            var count = 0
            let piece = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                filled = max(0, count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            if bytes.count >= most { return bytes }
            room = min(max(4096, size + 1 - bytes.count), most - bytes.count)
        }
    }
}
