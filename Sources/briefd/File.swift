// Reads files as bytes.
import Glibc

enum File {
    /// The maximum size in bytes of a file that is no document, such as the configuration.
    static let maxSize = 16 << 20

    /// Returns all bytes of the file at `path`; nil, with `errno` set, if it cannot be read or exceeds `maxSize`.
    static func read(_ path: String) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard let bytes = read(descriptor, expectedSize: 4096, maxSize: maxSize + 1) else { return nil }
        if bytes.count <= maxSize { return bytes }
        errno = EFBIG
        return nil
    }

    /// Returns the next bytes of an open file, at most `maxSize`; nil, with `errno` set, if it cannot be read.
    ///
    /// `expectedSize` is only a hint: if it is right, two system calls read the whole file.
    static func read(_ descriptor: Int32, expectedSize: Int, maxSize: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var capacity = min(expectedSize + 1, maxSize)
        while true {
            var count = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, filled in
                count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                filled = max(0, count)
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { return nil }
            if count == 0 { return bytes }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            if bytes.count >= maxSize { return bytes }
            capacity = min(max(4096, bytes.count, expectedSize + 1 - bytes.count), maxSize - bytes.count)
        }
    }
}
