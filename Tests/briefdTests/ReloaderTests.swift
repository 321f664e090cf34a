// Reloads: changes are published as one snapshot.
import API
import Catalog
import Dispatch
import Glibc
import HTTP
import Logging
import Server
import Support
import Testing

@testable import briefd

@Suite struct ReloaderTests {
    @Test func `a supervisor is notified of requested reloads`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder.path))
        let served = testService.notifications.withLock { $0 }
        #expect(served.count == 2)
        #expect(served.last == .ready)
        testService.reload(.signal)
        #expect(testService.notifications.withLock { $0 } == served + [.reloading, .ready])
        testService.reload(.scan)
        #expect(testService.notifications.withLock { $0.count } == 4)
    }

    @Test func `a change is published and listed`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder.path))
        let generation = testService.service.generation
        testService.reload()
        let first = try testService.get("/-/changes").text
        #expect(first.contains("\"changes\":[]"))
        try folder.write("- Two: 2\n", to: "b.txt")
        testService.reload()
        #expect(testService.service.generation > generation)
        #expect(try testService.get("/points").text.contains("Two"))
        let version = try #require(first.firstMatch(of: /"version":"([0-9a-f]+)"/)).1
        let changes = try testService.get("/-/changes?since=\(version)").text
        #expect(changes.contains(#"{"name":"articles","count":2,"added":{"count":1,"ids":["b"]}"#))
        #expect(try testService.get("/-/changes?since=none").status == 410)
    }

    @Test func `former records are kept for events only after somebody asked for those of a query`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder.path))
        let request = Request(
            .get, try Target("/-/events?collection=points&text=2"), headers: [.host: "localhost"])
        func events(after number: Int) -> String {
            let events = testService.service.events(for: request, after: number, until: Cancellation())
            return String(decoding: events.bytes, as: UTF8.self)
        }
        try folder.write("- Two: 2\n", to: "b.txt")
        testService.reload()
        #expect(events(after: 0).hasPrefix("event: snapshot\n"))
        try folder.write("- Three: 2\n", to: "c.txt")
        testService.reload()
        #expect(events(after: 1).contains(#""added":{"count":1,"#))
        #expect(events(after: 0).hasPrefix("event: snapshot\n"))
    }

    @Test func `an unchanged folder publishes nothing`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder.path))
        let generation = testService.service.generation
        for reason in [Reloader.Reason.scan, .change] { testService.reload(reason) }
        #expect(testService.service.generation == generation)
    }

    @Test func `a requested reload reads the configuration too`() throws {
        let folder = try Folder(["a.txt": "| Law | Year |\n|---|---|\n| One | 1999 |\n"])
        let testService = TestService(TestService.configuration(folder.path))
        testService.configuration.withLock { configuration in
            configuration?.collections = Mapping([.init("laws", match: .tablesHeaded(["Law"]))])
            configuration?.token = "s3cret"
        }
        testService.reload(.scan)
        #expect(try testService.get("/laws").status == 404)
        testService.reload(.signal)
        #expect(try testService.get("/laws").status == 401)
        testService.configuration.withLock { $0?.token = nil }
        testService.reload(.signal)
        #expect(try testService.get("/laws").status == 200)
    }

    @Test func `a request reloads the documents`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        var configuration = TestService.configuration(folder.path)
        configuration.offersReload = true
        let testService = TestService(configuration)
        testService.service.setReloadAction { [reloader = testService.reloader] in reloader.request(.request) }
        try folder.write("- Two: 2\n", to: "b.txt")
        #expect(try testService.get("/-/reload", .post).status == 202)
        testService.waitUntilIdle()
        #expect(try testService.get("/points").text.contains("Two"))
    }

    @Test func `a draining service stays draining after a reload`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder.path))
        testService.service.drain()
        try folder.write("- Two: 2\n", to: "b.txt")
        testService.reload()
        #expect(try testService.get("/readyz").status == 503)
    }

    // MARK: Events of the file system

    private static func watching(_ path: String) -> Configuration {
        var configuration = TestService.configuration(path)
        configuration.watchesFolders = true
        return configuration
    }

    @Test func `a written file is noticed`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let testService = TestService(Self.watching(folder.path))
        try folder.write("- Two: 2\n", to: "b.txt")
        #expect(try testService.waitFor("Two", in: "/points"))
        try folder.write("- Three: 3\n", to: "new/deep/c.txt")
        #expect(try testService.waitFor("Three", in: "/points"))
        try folder.write("- Four: 4\n", to: "new/deep/c.txt")
        #expect(try testService.waitFor("Four", in: "/points"))
    }

    @Test func `a replaced single file is noticed`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n", "other.txt": "- Other: x\n"])
        let testService = TestService(Self.watching(folder("a.txt")))
        try folder.write("- Two: 2\n", to: "next")
        rename(folder("next"), folder("a.txt"))
        #expect(try testService.waitFor("Two", in: "/points"))
        #expect(try !testService.get("/points").text.contains("Other"))
    }

    /// Kubernetes mounts a ConfigMap as links through `..data`, and replaces that link.
    @Test func `a swapped link is noticed`() throws {
        let folder = try Folder(["docs/..1/a.txt": "- One: 1\n", "docs/..2/a.txt": "- Two: 2\n"])
        symlink("..1", folder("docs/..data"))
        symlink("..data/a.txt", folder("docs/a.txt"))
        let testService = TestService(Self.watching(folder("docs")))
        #expect(try testService.get("/points").text.contains("One"))
        symlink("..2", folder("docs/..next"))
        rename(folder("docs/..next"), folder("docs/..data"))
        #expect(try testService.waitFor("Two", in: "/points"))
    }

    @Test func `a replaced folder is noticed`() throws {
        let folder = try Folder(["docs/a.txt": "- One: 1\n", "next/a.txt": "- Two: 2\n"])
        let testService = TestService(Self.watching(folder("docs")))
        rename(folder("docs"), folder("old"))
        rename(folder("next"), folder("docs"))
        #expect(try testService.waitFor("Two", in: "/points"))
        try folder.write("- Three: 3\n", to: "docs/a.txt")
        #expect(try testService.waitFor("Three", in: "/points"))
    }

    /// Changes in a folder before it was watched cause no event, so it has to be walked again.
    @Test func `newly watched folders are reported`() throws {
        let folder = try Folder(["docs/a.txt": "a", "docs/new/b.txt": "b"])
        let watch = try #require(FolderWatch(on: DispatchQueue(label: "test")) {})
        let roots = [SystemPath(folder("docs"))]
        let (docs, new) = (SystemPath(folder("docs")), SystemPath(folder("docs/new")))
        #expect(watch.update([docs], roots: roots) == (true, true))
        #expect(watch.update([docs], roots: roots) == (true, false))
        #expect(watch.update([docs, new], roots: roots) == (true, true))
        #expect(watch.update([docs], roots: roots) == (true, false))
    }

    // MARK: Under load

    /// Replaces three files at once, repeatedly, while threads send requests: each response is from one state.
    @Test func `no response mixes two states`() throws {
        let folder = try Folder()
        func swap(_ number: Int) throws {
            for name in ["a", "b", "c"] {
                try folder.write("- Point: round \(number).\n", to: "..\(number)/\(name).txt")
            }
            symlink("..\(number)", folder("next"))
            rename(folder("next"), folder("docs"))
        }
        try swap(0)
        let testService = TestService(TestService.configuration(folder("docs")))
        let isOver = Locked(false)
        let faults = Locked<[String]>([])
        let seen = Locked<Set<Substring>>([])
        let group = DispatchGroup()
        let hasResponse = DispatchSemaphore(value: 0)
        for number in 0..<2 {
            // A queue of its own gets a thread even if other tests use all threads of the pool.
            DispatchQueue(label: "client \(number)").async(group: group) {
                var isLast = false
                repeat {
                    isLast = isOver.withLock { $0 }
                    let answer = (try? testService.get("/points?fields=text")) ?? (status: 0, text: "no answer")
                    let rounds = answer.text.matches(of: /round [0-9]+/).map(\.output)
                    if answer.status != 200 || rounds.count != 3 || Set(rounds).count != 1 {
                        faults.withLock { $0.append(answer.text) }
                    }
                    seen.withLock { $0.formUnion(rounds) }
                    hasResponse.signal()
                } while !isLast
            }
        }
        for _ in 0..<2 { hasResponse.wait() }
        for number in 1...40 {
            try swap(number)
            testService.reload(.change)
        }
        isOver.withLock { $0 = true }
        group.wait()
        #expect(faults.withLock { $0 } == [])
        #expect(seen.withLock { $0.isSuperset(of: ["round 0", "round 40"]) })
        #expect(try testService.get("/points").text.contains("round 40."))
    }
}
