// libFuzzer's entry for documents: the first byte chooses the format, the rest is the file. Whatever the bytes are,
// reading them must not trap, and what is read must lie within the file and in its order.
// Compiled together with Sources/Documents by Tests/Fuzz/run, so that internal names are visible.

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDocument(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let first = input.first else { return 0 }
    let paths = ["a.md", "a.txt", "2024/05/07/a.json", "a.jsonl", "2020-05-12-a.md", "a.text"]
    let bytes = Array(input.dropFirst())
    for document in Document.read(bytes, path: paths[Int(first) % paths.count]).documents { check(document) }
    _ = try? JSONNode(bytes)
    let text = String(decoding: bytes, as: UTF8.self)
    precondition(Text.folded(Text.folded(text)) == Text.folded(text), "folding twice differs from folding once")
    return 0
}

private func check(_ document: Document) {
    let bytes = document.bytes
    let nodes = document.outline.nodes
    var line: UInt32 = 0
    for (index, node) in nodes.enumerated() {
        precondition(node.start <= node.end && Int(node.end) <= bytes.count, "a span leaves the file")
        precondition(Int(node.next) > index && Int(node.next) <= nodes.count, "a subtree leaves the outline")
        precondition(node.line >= line, "lines run backwards")
        line = node.line
    }
    let lines = document.source.reduce(1) { $0 + ($1 == 0x0A || $1 == 0x0D ? 1 : 0) }
    precondition(document.fixedLine != nil || document.body != nil || Int(line) <= lines, "a line behind the end")
    var cells = 0
    for index in 0..<document.tableCount {
        let table = document.table(at: index)
        precondition(table.rows.allSatisfy { $0.cells.count == table.columns.count }, "a row is ragged")
        cells += table.columns.count * (table.rows.count + 1)
    }
    precondition(cells <= bytes.count + 2 * TableLine.paddingLimit, "tables are padded without bound")
    var points = 0
    for index in 0..<document.pointCount { points += document.point(at: index).depth < BlockBuilder.depthLimit ? 1 : 0 }
    precondition(points == document.pointCount, "lists are nested without bound")
    document.forEachText { _, text, _ in precondition(text.utf8.count <= 3 * bytes.count + 1_024, "text grows") }
    _ = document.sections
    _ = document.links
    _ = document.diagnostics
}
