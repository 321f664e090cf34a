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

    /// Reads what `paths` hold; files larger than `largest` bytes are left out, and what links lead to outside of them
    /// unless `followsOut`.
    ///
    /// `progress` is told now and then, from any thread, how many of how many files have been read.
    init(
        _ paths: [String], largest: Int, followsOut: Bool = false,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) {
        let walk = Walk(paths, largest: largest, followsOut: followsOut)
        diagnostics = walk.diagnostics
        let results = Self.read(walk.files, progress)
        for result in results {
            documents += result.documents
            diagnostics += result.diagnostics
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

    private typealias Result = (documents: [Document], diagnostics: [Diagnostic])

    /// Reads files in portions that the cores take as they get free; the results keep the order of `files`.
    private static func read(_ files: [FoundFile], _ progress: @escaping @Sendable (Int, Int) -> Void) -> [Result] {
        let portion = 32
        let portions = (files.count + portion - 1) / portion
        let results = Locked([[Result]](repeating: [], count: portions))
        let done = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: portions) { number in
            let part = files[number * portion..<min(files.count, (number + 1) * portion)].map(read)
            results.withLock { $0[number] = part }
            progress(done.add(part.count, ordering: .relaxed).newValue, files.count)
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    private static func read(_ file: FoundFile) -> Result {
        guard let bytes = File.read(file.path, expecting: file.size) else {
            let location = SourceLocation(file: file.name, line: 1)
            let message = "the file cannot be read: \(Errno.reason()); its documents are missing"
            return ([], [Diagnostic(.error, .unreadable, at: location, message)])
        }
        return Document.read(bytes, path: file.name)
    }
}
