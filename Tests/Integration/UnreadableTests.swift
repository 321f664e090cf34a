// Files and folders that become unreadable while the program runs: their former versions stay.

import Foundation
import Support
import Testing

@Suite struct UnreadableTests {
    /// What the program serves.
    private struct State: Equatable, CustomStringConvertible {
        var points: [String] = []
        var unreadable: [String] = []

        init(points: [String] = [], unreadable: [String] = []) {
            (self.points, self.unreadable) = (points, unreadable)
        }

        init(_ curl: Curl) throws {
            /// The lines of a CSV list below its header.
            func rows(_ target: String) throws -> [String] {
                try curl.request(target).text.split(separator: "\r\n").dropFirst().map(String.init)
            }
            points = try rows("/points.csv?fields=text&sort=text")
            unreadable = try rows("/-/diagnostics.csv?fields=file&code=unreadable&sort=file")
        }

        var description: String { "points \(points), unreadable \(unreadable)" }
    }

    /// Waits at most 20 seconds until the program serves a state.
    private static func expect(_ expected: State, _ curl: Curl) throws {
        let end = ContinuousClock.now + .seconds(20)
        var state = try State(curl)
        while state != expected, ContinuousClock.now < end {
            usleep(10_000)
            state = try State(curl)
        }
        #expect(state == expected)
    }

    private static func serve(_ folder: Folder) throws -> Curl {
        try Curl(Program.serve(["--documents", folder.path]))
    }

    @Test func anUnreadableFileKeepsItsFormerVersion() throws {
        let folder = try Folder(["a.md": "- One: 1\n", "b.jsonl": "{\"text\": \"- Two: 2\\n\"}\nnonsense\n"])
        let curl = try Self.serve(folder)
        try Self.expect(State(points: ["1", "2"]), curl)
        for name in ["a.md", "b.jsonl"] { chmod(folder(name), 0) }
        try Self.expect(State(points: ["1", "2"], unreadable: ["a.md", "b.jsonl"]), curl)
        #expect(try curl.request("/-/diagnostics").text.contains("its former version is served"))
        // A walk over all folders and one changed file find the same.
        try folder.write("- Three: 3\n", to: "c.md")
        try Self.expect(State(points: ["1", "2", "3"], unreadable: ["a.md", "b.jsonl"]), curl)
        curl.program.signal(SIGHUP)
        try folder.write("- Three: 33\n", to: "c.md")
        try Self.expect(State(points: ["1", "2", "33"], unreadable: ["a.md", "b.jsonl"]), curl)
        for name in ["a.md", "b.jsonl"] { chmod(folder(name), 0o600) }
        try Self.expect(State(points: ["1", "2", "33"]), curl)
    }

    @Test(arguments: [0o000, 0o444] as [mode_t])
    func theFilesOfAnUnreadableFolderKeepTheirFormerVersion(_ mode: mode_t) throws {
        let folder = try Folder(
            ["a.md": "- One: 1\n", "in/b.md": "- Two: 2\n", "in/deep/c.md": "- Three: 3\n", "inn.md": "- Four: 4\n"])
        let curl = try Self.serve(folder)
        try Self.expect(State(points: ["1", "2", "3", "4"]), curl)
        chmod(folder("in"), mode)
        unlink(folder("inn.md"))
        let unreadable = mode == 0 ? ["in/"] : ["in/b.md", "in/deep"]
        try Self.expect(State(points: ["1", "2", "3"], unreadable: unreadable), curl)
        chmod(folder("in"), 0o755)
        try Self.expect(State(points: ["1", "2", "3"]), curl)
    }
}
