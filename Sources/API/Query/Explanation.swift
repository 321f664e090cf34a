// `explain=1`: how a query was understood.

import Catalog
import Documents

/// Says how each parameter was understood and how many rows each step left.
enum Explanation {
    static func value(_ query: Query, _ answer: ListAnswer, _ collection: Collection) -> Value {
        var steps = [step("all", "Every record of `\(collection.name)`.", rows: collection.records.count)]
        if let search = query.search {
            let clauses = search.text.clauses.map { clause in
                "\(clause.isNegated ? "without" : "with") `\(clause.text.drop { $0 == "-" })`"
            }
            let meaning =
                clauses.isEmpty
                ? "It holds no word, so nothing is found." : "Records \(clauses.joined(separator: ", "))."
            steps.append(step("q", meaning, rows: search.hits.count))
        }
        for (filter, rows) in zip(query.filters, answer.remaining) {
            steps.append(step(filter.name, filter.meaning, rows: rows))
        }
        if !query.sort.isEmpty {
            let keys = query.sort.map { "`\($0.path.name)` \($0.isDescending ? "descending" : "ascending")" }
            let meaning = "By \(keys.joined(separator: ", then ")), then `id`; missing values last."
            steps.append(step("sort", meaning, rows: answer.total))
        }
        if query.isByRelevance {
            steps.append(
                step("sort", "By relevance (BM25), equal ones as the collection has them.", rows: answer.total))
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
