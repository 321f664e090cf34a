// Many records in any format, made piece by piece.

import HTTP

/// The content of a list: its opening, the records, its closing, in pieces of some tens of kilobytes.
struct RecordPieces: Sequence, Sendable {
    /// A piece ends with the record that fills it, or with the part of one that is made while it is written; in bytes.
    static let pieceSize = 32 << 10

    private let rows: Rows
    private let encoder: RecordEncoder
    private let format: MediaFormat
    private let opening: [UInt8]
    private let closing: [UInt8]

    /// `closing` is what stands behind the records in `json`, with the brace that ends it.
    init(_ rows: Rows, _ encoder: RecordEncoder, format: MediaFormat, closing: [UInt8] = []) {
        self.rows = rows
        self.encoder = encoder
        self.format = format
        switch format {
        case .json, .array:
            opening = Array((format == .json ? "{\"data\":[" : "[").utf8)
            self.closing = [UInt8(ascii: "]")] + closing + [0x0A]
        case .csv:
            var writer = CSVWriter()
            encoder.writeHeader(to: &writer)
            opening = writer.bytes
            self.closing = []
        // Feeds have an encoder of their own, and no list is a page.
        case .ndjson, .atom, .jsonfeed, .html: (opening, self.closing) = ([], [])
        }
    }

    /// The octets that a stream of them holds besides the piece under way.
    var size: Int { rows.memoryBytes + opening.count + closing.count + (encoder.isLazy ? Self.unpackedSize : 0) }

    /// What is unpacked of a document at once, about.
    private static let unpackedSize = 64 << 10

    func makeIterator() -> Iterator { Iterator(pieces: self) }

    struct Iterator: IteratorProtocol {
        fileprivate let pieces: RecordPieces
        private var position = 0
        /// The record at `position`, where it has begun and not ended.
        private var record: LazyJSON?
        private var isEnded = false

        fileprivate init(pieces: RecordPieces) { self.pieces = pieces }

        /// The next piece, nil after the last one.
        mutating func next() -> [UInt8]? {
            if isEnded { return nil }
            var bytes = position == 0 && record == nil ? pieces.opening : []
            if pieces.format == .csv { fillCSV(&bytes) } else { fillJSON(&bytes) }
            if position == pieces.rows.count {
                isEnded = true
                bytes += pieces.closing
            }
            return bytes
        }

        private mutating func fillCSV(_ bytes: inout [UInt8]) {
            var writer = CSVWriter(bytes: bytes)
            while position < pieces.rows.count, writer.bytes.count < pieceSize {
                pieces.encoder.write(pieces.rows[position], to: &writer)
                position += 1
            }
            bytes = writer.bytes
        }

        private mutating func fillJSON(_ bytes: inout [UInt8]) {
            var writer = JSONWriter(bytes: bytes)
            while position < pieces.rows.count, writer.bytes.count < pieceSize {
                if pieces.format != .ndjson, position > 0, record == nil { writer.write(raw: ",") }
                guard writeRecord(to: &writer) else { break }
                if pieces.format == .ndjson { writer.write(raw: "\n") }
                position += 1
            }
            bytes = writer.bytes
        }

        /// Writes the record at `position`, or as much of it as a piece holds; true once it has ended.
        private mutating func writeRecord(to writer: inout JSONWriter) -> Bool {
            guard pieces.encoder.isLazy else {
                pieces.encoder.write(pieces.rows[position], to: &writer)
                return true
            }
            if record == nil { record = pieces.encoder.json(of: pieces.rows[position]) }
            guard record?.write(to: &writer, upTo: pieceSize) != false else { return false }
            record = nil
            return true
        }
    }
}

extension Response.Body {
    /// Content up to this many bytes is sent whole, with its length; what is longer is made while it is sent, so that
    /// an answer never needs much more memory than this.
    static let mostBytesAtOnce = 1 << 20

    /// The body that some pieces make up, each of them some tens of kilobytes at most.
    static func pieces(_ pieces: some Sequence<[UInt8]> & Sendable) -> Response.Body {
        var bytes: [UInt8] = []
        for piece in pieces {
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
            // What was made is made again: kept, it would be the most that a slow reader holds.
            if bytes.count > mostBytesAtOnce {
                return .stream {
                    var rest = pieces.makeIterator()
                    return { rest.next() }
                }
            }
        }
        return .bytes(bytes)
    }
}
