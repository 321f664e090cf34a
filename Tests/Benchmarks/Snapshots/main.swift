// Measures in-process what a change of one document costs: the snapshot that follows, and its changes.
//
//     measure-snapshots FOLDER HEADER…
//
// Each HEADER of a first column is a collection; `Leader` is one of people. Prints milliseconds of processor time for
// edits in different places, with and without rows.

import BenchmarkFiles
import Catalog
import Documents
import Glibc

func milliseconds(_ work: () -> Void) -> (wall: Double, processor: Double) {
    let (start, processor) = (ContinuousClock.now, clock())
    work()
    let wall = (ContinuousClock.now - start) / .milliseconds(1)
    return (wall, Double(clock() - processor) * 1000 / Double(CLOCKS_PER_SEC))
}

guard CommandLine.arguments.count > 1 else {
    print("usage: measure-snapshots FOLDER HEADER…")
    exit(2)
}
let folder = CommandLine.arguments[1]
let mapping = Mapping(
    CommandLine.arguments.dropFirst(2).map { header in
        Mapping.Entry(
            header.lowercased() + "s", match: .tablesHeaded([header]), kind: header == "Leader" ? .person : .thing)
    })
var documents = files(below: folder).sorted().flatMap { path in
    Document.read(contents(of: path), path: String(path.dropFirst(folder.count + 1))).documents
}
documents.sort { ($0.path, $0.firstLine) < ($1.path, $1.firstLine) }
var snapshot: Snapshot?
func report(_ name: String, _ work: () -> Void) {
    let (wall, processor) = milliseconds(work)
    print("\(name): \((wall * 10).rounded() / 10) ms, processor \((processor * 10).rounded() / 10) ms")
}
report("fresh snapshot of \(documents.count) documents") {
    snapshot = Snapshot.build(documents: documents, mapping: mapping, modified: 0)
}
for round in 0..<3 {
    for (name, text) in [
        ("a paragraph more", "\n\nA quiet evening \(round).\n"), ("a bullet more", "\n\n- Bell: rung \(round)\n"),
        ("a row more", "\n\n| Leader | Area |\n|---|---|\n| Ida Nobody\(round) | x |\n"),
    ] {
        let position = documents.count / 7 * (round + 3)
        let old = documents[position]
        documents[position] = Document.read(old.source + Array(text.utf8), path: old.path).documents[0]
        guard let former = snapshot else { break }
        report(name) { snapshot = Snapshot.build(documents: documents, mapping: mapping, modified: 0, former: former) }
        if let snapshot { report("  its changes") { _ = snapshot.changes(since: former) } }
    }
}
let added = Document.read(Array("# New\n\nText.\n".utf8), path: "0/new.md").documents
documents = added + documents
if let former = snapshot {
    report("a document before all others") {
        snapshot = Snapshot.build(documents: documents, mapping: mapping, modified: 0, former: former)
    }
}
