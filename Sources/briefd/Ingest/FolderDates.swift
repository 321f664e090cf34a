// The order of day and month in the dates of each folder: those with one reading decide the others.
import Catalog
import Documents
import Text

/// The order of dates such as `03/04/2025` in each configured folder.
struct FolderDates: Sendable {
    /// The dates of one folder that have slashes and the year last.
    private struct Survey {
        /// The numbers of dates with one reading.
        var monthFirstCount = 0
        var dayFirstCount = 0
        /// The number of dates with two readings.
        var ambiguousCount = 0
        /// The first document with such a date; nil if it is not known.
        var example: Document?

        /// The order of all dates with one reading; `folder` if there are none or they disagree.
        var order: DateOrder {
            if (monthFirstCount > 0) == (dayFirstCount > 0) { return .folder }
            return monthFirstCount > 0 ? .monthFirst : .dayFirst
        }

        mutating func count(_ order: DateOrder?, by difference: Int) {
            switch order {
            case .monthFirst: monthFirstCount += difference
            case .dayFirst: dayFirstCount += difference
            case .folder, nil: ambiguousCount += difference
            }
        }
    }

    private var surveys: [String: Survey] = [:]

    /// The order of a folder.
    subscript(folder: String) -> DateOrder { surveys[folder]?.order ?? .folder }

    /// Adds the dates of a file's documents.
    mutating func add(_ row: FileRow) {
        row.forEachDocument { document in
            guard let date = document.slashDate else { return }
            surveys[row.file.folder.root, default: Survey()].count(date.onlyOrder, by: 1)
            if date.onlyOrder == nil { offerExample(document, row.file.folder.root) }
        }
    }

    /// Takes the dates of a file's documents away.
    mutating func remove(_ row: FileRow) {
        row.forEachDocument { document in
            guard let date = document.slashDate, var survey = surveys[row.file.folder.root] else { return }
            survey.count(date.onlyOrder, by: -1)
            if let example = survey.example, Self.compare(example, document) == 0 { survey.example = nil }
            let isEmpty = survey.monthFirstCount + survey.dayFirstCount + survey.ambiguousCount == 0
            surveys[row.file.folder.root] = isEmpty ? nil : survey
        }
    }

    /// Finds the first document with two readings in folders that have lost theirs; `rows` are all files by name.
    mutating func findExamples(in rows: [FileRow]) {
        var lacking = Set(surveys.filter { $0.value.ambiguousCount > 0 && $0.value.example == nil }.keys)
        if lacking.isEmpty { return }
        for row in rows where lacking.contains(row.file.folder.root) {
            guard let document = row.documents.first(where: { $0.ambiguousDate != nil }) else { continue }
            surveys[row.file.folder.root]?.example = document
            lacking.remove(row.file.folder.root)
        }
    }

    private mutating func offerExample(_ document: Document, _ folder: String) {
        let isFirst =
            if let example = surveys[folder]?.example {
                Self.compare(document, example) < 0
            } else {
                // A folder with others lost its example: `findExamples` takes the first of all.
                surveys[folder]?.ambiguousCount == 1
            }
        if isFirst { surveys[folder]?.example = document }
    }

    /// Orders documents by path and line.
    private static func compare(_ left: Document, _ right: Document) -> Int {
        let order = left.path.compareBytes(right.path)
        return order == 0 ? left.firstLine - right.firstLine : order
    }

    // MARK: Diagnostics

    /// One for each folder with dates that follow the others.
    var diagnostics: [Diagnostic] {
        surveys.sorted { $0.key < $1.key }.compactMap { folder, survey in
            guard survey.ambiguousCount > 0, survey.order != .folder else { return nil }
            let order = survey.order == .monthFirst ? "month first" : "day first"
            let others = survey.monthFirstCount + survey.dayFirstCount
            let message =
                "\(Wording.counted(survey.ambiguousCount, "dates")) such as "
                + "\"\(survey.example?.ambiguousDate ?? "")\" read \(order), like the "
                + "\(Wording.counted(others, "dates")) of this folder with one reading; set dateOrder if this is wrong."
            return .ofFile(.note, .dateOrder, folder, message)
        }
    }
}
