// Who the people of a collection are, as far as the text says: full names, roles, mentions. When the text leaves a doubt,
// nothing is said. How names are found lives in NameScan.swift, how their surroundings are read in NameContext.swift.

import Documents

/// The people of one collection.
struct People {
    /// By record of the gatherer.
    private(set) var persons: [Person]
    /// By record of the gatherer, the record that it is joined with; itself for most.
    private(set) var targets: [Int]

    private let gatherer: AppearanceGatherer
    private var names: [[PersonName]] = []
    /// The records that are called by a surname.
    private var holders: [[Int]] = []
    private var surnames: [String] = []
    /// By surname.
    private var occurrences: [[FoundName]] = []
    /// The surnames that stand in small letters somewhere, so that they have another meaning.
    private var ordinary: Set<Int> = []

    /// Describes the people whose rows were gathered, joins those with equal full names, and notes as appearances the
    /// documents that mention them.
    static func describe(
        _ gatherer: inout AppearanceGatherer, in documents: [Document], _ index: TextIndex
    ) -> [Person] {
        let people = People(gatherer, in: documents, index)
        gatherer.join(people.targets)
        let persons = people.targets.indices.filter { people.targets[$0] == $0 }.map { people.persons[$0] }
        gatherer.note(mentionsIn: persons.map { $0.mentions.map(\.document) })
        return persons
    }

    private init(_ gatherer: AppearanceGatherer, in documents: [Document], _ index: TextIndex) {
        self.gatherer = gatherer
        persons = Array(repeating: Person(), count: gatherer.keys.count)
        targets = Array(gatherer.keys.indices)
        names = gatherer.keys.indices.map { Self.names(of: $0, gatherer) }
        findHolders()
        if surnames.isEmpty { return }
        occurrences = Array(repeating: [], count: surnames.count)
        let empty = SharedContext(NameContext())
        for (document, scan) in NameScan.scans(of: surnames, in: documents, index) {
            ordinary.formUnion(scan.ordinary)
            let contexts = [empty] + scan.contexts.dropFirst().map(SharedContext.init)
            for found in scan.occurrences {
                occurrences[Int(found.surname)].append(
                    FoundName(
                        document: UInt32(truncatingIfNeeded: document), line: found.line,
                        shared: contexts[Int(found.context)]))
            }
        }
        findFullNames()
        joinEqualNames()
        findRolesAndMentions()
    }

    /// The names that rows and the configuration give a record.
    private static func names(of record: Int, _ gatherer: AppearanceGatherer) -> [PersonName] {
        var texts: [String] = []
        if let aliases = gatherer.patterns.aliases(ofKey: gatherer.keys[record]) {
            texts = [aliases.name] + aliases.others
        }
        texts += gatherer.appearances[record].map(\.name)
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }.compactMap(PersonName.init)
    }

    private mutating func findHolders() {
        var positions: [String: Int] = [:]
        for (record, names) in names.enumerated() {
            for surname in Set(names.map(\.surname)) {
                let position = positions[surname] ?? surnames.count
                if position == surnames.count {
                    positions[surname] = position
                    surnames.append(surname)
                    holders.append([])
                }
                holders[position].append(record)
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
        for (surname, records) in holders.enumerated() {
            let byDocument = Dictionary(grouping: occurrences[surname], by: \.place.document)
            let byName = Dictionary(grouping: occurrences[surname]) { $0.context.fullKey ?? "" }
            var answers: [Question: FullNames] = [:]
            for record in records where persons[record].fullKey == nil && !persons[record].isAmbiguous {
                if let name = names[record].first(where: { $0.fullKey != nil }) {
                    if name.surname == surnames[surname] {
                        setFullName(record, name, byName[name.fullKey ?? ""] ?? [])
                    }
                } else if let name = names[record].first {
                    let documents = Set(gatherer.appearances[record].map(\.document)).sorted()
                    let question = Question(particles: name.particles, documents: documents)
                    let answer =
                        answers[question]
                        ?? FullNames(
                            documents.lazy.flatMap { byDocument[$0] ?? [] }
                                .filter { $0.context.particles == name.particles })
                    answers[question] = answer
                    setFullName(record, answer, needsRole: ordinary.contains(surname))
                }
            }
        }
    }

    /// The full name that a row or the configuration gives, unless it is one of a thing: `the European Union`.
    private mutating func setFullName(_ record: Int, _ name: PersonName, _ found: [FoundName]) {
        let prose = found.filter { $0.context.certainty != .none }
        if prose.count(where: \.context.hasArticle) * 2 > prose.count { return }
        let row = gatherer.appearances[record].first
        persons[record].fullKey = name.fullKey
        persons[record].fullName = name.text
        persons[record].fullNamePlace = row.map { Place(document: $0.document, line: $0.line) }
    }

    /// The full name that the text gives; a surname that is an ordinary word too needs a role beside it.
    private mutating func setFullName(_ record: Int, _ names: FullNames, needsRole: Bool) {
        persons[record].isAmbiguous = names.certain.count > 1
        guard names.certain.count == 1, let found = names.certain.first, found.hasRole || !(needsRole || found.isThing)
        else { return }
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
        /// By person, then by document.
        var lines: [Int: [Int: Set<Int>]] = [:]
        for record in gatherer.keys.indices where !names[record].isEmpty {
            for row in gatherer.appearances[record] {
                lines[targets[record], default: [:]][row.document, default: []].insert(row.line)
                if let role = PersonName(row.name)?.role {
                    persons[targets[record]].add(role: role, at: Place(document: row.document, line: row.line))
                }
            }
        }
        for surname in holders.indices {
            let namesakes = namesakes(surname)
            for (document, found) in Dictionary(grouping: occurrences[surname], by: \.place.document) {
                let here = namesakes.here(document, found.lazy.compactMap(\.context.fullKey))
                for each in found {
                    guard let person = namesakes.person(each.context, here) else { continue }
                    lines[person, default: [:]][document, default: []].insert(each.place.line)
                    if let role = each.context.role, here.rows.contains(person) {
                        persons[person].add(role: role, at: each.place)
                    }
                }
            }
        }
        for (record, documents) in lines {
            persons[record].mentions = documents.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sorted()) }
        }
    }

    private func namesakes(_ surname: Int) -> Namesakes {
        var namesakes = Namesakes(
            certain: Set(FullNames(occurrences[surname]).certain.map(\.key)),
            isCommon: RoleWords.others.contains(surnames[surname]), isOrdinary: ordinary.contains(surname))
        for record in holders[surname] {
            let person = targets[record]
            let particles = names[record].filter { $0.surname == surnames[surname] }.map(\.particles)
            let documents = gatherer.appearances[record].map(\.document)
            namesakes.add(person, persons[person], particles: particles, documents: documents)
        }
        return namesakes
    }
}
