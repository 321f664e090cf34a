// The supervisor: the variables that it sets, and the notifications that it receives.
import Dispatch
import Glibc
import Support
import Testing

@testable import briefd

@Suite struct SupervisorTests {
    @Test(arguments: [
        ([:], 0), (["LISTEN_PID": "7", "LISTEN_FDS": "2"], 2), (["LISTEN_PID": "8", "LISTEN_FDS": "2"], 0),
        (["LISTEN_FDS": "2"], 0), (["LISTEN_PID": "7", "LISTEN_FDS": "0"], 0),
        (["LISTEN_PID": "7", "LISTEN_FDS": "-1"], 0), (["LISTEN_PID": "7", "LISTEN_FDS": "2147483647"], 0),
        (["LISTEN_PID": "seven", "LISTEN_FDS": "2"], 0),
    ])
    func socketsAreTakenWhereTheyAreMeantForThisProcess(variables: [String: String], count: Int) {
        #expect(Supervisor(environment: { variables[$0] }, process: 7).sockets == (0..<count).map { 3 + Int32($0) })
    }

    @Test(arguments: [
        ([:], nil), (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "7"], 1_500_000),
        (["WATCHDOG_USEC": "3000000"], 1_500_000), (["WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"], nil),
        (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "soon"], nil),
    ])
    func signsOfLifeComeTwiceInTheTimeAllowed(variables: [String: String], microseconds: Int?) {
        let interval = Supervisor(environment: { variables[$0] }, process: 7).interval
        #expect(interval == microseconds.map { .microseconds($0) })
    }

    @Test(arguments: [
        (Supervisor.News.ready, "READY=1"), (.alive, "WATCHDOG=1"), (.stopping, "STOPPING=1"),
        (.status("one\r\ntwo\u{2028}three"), "STATUS=one two three"),
    ])
    func newsArrives(news: Supervisor.News, text: String) throws {
        let folder = try Folder()
        let ear = try Ear(folder("notify"))
        Supervisor(environment: { $0 == "NOTIFY_SOCKET" ? folder("notify") : nil }).tell(news)
        #expect(ear.next() == text)
    }

    @Test func aNewsOfReloadingSaysWhen() throws {
        let folder = try Folder()
        let ear = try Ear(folder("notify"))
        Supervisor(environment: { $0 == "NOTIFY_SOCKET" ? folder("notify") : nil }).tell(.reloading)
        let lines = ear.next().split(separator: "\n")
        #expect(lines.first == "RELOADING=1")
        #expect(lines.last?.wholeMatch(of: /MONOTONIC_USEC=\d+/) != nil)
    }

    @Test func aNameInTheAbstractNamespaceIsReached() throws {
        let ear = try Ear("@briefd-test-\(getpid())")
        Supervisor(environment: { $0 == "NOTIFY_SOCKET" ? "@briefd-test-\(getpid())" : nil }).tell(.ready)
        #expect(ear.next() == "READY=1")
    }

    @Test(arguments: ["", "relative", "/nobody/listens/here", String(repeating: "/", count: 200)])
    func aSupervisorThatCannotBeReachedDoesNoHarm(socket: String) {
        Supervisor(environment: { $0 == "NOTIFY_SOCKET" ? socket : nil }).tell(.ready)
    }
}

/// A datagram socket that receives the notifications to a supervisor.
private final class Ear {
    private let descriptor: Int32

    init(_ recipient: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(recipient.utf8).map { $0 == UInt8(ascii: "@") ? 0 : $0 }
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        // The length of a path includes the NUL after it; a name in the abstract namespace has none.
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count + (bytes.first == 0 ? 0 : 1))
        let result = withUnsafePointer(to: name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
        }
        try #require(result == 0)
    }

    deinit { close(descriptor) }

    /// The next datagram, which was sent already; empty where none was.
    func next() -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        let count = recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }
}
