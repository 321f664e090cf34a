// Mentions of people in documents, stored compactly.

/// A line that mentions a person.
struct Mention: Hashable {
    let person: UInt32
    let document: UInt32
    let line: UInt32

    init(_ person: Int, _ place: Place) {
        self.person = UInt32(truncatingIfNeeded: person)
        document = UInt32(truncatingIfNeeded: place.document)
        line = UInt32(truncatingIfNeeded: place.line)
    }
}

/// The mentions of all people of a collection.
package struct Mentions: Sendable {
    private struct Document {
        var position: UInt32
        /// The end of its range in `lines`.
        let end: UInt32
    }

    /// The end of each person's range in `documents`.
    private var ends: [UInt32] = []
    private var documents: [Document] = []
    private var lines: [UInt32] = []

    /// Makes the mentions from lines in any order, with repetitions; `ranks` has each document's rank, newest first.
    init(_ mentions: [Mention], people: Int, ranks: [UInt32]) {
        let sorted = mentions.sorted {
            ($0.person, ranks[Int($0.document)], $0.line) < ($1.person, ranks[Int($1.document)], $1.line)
        }
        ends.reserveCapacity(people)
        var last: Mention?
        for mention in sorted where mention != last {
            while ends.count < mention.person { ends.append(UInt32(truncatingIfNeeded: documents.count)) }
            lines.append(mention.line)
            let end = UInt32(truncatingIfNeeded: lines.count)
            if mention.person == last?.person, mention.document == last?.document { documents.removeLast() }
            documents.append(Document(position: mention.document, end: end))
            last = mention
        }
        while ends.count < people { ends.append(UInt32(truncatingIfNeeded: documents.count)) }
    }

    /// Returns the mentions with the positions of documents replaced by those in `places`.
    func moved(_ places: [UInt32]) -> Mentions {
        var mentions = self
        for index in documents.indices {
            mentions.documents[index].position = places[Int(documents[index].position)]
        }
        return mentions
    }

    /// Returns the documents that mention a person, newest first, with their lines.
    package func of(_ person: Int) -> [(document: Int, lines: ArraySlice<UInt32>)] {
        let first = person == 0 ? 0 : Int(ends[person - 1])
        return (first..<Int(ends[person])).map { index in
            let start = index == 0 ? 0 : Int(documents[index - 1].end)
            return (Int(documents[index].position), lines[start..<Int(documents[index].end)])
        }
    }
}
