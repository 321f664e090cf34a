// Listening sockets that another program opened and passed to the server.
import CSystem
import Glibc
import Support
import Testing

@testable import Server

@Suite struct InheritedSocketTests {
    @Test func anInheritedListeningSocketIsServed() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        let loopback = SocketAddress(.ip(host: "127.0.0.1", port: 0))
        #expect(loopback.withPointer { bind(descriptor, $0, $1) } == 0)
        #expect(listen(descriptor, 16) == 0)
        let server = try Server(
            addresses: [], inherited: [descriptor], workers: 1, limits: ServerLimits(), responder: KnownAnswers())
        server.start()
        guard case .ip("127.0.0.1", let port)? = server.addresses.first else {
            Issue.record("\(server.addresses)")
            return
        }
        let wire = try Wire(port: port)
        try wire.send(LiveServer.get("/here"))
        #expect(try wire.receiveAnswer().text == "/here")
        withExtendedLifetime(server) {}
    }

    @Test(arguments: [Int32(SOCK_STREAM.rawValue), Int32(SOCK_DGRAM.rawValue)])
    func aSocketThatDoesNotListenIsRefused(kind: Int32) {
        let descriptor = socket(AF_INET, kind, 0)
        defer { close(descriptor) }
        #expect(throws: ServerError.notListening(descriptor)) {
            try Server(
                addresses: [], inherited: [descriptor], workers: 1, limits: ServerLimits(), responder: KnownAnswers())
        }
    }

    @Test(arguments: [
        Address.ip(host: "127.0.0.1", port: 0), .ip(host: "::1", port: 0), .unix(path: "/run/some.sock"),
    ])
    func anAddressComesBackFromItsKernelForm(address: Address) {
        #expect(SocketAddress(address).address == address)
    }

    @Test func everyWorkerAnswersAPing() async throws {
        let live = try LiveServer(workers: 3)
        await withCheckedContinuation { continuation in live.server.ping { continuation.resume() } }
    }
}
