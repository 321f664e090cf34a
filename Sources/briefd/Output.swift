// Writing answers to standard output and to files.
import Glibc
import HTTP

enum Output {
    /// Writes all of `body`, piece by piece; false where the descriptor takes no more.
    @discardableResult
    static func write(_ body: Response.Body, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        switch body {
        case .empty: return true
        case .bytes(let bytes): return write(bytes, to: descriptor)
        case .stream(let begin):
            let next = begin()
            while let piece = next() {
                guard write(piece, to: descriptor) else { return false }
            }
            return true
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
