// Reads the files that a walk found and parses them on all cores.
import Dispatch
import Documents
import Glibc
import Server
import Synchronization

/// The documents and diagnostics of a set of files, with what a reload needs to skip unchanged files.
struct FileTable: Sendable {
    private(set) var documents: [Document] = []
    /// The diagnostics about folders and files; each document holds those about its text.
    private(set) var diagnostics: [Diagnostic] = []
    private var files: [SystemPath: ReadFile] = [:]
    /// The codebook that packs the documents; nil if there is too little text to pack.
    private var codebook: Codebook?
    private let options: ReadingOptions

    /// A file as it was read.
    private struct ReadFile {
        let name: String
        let stamp: FileStamp
        /// False if the next change may leave the stamp as it is.
        let isStampReliable: Bool
        var documents: [Document]
        let diagnostics: [Diagnostic]
    }

    /// Reads the files of a walk, except those in `previous` that have not changed since and were read with the same
    /// options.
    ///
    /// Packs the documents if the files together have at least `minPackedSize` bytes. Calls `progress` from time to
    /// time, on any thread, with the number of files read and the number of all files.
    static func read(
        _ walk: Walk, options: ReadingOptions = ReadingOptions(), previous: FileTable? = nil,
        minPackedSize: Int = Self.minPackedSize,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) -> FileTable {
        var table = FileTable(options: options)
        table.diagnostics = walk.diagnostics
        let isLarge = walk.files.reduce(0) { $0 + $1.stamp.size } >= minPackedSize
        table.codebook = previous?.codebook ?? (isLarge ? makeCodebook(for: walk.files) : nil)
        let isComparable = previous?.options == options
        let results = table.read(walk.files, isComparable ? previous?.files ?? [:] : [:], progress)
        let orders = FolderDates(zip(walk.files, results).map { ($0.folder, $1.documents) })
        table.diagnostics += orders.diagnostics
        for (file, var result) in zip(walk.files, results) {
            let order = orders[file.folder]
            result.documents = result.documents.map { $0.dated(order) }
            table.documents += result.documents
            table.diagnostics += result.diagnostics
            table.files[file.path] = result
        }
        return table
    }

    private init(options: ReadingOptions) { self.options = options }

    /// Parses the bundled sample.
    init(sample: [(name: String, bytes: [UInt8])], options: ReadingOptions = ReadingOptions()) {
        self.options = options
        for file in sample {
            let (documents, diagnostics) = Document.read(file.bytes, path: file.name, options: options)
            self.documents += documents
            self.diagnostics += diagnostics
        }
    }

    /// Returns true if both tables have the same document objects and equal diagnostics.
    func hasSameContent(as other: FileTable) -> Bool {
        documents.count == other.documents.count && zip(documents, other.documents).allSatisfy { $0 === $1 }
            && diagnostics == other.diagnostics
    }

    /// Reads files in batches on all cores; the results have the order of `files`.
    private func read(
        _ files: [FoundFile], _ previous: [SystemPath: ReadFile], _ progress: @escaping @Sendable (Int, Int) -> Void
    ) -> [ReadFile] {
        let batchSize = 32
        let batchCount = (files.count + batchSize - 1) / batchSize
        let results = Locked([[ReadFile]](repeating: [], count: batchCount))
        let done = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: batchCount) { number in
            let batch = files[number * batchSize..<min(files.count, (number + 1) * batchSize)].map { file in
                read(file, previous[file.path].flatMap { $0.name == file.name ? $0 : nil })
            }
            results.withLock { $0[number] = batch }
            progress(done.add(batch.count, ordering: .relaxed).newValue, files.count)
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    /// Reads a file, or returns the previous result if the stamp or the bytes have not changed.
    private func read(_ file: FoundFile, _ previous: ReadFile?) -> ReadFile {
        if let previous, previous.isStampReliable, previous.stamp == file.stamp { return previous }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        func result(_ documents: [Document], _ diagnostics: [Diagnostic], isRead: Bool = true) -> ReadFile {
            ReadFile(
                name: file.name, stamp: file.stamp, isStampReliable: isRead && !file.stamp.isFresh(at: now),
                documents: documents, diagnostics: diagnostics)
        }
        guard let bytes = File.read(file.path, expectedSize: file.stamp.size) else {
            let location = SourceLocation(file: file.name, line: 1)
            let message = "the file cannot be read: \(Errno.reason()); its documents are missing"
            return result([], [Diagnostic(.error, .unreadable, at: location, message)], isRead: false)
        }
        if let previous, previous.documents.count == 1, previous.documents[0].size == bytes.count,
            previous.documents[0].source == bytes
        {
            return result(previous.documents, previous.diagnostics)
        }
        let (documents, diagnostics) = Document.read(
            bytes, path: file.name, options: options, fileTime: file.stamp.modified / 1_000_000_000)
        return result(codebook.map { codebook in documents.map { $0.packed(by: codebook) } } ?? documents, diagnostics)
    }

    // MARK: Packing

    /// The size from which packing saves several times the size of the codebook, which is one megabyte.
    private static let minPackedSize = 16 << 20
    /// The number of files that a codebook is made from.
    private static let sampledFiles = 512
    /// The number of bytes of each sampled file, if there are `sampledFiles` of them.
    private static let sampledBytes = 4 << 10

    private static func makeCodebook(for files: [FoundFile]) -> Codebook {
        let maxSize = max(sampledBytes, sampledFiles * sampledBytes / files.count)
        let sample = stride(from: 0, to: files.count, by: max(1, files.count / sampledFiles)).map {
            File.read(files[$0].path, expectedSize: files[$0].stamp.size, maxSize: maxSize) ?? []
        }
        return Codebook(sample: sample)
    }
}
