// An index that was updated after each of many random changes gives the same answers as one made afresh.

import Documents
import Support
import Testing

@testable import Catalog
@testable import Search

@Suite struct SegmentTests {
    /// Limits so small that a few documents make many segments, and merges are always due.
    private static func policy(_ seed: Int) -> MergePolicy {
        var policy = MergePolicy()
        policy.maxImmediateUnits = seed % 5
        policy.segmentsPerMerge = 2 + seed % 3
        policy.minMergeLimit = seed % 2 == 0 ? 0 : 100_000
        policy.maxMergedShare = 0.4
        policy.maxChangedShare = seed % 3 == 0 ? 0.5 : 100
        policy.minSharedBytes = 400
        policy.minQuarteredBytes = 2000
        policy.maxSegmentBytes = 1500
        return policy
    }

    @Test(arguments: 1...8)
    func `an updated index gives the answers of a new one`(seed: Int) throws {
        var folder = RandomFolder(seed: seed)
        var documents: [Document] = []
        var index = TextIndex(documents, policy: Self.policy(seed))
        var merges: [MergedSegment] = []
        var (mostSegments, replaced) = (0, 0)
        for round in 0..<16 {
            folder.change()
            let next = folder.documents()
            index = index.updated(by: DocumentChange(from: documents, to: next), from: documents, to: next)
            documents = next
            // Some merges take effect rounds after they began.
            if folder.writer.isChosen(oneIn: 2) {
                for merged in merges {
                    guard let later = index.replacing(merged) else { continue }
                    index = later
                    replaced += 1
                }
                merges = []
            }
            if merges.isEmpty || folder.writer.isChosen(oneIn: 3), let plan = index.mergePlan() {
                merges.append(plan.run())
            }
            mostSegments = max(mostSegments, index.segmentCount)
            let fresh = TextIndex(documents)
            if let difference = Self.difference(index, fresh, documents) {
                Issue.record("seed \(seed), round \(round): \(difference)")
                return
            }
        }
        #expect(mostSegments > 2 && replaced > 0)
    }

    private static let queries = [
        "harbour", "wind", "n1", "rare7", "harbour wind", "wind sea harbour", "\"open sea\"", "\"sea wind\"",
        "\"wind wind\"", "\"harbour open sea\"", "n*", "n1*", "n12*", "\"sea n*\"", "\"sea n1*\" wind", "rar*", "z*",
        "harbour -wind", "n* -n1*", "wind -\"open sea\"", "-harbour", "-wind -sea", "-n1*", "-\"open sea\"", "-z*",
        "harbour nowhere", "harbour -nowhere", "label", "label wind", "cell -sea", "rare1 rare2", "\"rare3 rare4\"",
        "", "title harbour n2*",
    ]

    /// Returns the first thing in which two indexes of the same documents differ.
    private static func difference(_ index: TextIndex, _ fresh: TextIndex, _ documents: [Document]) -> String? {
        if index.statistics != fresh.statistics { return "statistics" }
        let points = Spans(counts: documents.map(\.pointCount))
        let tables = Spans(counts: documents.map(\.tableCount))
        for text in queries {
            let query = TextQuery(text)
            for (name, scope) in [
                ("units", SearchScope.units), ("points", .points(points)), ("tables", .tables(tables)),
            ] {
                let (hits, expected) = (index.hits(query, in: scope), fresh.hits(query, in: scope))
                if hits.positions != expected.positions { return "\(name) of `\(text)`" }
                if hits.scores.map(\.bitPattern) != expected.scores.map(\.bitPattern) { return "scores of `\(text)`" }
            }
        }
        for word in ["harbuor", "n11x", "raer", "rare12", "wnd", "s", "n*", "rareq*"] {
            let query = TextQuery(word)
            let suggested = CollectionSearch(documents: documents, index: index).suggestions(query)
            if suggested != CollectionSearch(documents: documents, index: fresh).suggestions(query) {
                return "suggestions for `\(word)`"
            }
        }
        return differenceOfFrequencies(index, fresh)
    }

