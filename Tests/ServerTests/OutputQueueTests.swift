// The queue of unsent bytes.
import Glibc
import Testing

@testable import Server

@Suite struct OutputQueueTests {
    /// Two connected sockets; the first is non-blocking.
    private final class Pair {
        let ends: [Int32]

        init() throws {
            var ends: [Int32] = [0, 0]
            try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
            _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
            self.ends = ends
        }

        deinit { for end in ends { close(end) } }

        func read(atMost count: Int = 1_000_000) -> [UInt8] {
            [UInt8](unsafeUninitializedCapacity: count) { buffer, size in
                size = max(0, recv(ends[1], buffer.baseAddress, count, Int32(MSG_DONTWAIT)))
            }
        }
    }

    private static func pieces(_ pieces: [[UInt8]]) -> () -> [UInt8]? {
        var rest = pieces[...]
        return { rest.popFirst() }
    }

    /// Sends and reads until everything has arrived.
    private static func deliver(_ queue: inout OutputQueue, over pair: Pair, share: Int = 1_048_576) -> [UInt8] {
        var received: [UInt8] = []
        while true {
            let progress = queue.send(to: pair.ends[0], share: share) { _ in }
            received += pair.read()
            if progress == .done || progress == .failed { break }
        }
        while case let more = pair.read(), !more.isEmpty { received += more }
        return received
    }

    @Test func sendsSegmentsInOrder() throws {
        let pair = try Pair()
        var queue = OutputQueue(in: HeldMemory())
        for number in 0..<50 { queue.append([UInt8(number), 0xFF], number % 2..<2) }
        queue.append([1, 2, 3], 3..<3)
        let expected = (0..<50).flatMap { (number: Int) -> [UInt8] in number % 2 == 0 ? [UInt8(number), 0xFF] : [0xFF] }
        #expect(queue.pendingSize == expected.count)
        #expect(Self.deliver(&queue, over: pair) == expected)
        #expect(queue.isEmpty && queue.pendingSize == 0)
    }

    @Test func goesOnWhereAFullSocketStopped() throws {
        let pair = try Pair()
        var queue = OutputQueue(in: HeldMemory())
        let large = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        queue.append(large)
        queue.append([7])
        #expect(queue.isCongested)
        #expect(queue.send(to: pair.ends[0], share: .max) { _ in } == .blocked)
        #expect(Self.deliver(&queue, over: pair) == large + [7])
        #expect(!queue.isCongested)
    }

    @Test func framesAStreamInChunks() throws {
        let pair = try Pair()
        var queue = OutputQueue(in: HeldMemory())
        queue.append(Array("head ".utf8))
        queue.append(stream: Self.pieces([Array("one".utf8), [], Array(repeating: 0x61, count: 17)]), isChunked: true)
        queue.append(Array("tail".utf8))
        #expect(queue.isCongested)
        let expected = "head 3\r\none\r\n11\r\naaaaaaaaaaaaaaaaa\r\n0\r\n\r\ntail"
        #expect(String(decoding: Self.deliver(&queue, over: pair), as: UTF8.self) == expected)
    }

    @Test func sendsAnUnframedStreamAsItIs() throws {
        let pair = try Pair()
        var queue = OutputQueue(in: HeldMemory())
        queue.append(stream: Self.pieces([[1], [2, 3]]), isChunked: false)
        #expect(Self.deliver(&queue, over: pair) == [1, 2, 3])
    }

    @Test func yieldsAfterItsShare() throws {
        let pair = try Pair()
        var queue = OutputQueue(in: HeldMemory())
        for _ in 0..<40 { queue.append([UInt8](repeating: 0x61, count: 100)) }
        #expect(queue.send(to: pair.ends[0], share: 100) { _ in } == .yielded)
        #expect(Self.deliver(&queue, over: pair, share: 100).count == 4000)
    }

    @Test func sendingToAClosedSocketFails() throws {
        let pair = try Pair()
        shutdown(pair.ends[1], Int32(SHUT_RDWR))
        var queue = OutputQueue(in: HeldMemory())
        queue.append([1])
        #expect(queue.send(to: pair.ends[0]) { _ in } == .failed)
    }

    @Test func countsWhatItHoldsUntilItIsSent() throws {
        let pair = try Pair()
        let memory = HeldMemory()
        var queue = OutputQueue(in: memory)
        var other = OutputQueue(in: memory)
        let shared = [UInt8](repeating: 0x61, count: 3_000_000)
        queue.append(shared)
        other.append(shared, 1..<shared.count)
        #expect(memory.size == 3_000_000, "shared content counts once")
        other.append(stream: Self.pieces([[1]]), isChunked: true, size: 500)
        #expect(memory.size == 3_000_500)
        #expect(queue.send(to: pair.ends[0], share: .max) { _ in } == .blocked)
        #expect(memory.size == 3_000_500, "an array is held until its last byte is sent")
        #expect(Self.deliver(&queue, over: pair) == shared)
        other.removeAll()
        #expect(other.isEmpty)
        #expect(memory.size == 0)
    }

    @Test func countsTheEndOfAStream() throws {
        let pair = try Pair()
        let memory = HeldMemory()
        var queue = OutputQueue(in: memory)
        queue.append(stream: Self.pieces([[1], [2]]), isChunked: false, size: 500)
        #expect(Self.deliver(&queue, over: pair) == [1, 2])
        #expect(memory.size == 0)
    }
}
