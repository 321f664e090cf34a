// The search for the people of a collection: full names, equal names, roles and mentions. NameScan.swift finds names in
// a document, NameContext.swift reads the words around them.

package import Documents
import Search
import Search
import Text

/// The results of a search for people that the next search can use.
package struct PeopleSearchState: Sendable {
    fileprivate let surnames: Surnames
    fileprivate let scans: NameScans
    fileprivate let shown: [ShownKey: [Int]]

    /// True if one of these documents may have a surname of the people.
    package func mayName(in documents: some Sequence<Document>) -> Bool {
        let table = SurnameTable(Array(surnames.texts.indices), of: surnames, Words.Scratch())
        return documents.contains { document in
            var isFound = false
            document.forEachBlockRun { run in
                if !isFound { isFound = !table.hits(in: run.text).isEmpty }
                return false
            } _: { _ in
            }
            return isFound
        }
    }
}

/// A document, and the records in it whose first word may be the family name.
private struct ShownKey: Hashable {
    let document: Document
    let candidates: [FamilyFirstRows.Candidate]

    /// The numbers of records do not count.
    static func == (left: ShownKey, right: ShownKey) -> Bool {
        left.document === right.document
            && left.candidates.elementsEqual(right.candidates) { $0.first == $1.first && $0.last == $1.last }
    }

    func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(document)) }
}

/// The search for the people of one collection.
struct PeopleSearch {
    /// By record.
    private(set) var persons: [Person]
    /// By record, the record that it is joined with; itself for most.
    private(set) var targets: [Int]
    /// The surnames that are also those of people without a record.
    private(set) var sharedSurnames: Set<String> = []
    /// The records, of those that stay, that are spoken of.
    private(set) var mentions: [(record: Int, place: Place)] = []

    private let records: [NamedRecord]
    private let called: [RecordNames]
    /// By the position of a surname: the records that are called by it in these documents, as their rows there have the
    /// family name first.
    private var familyFirst: [Int: [Int: Set<Int>]] = [:]
    /// By document and candidates, the places of those that it shows.
    private var shown: [ShownKey: [Int]] = [:]
    private let surnames: Surnames
    var state: PeopleSearchState {
        PeopleSearchState(surnames: surnames, scans: sightings.scans.withoutFormer, shown: shown)
    }
    /// The records that are called by a surname, by its position.
    private var holders: [[Int]] = []
    /// The records that are called by each surname.
    var bearers: some Sequence<(surname: String, records: [Int])> {
        zip(surnames.texts, holders).lazy.map { ($0, $1) }
    }
    private let sightings: Sightings

    init(
        _ records: [NamedRecord], in documents: [Document], _ index: TextIndex, _ former: PeopleSearchState?
    ) {
        self.records = records
        persons = Array(repeating: Person(), count: records.count)
        targets = Array(records.indices)
        called = records.mapInPortions(of: 1024) { records in records.map { RecordNames(of: $0) } }
        var rows: [NamedRow] = []
        var surnames = Surnames()
        let scratch = Words.Scratch()
        for (record, called) in called.enumerated() {
            let positions = called.names.map { surnames.position(of: $0.surname, scratch) }
            for position in positions {
                if position == holders.count { holders.append([]) }
                if holders[position].last != record { holders[position].append(record) }
            }
            for row in called.rows {
                rows.append(
                    NamedRow(
                        surname: positions[row.name], place: row.place, context: NameContext(called.names[row.name])))
            }
        }
        shown = former?.shown ?? [:]
        for (document, shown) in Self.findFamilyFirst(called, in: documents, &shown) {
            for each in shown {
                let position = surnames.position(of: each.first, scratch)
                if position == holders.count { holders.append([]) }
                if familyFirst[position]?[each.record] == nil { holders[position].append(each.record) }
                familyFirst[position, default: [:]][each.record, default: []].insert(document)
            }
        }
        self.surnames = surnames
        let scans = NameScans(surnames, former: former?.scans, of: former?.surnames)
        sightings = Sightings(of: surnames, rows: rows, in: documents, index, scans)
        findFullNames()
        joinEqualNames()
        findRolesAndMentions()
    }

