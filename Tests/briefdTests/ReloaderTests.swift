// Reloads: each publishes a whole snapshot, or keeps the former one and reports the reason.
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

/// A service over a folder, without sockets.
private final class Bench: Sendable {
    let service: Service
    let reloader: Reloader
    let configuration: Locked<Configuration>
    /// The notifications to the supervisor.
    let news: Locked<[Supervisor.News]>
    private let changes = DispatchSemaphore(value: 0)

    init(_ configuration: Configuration) {
        let current = Locked(configuration)
        self.configuration = current
        service = Service(configuration)
        let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let news = Locked<[Supervisor.News]>([])
        self.news = news
        reloader = Reloader(service, quiet, tell: { each in news.withLock { $0.append(each) } }) {
            current.withLock { $0 }
        }
        let started = DispatchSemaphore(value: 0)
        reloader.start(configuration) { started.signal() }
        started.wait()
        reloader.finish()
    }

    func reload(_ reason: Reloader.Reason = .request) {
        reloader.request(reason)
        reloader.finish()
    }

    func get(_ target: String, _ method: Request.Method = .get) throws -> (status: Int, text: String) {
        let request = Request(method, try Target(target), headers: [.host: "localhost"])
        let response = service.respond(to: request, until: Cancellation())
        guard case .bytes(let bytes) = response.body else { return (response.status.code, "") }
        return (response.status.code, String(decoding: bytes, as: UTF8.self))
    }

    /// Waits, for at most twenty seconds, until an answer holds a text.
    func waitFor(_ text: String, in target: String) throws -> Bool {
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            if try get(target).text.contains(text) { return true }
            sched_yield()
        }
        return false
    }
}

@Suite struct ReloaderTests {
    /// Nothing is read again but when a test says so.
    private static func configuration(_ path: String) -> Configuration {
        var configuration = Configuration()
        configuration.documents = [path]
        configuration.watches = false
        configuration.scanTime = 0
        return configuration
    }

