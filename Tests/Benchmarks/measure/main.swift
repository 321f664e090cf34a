// Measures briefd in-process: reading a folder, building the index, searching. `Tests/Benchmarks/search` runs it and
// compares the results with other programs. It is not part of briefd.
//
//     measure FOLDER ROUNDS [CHANGES] < queries
//
// Changes so many documents, each by itself, before it searches. Prints lines of a key and a value, then ROUNDS lines
// `query QUERY SECONDS HITS` for each query. Words match only as they are, unless MEASURE_FORMS is in the environment.

import BenchmarkFiles
import Catalog
import Dispatch
import Documents
import Search
import Glibc
import Synchronization

/// Returns a memory value of `/proc/self/status` in bytes.
func memory(_ name: String) -> Int {
    let status = String(decoding: contents(of: "/proc/self/status"), as: UTF8.self)
    let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    let number = line?.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first
    return (number.flatMap { Int($0) } ?? 0) * 1024
}

func seconds(_ work: () -> Void) -> Double {
    let duration = ContinuousClock().measure(work).components
    return Double(duration.seconds) + Double(duration.attoseconds) / 1e18
}

func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }

guard (3...4).contains(CommandLine.arguments.count), let rounds = Int(CommandLine.arguments[2]),
    let changes = CommandLine.arguments.count == 4 ? Int(CommandLine.arguments[3]) : 0
else {
    print("usage: measure FOLDER ROUNDS [CHANGES] < queries")
    exit(2)
}
let paths = files(below: CommandLine.arguments[1]).sorted()
let portions = Mutex([[Document]](repeating: [], count: (paths.count + 31) / 32))
let reading = seconds {
    DispatchQueue.concurrentPerform(iterations: (paths.count + 31) / 32) { number in
        let part = paths[number * 32..<min(paths.count, number * 32 + 32)].flatMap {
            Document.read(contents(of: $0), path: $0).documents
        }
        portions.withLock { $0[number] = part }
    }
}
var documents = portions.withLock { portions in
    defer { portions = [] }
    return portions.flatMap(\.self)
}
let text = documents.reduce(0) { $0 + $1.size }
print("documents", documents.count)
print("text", text)
print("reading", reading)
print("resident-documents", memory("VmRSS"))
let before = processorSeconds()
var built: TextIndex?
print("indexing", seconds { built = TextIndex(documents) })
print("indexing-processor", processorSeconds() - before)
guard var index = built else { exit(1) }
print("index", index.byteCount)
print("words", index.wordCount)
print("resident", memory("VmRSS"))
print("resident-most", memory("VmHWM"))
if changes > 0 { measureChanges() }
fflush(nil)

/// Replaces documents at some positions by equal ones that were read again, and returns the time to update the index.
@MainActor func replaceDocuments(at positions: [Int]) -> Double {
    var changed = documents
    for position in positions {
        let path = documents[position].path
        guard let document = Document.read(contents(of: path), path: path).documents.first else { continue }
        changed[position] = document
    }
    let change = DocumentChange(from: documents, to: changed)
    defer { documents = changed }
    return seconds { index = index.updated(by: change, from: documents, to: changed) }
}

/// Changes a tenth of the documents at once, then `changes` documents one after the other, with merges between.
@MainActor func measureChanges() {
    let initial = index
    print("update-tenth", replaceDocuments(at: Array(stride(from: 0, to: documents.count, by: 10))))
    index = initial
    var updates: [Double] = []
    var merging = 0.0
    for number in 0..<changes {
        updates.append(replaceDocuments(at: [number &* 7919 % documents.count]))
        merging += seconds {
            while let merged = index.mergePlan()?.run(), let next = index.replacing(merged) { index = next }
        }
    }
    updates.sort()
    print("update-median", updates[updates.count / 2])
    print("update-most", updates[updates.count - 1])
    print("merging", merging)
    print("segments", index.segmentCount)
    print("index-changed", index.byteCount)
}

let isExact = getenv("MEASURE_FORMS") == nil
let search = CollectionSearch(documents: documents, index: index)
while let query = readLine() {
    for _ in 0..<rounds {
        var found = 0
        let time = seconds {
            let hits = search.hits(TextQuery(query, isExact: isExact))
            found = hits.count
            _ = hits.best(20)
        }
        print("query\t\(query)\t\(time)\t\(found)")
        fflush(nil)
    }
}