    /// Finds the records that have the family name first, by the documents that show it.
    ///
    /// `known` has what was found before, then what is found now.
    private static func findFamilyFirst(
        _ called: [RecordNames], in documents: [Document], _ known: inout [ShownKey: [Int]]
    ) -> [(document: Int, shown: [FamilyFirstRows.Candidate])] {
        var candidates: [Int: [FamilyFirstRows.Candidate]] = [:]
        for (record, called) in called.enumerated() {
            guard called.names.count == 1, let words = called.names.first?.twoWords else { continue }
            let candidate = FamilyFirstRows.Candidate(record: record, first: words.first, last: words.last)
            for document in Set(called.rows.map(\.place.document)) {
                candidates[document, default: []].append(candidate)
            }
        }
        let positions = candidates.keys.sorted()
        let keys = positions.map { ShownKey(document: documents[$0], candidates: candidates[$0] ?? []) }
        let places = keys.mapInPortions(of: 32) { [known] keys in
            let scratch = Words.Scratch()
            return keys.map { key in
                known[key] ?? FamilyFirstRows.shown(among: key.candidates, in: key.document, scratch)
            }
        }
        known = Dictionary(zip(keys, places)) { first, _ in first }
        return zip(positions, zip(keys, places)).map { document, found in
            (document, found.1.map { found.0.candidates[$0] })
        }
    }

    // MARK: Full names

    private mutating func findFullNames() {
        /// Records with one surname in the same documents ask the same.
        struct Question: Hashable {
            let particles: String
            let documents: [Int]
        }
        let contexts = sightings.contexts
        for (surname, records) in holders.enumerated() {
            let open = records.filter { persons[$0].fullKey == nil && !persons[$0].isAmbiguous }
            if open.isEmpty { continue }
            var byDocument: [Int: ArraySlice<Sighting>] = [:]
            for group in sightings.byDocument(surname) {
                byDocument[group.first.map { Int($0.document) } ?? 0] = group
            }
            let things = things(surname)
            var answers: [Question: FullNames] = [:]
            for record in open {
                if let name = called[record].names.first(where: { $0.fullKey != nil }) {
                    if name.surname == surnames.texts[surname], !things.contains(name.fullKey ?? "") {
                        setFullName(record, name)
                    }
                } else if let name = called[record].names.first {
                    let documents = Set(self.records[record].rows.map(\.document)).sorted()
                    let question = Question(particles: name.particles, documents: documents)
                    let found = documents.lazy.flatMap { [byDocument] in byDocument[$0] ?? [] }
                        .filter { contexts[Int($0.context)].particles == name.particles }
                    let answer = answers[question] ?? FullNames(found, contexts)
                    answers[question] = answer
                    setFullName(record, answer, needsRole: sightings.ordinary.contains(surname))
                }
            }
        }
    }

    /// The full names with a surname that are names of things in running text: `the European Union`.
    private func things(_ surname: Int) -> Set<String> {
        var counts: [String: (all: Int, articles: Int)] = [:]
        for sighting in sightings[surname] where sighting.context > 0 {
            let context = sightings.contexts[Int(sighting.context)]
            guard context.certainty != .none, let key = context.fullKey else { continue }
            counts[key, default: (0, 0)].all += 1
            if context.hasArticle { counts[key, default: (0, 0)].articles += 1 }
        }
        return Set(counts.filter { $0.value.articles * 2 > $0.value.all }.keys)
    }

    /// The full name that a row or the configuration gives.
    private mutating func setFullName(_ record: Int, _ name: PersonName) {
        let row = records[record].rows.first
        persons[record].fullKey = name.fullKey
        persons[record].fullName = name.text
        persons[record].fullNamePlace = row.map { Place(document: $0.document, line: $0.line) }
    }

    /// The full name that the text gives; a surname that is an ordinary word too needs a role.
    private mutating func setFullName(_ record: Int, _ names: FullNames, needsRole: Bool) {
        persons[record].isAmbiguous = names.areSeveral
        guard let found = names.only ?? names.familyFirst, found.hasRole || !(needsRole || found.isThing) else {
            return
        }
        persons[record].fullKey = found.key
        persons[record].fullName = found.name
        persons[record].fullNamePlace = found.place
    }

