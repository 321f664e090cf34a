// From paths to parsed documents: reads each file once and parses on all cores.
import Dispatch
import Documents
import Glibc
import Server
import Synchronization

/// What a set of folders held.
struct Ingest: Sendable {
    private(set) var documents: [Document] = []
    /// Of folders and files; what concerns a document's text stands in the document.
    private(set) var diagnostics: [Diagnostic] = []
    /// What each file held, so that files that stay as they are need not be read again.
    private var files: [SystemPath: KnownFile] = [:]
    /// By which the documents are packed; nil where they are too little text for that to pay.
    private var codebook: Codebook?

    /// A file as it was read.
    private struct KnownFile {
        let name: String
        let stamp: FileStamp
        /// False where the stamp may not tell the next change from this state.
        let isSettled: Bool
        let documents: [Document]
        let diagnostics: [Diagnostic]
    }

    /// Reads the files that a walk found, but for those that `former` knows and that have not changed since.
    ///
    /// Documents are packed where the files together have `leastPacked` bytes. `progress` is told now and then, from any
    /// thread, how many of how many files have been read.
    init(
        _ walk: Walk, after former: Ingest? = nil, leastPacked: Int = Self.leastPacked,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) {
        diagnostics = walk.diagnostics
        let isMuch = walk.files.reduce(0) { $0 + $1.stamp.size } >= leastPacked
        codebook = former?.codebook ?? (isMuch ? Self.codebook(for: walk.files) : nil)
        let results = read(walk.files, former?.files ?? [:], progress)
        for (file, result) in zip(walk.files, results) {
            documents += result.documents
            diagnostics += result.diagnostics
            files[file.path] = result
        }
    }

    /// The documents of the bundled sample.
    init(sample: [(name: String, bytes: [UInt8])]) {
        for file in sample {
            let (documents, diagnostics) = Document.read(file.bytes, path: file.name)
            self.documents += documents
            self.diagnostics += diagnostics
        }
    }

    /// True where not one document or remark is another than in `former`.
    func holdsTheSame(as former: Ingest) -> Bool {
        documents.count == former.documents.count && zip(documents, former.documents).allSatisfy { $0 === $1 }
            && diagnostics == former.diagnostics
    }

    /// Reads files in portions that the cores take as they get free; the results keep the order of `files`.
    private func read(
        _ files: [FoundFile], _ known: [SystemPath: KnownFile], _ progress: @escaping @Sendable (Int, Int) -> Void
    ) -> [KnownFile] {
        let portion = 32
        let portions = (files.count + portion - 1) / portion
        let results = Locked([[KnownFile]](repeating: [], count: portions))
        let done = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: portions) { number in
            let part = files[number * portion..<min(files.count, (number + 1) * portion)].map { file in
                read(file, known[file.path].flatMap { $0.name == file.name ? $0 : nil })
            }
            results.withLock { $0[number] = part }
            progress(done.add(part.count, ordering: .relaxed).newValue, files.count)
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    /// Reads a file, unless its stamp or then its bytes say that it is as it was.
    private func read(_ file: FoundFile, _ known: KnownFile?) -> KnownFile {
        if let known, known.isSettled, known.stamp == file.stamp { return known }
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        func result(_ documents: [Document], _ diagnostics: [Diagnostic], isRead: Bool = true) -> KnownFile {
            KnownFile(
                name: file.name, stamp: file.stamp, isSettled: isRead && !file.stamp.isFresh(at: now),
                documents: documents, diagnostics: diagnostics)
        }
        guard let bytes = File.read(file.path, expecting: file.stamp.size) else {
            let location = SourceLocation(file: file.name, line: 1)
            let message = "the file cannot be read: \(Errno.reason()); its documents are missing"
            return result([], [Diagnostic(.error, .unreadable, at: location, message)], isRead: false)
        }
        if let known, known.documents.count == 1, known.documents[0].size == bytes.count,
            known.documents[0].source == bytes
        {
            return result(known.documents, known.diagnostics)
        }
        let (documents, diagnostics) = Document.read(bytes, path: file.name)
        return result(codebook.map { codebook in documents.map { $0.packed(by: codebook) } } ?? documents, diagnostics)
    }

    // MARK: Packing

    /// From this many bytes of text on, a codebook saves several times what it takes itself: a megabyte.
    private static let leastPacked = 16 << 20
    /// How many files a codebook is made from, and how many bytes of each at most.
    private static let sampledFiles = 512
    private static let sampledBytes = 4 << 10

    private static func codebook(for files: [FoundFile]) -> Codebook {
        let most = max(sampledBytes, sampledFiles * sampledBytes / files.count)
        let sample = stride(from: 0, to: files.count, by: max(1, files.count / sampledFiles)).map {
            File.read(files[$0].path, expecting: files[$0].stamp.size, atMost: most) ?? []
        }
        return Codebook(sample: sample)
    }
}
