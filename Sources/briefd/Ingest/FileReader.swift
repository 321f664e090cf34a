// Reads and parses files on all cores, and takes over what has not changed.
import Documents
import Glibc
import Server
import Synchronization
import Text

/// Makes rows of the table of files.
struct FileReader: Sendable {
    let options: ReadingOptions
    /// The codebook that packs the documents; nil if there is too little text to pack.
    let codebook: Codebook?

    /// A file to read, and its former row.
    typealias Task = (file: FoundFile, previous: FileRow?)

    /// Reads files in batches on all cores; the results have the order of `tasks`.
    ///
    /// A result is nil if the file is gone. Calls `progress` from time to time, on any thread, with the number of files
    /// read and the number of all files.
    func read(
        _ tasks: [Task], _ access: FileAccess, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) -> [FileRow?] {
        let batchSize = 32
        let batchCount = (tasks.count + batchSize - 1) / batchSize
        let results = Locked([[FileRow?]](repeating: [], count: batchCount))
        let done = Atomic<Int>(0)
        Cores.perform(batchCount) { number in
            let batch = tasks[number * batchSize..<min(tasks.count, (number + 1) * batchSize)].map {
                read($0.file, $0.previous, access)
            }
            results.withLock { $0[number] = batch }
            progress(done.add(batch.count, ordering: .relaxed).newValue, tasks.count)
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    /// Reads a file, or returns the former row if the stamp or the bytes have not changed.
    private func read(_ file: FoundFile, _ previous: FileRow?, _ access: FileAccess) -> FileRow? {
        if let previous, previous.isStampReliable, previous.file.stamp == file.stamp {
            return previous.described(by: file)
        }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        guard let bytes = access.read(file) else {
            let isOutside = errno == FileAccess.outside
            return errno == ENOENT
                ? nil : unreadable(file, previous, isOutside ? "it is outside of the folder now" : Errno.reason())
        }
        guard bytes.count <= access.maxFileSize else {
            return FileRow(file, isStampReliable: false, documents: [], diagnostics: [access.tooLarge(file.name)])
        }
        let isStampReliable = !file.stamp.isFresh(at: now)
        if let previous, previous.documentCount == 1, let document = previous.documents.first,
            document.size == bytes.count, document.source == bytes
        {
            return FileRow(
                file, isStampReliable: isStampReliable, documents: [document], diagnostics: previous.messages)
        }
        var (documents, diagnostics) = Document.read(
            bytes, path: file.name, options: options, fileTime: file.stamp.modified / 1_000_000_000)
        if let codebook { documents = documents.map { $0.packed(by: codebook) } }
        if let previous { documents = Self.keep(previous.documents, in: documents) }
        return FileRow(file, isStampReliable: isStampReliable, documents: documents, diagnostics: diagnostics)
    }

    /// Returns `documents` with the former objects of the lines that have not changed.
    private static func keep(_ former: [Document], in documents: [Document]) -> [Document] {
        documents.map { document in
            let index = former.partitioningIndex { $0.firstLine >= document.firstLine }
            guard index < former.count, former[index].firstLine == document.firstLine,
                former[index].hasSource(of: document)
            else { return document }
            return former[index]
        }
    }

    /// Returns the row of a file that cannot be read: the former version stays.
    private func unreadable(_ file: FoundFile, _ previous: FileRow?, _ reason: String) -> FileRow {
        let former = previous?.documents ?? []
        let effect = former.isEmpty ? "its documents are missing" : "its former version is served"
        let failure = Diagnostic.ofFile(
            .error, .unreadable, file.name, "the file cannot be read: \(reason); \(effect)")
        return FileRow(
            file, isStampReliable: false, documents: former, diagnostics: [failure] + (previous?.messages ?? []),
            isFailed: true)
    }

    // MARK: Packing

    /// The size from which packing saves several times the size of the codebook, which is one megabyte.
    static let minPackedSize = 16 << 20
    /// The number of files that a codebook is made from.
    private static let sampledFiles = 512
    /// The number of bytes of each sampled file, if there are `sampledFiles` of them.
    private static let sampledBytes = 4 << 10

    /// Makes a codebook for the text of some files.
    static func makeCodebook(for files: [FoundFile], _ access: FileAccess) -> Codebook {
        let maxSize = max(sampledBytes, sampledFiles * sampledBytes / files.count)
        let sample = stride(from: 0, to: files.count, by: max(1, files.count / sampledFiles)).map {
            access.read(files[$0], maxSize: maxSize) ?? []
        }
        return Codebook(sample: sample)
    }
}

extension FileRow {
    /// The diagnostics about the content; without that of the failure to read it.
    fileprivate var messages: [Diagnostic] { isFailed ? Array(diagnostics.dropFirst()) : diagnostics }
}
