// The libFuzzer entry for documents. The environment variable FUZZ_FORMAT selects the format of the input.
// Reading must not trap, and all parsed nodes must be within the file and in its order.
// Tests/Fuzz/run compiles it together with Sources/Documents, so that internal names are visible.

import Glibc

private let codebook = Codebook(sample: [
    Array("The Title: of a - list and | Table | --- | and a ** mark and the end".utf8)
])
private let format = getenv("FUZZ_FORMAT").map { String(cString: $0) } ?? ""

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDocument(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    switch format {
    case "markdown": check(input, "2020-05-12-a.md")
    case "text": check(input, "a.txt")
    case "yaml": check(Array("---\na: 1\n".utf8) + input + Array("\n---\n# B\n".utf8), "a.md")
    case "toml": check(Array("+++\na = 1\n".utf8) + input + Array("\n+++\n# B\n".utf8), "a.md")
    case "jina": check(Array("Title: ".utf8) + input, "2024/05/07/a.md")
    case "json":
        check(input, "a.json")
        check(input, "a.jsonl")
        checkJSON(input)
    default: preconditionFailure("FUZZ_FORMAT is none of markdown, text, yaml, toml, json, jina")
    }
    return 0
}

private func check(_ bytes: [UInt8], _ path: String) {
    let (documents, diagnostics) = Document.read(bytes, path: path)
    for document in documents { check(document) }
    for diagnostic in diagnostics { check(diagnostic) }
}

private func check(_ document: Document) {
    let bytes = document.bytes
    let nodes = Array(document.outline.nodes)
    var line: UInt32 = 0
    for (index, node) in nodes.enumerated() {
        precondition(node.start <= node.end && Int(node.end) <= bytes.count, "a span leaves the file")
        precondition(Int(node.next) > index && Int(node.next) <= nodes.count, "a subtree leaves the outline")
        precondition(node.line >= line, "lines run backwards")
        line = node.line
    }
    let lines = document.source.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) }
    precondition(document.fixedLine != nil || document.body != nil || Int(line) <= lines, "a line after the end")
    var cells = 0
    for index in 0..<document.tableCount {
        let table = document.table(at: index)
        precondition(table.rows.allSatisfy { $0.cells.count == table.columns.count }, "a row is ragged")
        cells += table.columns.count * (table.rowCount + 1)
    }
    precondition(cells <= bytes.count + 2 * TableLine.paddingLimit, "tables are padded without bound")
    for index in 0..<document.pointCount {
        precondition(document.point(at: index).depth < BlockBuilder.depthLimit, "lists are nested without bound")
    }
    checkRuns(document, size: bytes.count)
    let packed = document.packed(by: codebook)
    precondition(packed.source == document.source, "other bytes come out than went in")
    precondition(
        (0..<document.pointCount).allSatisfy { packed.point(at: $0) == document.point(at: $0) }, "other points")
    precondition(
        (0..<document.tableCount).allSatisfy { packed.table(at: $0) == document.table(at: $0) }, "other tables")
    _ = document.sections.hashValue
    _ = document.links
    for diagnostic in document.diagnostics { check(diagnostic) }
}

/// Checks that all runs have the text of their blocks, and lines of the file.
private func checkRuns(_ document: Document, size: Int) {
    var labels: [Int: String] = [:]
    var points: [String] = []
    document.forEachRun { run in
        if case .point(let point) = run.part {
            if run.role == .label { labels[point] = run.string } else { points.append(run.string) }
        }
        if case .table(let table) = run.part { precondition(table < document.tableCount, "a run of no table") }
    }
    precondition(points.count == document.pointCount, "a point without a run")
    for (index, text) in points.enumerated() {
        let point = document.point(at: index)
        precondition(point.text == text && point.label ?? "" == labels[index] ?? "", "a run and its point differ")
    }
    var plain = Inline(document.outline.definitions)
    let reader = RunReader(document)
    var paragraphs = document.outline.nodes.filter { [.heading, .paragraph].contains($0.kind) || $0.isPoint }
        .map { reader.text($0) }.filter { !$0.isEmpty }.makeIterator()
    let lines = document.source.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) }
    document.forEachBlockRun { run in
        let text = run.string
        precondition(text.utf8.count <= 3 * size + 1_024, "text grows")
        let folded = Folding.key(text)
        precondition(Folding.key(folded) == folded, "folding twice differs from folding once")
        let last = run.lines.line(at: run.text.count)
        precondition(document.fixedLine != nil || document.body != nil || last <= lines, "a line after the end")
        if [.heading, .paragraph, .quote, .item].contains(run.role) {
            precondition(paragraphs.next() == text, "a run and its block differ")
        }
        // Plain text is normalized already; a row has blanks around its empty cells.
        if ![.code, .cell].contains(run.role) {
            plain.clear()
            plain.append(literal: Array(run.text), 0..<run.text.count)
            precondition(plain.output.elementsEqual(run.text), "plain text is not normalized")
        }
    }
    precondition(paragraphs.next() == nil, "a block without a run")
}

private func check(_ diagnostic: Diagnostic) {
    precondition(diagnostic.location.line > 0 && diagnostic.location.column.map { $0 > 0 } != false, "a place before 1")
}

/// Checks that both JSON parsers agree and that an error is within the text.
private func checkJSON(_ bytes: [UInt8]) {
    do throws(JSONError) {
        let node = try JSONNode(bytes)
        precondition((try? Value(json: bytes)) == node.value, "two readings of one text")
    } catch {
        precondition(error.line > 0 && error.column > 0 && error.column <= bytes.count + 1, "an error outside the text")
    }
}
