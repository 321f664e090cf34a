// The content of a list in any format, generated in chunks while it is sent.

import Catalog
import HTTP

/// The chunks of a list's content: the opening, the records and the closing.
struct RecordChunks: Sequence, Sendable {
    /// The minimum size of a chunk in bytes, except for the last one.
    ///
    /// A chunk ends after the record, or after the part of a lazy record, with which it reaches this size.
    static let minChunkBytes = 32 << 10

    private let rows: Rows
    private let encoder: RecordEncoder
    private let format: MediaFormat
    private let opening: [UInt8]
    private let closing: [UInt8]
    /// True if CSV cells are guarded against formulas.
    private let isGuarded: Bool
    /// True if rows of tables are not in their order, so that they are read in batches.
    private let isReadInBatches: Bool
    /// The number of rows that are read at once.
    private static let batchRows = 4096

    /// Makes the chunks of `rows`.
    ///
    /// `closing` is the text after the records in the format `json`, including the final brace.
    init(
        _ rows: Rows, _ encoder: RecordEncoder, format: MediaFormat, closing: [UInt8] = [], isGuarded: Bool = true
    ) {
        self.rows = rows
        self.isGuarded = isGuarded
        isReadInBatches = encoder.records.areRows && !rows.isAscending
        self.encoder = encoder
        self.format = format
        switch format {
        case .json, .array:
            opening = Array((format == .json ? "{\"data\":[" : "[").utf8)
            self.closing = [UInt8(ascii: "]")] + closing + [0x0A]
        case .csv:
            var writer = CSVWriter(isGuarded: isGuarded)
            encoder.writeHeader(to: &writer)
            opening = writer.bytes
            self.closing = []
        // `Feed` encodes feeds, and no list is an HTML page or Markdown.
        case .ndjson, .atom, .jsonfeed, .html, .md: (opening, self.closing) = ([], [])
        }
    }

    /// The number of bytes of memory that a stream holds in addition to the current chunk.
    var memoryBytes: Int {
        rows.memoryBytes + encoder.records.memoryBytes + opening.count + closing.count
            + (encoder.isLazy ? Self.lazyRecordBytes : 0)
    }

    /// The approximate number of bytes of memory that a lazy record takes.
    private static let lazyRecordBytes = 64 << 10

    func makeIterator() -> Iterator { Iterator(chunks: self) }

    struct Iterator: IteratorProtocol {
        fileprivate let chunks: RecordChunks
        private var encoder: RecordEncoder
        private var position = 0
        /// The encoder of the record at `position`, if that record is partly written.
        private var record: LazyJSON?
        private var isEnded = false

        fileprivate init(chunks: RecordChunks) {
            self.chunks = chunks
            encoder = chunks.encoder.prepared(for: [])
        }

        /// Reads the next batch of rows if its first one is next.
        private mutating func prepareBatch() {
            guard chunks.isReadInBatches, position.isMultiple(of: batchRows) else { return }
            encoder = chunks.encoder.prepared(for: chunks.rows[position...].prefix(batchRows))
        }

        /// Returns the next chunk, nil after the last one.
        mutating func next() -> [UInt8]? {
            if isEnded { return nil }
            var bytes = position == 0 && record == nil ? chunks.opening : []
            if chunks.format == .csv { fillCSV(&bytes) } else { fillJSON(&bytes) }
            if position == chunks.rows.count {
                isEnded = true
                bytes += chunks.closing
            }
            return bytes
        }

        private mutating func fillCSV(_ bytes: inout [UInt8]) {
            var writer = CSVWriter(bytes: bytes, isGuarded: chunks.isGuarded)
            while position < chunks.rows.count, writer.bytes.count < minChunkBytes {
                prepareBatch()
                encoder.write(chunks.rows[position], to: &writer)
                position += 1
            }
            bytes = writer.bytes
        }

        private mutating func fillJSON(_ bytes: inout [UInt8]) {
            var writer = JSONWriter(bytes: bytes)
            while position < chunks.rows.count, writer.bytes.count < minChunkBytes {
                if chunks.format != .ndjson, position > 0, record == nil { writer.write(raw: ",") }
                guard writeRecord(to: &writer) else { break }
                if chunks.format == .ndjson { writer.write(raw: "\n") }
                position += 1
            }
            bytes = writer.bytes
        }

        /// Writes the record at `position` until the chunk is full.
        ///
        /// Returns true when the record is complete.
        private mutating func writeRecord(to writer: inout JSONWriter) -> Bool {
            guard encoder.isLazy else {
                prepareBatch()
                encoder.write(chunks.rows[position], to: &writer)
                return true
            }
            if record == nil { record = encoder.json(of: chunks.rows[position]) }
            guard record?.write(to: &writer, upTo: minChunkBytes) != false else { return false }
            record = nil
            return true
        }
    }
}

extension Response.Body {
    /// The maximum size in bytes of content that is buffered and sent with its length.
    ///
    /// Longer content is generated while it is sent, so a response never needs much more memory than this.
    static let maxBufferedBytes = 1 << 20

    /// Makes a body of chunks: buffered up to `maxBufferedBytes`, a stream if there is more.
    ///
    /// After `cancellation`, the body is incomplete.
    static func chunks(
        _ chunks: some Sequence<[UInt8]> & Sendable, until cancellation: Cancellation
    ) -> Response.Body {
        var bytes: [UInt8] = []
        for chunk in chunks {
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            if cancellation.isCancelled { break }
            // The stream restarts at the first chunk, because each slow client would otherwise hold the whole buffer.
            if bytes.count > maxBufferedBytes {
                return .stream {
                    var iterator = chunks.makeIterator()
                    return { iterator.next() }
                }
            }
        }
        return .bytes(bytes)
    }
}
