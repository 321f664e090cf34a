// Packed documents: whatever the bytes are they come back, and a packed document says what it said before.

import Testing

@testable import Documents

@Suite struct PackingTests {
    static let inputs = FixtureTests.inputs.filter { $0.contains(".") }
    static let codebook = Codebook(sample: inputs.map { bytes(ofFile: "\(fixtures)/\($0)") })

    @Test(arguments: inputs)
    func saysTheSame(name: String) {
        // Often enough that it spans blocks, and its nodes begin and end in the midst of them.
        let once = bytes(ofFile: "\(fixtures)/\(name)")
        for source in [once, Array(repeatElement(once + [0x0A, 0x0A], count: 5).joined())] {
            for document in Document.read(source, path: name).documents {
                let packed = document.packed(by: Self.codebook)
                #expect(packed.outlineText == document.outlineText)
                #expect(packed.source == document.source)
                #expect(packed.size == document.size)
                #expect(packed.digest.text == document.digest.text)
                #expect(packed.hasSource(of: document) && document.hasSource(of: packed))
                #expect(
                    (0..<document.pointCount).map(packed.point) == (0..<document.pointCount).map(document.point))
                #expect(
                    (0..<document.tableCount).map(packed.table) == (0..<document.tableCount).map(document.table))
                #expect(
                    (0..<document.pointCount).map(packed.heading(ofPoint:))
                        == (0..<document.pointCount).map(document.heading(ofPoint:)))
                #expect(packed.texts == document.texts)
                #expect(packed.blockRuns == document.blockRuns)
            }
        }
    }

    static let samples: [[UInt8]] = [
        [], [0], Array("a".utf8), Array("the".utf8), Array(repeating: 0x20, count: 40),
        Array("thequickbrownfoxandaverylongwordwithoutanyblank".utf8), Array(0...255), Array(" \n\n  The — 2026,".utf8),
        Array(repeating: UInt8(ascii: "x"), count: 255), Array(repeating: UInt8(ascii: "x"), count: 256),
        Array(repeating: UInt8(ascii: "x"), count: 257),
        Array(repeatElement(Array("Stürme über dem Äußeren, \"1987\" bis 20.264\r\n".utf8), count: 40).joined()),
        noise(count: 5_000),
    ]

    @Test(arguments: samples.indices)
    func anyBytesComeBack(number: Int) {
        let bytes = Self.samples[number]
        let longer = Self.samples.joined()
        for source in [bytes, bytes + longer, longer + bytes] {
            let contents = Contents(source).packed(by: Self.codebook)
            #expect(contents.bytes == source)
            for start in stride(from: 0, through: source.count, by: 83) {
                for end in [start, start + 1, start + 256, start + 700].map({ min($0, source.count) }) {
                    let part = contents.part(start..<end)
                    #expect(part.bytes[(start - part.start)..<(end - part.start)] == source[start..<end])
                }
            }
        }
    }

    @Test func packsTextAndLeavesNoiseAlone() {
        let text = Self.inputs.filter { $0.hasSuffix(".md") }.flatMap { bytes(ofFile: "\(fixtures)/\($0)") }
        #expect(Contents(text).packed(by: Self.codebook).stored.count * 3 < text.count * 2)
        let noise = Self.noise(count: 5_000)
        #expect(Contents(noise).packed(by: Self.codebook).stored.count == noise.count)
    }

    @Test func twoContentsAreOneWhereTheirBytesAre() {
        let (one, other) = (Array("One text of two words.".utf8), Array("One text of two sorts.".utf8))
        let another = Codebook(sample: [one, one])
        for (left, right) in [(one, one), (one, other), (one, one + one)] {
            let lefts = [Contents(left), Contents(left).packed(by: another)]
            let rights = [
                Contents(right), Contents(right).packed(by: another), Contents(right).packed(by: Self.codebook),
            ]
            for left in lefts {
                for right in rights { #expect((left == right) == (left.bytes == right.bytes)) }
            }
        }
    }

    /// Words that were chosen to be looked up in one place find no room there, and are put together from pieces.
    @Test func wordsThatCollideAreFoundOrPieced() {
        var words: [String] = []
        var place: Int?
        var number = 0
        while words.count < 10 {
            number += 1
            let word = "w" + String(number, radix: 36)
            let slot = Array(word.utf8).withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { Token($0, count: bytes.count, readable: bytes.count).slot }
            }
            if place == nil { place = slot }
            if slot == place { words.append(word) }
        }
        let text = Array(words.joined(separator: ",").utf8)
        let contents = Contents(text + text + text).packed(by: Codebook(sample: [text, text]))
        #expect(contents.stored.count < 3 * text.count)
        #expect(contents.bytes == text + text + text)
    }

    @Test func aCodebookDoesNotDependOnTheOrderOfItsTables() {
        // Sets and dictionaries are of another order in every run, and here in every instance.
        let sample = [Array("to be or not to be, that is the question; to be is to do".utf8)]
        let text = sample[0] + Array(" to do or not to question".utf8)
        let packed = (0..<20).map { _ in Contents(text).packed(by: Codebook(sample: sample)).stored }
        #expect(Set(packed).count == 1)
    }

    /// Bytes without any order, the same ones every time.
    private static func noise(count: Int) -> [UInt8] {
        var state: UInt64 = 42
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }
}

extension Document {
    fileprivate var texts: [String] {
        var texts: [String] = []
        forEachRun { texts.append("\($0.line): \($0.role) \($0.part as Any) \($0.string)") }
        return texts
    }

    fileprivate var blockRuns: [String] {
        var runs: [String] = []
        forEachBlockRun {
            runs.append("\($0.string)")
            return true
        } _: { run in
            runs.append("\(run.line) \(run.lines.line(at: run.text.count)): \(run.role) \(run.string)")
        }
        return runs
    }
}
