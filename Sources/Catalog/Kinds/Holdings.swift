// Points and tables as the documents hold them: their ids, and the order of these.

import Documents
import Text

/// Documents, their ids, and the ids of what they hold: `<article>-p3` is an article's third point.
struct Holdings: Sendable {
    let documents: [Document]
    let articleIDs: Identifiers
    let spans: Spans
    /// The letter between the article's id and the number.
    let mark: String

    init(documents: [Document], articleIDs: Identifiers, mark: String, spans: Spans) {
        self.documents = documents
        self.articleIDs = articleIDs
        self.mark = mark
        self.spans = spans
    }

    func id(at index: Int) -> String {
        let (document, ordinal) = spans.locate(index)
        return Self.id(article: articleIDs[document], mark: mark, ordinal: ordinal)
    }

    static func id(article: String, mark: String, ordinal: Int) -> String {
        "\(article)-\(mark)\(ordinal + 1)"
    }

    /// Passes the bytes of all ids to `body`, by position, until it returns false.
    ///
    /// It makes no strings, and takes about 20 nanoseconds for each id.
    func forEachID(_ body: (Int, UnsafeBufferPointer<UInt8>) -> Bool) {
        var position = 0
        var bytes: [UInt8] = []
        for document in documents.indices {
            guard let range = spans.range(of: document), !range.isEmpty else { continue }
            bytes.removeAll(keepingCapacity: true)
            bytes += "\(articleIDs[document])-\(mark)".utf8
            let stemSize = bytes.count
            for ordinal in 1...range.count {
                bytes.removeLast(bytes.count - stemSize)
                var power = 1
                while power * 10 <= ordinal { power *= 10 }
                while power > 0 {
                    bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: ordinal / power % 10))
                    power /= 10
                }
                guard bytes.withUnsafeBufferPointer({ body(position, $0) }) else { return }
                position += 1
            }
        }
    }

    /// Reads an id back.
    ///
    /// The last mark and the digits behind it are the number, so an article's id may look alike.
    func index(ofID id: String) -> Int? {
        let bytes = id.utf8
        guard let dash = bytes.lastIndex(of: UInt8(ascii: "-")) else { return nil }
        let tail = bytes[bytes.index(after: dash)...]
        guard tail.starts(with: mark.utf8) else { return nil }
        let digits = tail.dropFirst(mark.utf8.count)
        guard let first = digits.first, (0x31...0x39).contains(first), digits.count <= 9,
            digits.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(Substring(digits)),
            let document = articleIDs.position(of: String(Substring(bytes[..<dash])))
        else { return nil }
        return spans.index(document: document, ordinal: number - 1)
    }

    /// The positions of all things in the order of their ids' bytes, without making an id of each.
    ///
    /// Documents are ordered by the text before the numbers, the numbers of one by their digits. Ids are made only of
    /// documents with texts that continue that of another document, since these ids are mixed.
    func positionsByID() -> [UInt32] {
        let stems = documents.indices.map { spans.hasThings($0) ? "\(articleIDs[$0])-\(mark)" : "" }
        // The order of the articles is nearly that of the texts, so that sorting takes little.
        var order = articleIDs.order.map(Int.init).filter(spans.hasThings)
        order.sort { stems[$0].precedesByBytes(stems[$1]) }
        var digits: [Int: [UInt32]] = [:]
        var positions: [UInt32] = []
        positions.reserveCapacity(spans.count)
        var start = 0
        while start < order.count {
            let stem = stems[order[start]]
            let end = order[(start + 1)...].firstIndex { !stems[$0].utf8.starts(with: stem.utf8) } ?? order.count
            let ranges = order[start..<end].compactMap(spans.range)
            start = end
            if ranges.count > 1 {
                let mixed = ranges.flatMap { $0 }
                positions += Identifiers.sorted(mixed.map(id)).map { UInt32(truncatingIfNeeded: mixed[Int($0)]) }
            } else if let range = ranges.first {
                let ordinals = digits[range.count] ?? Identifiers.sorted((1...range.count).map(String.init))
                digits[range.count] = ordinals
                for ordinal in ordinals { positions.append(UInt32(truncatingIfNeeded: range.lowerBound) + ordinal) }
            }
        }
        return positions
    }

    /// The value of the field `source` for a line of a document.
    static func source(file: String, line: Int, heading: String?) -> Value {
        .object([
            Value.Member("file", .text(file)), Value.Member("line", .integer(line)),
            Value.Member("heading", heading.map(Value.text) ?? .null),
        ])
    }
}
