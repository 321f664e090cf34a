// The content of `meta.explain`, which the parameter `explain=1` adds to a list.

import Catalog
import Documents
import Search

/// Describes each step of a query and the number of rows after it.
enum Explanation {
    static func value(_ query: Query, _ result: ListResult, _ collection: Collection) -> Value {
        var steps = [step("all", "Every record of `\(collection.name)`.", rows: collection.records.count)]
        if let search = query.search {
            let clauses = search.text.clauses.map { clause in
                if !clause.corrections.isEmpty {
                    let words = clause.corrections.map { "`\(String(decoding: $0, as: UTF8.self))`" }
                    return "with a form of \(words.joined(separator: " or "))"
                }
                let match = clause.isNegated ? "without" : clause.matchesForms ? "with a form of" : "with"
                return "\(match) `\(clause.text.drop { $0 == "-" })`"
            }
            let meaning =
                clauses.isEmpty
                ? "`q` has no word, so no record matches." : "Records \(clauses.joined(separator: ", "))."
            steps.append(step("q", meaning, rows: search.hits.count))
        }
        for (condition, rows) in zip(query.conditions, result.remaining) {
            steps.append(step(condition.name, condition.meaning, rows: rows))
        }
        if !query.sort.isEmpty {
            let keys = query.sort.map { "`\($0.path.name)` \($0.isDescending ? "descending" : "ascending")" }
            let meaning = "By \(keys.joined(separator: ", then ")), then `id`; missing values last."
            steps.append(step("sort", meaning, rows: result.total))
        }
        if query.isByRelevance {
            steps.append(
                step("sort", "By relevance (BM25); equal scores in the order of the collection.", rows: result.total))
        }
        steps.append(
            step(
                "page", "Skips \(result.offset) rows and shows at most \(query.limit ?? result.total).",
                rows: result.rows.count))
        return .list(steps)
    }

    private static func step(_ parameter: String, _ meaning: String, rows: Int) -> Value {
        .object([
            .init("parameter", .text(parameter)), .init("meaning", .text(meaning)), .init("rows", .integer(rows)),
        ])
    }
}
