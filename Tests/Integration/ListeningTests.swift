// Listening on TCP ports and Unix sockets.

import Foundation
import Glibc
import Support
import Testing

@Suite struct ListeningTests {
    @Test func portZeroPicksAFreePort() throws {
        let programs = [try Program.serve(), try Program.serve()]
        #expect(programs[0].addresses != programs[1].addresses)
        for program in programs {
            #expect(program.addresses != [.tcp(port: 0)])
            #expect(try Curl(program).request("/leaders").status == 200)
        }
    }

    @Test func aUnixSocketIsServedAndRemoved() throws {
        let folder = try Folder()
        let path = folder("briefd.sock")
        let program = try Program.serve(listen: ["unix:\(path)"])
        #expect(program.addresses == [.unix(path: path)])
        let curl = try Curl(program)
        #expect(try curl.request("/leaders").status == 200)
        #expect(try curl.request("/leaders").newConnections == 0)
        program.signal(SIGTERM)
        #expect(try program.wait().code == 0)
        #expect(access(path, F_OK) != 0, "the socket's file is gone")
    }

    @Test func aUnixSocketLeftByAKilledProgramIsTakenOver() throws {
        let folder = try Folder()
        let listen = ["unix:\(folder("briefd.sock"))"]
        let killed = try Program.serve(listen: listen)
        killed.signal(SIGKILL)
        #expect(try killed.wait().code == 128 + SIGKILL)
        #expect(try Curl(Program.serve(listen: listen)).request("/leaders").status == 200)
    }

    @Test func aUnixSocketInUseStopsTheStart() throws {
        let folder = try Folder()
        let listen = "unix:\(folder("briefd.sock"))"
        let curl = try Curl(Program.serve(listen: [listen]))
        let outcome = try Program.run(["serve", "--listen", listen])
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains(listen))
        #expect(try curl.request("/leaders").status == 200, "the first one still serves")
    }

    @Test func severalAddressesAreServedAtOnce() throws {
        let folder = try Folder()
        let program = try Program.serve(listen: ["127.0.0.1:0", "unix:\(folder("s"))", "127.0.0.1:0"])
        #expect(Set(program.addresses).count == 3)
        let bodies = try program.addresses.indices.map { try Curl(program, at: $0).request("/leaders").body }
        #expect(Set(bodies).count == 1)
    }

    @Test func aPortInUseStopsTheStart() throws {
        let curl = try Curl(Program.serve())
        let address = curl.program.addresses[0]
        let outcome = try Program.run(["serve", "--listen", "\(address)"])
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains("\(address)"))
        #expect(outcome.log.lowercased().contains("in use"))
        #expect(try curl.request("/leaders").status == 200, "the first one still serves")
    }

    @Test func oneAddressInUseAmongOthersIsRefusedToo() throws {
        let folder = try Folder()
        let first = try Program.serve()
        let outcome = try Program.run(
            ["serve", "--listen", "unix:" + folder("socket"), "--listen", "127.0.0.1:\(first.port)"])
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains("127.0.0.1:\(first.port)"))
        #expect(!FileManager.default.fileExists(atPath: folder("socket")), "the socket that could be made is gone")
    }

    @Test(arguments: ["127.0.0.1", "127.0.0.1:65536", "127.0.0.1:-1", "nowhere:8080", ":", "unix:", "[::1:80", ""])
    func anUnusableAddressIsNamed(address: String) throws {
        let outcome = try Program.run(["serve", "--listen", address])
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains("[\"\(address)\"]"))
    }
}
