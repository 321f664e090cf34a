// Exhausted resources: file descriptors, and memory for a client that does not read.

import Foundation
import Support
import Testing

@Suite struct ExhaustionTests {
    /// Sets the program's limit of open file descriptors.
    private static func limitDescriptors(of program: Program, to count: Int) throws {
        let command = Process()
        command.executableURL = URL(filePath: "/usr/bin/prlimit")
        command.arguments = ["--pid=\(program.identifier)", "--nofile=\(count):"]
        try command.run()
        command.waitUntilExit()
        try #require(command.terminationStatus == 0)
    }

    /// Returns the descriptor that the program's next open call would return.
    private static func nextDescriptor(of program: Program) throws -> Int {
        let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(program.identifier)/fd")
        return try #require((0...open.count).first { !open.contains(String($0)) })
    }

    /// Returns the program's peak resident memory in bytes.
    private static func residentSize(of program: Program) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(program.identifier)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) }) * 1024
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit")))
    func withoutDescriptorsANewcomerIsToldAndOthersAreServed() throws {
        let program = try Program.serve()
        let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        let old = try Wire(port: program.port)
        try old.send(request)
        #expect(try old.receiveAnswer().status == 200)

        try Self.limitDescriptors(of: program, to: try Self.nextDescriptor(of: program))
        let newcomer = try Wire(port: program.port)
        #expect(Wire.answers(in: try newcomer.receiveToEnd()).map(\.status) == [503])
        try old.send(request)
        #expect(try old.receiveAnswer().status == 200)

        try Self.limitDescriptors(of: program, to: 1024)
        let next = try Wire(port: program.port)
        try next.send(request)
        #expect(try next.receiveAnswer().status == 200)
    }

    @Test(
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit")),
        arguments: [
            ("--nofile=10", "10 open files", "ulimit -n"), ("--as=100000000", "97656 kB of address space", "ulimit -v"),
        ], [["serve"], ["check"]])
    func withTooLittleTheProgramSaysSoAndExits(_ limit: (String, String, String), _ command: [String]) throws {
        let outcome = try Program(command, prefix: ["/usr/bin/prlimit", limit.0]).wait()
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains(limit.1) && outcome.log.contains(limit.2), "\(outcome.log)")
    }

    /// The system limits the processes of users other than root.
    @Test(.enabled(if: geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")))
    func withTooFewThreadsTheProgramSaysSoAndExits() throws {
        let otherUser = ["/usr/bin/setpriv", "--reuid=65533", "--regid=65533", "--clear-groups"]
        let outcome = try Program(["serve"], prefix: ["/usr/bin/prlimit", "--nproc=5"] + otherUser).wait()
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains("threads, and briefd needs at least"), "\(outcome.log)")
    }

    @Test func pipelinedRequestsOfAReaderThatDoesNotReadTakeLittleMemory() throws {
        let program = try Program.serve()
        let wire = try Wire(port: program.port, receiveBuffer: 4096)
        let request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
        try wire.send(request)
        let answer = try wire.receiveAnswer()
        let before = try Self.residentSize(of: program)

        let count = 100_000
        let requests = Array(String(repeating: request, count: count).utf8)
        var sent = 0
        // Fill the socket buffers of both sides; the program then stops reading.
        while case let fitting = try wire.sendWhatFits(requests[sent...]), fitting > 0 { sent += fitting }
        var received = 0
        while sent < requests.count {
            sent += try wire.sendWhatFits(requests[sent...])
            received += try wire.receiveWhatIsThere().count
        }
        wire.endSending()
        received += try wire.receiveToEnd().count
        #expect(received >= count * answer.body.count, "every request was answered")
        #expect(try Self.residentSize(of: program) - before < 8 << 20)
    }
}