    @Test func aSupervisorHearsOfReloadsThatWereAskedFor() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let bench = Bench(Self.configuration(folder.path))
        let served = bench.news.withLock { $0 }
        #expect(served.count == 2)
        #expect(served.last == .ready)
        bench.reload(.signal)
        #expect(bench.news.withLock { $0 } == served + [.reloading, .ready])
        bench.reload(.scan)
        #expect(bench.news.withLock { $0.count } == 4)
    }

    @Test func aChangeIsPublishedAndListed() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let bench = Bench(Self.configuration(folder.path))
        let generation = bench.service.generation
        bench.reload()
        let first = try bench.get("/-/changes").text
        #expect(first.contains("\"changes\":[]"))
        try folder.write("- Two: 2\n", to: "b.txt")
        bench.reload()
        #expect(bench.service.generation > generation)
        #expect(try bench.get("/points").text.contains("Two"))
        let version = try #require(first.firstMatch(of: /"version":"([0-9a-f]+)"/)).1
        let changes = try bench.get("/-/changes?since=\(version)").text
        #expect(changes.contains(#"{"name":"articles","count":2,"added":{"count":1,"ids":["b"]}"#))
        #expect(try bench.get("/-/changes?since=none").status == 410)
    }

    @Test func nothingMovesWhereNothingChanged() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let bench = Bench(Self.configuration(folder.path))
        let generation = bench.service.generation
        for reason in [Reloader.Reason.scan, .change] { bench.reload(reason) }
        #expect(bench.service.generation == generation)
    }

    @Test func aFailedReloadKeepsWhatThereWasAndSaysWhy() throws {
        let folder = try Folder(["docs/a.txt": "- One: 1\n"])
        let bench = Bench(Self.configuration(folder("docs")))
        let before = try bench.get("/points").text
        let index = try bench.get("/").text
        rename(folder("docs"), folder("away"))
        bench.reload(.scan)
        bench.reload(.scan)
        #expect(try bench.get("/points").text == before)
        #expect(try bench.get("/-/diagnostics?code=reload-failed").text.contains("\"total\":1"))
        #expect(try bench.get("/readyz").status == 200)
        rename(folder("away"), folder("docs"))
        bench.reload(.scan)
        #expect(try bench.get("/-/diagnostics?code=reload-failed").text.contains("\"total\":0"))
        #expect(try bench.get("/").text == index)
    }

    @Test func theConfigurationIsReadAgainWhenSomebodyAsks() throws {
        let folder = try Folder(["a.txt": "| Law | Year |\n|---|---|\n| One | 1999 |\n"])
        let bench = Bench(Self.configuration(folder.path))
        bench.configuration.withLock { configuration in
            configuration.collections = Mapping([.init("laws", match: .tablesHeaded(["Law"]))])
            configuration.token = "s3cret"
        }
        bench.reload(.scan)
        #expect(try bench.get("/laws").status == 404)
        bench.reload(.signal)
        #expect(try bench.get("/laws").status == 401)
        bench.configuration.withLock { $0.token = nil }
        bench.reload(.signal)
        #expect(try bench.get("/laws").status == 200)
    }

    @Test func aRequestHasTheDocumentsReadAgain() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        var configuration = Self.configuration(folder.path)
        configuration.offersReload = true
        let bench = Bench(configuration)
        bench.service.onReload { [reloader = bench.reloader] in reloader.request(.request) }
        try folder.write("- Two: 2\n", to: "b.txt")
        #expect(try bench.get("/-/reload", .post).status == 202)
        bench.reloader.finish()
        #expect(try bench.get("/points").text.contains("Two"))
    }

    @Test func draining() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let bench = Bench(Self.configuration(folder.path))
        bench.service.drain()
        try folder.write("- Two: 2\n", to: "b.txt")
        bench.reload()
        #expect(try bench.get("/readyz").status == 503)
    }

    // MARK: Events of the file system

    private static func watching(_ path: String) -> Configuration {
        var configuration = Self.configuration(path)
        configuration.watches = true
        return configuration
    }

    @Test func aWrittenFileIsSeen() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let bench = Bench(Self.watching(folder.path))
        try folder.write("- Two: 2\n", to: "b.txt")
        #expect(try bench.waitFor("Two", in: "/points"))
        try folder.write("- Three: 3\n", to: "new/deep/c.txt")
        #expect(try bench.waitFor("Three", in: "/points"))
        try folder.write("- Four: 4\n", to: "new/deep/c.txt")
        #expect(try bench.waitFor("Four", in: "/points"))
    }

    @Test func aSingleFileThatIsReplacedIsSeen() throws {
        let folder = try Folder(["a.txt": "- One: 1\n", "other.txt": "- Other: x\n"])
        let bench = Bench(Self.watching(folder("a.txt")))
        try folder.write("- Two: 2\n", to: "next")
        rename(folder("next"), folder("a.txt"))
        #expect(try bench.waitFor("Two", in: "/points"))
        #expect(try !bench.get("/points").text.contains("Other"))
    }

    /// As Kubernetes mounts a ConfigMap: names that lead through `..data`, which is swapped for another folder.
    @Test func aSwappedLinkIsSeen() throws {
        let folder = try Folder(["docs/..1/a.txt": "- One: 1\n", "docs/..2/a.txt": "- Two: 2\n"])
        symlink("..1", folder("docs/..data"))
        symlink("..data/a.txt", folder("docs/a.txt"))
        let bench = Bench(Self.watching(folder("docs")))
        #expect(try bench.get("/points").text.contains("One"))
        symlink("..2", folder("docs/..next"))
        rename(folder("docs/..next"), folder("docs/..data"))
        #expect(try bench.waitFor("Two", in: "/points"))
    }

    @Test func aFolderThatIsReplacedIsSeen() throws {
        let folder = try Folder(["docs/a.txt": "- One: 1\n", "next/a.txt": "- Two: 2\n"])
        let bench = Bench(Self.watching(folder("docs")))
        rename(folder("docs"), folder("old"))
        rename(folder("next"), folder("docs"))
        #expect(try bench.waitFor("Two", in: "/points"))
        try folder.write("- Three: 3\n", to: "docs/a.txt")
        #expect(try bench.waitFor("Three", in: "/points"))
    }

    /// What happened in a folder before it was watched went unheard, so that it has to be looked through once more.
    @Test func foldersThatAreWatchedOnlyNowAreTold() throws {
        let folder = try Folder(["docs/a.txt": "a", "docs/new/b.txt": "b"])
        let watch = try #require(FolderWatch(on: DispatchQueue(label: "test")) {})
        let roots = [SystemPath(folder("docs"))]
        let (docs, new) = (SystemPath(folder("docs")), SystemPath(folder("docs/new")))
        #expect(watch.follow([docs], roots: roots) == (true, true))
        #expect(watch.follow([docs], roots: roots) == (true, false))
        #expect(watch.follow([docs, new], roots: roots) == (true, true))
        #expect(watch.follow([docs], roots: roots) == (true, false))
    }

    // MARK: Under load

    /// Three files are swapped at once, again and again, while threads ask: every answer is of one state of the three.
    @Test func noAnswerIsMixed() throws {
        let folder = try Folder()
        func swap(_ number: Int) throws {
            for name in ["a", "b", "c"] {
                try folder.write("- Point: round \(number).\n", to: "..\(number)/\(name).txt")
            }
            symlink("..\(number)", folder("next"))
            rename(folder("next"), folder("docs"))
        }
        try swap(0)
        let bench = Bench(Self.configuration(folder("docs")))
        let isOver = Locked(false)
        let faults = Locked<[String]>([])
        let seen = Locked<Set<Substring>>([])
        let group = DispatchGroup()
        let hasAsked = DispatchSemaphore(value: 0)
        for number in 0..<2 {
            // A queue of its own gets a thread though other tests keep the pool busy.
            DispatchQueue(label: "asker \(number)").async(group: group) {
                var isLast = false
                repeat {
                    isLast = isOver.withLock { $0 }
                    let answer = (try? bench.get("/points?fields=text")) ?? (status: 0, text: "no answer")
                    let rounds = answer.text.matches(of: /round [0-9]+/).map(\.output)
                    if answer.status != 200 || rounds.count != 3 || Set(rounds).count != 1 {
                        faults.withLock { $0.append(answer.text) }
                    }
                    seen.withLock { $0.formUnion(rounds) }
                    hasAsked.signal()
                } while !isLast
            }
        }
        for _ in 0..<2 { hasAsked.wait() }
        for number in 1...40 {
            try swap(number)
            bench.reload(.change)
        }
        isOver.withLock { $0 = true }
        group.wait()
        #expect(faults.withLock { $0 } == [])
        #expect(seen.withLock { $0.isSuperset(of: ["round 0", "round 40"]) })
        #expect(try bench.get("/points").text.contains("round 40."))
    }
}
