// Writing answers to standard output and to files.
import Glibc
import HTTP

enum Output {
    /// Writes all of `body`, piece by piece; false where the descriptor takes no more.
    static func write(_ body: Response.Body, to descriptor: Int32 = STDOUT_FILENO) -> Bool {
        var isWritten = true
        forEachPiece(of: body) { piece in
            isWritten = write(piece, to: descriptor)
            return isWritten
        }
        return isWritten
    }

    /// Writes a body of JSON lines as one JSON array; false where the descriptor takes no more.
    static func writeArray(of lines: Response.Body, to descriptor: Int32) -> Bool {
        var isWritten = write([UInt8(ascii: "[")], to: descriptor)
        var isFirst = true
        var beginsLine = true
        forEachPiece(of: lines) { piece in
            var text: [UInt8] = []
            text.reserveCapacity(piece.count + 256)
            // A line feed ends each record and stands nowhere else, for JSON escapes it.
            for byte in piece {
                if beginsLine { text += isFirst ? [0x0A] : [UInt8(ascii: ","), 0x0A] }
                beginsLine = byte == 0x0A
                isFirst = false
                if !beginsLine { text.append(byte) }
            }
            isWritten = isWritten && write(text, to: descriptor)
            return isWritten
        }
        return isWritten && write(Array("\n]\n".utf8), to: descriptor)
    }

    private static func forEachPiece(of body: Response.Body, _ visit: ([UInt8]) -> Bool) {
        switch body {
        case .empty: break
        case .bytes(let bytes), .events(let bytes): _ = visit(bytes)
        case .stream(let begin):
            let next = begin()
            while let piece = next(), visit(piece) {}
        }
    }

    /// Writes all of `bytes`; false where the descriptor takes no more.
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