    // MARK: Equal names

    /// Joins the records whose full names are equal; the one whose own key is that name stays, else the first by key.
    private mutating func joinEqualNames() {
        var groups: [String: [Int]] = [:]
        for (record, person) in persons.enumerated() {
            if let key = person.fullKey { groups[key, default: []].append(record) }
        }
        for (key, records) in groups where records.count > 1 {
            let first = records.min {
                let (left, right) = (self.records[$0].key, self.records[$1].key)
                return left == key || (right != key && left.compareBytes(right) < 0)
            }
            for record in records { targets[record] = first ?? record }
        }
    }

    // MARK: Roles and mentions

    private mutating func findRolesAndMentions() {
        for (record, called) in called.enumerated() {
            for row in records[record].rows {
                guard let line = row.nameLine else { continue }
                mentions.append((targets[record], Place(document: row.document, line: line)))
            }
            for row in called.rows {
                if let role = called.names[row.name].role { persons[targets[record]].add(role: role, at: row.place) }
            }
        }
        let namesakes = holders.indices.map(namesakes)
        for (surname, records) in holders.enumerated() {
            if namesakes[surname].hasStrangers { sharedSurnames.insert(surnames.texts[surname]) }
            for person in records.map({ targets[$0] }) {
                persons[person].address = persons[person].address ?? namesakes[surname].address(of: person)
            }
        }
        // Documents with rows come first, and full names before surnames alone. Their roles decide who may be meant
        // elsewhere.
        for isHome in [true, false] {
            for surname in holders.indices {
                for found in sightings.byDocument(surname) { read(found, of: surname, namesakes[surname], isHome) }
            }
        }
    }

    /// Reads the occurrences of a surname in one document, if `isHome` says rightly whether it has rows of those who
    /// bear the surname.
    private mutating func read(
        _ found: ArraySlice<Sighting>, of surname: Int, _ namesakes: Namesakes, _ isHome: Bool
    ) {
        let contexts = sightings.contexts
        guard let document = found.first?.place.document, namesakes.isHome(document) == isHome else { return }
        let here = namesakes.here(document, found.lazy.map { contexts[Int($0.context)] })
        for isFull in [true, false] {
            for each in found {
                let context = contexts[Int(each.context)]
                guard (context.fullKey != nil) == isFull, !context.isRow,
                    let person = namesakes.person(context, here, persons)
                else { continue }
                if let documents = familyFirst[surname]?[person],
                    !isHome || !context.isAlone || !documents.contains(document)
                {
                    continue
                }
                mentions.append((person, each.place))
                // An office next to the surname alone may be that of another person.
                for role in context.roles where here.rows.contains(person) {
                    guard isFull || persons[person].mayHold(RoleWords.offices(of: role)) else { continue }
                    persons[person].add(role: role, at: each.place)
                }
            }
        }
    }

    private func namesakes(_ surname: Int) -> Namesakes {
        let text = surnames.texts[surname]
        var namesakes = Namesakes(
            FullNames(sightings[surname], sightings.contexts), isCommon: RoleWords.others.contains(text),
            isOrdinary: sightings.ordinary.contains(surname))
        for record in holders[surname] {
            let person = targets[record]
            let shown = familyFirst[surname]?[record]
            let names =
                shown == nil
                ? called[record].names.filter { $0.surname == text }
                : called[record].names.map { $0.withFamilyFirst(text) }
            let documents = shown?.sorted() ?? records[record].rows.map(\.document)
            namesakes.add(person, persons[person], names: names, documents: documents)
        }
        for found in sightings.byDocument(surname) {
            let document = found.first.map { $0.place.document } ?? 0
            namesakes.noteAddresses(
                in: document, found.lazy.map { [contexts = sightings.contexts] in contexts[Int($0.context)] })
        }
        return namesakes
    }
}

extension NameContext {
    /// What the name of a row says: as much as one in a cell.
    fileprivate init(_ name: PersonName) {
        self.init()
        particles = name.particles
        fullKey = name.fullKey
        address = name.address
        isRow = true
    }
}
