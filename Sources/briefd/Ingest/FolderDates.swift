// The order of day and month in the dates of each folder: those with one reading decide the others.
import Documents

/// The order of dates such as `03/04/2025` in each configured folder.
struct FolderDates {
    /// The dates of one folder that have slashes and the year last.
    private struct Survey {
        /// The number of dates with one reading, by its order.
        var orders: [DateOrder: Int] = [:]
        /// The number of dates with two readings, and the first of them.
        var ambiguousCount = 0
        var example = ""

        /// The order of all dates with one reading; `folder` if there are none or they disagree.
        var order: DateOrder { orders.count == 1 ? orders.keys.first ?? .folder : .folder }
    }

    private var surveys: [String: Survey] = [:]
    /// One for each folder with dates that follow the others.
    private(set) var diagnostics: [Diagnostic] = []

    /// Compares the dates of all documents, each list with its folder.
    init(_ files: [(folder: String, documents: [Document])]) {
        for (folder, documents) in files {
            for document in documents {
                guard let date = document.slashDate else { continue }
                if let order = date.onlyOrder {
                    surveys[folder, default: Survey()].orders[order, default: 0] += 1
                } else {
                    surveys[folder, default: Survey()].ambiguousCount += 1
                    if surveys[folder]?.ambiguousCount == 1 { surveys[folder]?.example = document.ambiguousDate ?? "" }
                }
            }
        }
        for (folder, survey) in surveys.sorted(by: { $0.key < $1.key }) {
            guard survey.ambiguousCount > 0, survey.order != .folder else { continue }
            diagnostics.append(Self.diagnostic(folder, survey))
        }
    }

    /// The order of a folder.
    subscript(folder: String) -> DateOrder { surveys[folder]?.order ?? .folder }

    private static func diagnostic(_ folder: String, _ survey: Survey) -> Diagnostic {
        let order = survey.order == .monthFirst ? "month first" : "day first"
        let others = survey.orders.values.reduce(0, +)
        let message =
            "\(Wording.counted(survey.ambiguousCount, "dates")) such as \"\(survey.example)\" read \(order), like the "
            + "\(Wording.counted(others, "dates")) of this folder with one reading; set dateOrder if this is wrong."
        return Diagnostic(.note, .dateOrder, at: SourceLocation(file: folder, line: 1), message)
    }
}
