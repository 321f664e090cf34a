// A blocking TCP connection, for requests that libcurl cannot send and for slow readers.
import Glibc

/// One connection to a server on this machine; every call fails after 20 seconds.
package final class Wire {
    private let socket: Int32
    /// The bytes received after the last returned answer.
    private var surplus: [UInt8] = []

    /// Connects; with a small `receiveBuffer`, in bytes, the server must wait until this side reads.
    package init(port: UInt16, receiveBuffer: Int32? = nil) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw WireError(errno) }
        if var size = receiveBuffer {
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout.size(ofValue: size)))
        }
        var time = timeval(tv_sec: 20, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(socket, SOL_SOCKET, option, &time, socklen_t(MemoryLayout.size(ofValue: time)))
        }
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = port.bigEndian
        name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        let code = withUnsafeBytes(of: &name) { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { connect(socket, $0.baseAddress, socklen_t(bytes.count)) }
        }
        guard code == 0 else {
            let number = errno
            close(socket)
            throw WireError(number)
        }
    }

    deinit {
        close(socket)
    }

    /// Sends all bytes.
    package func send(_ bytes: some Sequence<UInt8>) throws {
        var rest = Array(bytes)[...]
        while !rest.isEmpty { rest = rest.dropFirst(try send(rest, flags: 0)) }
    }

    /// Sends the text in UTF-8.
    package func send(_ text: String) throws {
        try send(text.utf8)
    }

    /// Sends as many bytes as the socket accepts without blocking; returns their number.
    package func sendWhatFits(_ bytes: ArraySlice<UInt8>) throws -> Int {
        do {
            return try send(bytes, flags: Int32(MSG_DONTWAIT))
        } catch let error as WireError where error == .wouldBlock {
            return 0
        }
    }

    private func send(_ bytes: ArraySlice<UInt8>, flags: Int32) throws -> Int {
        let count = bytes.withUnsafeBytes {
            Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | flags)
        }
        guard count >= 0 else { throw WireError(errno) }
        return count
    }

    /// Closes the sending side; answers can still be received.
    package func endSending() {
        shutdown(socket, Int32(SHUT_WR))
    }

    /// Resets the connection.
    package func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout.size(ofValue: option)))
        // Connecting to AF_UNSPEC ends the connection, and keeps the descriptor open for deinit.
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        connect(socket, &nowhere, socklen_t(MemoryLayout.size(ofValue: nowhere)))
    }

    /// Receives up to `count` bytes; returns none if the other side has closed.
    package func receive(_ count: Int = 65536) throws -> [UInt8] {
        guard surplus.isEmpty else {
            defer { surplus.removeFirst(min(count, surplus.count)) }
            return Array(surplus.prefix(count))
        }
        return try receive(count, flags: 0)
    }

    /// Receives the bytes that have already arrived, without blocking.
    package func receiveWhatIsThere() throws -> [UInt8] {
        do {
            return try receive(1_048_576, flags: Int32(MSG_DONTWAIT))
        } catch let error as WireError where error == .wouldBlock {
            return []
        }
    }

    private func receive(_ count: Int, flags: Int32) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, received in
            let result = recv(socket, buffer.baseAddress, count, flags)
            guard result >= 0 else { throw WireError(errno) }
            received = result
        }
    }

    /// Receives everything until the other side closes.
    package func receiveToEnd() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let piece = try receive()
            guard !piece.isEmpty else { return bytes }
            bytes += piece
        }
    }

    /// Receives everything up to and including `text`, or until the other side closes.
    package func receive(through text: String) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.firstRange(of: Array(text.utf8)) == nil {
            let piece = try receive(1)
            guard !piece.isEmpty else { break }
            bytes += piece
        }
        return bytes
    }

    /// Receives the next answer; not for answers to HEAD, or without Content-Length and chunks.
    package func receiveAnswer() throws -> Answer {
        var bytes: [UInt8] = []
        while true {
            let piece = try receive()
            guard !piece.isEmpty else { throw WireError(ECONNRESET) }
            bytes += piece
            var rest = bytes[...]
            if let answer = Self.takeAnswer(&rest) {
                surplus = rest + surplus
                return answer
            }
        }
    }
}

extension Wire {
    /// Parses the complete answers at the start of `bytes`; none of them may be an answer to HEAD.
    package static func answers(in bytes: [UInt8]) -> [Answer] {
        var answers: [Answer] = []
        var rest = bytes[...]
        while let answer = takeAnswer(&rest, isAll: true) { answers.append(answer) }
        return answers
    }

    /// Removes a complete answer from `rest`; returns nil if there is none.
    ///
    /// If `isAll` is true, the connection has ended, so an answer without a length takes everything.
    private static func takeAnswer(_ rest: inout ArraySlice<UInt8>, isAll: Bool = false) -> Answer? {
        guard let end = rest.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: rest[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        var answer = Answer()
        guard let status = lines.first?.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else { return nil }
        answer.status = status
        answer.headers = lines.dropFirst().compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else { return nil }
            return (parts[0].lowercased(), String(parts[1].drop(while: \.isWhitespace)))
        }
        var content = rest[end.upperBound...]
        if answer["transfer-encoding"] == "chunked" {
            guard let body = takeChunks(&content) else { return nil }
            answer.body = body
        } else if status >= 200, status != 204, status != 304 {
            guard let length = answer["content-length"].map({ Int($0) ?? .max }) ?? (isAll ? content.count : nil),
                length <= content.count
            else { return nil }
            answer.body = Array(content.prefix(length))
            content = content.dropFirst(length)
        }
        rest = content
        return answer
    }

    /// Removes a complete chunked body (RFC 9112 section 7.1) from `rest`; nil if it is incomplete or malformed.
    private static func takeChunks(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
        let lineEnd = Array("\r\n".utf8)
        var body: [UInt8] = []
        while let line = rest.firstRange(of: lineEnd) {
            guard let size = Int(String(decoding: rest[..<line.lowerBound], as: UTF8.self), radix: 16) else {
                return nil
            }
            let chunk = rest[line.upperBound...].prefix(size)
            rest = rest[line.upperBound...].dropFirst(size)
            guard chunk.count == size, rest.starts(with: lineEnd) else { return nil }
            rest = rest.dropFirst(2)
            if size == 0 { return body }
            body += chunk
        }
        return nil
    }
}

/// A failed system call on a connection.
package struct WireError: Error, Equatable, CustomStringConvertible {
    /// Nobody listens on the port.
    package static let refused = WireError(ECONNREFUSED)
    /// The call would have blocked.
    package static let wouldBlock = WireError(EAGAIN)

    /// The error number, `errno`.
    package var number: Int32

    /// Creates an error from an `errno`.
    package init(_ number: Int32) {
        self.number = number
    }

    /// The system's text for the error number.
    package var description: String { String(cString: strerror(number)) }
}
