// The files as they were last read. FileTable+Update.swift changes it for single files.
import Catalog
import Documents
import Text

/// The documents and diagnostics of a set of files, with what a reload needs to skip unchanged files.
///
/// Documents of unchanged files stay the same objects.
struct FileTable: Sendable {
    /// By the bytes of their paths, then by line.
    var documents: [Document] = []
    /// The diagnostics about folders and files; each document holds those about its text.
    var diagnostics: [Diagnostic] = []
    /// By the bytes of their names.
    var rows: [FileRow] = []
    /// What the latest walk found; updates keep it current.
    var places: [WalkPlace] = []
    var links: [FoundLink] = []
    /// The position in `places` of each visited folder.
    private(set) var placeNumbers: [SystemPath: Int] = [:]
    var dates = FolderDates()
    let reader: FileReader

    /// The visited folders.
    var folders: [SystemPath] { places.compactMap(\.folder?.path) }

    /// The visited folders by path, for the next walk.
    var knownFolders: [SystemPath: VisitedFolder] { placeNumbers.compactMapValues { places[$0].folder } }

    /// Reads the files of a walk, except those in `previous` that have not changed since and were read with the same
    /// options.
    ///
    /// What cannot be read, and what a program is writing, keeps its former version.
    /// Packs the documents if the files together have at least `minPackedSize` bytes. Calls `progress` from time to
    /// time, on any thread, with the number of files read and the number of all files.
    static func read(
        _ walk: Walk, options: ReadingOptions = ReadingOptions(), previous: FileTable? = nil,
        _ unfinished: UnfinishedFiles = UnfinishedFiles(), minPackedSize: Int = FileReader.minPackedSize,
        progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) -> FileTable {
        let isLarge = walk.files.reduce(0) { $0 + $1.stamp.size } >= minPackedSize
        let codebook =
            previous?.reader.codebook
            ?? (isLarge ? FileReader.makeCodebook(for: walk.files, walk.inspector.access) : nil)
        let reader = FileReader(options: options, codebook: codebook)
        let former = previous.flatMap { $0.reader.options == options ? $0 : nil }
        let rows = reader.read(walk, former?.rows ?? [], unfinished, progress)
        var table = FileTable(reader: reader)
        if let former, rows.count == former.rows.count, zip(rows, former.rows).allSatisfy({ $0 === $1 }) {
            table = former
        } else {
            table.setUndatedRows(rows)
        }
        table.places = walk.places
        table.links = walk.links
        table.placeNumbers = Dictionary(
            walk.places.enumerated().compactMap { number, place in place.folder.map { ($0.path, number) } },
            uniquingKeysWith: { first, _ in first })
        table.updateDiagnostics()
        return table
    }

    private init(reader: FileReader) { self.reader = reader }

    /// Parses the bundled sample.
    init(sample: [(name: String, bytes: [UInt8])], options: ReadingOptions = ReadingOptions()) {
        reader = FileReader(options: options, codebook: nil)
        for file in sample {
            let (documents, diagnostics) = Document.read(file.bytes, path: file.name, options: options)
            self.documents += documents
            self.diagnostics += diagnostics
        }
        documents.sort { $0.path.precedesByBytes($1.path) }
    }

    /// Returns true if both tables have the same document objects and equal diagnostics.
    func hasSameContent(as other: FileTable) -> Bool {
        documents.count == other.documents.count && zip(documents, other.documents).allSatisfy { $0 === $1 }
            && diagnostics == other.diagnostics
    }

    /// Gives files back the rows that they have in `former`, or none; does nothing if that was read differently.
    mutating func restore(_ names: Set<FileName>, from former: FileTable) {
        func isNamed(_ row: FileRow) -> Bool { names.contains(FileName(row.file)) }
        guard !names.isEmpty, reader.options == former.reader.options,
            rows.contains(where: isNamed) || former.rows.contains(where: isNamed)
        else { return }
        let restored = rows.filter { !isNamed($0) } + former.rows.filter(isNamed)
        setUndatedRows(restored.sorted { $0.file.compare($1.file) < 0 })
        updateDiagnostics()
    }

    /// Replaces all rows and documents, and finds the dates of the documents again.
    private mutating func setUndatedRows(_ rows: [FileRow]) {
        dates = FolderDates()
        for row in rows { dates.add(row) }
        dates.findExamples(in: rows)
        setRows(rows.map { $0.dated(dates[$0.file.folder.root]) })
    }

    /// Replaces all rows and documents.
    mutating func setRows(_ rows: [FileRow]) {
        self.rows = rows
        documents = []
        documents.reserveCapacity(rows.reduce(0) { $0 + $1.documentCount })
        for row in rows { row.forEachDocument { documents.append($0) } }
    }

    /// Collects the diagnostics again.
    mutating func updateDiagnostics() {
        diagnostics = places.flatMap(\.diagnostics) + dates.diagnostics
        for row in rows where !row.diagnostics.isEmpty { diagnostics += row.diagnostics }
    }
}

extension FileReader {
    /// Returns the rows of the files of a walk, by name; `former` are the rows before.
    fileprivate func read(
        _ walk: Walk, _ former: [FileRow], _ unfinished: UnfinishedFiles,
        _ progress: @escaping @Sendable (Int, Int) -> Void
    ) -> [FileRow] {
        var tasks: [Task] = []
        tasks.reserveCapacity(walk.files.count)
        var kept: [FileRow] = []
        func keep(_ row: FileRow) {
            if walk.isUnreachable(row.file.name) { kept.append(row) }
        }
        var position = 0
        for file in walk.files {
            var previous: FileRow?
            while position < former.count, previous == nil, case let order = former[position].file.compare(file),
                order <= 0
            {
                if order == 0 { previous = former[position] } else { keep(former[position]) }
                position += 1
            }
            if unfinished.contains(file) {
                if let previous { kept.append(previous) }
            } else {
                tasks.append((file, previous))
            }
        }
        for row in former[position...] { keep(row) }
        let rows = read(tasks, walk.inspector.access, progress: progress).compactMap(\.self)
        return kept.isEmpty ? rows : (rows + kept).sorted { $0.file.compare($1.file) < 0 }
    }
}

extension Walk {
    /// True if a file of this name may exist, although the system does not show it.
    fileprivate func isUnreachable(_ name: String) -> Bool {
        unreachableNames.contains { start in
            guard name.utf8.starts(with: start.utf8) else { return false }
            // The name of a file or folder, not a part of it.
            return start.isEmpty || start.hasSuffix("/") || name.utf8.count == start.utf8.count
                || name.utf8.dropFirst(start.utf8.count).first == UInt8(ascii: "/")
        }
    }
}
