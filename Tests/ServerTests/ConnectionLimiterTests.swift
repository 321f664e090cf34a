// The limits on the number of connections.
import Glibc
import Testing

@testable import Server

@Suite struct ConnectionLimiterTests {
    private static func peer(_ host: String) -> PeerAddress { PeerAddress(host: host) }

    @Test func refusesBeyondTheTotalUntilOneLeaves() {
        var limits = ServerLimits()
        limits.connections = 2
        let limiter = ConnectionLimiter(limits, descriptors: 100)
        let peer = Self.peer("127.0.0.1")
        #expect(limiter.admit(peer) == .admitted)
        #expect(limiter.admit(peer) == .admitted)
        #expect(limiter.admit(peer) == .tooMany)
        limiter.release(peer)
        #expect(limiter.admit(peer) == .admitted)
    }

    @Test func theNumberOfDescriptorsLimitsTheTotal() {
        let limiter = ConnectionLimiter(ServerLimits(), descriptors: 1)
        #expect(limiter.admit(Self.peer("::1")) == .admitted)
        #expect(limiter.admit(Self.peer("::1")) == .tooMany)
    }

    @Test(arguments: [(1024, 960), (192, 128), (64, 43), (16, 11)])
    func someDescriptorsAreReserved(_ descriptors: Int, _ connections: Int) {
        #expect(Server.connectionCapacity(ofDescriptors: descriptors) == connections)
    }

    @Test func countsEveryPeerForItself() {
        var limits = ServerLimits()
        limits.connectionsPerAddress = 1
        let limiter = ConnectionLimiter(limits, descriptors: 100)
        let (one, two) = (Self.peer("127.0.0.1"), Self.peer("::1"))
        #expect(one != two)
        #expect(limiter.admit(one) == .admitted)
        #expect(limiter.admit(one) == .tooManyOfPeer)
        #expect(limiter.admit(two) == .admitted)
        limiter.release(one)
        #expect(limiter.admit(one) == .admitted)
    }

    @Test func unixPeersAreNotCountedByAddress() {
        var limits = ServerLimits()
        limits.connectionsPerAddress = 1
        let limiter = ConnectionLimiter(limits, descriptors: 100)
        let local = PeerAddress(sockaddr_storage())
        #expect(limiter.admit(local) == .admitted)
        #expect(limiter.admit(local) == .admitted)
    }

    @Test(arguments: [(1, 1), (3, 1), (15, 1), (32, 2), (8192, 512)])
    func evictsASixteenthOfTheConnectionsAtOnce(_ total: Int, _ batch: Int) {
        var limits = ServerLimits()
        limits.connections = total
        #expect(ConnectionLimiter(limits, descriptors: 10_000).evictionBatch == batch)
    }
}

extension PeerAddress {
    /// Makes the address of a host, which is an IP address.
    init(host: String) {
        self = SocketAddress(.ip(host: host, port: 1)).withPointer { address, _ in
            var storage = sockaddr_storage()
            memcpy(&storage, address, MemoryLayout<sockaddr_in6>.size)
            return PeerAddress(storage)
        }
    }
}
