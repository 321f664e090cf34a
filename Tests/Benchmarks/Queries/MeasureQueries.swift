// Measures queries in-process: the time of the first response, which makes indexes, and of the following ones.
//
//     swift run -c release measure-queries [articles] [points in each] [prepare]

import API
import Catalog
import Documents
import Glibc
import HTTP

@main
struct MeasureQueries {
    private static let rounds = 21

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        let articles = arguments.first ?? 60_000
        let points = arguments.dropFirst().first ?? 1
        let (snapshot, seconds) = timed { build(articles: articles, points: points) }
        print("\(articles) articles, \(articles * points) points, read in \(seconds / 1000) ms")
        print("resident: \(residentMegabytes()) MB\n")
        if CommandLine.arguments.contains("prepare") {
            for collection in snapshot.collections {
                let (_, time) = timed { collection.prepareIndexes { false } }
                print("\(collection.name): prepared in \(time / 1000) ms")
            }
        }
        print("first µs  median µs  target")
        for target in targets { try measure(target, snapshot) }
        print("\nresident: \(residentMegabytes()) MB\n")
        for name in ["articles", "leaders", "points"] { snapshot[name].map(measureChange) }
    }

    /// Measures the patches of all indexes after a change of 10 records in the middle.
    private static func measureChange(of collection: Collection) {
        let count = collection.records.count
        let changed = count / 2..<min(count, count / 2 + 10)
        let change = RecordChange(oldCount: count, newCount: count, removed: [changed], added: [changed])
        let paths = collection.paths.filter { path in
            collection.fields[path.position].isListedByDefault && collection.index(of: path) != nil
        }
        func measure(_ name: String, _ use: (Collection) -> Void) {
            let times = (0..<rounds).map { _ in
                let next = collection.following(collection, change)
                return timed { use(next) }.1
            }
            print("patch µs: \(padded(times.sorted()[rounds / 2]))   \(name)")
        }
        measure("order of ids of \(count) \(collection.name)") { _ = $0.idOrder }
        for path in paths { measure("\(collection.name) \(path.name)") { _ = $0.index(of: path) } }
    }

    private static let targets = [
        "/articles?language=de&sort=-date,title&limit=20",
        "/articles?sort=title&limit=20",
        "/articles?date:gte=2020-01-01&sort=wordCount&limit=20",
        "/articles?facets=language,tags,author&limit=0",
        "/articles?language=de&facets=tags,author&limit=0",
        "/articles?leaders=leader-77&limit=20",
        "/articles?title:contains=77&limit=20",
        "/leaders?focusArea=Area%207&sort=-votes&limit=20",
        "/leaders?facets=focusArea,votes&limit=0",
        "/leaders?appearances.source.line:gt=10&sort=name&limit=20",
        "/points?label=Point%203&sort=-text&limit=20",
        "/points?sort=text&limit=20",
        "/points?text:contains=77&limit=20",
        "/points?facets=label,heading&limit=0",
        "/points?source.line:gt=12&sort=-source.line,text&limit=20",
        "/points?sort=-label&cursor=*&limit=20",
        "/points.csv?sort=text",
    ]

    private static func measure(_ text: String, _ snapshot: Snapshot) throws {
        let api = API(programVersion: "measured")
        let request = Request(.get, try Target(text), headers: [.host: "localhost"])
        var times: [Int] = []
        for _ in 0..<rounds {
            let (response, time) = timed { api.respond(to: request, state: .ready(snapshot)) }
            guard response.status == .ok else { return print("    \(response.status.code)  \(text)") }
            times.append(time)
        }
        let median = times.dropFirst().sorted()[(rounds - 1) / 2]
        print("\(padded(times[0])) \(padded(median))   \(text)")
    }

    /// Makes documents like briefings, the same in every run.
    private static func build(articles: Int, points: Int) -> Snapshot {
        var state: UInt64 = 42
        func random(_ below: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % below
        }
        let documents = (0..<articles).flatMap { number -> [Document] in
            var text = "---\ndate: 20\(10 + random(17))-\(two(1 + random(12)))-\(two(1 + random(28)))\n"
            text += "author: Author \(random(200))\nlanguage: \(["de", "en", "fr"][random(3)])\n"
            text += "tags: [tag\(random(50)), tag\(random(50))]\n---\nTitle: Talks \(random(1_000_000)) of ministers\n"
            text += "They met to speak about ships, storms and the price of bread, and stayed until late.\n"
            for point in 0..<points { text += "- Point \(point): The \(random(1_000_000)) lamps along the wall.\n" }
            text += "| Leader | Focus Area | Votes |\n|---|---|---|\n"
            text += "| Leader \(number) | Area \(random(100)) | \(random(10_000)) |\n"
            return Document.read(Array(text.utf8), path: "day-\(number).txt").documents
        }
        return Snapshot.build(
            documents: documents, mapping: Mapping([.init("leaders", match: .tablesHeaded(["Leader"]))]), modified: 0)
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func padded(_ number: Int) -> String {
        let text = String(number)
        return String(repeating: " ", count: max(0, 9 - text.count)) + text
    }

    /// Returns the result and the processor time of a call in microseconds.
    private static func timed<Result>(_ body: () -> Result) -> (Result, Int) {
        let start = microseconds()
        let result = body()
        return (result, microseconds() - start)
    }

    private static func microseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }

    private static func residentMegabytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, 128, file) != nil else { return 0 }
        let pages = String(decoding: line.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(separator: " ")
        return (pages.count > 1 ? Int(pages[1]) ?? 0 : 0) * Int(getpagesize()) / 1_048_576
    }
}
