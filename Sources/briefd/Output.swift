// Writes response bodies and bytes to file descriptors.
import Glibc
import HTTP

enum Output {
    /// Writes a body chunk by chunk; returns false if a write fails.
    static func write(_ body: Response.Body, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        var isWritten = true
        forEachChunk(of: body) { chunk in
            isWritten = write(chunk, to: descriptor)
            return isWritten
        }
        return isWritten
    }

    /// Writes a body of JSON lines as one JSON array; returns false if a write fails.
    static func writeArray(of lines: Response.Body, to descriptor: Int32) -> Bool {
        var isWritten = write([UInt8(ascii: "[")], to: descriptor)
        var isFirst = true
        var isLineStart = true
        forEachChunk(of: lines) { chunk in
            var text: [UInt8] = []
            text.reserveCapacity(chunk.count + 256)
            // JSON escapes line feeds, so each one ends a record.
            for byte in chunk {
                if isLineStart { text += isFirst ? [0x0A] : [UInt8(ascii: ","), 0x0A] }
                isLineStart = byte == 0x0A
                isFirst = false
                if !isLineStart { text.append(byte) }
            }
            isWritten = isWritten && write(text, to: descriptor)
            return isWritten
        }
        return isWritten && write(Array("\n]\n".utf8), to: descriptor)
    }

    /// Calls `visit` with each chunk of a body until it returns false.
    private static func forEachChunk(of body: Response.Body, _ visit: ([UInt8]) -> Bool) {
        switch body {
        case .empty: break
        case .bytes(let bytes), .events(let bytes, _, _): _ = visit(bytes)
        case .part(let bytes, let range): _ = visit(Array(bytes[range]))
        case .stream(let begin):
            let next = begin()
            while let chunk = next(), visit(chunk) {}
        }
    }

    /// Writes all of `bytes`; returns false if a write fails.
    @discardableResult
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
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
