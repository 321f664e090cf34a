// The built program as a child process: started, watched through its standard error, and always ended.
// Requests over the network are in Curl.swift and Tests/Support/Wire.swift.

import Foundation
import Glibc

/// Where a running program listens.
enum Address: Hashable, CustomStringConvertible {
    case tcp(port: UInt16)
    case unix(path: String)

    /// As the option `--listen` takes it.
    var description: String {
        switch self {
        case .tcp(let port): "127.0.0.1:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

/// What went wrong with a child process, with what it had said until then.
struct ProgramError: Error, CustomStringConvertible {
    var description: String
}

/// A child process that runs `briefd`; it ends with this value at the latest.
final class Program {
    private let process = Process()
    private let output = Watch()
    private let log = Watch()
    /// Where it serves, in the order of its log.
    private(set) var addresses: [Address] = []

    /// The port of its first address, 0 where that is none of TCP.
    var port: UInt16 {
        guard case .tcp(let port) = addresses.first else { return 0 }
        return port
    }

    /// The executable that was built with the tests; it is in the folder of the test bundle.
    private static let executable: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return bundle.prefix(through: bundle.lastIndex(of: "/") ?? bundle.startIndex) + "briefd"
    }()

    /// What takes the right to read every file from a program that root starts, so that tests see what users see.
    private static let withoutRootsRights: [String] = {
        let setpriv = "/usr/bin/setpriv"
        guard geteuid() == 0, access(setpriv, X_OK) == 0 else { return [] }
        return [setpriv, "--bounding-set=-dac_override,-dac_read_search"]
    }()

    /// Starts the program with no `BRIEFD_` variables but those in `environment`.
    init(_ arguments: [String], environment: [String: String] = [:], directory: String = "/") throws {
        let command = Self.withoutRootsRights + [Self.executable] + arguments
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("BRIEFD_") }
            .merging(environment) { $1 }
        process.currentDirectoryURL = URL(filePath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output.pipe
        process.standardError = log.pipe
        // The child inherits this thread's signal mask, and threads of a pool block SIGTERM.
        var signals = sigset_t()
        var mask = sigset_t()
        sigfillset(&signals)
        pthread_sigmask(SIG_UNBLOCK, &signals, &mask)
        defer { pthread_sigmask(SIG_SETMASK, &mask, nil) }
        try process.run()
    }

    deinit {
        if process.isRunning { signal(SIGKILL) }
        process.waitUntilExit()
    }

    /// Starts the program to serve on `listen` and waits until it answers there.
    static func serve(
        _ arguments: [String] = [], environment: [String: String] = [:], listen: [String] = ["127.0.0.1:0"]
    ) throws -> Program {
        let arguments = ["serve"] + arguments + listen.flatMap { ["--listen", $0] }
        let program = try Program(arguments, environment: environment)
        try program.waitForAddresses(listen.count)
        return program
    }

    /// Waits for `count` lines `listening on …`.
    func waitForAddresses(_ count: Int = 1) throws {
        log.read(within: .seconds(30)) { text in
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            addresses = lines.compactMap(Address.init(logLine:))
            return addresses.count >= count
        }
        guard addresses.count >= count else { throw ProgramError(description: "does not listen:\n\(log.text)") }
    }

    var identifier: Int32 { process.processIdentifier }

    func signal(_ number: Int32) {
        kill(process.processIdentifier, number)
    }

    /// Waits for the end; a program that does not end is killed, which is an error.
    func wait() throws -> Outcome {
        let hasEnded = output.read(within: .seconds(30)) && log.read(within: .seconds(30))
        if !hasEnded { signal(SIGKILL) }
        process.waitUntilExit()
        guard hasEnded else { throw ProgramError(description: "does not end:\n\(log.text)") }
        let code = process.terminationStatus + (process.terminationReason == .exit ? 0 : 128)
        return Outcome(code: code, output: output.text, log: log.text)
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], directory: String = "/"
    ) throws -> Outcome {
        try Program(arguments, environment: environment, directory: directory).wait()
    }
}

/// How a program ended and all that it wrote.
struct Outcome {
    /// 0 to 255, 128 + signal where one ended the process.
    var code: Int32
    var output: String
    var log: String

    /// True where the program ended by itself with an exit code that says failure.
    var isRefusal: Bool { (1..<128).contains(code) }
}

extension Address {
    /// The address that a line `listening on http://127.0.0.1:PORT` or `listening on unix:PATH` ends with.
    fileprivate init?(logLine line: Substring) {
        guard let range = line.firstRange(of: "listening on ") else { return nil }
        let address = line[range.upperBound...].prefix { !$0.isWhitespace && $0 != "\"" }
        if address.hasPrefix("unix:") {
            self = .unix(path: String(address.dropFirst(5)))
        } else if let colon = address.lastIndex(of: ":"), let port = UInt16(address[colon...].dropFirst()) {
            self = .tcp(port: port)
        } else {
            return nil
        }
    }
}

/// A pipe from a child process and what came through it so far.
private final class Watch {
    let pipe = Pipe()
    private var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    init() {
        let setPipeSize: Int32 = 1031  // F_SETPIPE_SZ, which Glibc's module map leaves out
        // Room for what is written while nobody reads.
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, setPipeSize, 1 << 20)
    }

    /// Reads until `isEnough` says so or the other end is closed; false where neither happened within `time`.
    @discardableResult
    func read(within time: Duration, until isEnough: (String) -> Bool = { _ in false }) -> Bool {
        let deadline = ContinuousClock.now + time
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        var piece = [UInt8](repeating: 0, count: 65536)
        while !isEnough(text) {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0, poll(&ready, 1, Int32(left) + 1) >= 0 else { return false }
            guard ready.revents != 0 else { continue }
            let count = Glibc.read(descriptor, &piece, piece.count)
            guard count > 0 else { return true }
            bytes += piece.prefix(count)
        }
        return true
    }
}
