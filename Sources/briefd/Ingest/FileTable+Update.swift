// Reads single files again, without a walk over the folders.
import Catalog
import Documents
import Glibc
import Text

/// A name in a visited folder.
struct FileName: Hashable, Sendable {
    let folder: SystemPath
    let entry: [CChar]

    init(_ entry: [CChar], in folder: SystemPath) {
        self.folder = folder
        self.entry = entry
    }

    init(_ file: FoundFile) { self.init(file.entry, in: file.folder.path) }
}

extension FileTable {
    /// A change of one row.
    private struct Edit {
        /// The name and its bytes in the folder.
        let name: String
        let entry: [CChar]
        let root: String
        /// The position of the old row, or where a new one belongs.
        let index: Int
        /// Nil if there was no such file.
        let old: FileRow?
        /// Nil if there is no such file.
        var new: FileRow?

        func precedes(_ other: Edit) -> Bool {
            let order = name.compareBytes(other.name)
            return order == 0 ? entry.lexicographicallyPrecedes(other.entry) : order < 0
        }
    }

    /// Reads the files of some names again.
    ///
    /// Returns true if documents or diagnostics have changed. Returns nil, and changes nothing, if only a walk shows
    /// what has changed: folders, links, and files with several names can change the files of other names.
    /// O(k log n) for k names, and copies of the arrays of rows and documents.
    mutating func update(_ names: Set<FileName>, _ inspector: EntryInspector) -> Bool? {
        guard links.allSatisfy(\.isUnchanged), var edits = edits(names) else { return nil }
        var places = places
        var hasOtherSkipped = false
        var tasks: [FileReader.Task] = []
        var taskEdits: [Int] = []
        for (number, name) in names.enumerated() {
            guard let place = placeNumbers[name.folder], let folder = places[place].folder else { return nil }
            guard let open = OpenFolder(folder.path, inspector.access) else { return nil }
            let found = inspector.inspect(name.entry, in: folder, open)
            if found.isLink || found.hasOtherNames { return nil }
            var diagnostics: [Diagnostic] = []
            switch found.decision {
            case .folder: return nil
            case .missing: edits[number].new = nil
            case .skipped(let reasons, let isUnreachable):
                diagnostics = reasons
                if !isUnreachable { edits[number].new = nil }
            case .file(let file):
                tasks.append((file, edits[number].old))
                taskEdits.append(number)
            }
            if places[place].diagnostics(of: name.entry) != diagnostics {
                places[place].setSkipped(name.entry, diagnostics)
                hasOtherSkipped = true
            }
        }
        for (number, (task, row)) in zip(taskEdits, zip(tasks, reader.read(tasks, inspector.access))) {
            // A file that changes while it is read keeps its former version: another event follows.
            if task.file.isCurrent { edits[number].new = row }
        }
        edits.removeAll { $0.old === $0.new }
        edits.sort { $0.precedes($1) }
        if hasOtherSkipped { self.places = places }
        return apply(edits, hasOtherSkipped: hasOtherSkipped)
    }

    /// Returns an edit of each name that changes nothing; nil if only a walk shows what has changed.
    private func edits(_ names: Set<FileName>) -> [Edit]? {
        let linkNames = Set(links.lazy.map { FileName($0.entry, in: $0.folder.path) })
        var edits: [Edit] = []
        edits.reserveCapacity(names.count)
        for name in names {
            guard let place = placeNumbers[name.folder], let folder = places[place].folder, !linkNames.contains(name),
                !places[place].diagnostics(of: name.entry).contains(where: { $0.code == .repeated })
            else { return nil }
            let text = folder.name(of: name.entry)
            let index = rows.partitioningIndex { $0.file.compare(text, name.entry) >= 0 }
            let isKnown = index < rows.count && rows[index].file.compare(text, name.entry) == 0
            let row = isKnown ? rows[index] : nil
            if let row, row.file.isShared { return nil }
            edits.append(Edit(name: text, entry: name.entry, root: folder.root, index: index, old: row, new: row))
        }
        return edits
    }

    /// Applies sorted edits; returns true if documents or diagnostics have changed.
    private mutating func apply(_ edits: [Edit], hasOtherSkipped: Bool) -> Bool {
        let before = (dates: dates, diagnostics: diagnostics)
        for edit in edits { edit.old.map { dates.remove($0) } }
        for edit in edits { edit.new.map { dates.add($0) } }
        var edits = edits
        for index in edits.indices { edits[index].new = edits[index].new?.dated(dates[edits[index].root]) }
        let changed = edits.filter { edit in
            guard let old = edit.old, let new = edit.new else { return true }
            return !old.hasSameDocuments(as: new)
        }
        replaceDocuments(changed)
        replaceRows(edits)
        dates.findExamples(in: rows)
        let redated = Set(edits.map(\.root)).filter { dates[$0] != before.dates[$0] }
        if !redated.isEmpty {
            let root = \FileRow.file.folder.root
            setRows(rows.map { redated.contains($0[keyPath: root]) ? $0.dated(dates[$0[keyPath: root]]) : $0 })
        }
        if hasOtherSkipped || dates.diagnostics != before.dates.diagnostics
            || edits.contains(where: { ($0.old?.diagnostics ?? []) != ($0.new?.diagnostics ?? []) })
        {
            updateDiagnostics()
        }
        return !changed.isEmpty || !redated.isEmpty || diagnostics != before.diagnostics
    }

    private mutating func replaceRows(_ edits: [Edit]) {
        if edits.isEmpty { return }
        var result: [FileRow] = []
        result.reserveCapacity(rows.count + edits.count)
        var position = 0
        for edit in edits {
            result += rows[position..<edit.index]
            position = edit.index + (edit.old == nil ? 0 : 1)
            if let row = edit.new { result.append(row) }
        }
        rows = result + rows[position...]
    }

    /// Replaces the documents of rows; the rows are still the old ones.
    private mutating func replaceDocuments(_ edits: [Edit]) {
        if edits.isEmpty { return }
        var result: [Document] = []
        result.reserveCapacity(documents.count + edits.count)
        var position = 0
        for edit in edits {
            var start = documents.partitioningIndex { $0.path.compareBytes(edit.name) >= 0 }
            // Names that are not UTF-8 can be equal as text.
            for row in rows[..<edit.index].reversed() {
                guard row.file.name.compareBytes(edit.name) == 0 else { break }
                start += row.documentCount
            }
            result += documents[position..<start]
            position = start + (edit.old?.documentCount ?? 0)
            edit.new?.forEachDocument { result.append($0) }
        }
        documents = result + documents[position...]
    }
}

extension FoundFile {
    /// True if the file has not changed since it was found.
    fileprivate var isCurrent: Bool {
        var status = stat()
        return lstat(path.bytes, &status) == 0 && FileStamp(status) == stamp
    }
}
