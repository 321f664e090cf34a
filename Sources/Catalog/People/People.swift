// Who the people of a collection are, as far as the text says: full names, roles, mentions. When the text leaves a doubt,
// nothing is said. How names are found lives in NameScan.swift, how their surroundings are read in NameContext.swift.

import Documents

/// A place in the documents.
struct Place: Hashable {
    let document: Int
    let line: Int
}

/// What the text says of one person.
struct Person {
    /// Folded; equal ones are one person.
    var fullKey: String?
    var fullName: String?
    var fullNamePlace: Place?
    /// As written, each with the first place of it.
    var roles: [(text: String, place: Place)] = []
    /// By document, the lines in ascending order.
    var mentions: [(document: Int, lines: [Int])] = []
    /// True where several people of the text may be meant.
    var isAmbiguous = false

    private static let mostRoles = 32

    /// Takes in a role, unless another one says it and more: `President` beside `French President`.
    mutating func add(role: String, at place: Place) {
        guard roles.count < Self.mostRoles else { return }
        let padded = " \(role) "
        if roles.contains(where: { " \($0.text) ".contains(padded) }) { return }
        roles.removeAll { padded.contains(" \($0.text) ") }
        roles.append((role, place))
    }
}

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
    private var occurrences: [[Found]] = []
    /// The surnames that stand in small letters somewhere, so that they have another meaning.
    private var ordinary: Set<Int> = []

    /// Many occurrences have one context, most of them the empty one.
    private final class SharedContext {
        let context: NameContext

        init(_ context: NameContext) { self.context = context }
    }

    private struct Found {
        let document: UInt32
        let line: UInt32
        let shared: SharedContext

        var context: NameContext { shared.context }
        var place: Place { Place(document: Int(document), line: Int(line)) }
    }

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
                    Found(
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
    private mutating func setFullName(_ record: Int, _ name: PersonName, _ found: [Found]) {
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

    /// The full names that the text has for one surname.
    private struct FullNames {
        struct Name {
            var key: String
            var name: String
            var place: Place
            var strong = 0
            var weak = 0
            var articles = 0
            var hasRole = false

            /// True for a name such as `the West Bank`.
            var isThing: Bool { articles * 2 > strong + weak }
        }

        private(set) var certain: [Name] = []

        /// Certain is one that stands once where a capital letter means a name, or twice where a sentence begins.
        init(_ found: some Sequence<Found>) {
            var seen: [String: Name] = [:]
            for each in found {
                let context = each.context
                guard let key = context.fullKey, let name = context.fullName, context.certainty != .none
                else { continue }
                var known = seen[key] ?? Name(key: key, name: name, place: each.place)
                if context.certainty == .strong {
                    if known.strong == 0 { (known.name, known.place) = (name, each.place) }
                    known.strong += 1
                } else {
                    known.weak += 1
                }
                if context.hasArticle { known.articles += 1 }
                if context.role != nil { known.hasRole = true }
                seen[key] = known
            }
            let keys = Set(seen.filter { $0.value.strong > 0 || $0.value.weak > 1 }.keys)
            for key in keys.sorted() {
                // `Republican Ann Lee` where there is `Ann Lee`; `Ann B. Lee` where it is the only one of that kind.
                let ends = key.indices.filter { key[$0] == " " }.map { String(key[key.index(after: $0)...]) }
                if ends.contains(where: keys.contains) { continue }
                let plain = Self.withoutInitials(key)
                if plain != key, keys.contains(plain), keys.count(where: { Self.withoutInitials($0) == plain }) == 2 {
                    continue
                }
                if let known = seen[key] { certain.append(known) }
            }
        }

        private static func withoutInitials(_ key: String) -> String {
            key.split(separator: " ").filter { $0.unicodeScalars.count > 1 }.joined(separator: " ")
        }
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
            let namesakes = Namesakes(surname, self)
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

    /// Those who share a surname.
    private struct Namesakes {
        private let people: People
        /// True for a word that begins sentences or dates, so that a capital says nothing.
        private let isCommon: Bool
        private let isOrdinary: Bool
        /// The full names that the surname certainly has anywhere, folded.
        private let certain: Set<String>
        private var byFullKey: [String: Int] = [:]
        /// Those who can be called by the surname alone, by the small words before it.
        private var byParticles: [String: Set<Int>] = [:]
        private var byDocument: [Int: Set<Int>] = [:]

        /// What counts for all occurrences in one document.
        struct Here {
            /// Those who have a row there.
            let rows: Set<Int>
            /// The one meant by the surname alone, by the small words before it, as far as rows tell.
            let called: [String: Set<Int>]
            /// The full names that the document gives, and those of them that are certain.
            let fullKeys: Set<String>
            let certain: Set<String>
        }

        init(_ surname: Int, _ people: People) {
            self.people = people
            isCommon = RoleWords.others.contains(people.surnames[surname])
            isOrdinary = people.ordinary.contains(surname)
            certain = Set(FullNames(people.occurrences[surname]).certain.map(\.key))
            for record in people.holders[surname] {
                let person = people.targets[record]
                if let key = people.persons[person].fullKey { byFullKey[key] = person }
                for name in people.names[record] where name.surname == people.surnames[surname] {
                    byParticles[name.particles, default: []].insert(person)
                }
                for row in people.gatherer.appearances[record] { byDocument[row.document, default: []].insert(person) }
            }
        }

        func here(_ document: Int, _ fullKeys: some Sequence<String>) -> Here {
            let rows = byDocument[document] ?? []
            let fullKeys = Set(fullKeys)
            return Here(
                rows: rows, called: rows.isEmpty ? [:] : byParticles.mapValues { $0.intersection(rows) },
                fullKeys: fullKeys, certain: fullKeys.intersection(certain))
        }

        /// The person that an occurrence means, nil where that is in doubt.
        func person(_ context: NameContext, _ here: Here) -> Int? {
            if let key = context.fullKey {
                if let person = byFullKey[key] { return person }
                for blank in key.indices where key[blank] == " " {
                    if let person = byFullKey[String(key[key.index(after: blank)...])] { return person }
                }
                if certain.contains(key) { return nil }
            }
            let called = here.called[context.particles] ?? []
            let candidates = called.isEmpty ? byParticles[context.particles] ?? [] : called
            guard candidates.count == 1, let person = candidates.first, !people.persons[person].isAmbiguous else {
                return nil
            }
            let fullKey = people.persons[person].fullKey
            // Somebody else of that name is spoken of.
            let isHere = fullKey.map(here.fullKeys.contains) ?? false
            if here.certain.count > (fullKey.map(here.certain.contains) == true ? 1 : 0) { return nil }
            // A word that has other meanings is no name by itself, unless a row says so.
            let isDoubtful = isCommon || called.isEmpty && (isOrdinary || context.isFollowedByName)
            return isHere || !isDoubtful ? person : nil
        }
    }
}
