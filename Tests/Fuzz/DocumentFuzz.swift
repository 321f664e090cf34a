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
    document.forEachPassage { passage in
        let text = passage.text
        precondition(text.utf8.count <= 3 * bytes.count + 1_024, "text grows")
        let folded = Folding.key(text)
        precondition(Folding.key(folded) == folded, "folding twice differs from folding once")
    }
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
