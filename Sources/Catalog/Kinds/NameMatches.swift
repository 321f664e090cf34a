// The people of a collection who may have a name, with the reasons as values. Sources/People finds the reasons.

package import Documents
import People
import Text

/// A record that may have a name.
package struct NameMatch {
    /// The position of the record.
    package let position: Int
    /// The facts that name and record share, each an object with the members of `reasonsField`.
    package let reasons: Value
    /// The sum of the points of the reasons.
    package let score: Int
    /// True if the name may belong to several people of the documents, although one record has it.
    package let isAmbiguous: Bool

    /// The field with the reasons.
    package static let reasonsField = Field(
        "reasons", .object, isList: true,
        members: [
            Field("reason"), Field("word"), Field("value"), Field("points", .integer),
            Field("article", references: "articles"), .source,
        ])
}

extension Collection {
    /// True if the records are people, as the configuration says.
    package var arePeople: Bool { (records as? MappedRecords)?.arePeople ?? false }

    /// Returns the people who may have a name, those with the highest score first, then by id.
    ///
    /// Leaves out people whom the name contradicts or leaves in doubt. Stops soon after `isStopped` is true.
    /// `hasSurname` is false if nobody has the surname, so that it may have a typing error.
    package func matches(_ name: String, isStopped: () -> Bool) -> (matches: [NameMatch], hasSurname: Bool) {
        guard let records = records as? MappedRecords, records.arePeople else { return ([], false) }
        let query = NameQuery(name)
        let bearers = records.people.candidates(for: query)
        let matches = (bearers ?? Array(0..<records.count)).compactMap {
            isStopped() ? nil : records.match(query, at: $0)
        }
        let sorted = matches.map { ($0, id: records.id(at: $0.position)) }.sorted {
            $0.0.score == $1.0.score ? $0.id.compareBytes($1.id) < 0 : $0.0.score > $1.0.score
        }
        return (sorted.map(\.0), bearers?.isEmpty == false)
    }
}

extension MappedRecords {
    fileprivate func match(_ query: NameQuery, at index: Int) -> NameMatch? {
        let rows = appearances[index].map { row in
            (name: row.name, place: Place(document: row.document, line: row.line))
        }
        guard let reasons = people.reasons(for: query, index, rows: rows, in: documents) else { return nil }
        return NameMatch(
            position: index, reasons: .list(reasons.map(value)), score: reasons.reduce(0) { $0 + $1.kind.points },
            isAmbiguous: people.isAmbiguous(index, query))
    }

    private func value(of reason: MatchReason) -> Value {
        var members: [Value.Member] = [
            .init("reason", .text(reason.kind.rawValue)), .init("word", .text(reason.word)),
            .init("value", .text(reason.value)), .init("points", .integer(reason.kind.points)),
        ]
        if let place = reason.place {
            let document = documents[place.document]
            members += [
                .init("article", .text(articleIDs[place.document])),
                .init(
                    "source",
                    Holdings.source(
                        file: document.path, line: place.line, heading: document.heading(aboveLine: place.line))),
            ]
        }
        return .object(members)
    }
}
