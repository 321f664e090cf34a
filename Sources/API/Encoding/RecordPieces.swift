// Many records in any format, made piece by piece.

import HTTP

/// The content of a list: its opening, the records, its closing, in pieces of some tens of kilobytes.
struct RecordPieces: Sendable {
    /// Content up to this many bytes is sent whole, with its length; what is longer is made while it is sent, so that
    /// an answer never needs much more memory than this.
    static let mostBytesAtOnce = 1 << 20
    /// A piece ends with the record that fills it, in bytes.
    static let pieceSize = 32 << 10

    private let rows: Rows
    private let encoder: RecordEncoder
    private let format: MediaFormat
    private let opening: [UInt8]
    private let closing: [UInt8]
    private var position = 0
    private var isEnded = false

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

    /// The whole content as the body of a response.
    var body: Response.Body {
        var whole = self
        var bytes: [UInt8] = []
        while bytes.count <= Self.mostBytesAtOnce {
            guard let piece = whole.next() else { return .bytes(bytes) }
            bytes += piece
        }
        // What was made is made again: kept, it would be the most that a slow reader holds.
        return .stream {
            var rest = self
            return { rest.next() }
        }
    }

    /// The octets that a stream of them holds besides the piece under way.
    var size: Int { rows.size + opening.count + closing.count }

    /// The next piece, nil after the last one.
    mutating func next() -> [UInt8]? {
        if isEnded { return nil }
        var bytes = position == 0 ? opening : []
        if format == .csv { fillCSV(&bytes) } else { fillJSON(&bytes) }
        if position == rows.count {
            isEnded = true
            bytes += closing
        }
        return bytes
    }

    private mutating func fillCSV(_ bytes: inout [UInt8]) {
        var writer = CSVWriter(bytes: bytes)
        while position < rows.count, writer.bytes.count < Self.pieceSize {
            encoder.write(rows[position], to: &writer)
            position += 1
        }
        bytes = writer.bytes
    }

    private mutating func fillJSON(_ bytes: inout [UInt8]) {
        var writer = JSONWriter(bytes: bytes)
        while position < rows.count, writer.bytes.count < Self.pieceSize {
            if format != .ndjson, position > 0 { writer.write(raw: ",") }
            encoder.write(rows[position], to: &writer)
            if format == .ndjson { writer.write(raw: "\n") }
            position += 1
        }
        bytes = writer.bytes
    }
}
