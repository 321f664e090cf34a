// Compares a table of the documentation with the program's own.

extension MarkdownPage {
    /// What must be done so that the table with this first column has one row for each of `names` and no others.
    ///
    /// Each text is one sentence with the place; none if there is nothing to do.
    package func corrections(ofTable column: String, names: some Sequence<String>) -> [String] {
        let names = Array(names)
        guard let table = table(headed: column) else { return ["\(name): add a table with the first column \(column)"] }
        let place = "\(name):\(table.line): "
        let documented = table.names()
        var corrections = names.filter { !documented.contains($0) }
            .map { place + "add a row for `\($0)` to the table \(column)" }
        corrections += documented.filter { !names.contains($0) }
            .map { place + "remove `\($0)` from the table \(column): the program has no such thing" }
        if Set(documented).count != documented.count {
            corrections.append(place + "a name is more than once in the table \(column)")
        }
        return corrections
    }

    /// Returns the edits after which the column at `index` has the values that `expected` gives for the names.
    package func corrections(
        ofTable column: String, at index: Int, _ expected: (_ name: String) -> String?
    ) -> [String] {
        guard let table = table(headed: column) else { return [] }
        return zip(table.names(), table.names(inColumn: index)).compactMap { name, value in
            guard let wanted = expected(name), wanted != value else { return nil }
            return "\(self.name):\(table.line): in the row `\(name)` of the table \(column), "
                + "\(table.columns[index]) is `\(wanted)`, not `\(value)`"
        }
    }
}
