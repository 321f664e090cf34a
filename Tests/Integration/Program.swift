// Runs the built program as a child process and ends it with the test.
// Curl.swift and Tests/Support/Wire.swift send requests to it.

import Foundation
import Glibc

/// An address on which a running program listens.
enum Address: Hashable, CustomStringConvertible {
    case tcp(port: UInt16)
    case unix(path: String)

    /// The address in the syntax of the option `--listen`.
    var description: String {
        switch self {
        case .tcp(let port): "127.0.0.1:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

/// The error of a child process, with its log so far.
struct ProgramError: Error, CustomStringConvertible {
    var description: String
}

/// A child process that runs `briefd`; it is killed when this object is released.
final class Program {
    private let process = Process()
    private let output = CapturedOutput()
    private let log = CapturedOutput()
    /// The addresses in the order of the log.
    private(set) var addresses: [Address] = []

    /// The port of the first address, 0 if that is not a TCP address.
    var port: UInt16 {
        guard case .tcp(let port) = addresses.first else { return 0 }
        return port
    }

    /// The path of the built executable, which is in the folder of the test bundle.
    private static let executable: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return bundle.prefix(through: bundle.lastIndex(of: "/") ?? bundle.startIndex) + "briefd"
    }()

    /// The command that drops root's right to read every file, so that tests run as for other users.
    private static let withoutRootsRights: [String] = {
        let setpriv = "/usr/bin/setpriv"
        guard geteuid() == 0, access(setpriv, X_OK) == 0 else { return [] }
        return [setpriv, "--bounding-set=-dac_override,-dac_read_search"]
    }()

    /// Starts the program; of the `BRIEFD_` variables, only those in `environment` are set.
    ///
    /// `prefix` is a command that runs the program.
    init(
        _ arguments: [String], prefix: [String] = withoutRootsRights, environment: [String: String] = [:],
        directory: String = "/"
    ) throws {
        let command = prefix + [Self.executable] + arguments
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("BRIEFD_") }
            .merging(environment) { $1 }
        process.currentDirectoryURL = URL(filePath: directory)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output.pipe
        process.standardError = log.pipe
        // The child inherits the signal mask of this thread, and threads of a pool block SIGTERM.
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

    /// Starts the server and waits until it listens on all addresses in `listen`.
    static func serve(
        _ arguments: [String] = [], environment: [String: String] = [:], listen: [String] = ["127.0.0.1:0"]
    ) throws -> Program {
        let arguments = ["serve"] + arguments + listen.flatMap { ["--listen", $0] }
        let program = try Program(arguments, environment: environment)
        try program.waitForAddresses(listen.count)
        return program
    }

    /// Waits until the log has `count` lines `listening on …`.
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

    /// Waits for the program to exit.
    ///
    /// Throws after 30 seconds and kills the program.
    func wait() throws -> Outcome {
        let hasEnded = output.read(within: .seconds(30)) && log.read(within: .seconds(30))
        if !hasEnded { signal(SIGKILL) }
        process.waitUntilExit()
        guard hasEnded else { throw ProgramError(description: "does not end:\n\(log.text)") }
        let code = process.terminationStatus + (process.terminationReason == .exit ? 0 : 128)
        return Outcome(code: code, output: output.text, log: log.text)
    }

    /// Returns the exit code of the program without reading its log; nil if it does not exit within 30 seconds.
    func exitCodeWithoutReading() -> Int32? {
        let deadline = ContinuousClock.now + .seconds(30)
        while process.isRunning, ContinuousClock.now < deadline { usleep(10_000) }
        if process.isRunning { return nil }
        return process.terminationStatus + (process.terminationReason == .exit ? 0 : 128)
    }

    /// Starts the program and waits for it to exit.
    static func run(
        _ arguments: [String], environment: [String: String] = [:], directory: String = "/"
    ) throws -> Outcome {
        try Program(arguments, environment: environment, directory: directory).wait()
    }
}

/// The exit code and the output of a program.
struct Outcome {
    /// The exit code, or 128 + the number of the signal that ended the process.
    var code: Int32
    var output: String
    var log: String

    /// True if the program exited by itself with a failure.
    var isRefusal: Bool { (1..<128).contains(code) }
}

extension Address {
    /// Parses the address at the end of a line `listening on http://127.0.0.1:PORT` or `listening on unix:PATH`.
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

/// The output of a child process, read through a pipe.
private final class CapturedOutput {
    let pipe = Pipe()
    private var bytes: [UInt8] = []

    var text: String { String(decoding: bytes, as: UTF8.self) }

    init() {
        let setPipeSize: Int32 = 1031  // F_SETPIPE_SZ, which Glibc's module map leaves out
        // A large pipe, so that the program does not block while the test does not read.
        _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, setPipeSize, 1 << 20)
    }

    /// Reads until `isEnough` returns true or the pipe is closed; returns false after `time`.
    @discardableResult
    func read(within time: Duration, until isEnough: (String) -> Bool = { _ in false }) -> Bool {
        let deadline = ContinuousClock.now + time
        let descriptor = pipe.fileHandleForReading.fileDescriptor
        var chunk = [UInt8](repeating: 0, count: 65536)
        while !isEnough(text) {
            var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = (deadline - .now) / .milliseconds(1)
            guard left > 0, poll(&ready, 1, Int32(left) + 1) >= 0 else { return false }
            guard ready.revents != 0 else { continue }
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            guard count > 0 else { return true }
            bytes += chunk.prefix(count)
        }
        return true
    }
}
