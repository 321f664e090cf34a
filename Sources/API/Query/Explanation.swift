// `explain=1`: how a query was understood.

import Catalog
import Documents

/// Says how each parameter was understood and how many rows each step left.
enum Explanation {
    static func value(_ query: Query, _ answer: ListAnswer, _ collection: Collection) -> Value {
        var steps = [step("all", "Every record of `\(collection.name)`.", rows: collection.records.count)]
        for (filter, rows) in zip(query.filters, answer.remaining) {
            steps.append(step(filter.name, filter.meaning, rows: rows))
        }
        if !query.sort.isEmpty {
            let keys = query.sort.map { "`\($0.path.name)` \($0.isDescending ? "descending" : "ascending")" }
            let meaning = "By \(keys.joined(separator: ", then ")), then `id`; missing values last."
            steps.append(step("sort", meaning, rows: answer.total))
        }
        steps.append(
            step("page", "From row \(answer.offset), at most \(query.limit ?? answer.total).", rows: answer.rows.count))
        return .list(steps)
    }

    private static func step(_ parameter: String, _ meaning: String, rows: Int) -> Value {
        .object([
            .init("parameter", .text(parameter)), .init("meaning", .text(meaning)), .init("rows", .integer(rows)),
        ])
    }
}
