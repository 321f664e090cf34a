// Who the people of a collection are, as far as the text says: full names, roles, mentions. When the text leaves a
// doubt, nothing is said. How names are found lives in NameScan.swift, how their surroundings are read in
// NameContext.swift.

import Documents

/// The people of one collection, and where they are spoken of.
struct People: Sendable {
    let persons: [Person]
    let mentions: Mentions

    /// Returns the same people in another list of documents; `places` has the new positions.
    func moved(_ places: [UInt32]) -> People {
        People(persons: persons.map { $0.moved(places) }, mentions: mentions.moved(places))
    }

    /// The value for collections of other kinds.
    static let none = People(persons: [], mentions: Mentions([], people: 0, ranks: []))
}

extension AppearanceGatherer {
    /// Finds the people of the gathered rows, joins the records with equal full names, and adds the documents that
    /// mention them to the documents of each record.
    ///
    /// `instants` are the dates of the documents; `former` has scans of documents that can be used again.
    mutating func joinPeople(
        in documents: [Document], _ index: TextIndex, _ instants: [Instant?], former: PeopleSearchState?
    ) -> (people: People, state: PeopleSearchState) {
        let search = PeopleSearch(self, in: documents, index, former)
        join(search.targets)
        var numbers: [Int: Int] = [:]
        var persons: [Person] = []
        for (record, target) in search.targets.enumerated() where record == target {
            numbers[record] = persons.count
            persons.append(search.persons[record])
        }
        let newest = documents.indices.sorted { Appearance.isNewer($0, than: $1, instants) }
        var ranks: [UInt32] = Array(repeating: 0, count: documents.count)
        for (rank, document) in newest.enumerated() { ranks[document] = UInt32(truncatingIfNeeded: rank) }
        let mentions = Mentions(
            search.mentions.compactMap { found in numbers[found.record].map { Mention($0, found.place) } },
            people: persons.count, ranks: ranks)
        note(mentionsIn: persons.indices.lazy.map { mentions.of($0).map(\.document) })
        return (People(persons: persons, mentions: mentions), search.state)
    }
}

/// What a search for people leaves for the next one.
struct PeopleSearchState: Sendable {
    fileprivate let surnames: Surnames
    fileprivate let scans: NameScans

    /// True if one of these documents may have a surname of the people.
    func mayName(in documents: some Sequence<Document>) -> Bool {
        let table = SurnameTable(Array(surnames.texts.indices), of: surnames, Words.Scratch())
        return documents.contains { document in
            var isFound = false
            document.forEachPassage { passage in
                if !isFound { isFound = !table.hits(in: passage.source).isEmpty }
            }
            return isFound
        }
    }
}

/// The search for the people of one collection.
private struct PeopleSearch {
    /// By record of the gatherer.
    private(set) var persons: [Person]
    /// By record of the gatherer, the record that it is joined with; itself for most.
    private(set) var targets: [Int]
    /// The records, of those that stay, that are spoken of.
    private(set) var mentions: [(record: Int, place: Place)] = []

    private let gatherer: AppearanceGatherer
    private let called: [RecordNames]
    /// By the position of a surname: the records that are called by it in these documents, as their rows there have the
    /// family name first.
    private var familyFirst: [Int: [Int: Set<Int>]] = [:]
    private let surnames: Surnames
    fileprivate var state: PeopleSearchState {
        PeopleSearchState(surnames: surnames, scans: sightings.scans.withoutFormer)
    }
    /// The records that are called by a surname, by its position.
    private var holders: [[Int]] = []
    private let sightings: Sightings

    init(
        _ gatherer: AppearanceGatherer, in documents: [Document], _ index: TextIndex, _ former: PeopleSearchState?
    ) {
        self.gatherer = gatherer
        persons = Array(repeating: Person(), count: gatherer.keys.count)
        targets = Array(gatherer.keys.indices)
        called = targets.mapInPortions(of: 1024) { records in records.map { RecordNames(of: $0, gatherer) } }
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
        for (document, shown) in Self.familyFirst(called, in: documents) {
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

    /// The records whose family name comes first, by the documents that show it.
    private static func familyFirst(
        _ called: [RecordNames], in documents: [Document]
    ) -> [(document: Int, shown: [FamilyFirstRows.Candidate])] {
        var candidates: [Int: [FamilyFirstRows.Candidate]] = [:]
        for (record, called) in called.enumerated() {
            guard called.names.count == 1, let words = called.names.first?.twoWords else { continue }
            let candidate = FamilyFirstRows.Candidate(record: record, first: words.first, last: words.last)
            for document in Set(called.rows.map(\.place.document)) {
                candidates[document, default: []].append(candidate)
            }
        }
        return candidates.keys.sorted().mapInPortions(of: 32) { [candidates] part in
            let scratch = Words.Scratch()
            return part.map { document in
                (document, FamilyFirstRows.shown(among: candidates[document] ?? [], in: documents[document], scratch))
            }
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
                    let documents = Set(gatherer.appearances[record].map(\.document)).sorted()
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
        let row = gatherer.appearances[record].first
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
                let (left, right) = (gatherer.keys[$0], gatherer.keys[$1])
                return left == key || (right != key && left.compareBytes(right) < 0)
            }
            for record in records { targets[record] = first ?? record }
        }
    }

    // MARK: Roles and mentions

    private mutating func findRolesAndMentions() {
        for (record, called) in called.enumerated() {
            for row in gatherer.appearances[record] {
                guard let line = row.nameLine else { continue }
                mentions.append((targets[record], Place(document: row.document, line: line)))
            }
            for row in called.rows {
                if let role = called.names[row.name].role { persons[targets[record]].add(role: role, at: row.place) }
            }
        }
        let namesakes = holders.indices.map(namesakes)
        // First where there are rows, and full names before surnames alone: what these have for roles tells whom others
        // may mean.
        for isHome in [true, false] {
            for surname in holders.indices {
                for found in sightings.byDocument(surname) { read(found, of: surname, namesakes[surname], isHome) }
            }
        }
    }

    /// Reads what one document has of a surname, if it is one with rows of those who have it, or if it is none.
    private mutating func read(_ found: ArraySlice<Sighting>, of surname: Int, _ namesakes: Namesakes, _ isHome: Bool) {
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
                // The office may be another one's, where the surname alone stands beside it.
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
            let documents = shown?.sorted() ?? gatherer.appearances[record].map(\.document)
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