    /// Counts the units of each word one by one.
    private static func differenceOfFrequencies(_ index: TextIndex, _ fresh: TextIndex) -> String? {
        if index.wordCount != fresh.wordCount { return "number of words" }
        let room = Growing<UInt32>(repeating: 0, count: PostingsIterator.room)
        var counts: [[UInt8]: Int] = [:]
        for reader in index.segments {
            for term in 0..<reader.segment.postings.count {
                var iterator = reader.segment.postings.iterator(of: term, room: room.base)
                var count = 0
                while iterator.next() { if reader.deleted?.contains(Int(iterator.unit)) != true { count += 1 } }
                if reader.documentFrequency(of: term) != count { return "frequency in a segment" }
                counts[Array(reader.segment.postings.text(of: term)), default: 0] += count
            }
        }
        for reader in fresh.segments {
            for term in 0..<reader.segment.postings.count {
                let text = Array(reader.segment.postings.text(of: term))
                if counts[text] != fresh.documentFrequency(of: text)
                    || counts[text] != index.documentFrequency(of: text)
                {
                    return "frequency of \(String(decoding: text, as: UTF8.self))"
                }
            }
        }
        return nil
    }

    @Test func `deleting all documents leaves no segment`() {
        let documents = ["a", "b", "c", "d"].flatMap {
            Document.read(Array("# \($0)\n".utf8), path: $0 + ".md").documents
        }
        let index = TextIndex(documents)
        let empty = index.updated(by: DocumentChange(from: documents, to: []), from: documents, to: [])
        #expect(empty.segmentCount == 0 && empty.hits(TextQuery("a"), in: .units).count == 0)
        let again = empty.updated(by: DocumentChange(from: [], to: documents), from: [], to: documents)
        #expect(again.hits(TextQuery("c"), in: .units).positions == [2])
    }

    @Test func `hits of several lists are merged by their positions`() {
        var generator = SeededGenerator(seed: 1)
        for count in [0, 1, 2, 5, 12] {
            var lists = [Hits](repeating: Hits(), count: count)
            var all = Hits()
            for position in 0..<UInt32(3000) where count > 0 {
                // The lists get shorter by half.
                let list = min(count - 1, Int.random(in: 0..<1 << 12, using: &generator).leadingZeroBitCount - 52)
                lists[list].append(position, Float(position))
                all.append(position, Float(position))
            }
            let merged = Hits(merging: lists.shuffled(using: &generator))
            #expect(merged.positions == all.positions && merged.scores == all.scores)
        }
    }
}

/// A folder of random texts, some of which change at a time.
private struct RandomFolder {
    struct Writer {
        var generator: SeededGenerator

        mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }
        mutating func isChosen(oneIn count: Int) -> Bool { number(0..<count) == 0 }

        mutating func words(_ count: Int) -> String {
            (0..<count).map { _ in
                switch number(0..<12) {
                case 0: "harbour"
                case 1: "wind"
                case 2...3: "open sea"
                case 4: "sea"
                case 5: "rare\(number(0..<30))"
                case 6: "rare\(number(1..<4)) rare\(number(2..<5))"
                // More words than a prefix is expanded to.
                default: "n\(number(0..<1600))"
                }
            }.joined(separator: " ")
        }

        mutating func text() -> String {
            var text = "# title \(words(3))\n\n"
            for _ in 0..<number(0..<6) {
                switch number(0..<6) {
                case 0: text += "## \(words(3))\n\n"
                case 1: text += "- label \(words(2)): \(words(6))\n- \(words(3))\n\n"
                case 2: text += "| \(words(1)) | head |\n|---|---|\n| cell \(words(2)) | \(words(4)) |\n\n"
                default: text += words(number(1..<60)) + "\n\n"
                }
            }
            return text
        }
    }

    var writer: Writer
    private var files: [String: [Document]] = [:]

    init(seed: Int) {
        writer = Writer(generator: SeededGenerator(seed: seed))
        for number in 0..<24 { add("\(number).md") }
    }

    func documents() -> [Document] { files.values.joined().sorted { $0.comparePlace($1) < 0 } }

    /// Changes a few files, or many.
    mutating func change() {
        let count = writer.isChosen(oneIn: 8) ? 30 : writer.number(1..<5)
        for _ in 0..<count {
            let paths = files.keys.sorted()
            let path = paths.isEmpty ? nil : paths[writer.number(0..<paths.count)]
            switch (writer.number(0..<5), path) {
            case (0, let path?) where files.count > 16: files[path] = nil
            case (1, let path?) where files.count > 16:
                // A renamed file is a new document.
                files[path] = nil
                add("\(writer.number(0..<60)).md")
            case (1...3, let path?): add(path)
            default: add("\(writer.number(0..<60)).md")
            }
        }
    }

    private mutating func add(_ path: String) {
        files[path] = Document.read(Array(writer.text().utf8), path: path).documents
    }
}
