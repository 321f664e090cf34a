// The places of surnames in the documents: first in documents with rows of their holders, then in others that the
// full-text index finds. Surnames that are ordinary words are not searched for there. NameScan.swift scans a document.

import Documents
import Search
import Search
import Text

/// One occurrence of a surname.
struct Sighting {
    let document: UInt32
    let line: UInt32
    /// The index of the words around it among the contexts.
    let context: UInt32

    var place: Place { Place(document: Int(document), line: Int(line)) }
}

/// The row of a record: the surname in it, and its place.
struct NamedRow {
    let surname: Int
    let place: Place
    let context: NameContext
}

/// All occurrences of the surnames of a collection's people.
struct Sightings {
    /// The first one says nothing.
    private(set) var contexts: [NameContext] = [NameContext()]
    /// The surnames that also occur in small letters, so that they are ordinary words.
    ///
    /// They have no mentions outside the documents with their rows.
    private(set) var ordinary: Set<Int> = []
    /// By surname, then by document, there in reading order.
    private var sightings: [Sighting] = []
    /// By surname, where its sightings begin; one more at the end.
    private var starts: [Int] = []
    /// The scans that were made.
    private(set) var scans: NameScans

    /// A document with the surnames to look for there.
    private struct Work {
        let document: Int
        var surnames: [Int] = []
        var rows: Set<NameScan.Row> = []
    }

    private typealias Scanned = (document: Int, names: NameScan.Names)

    init(
        of surnames: Surnames, rows: [NamedRow], in documents: [Document], _ index: TextIndex, _ scans: NameScans
    ) {
        self.scans = scans
        let languages = ForeignWords.Languages(in: index)
        func scan(_ work: [Work]) -> [Scanned] {
            let keys = work.map { work in
                NameScans.Key(
                    documents[work.document], work.surnames, work.rows, languages.language(of: work.document))
            }
            let names = self.scans.names(of: keys, surnames)
            let scanned = zip(work, names).map { (document: $0.document, names: $1) }
            for each in scanned { ordinary.formUnion(each.names.ordinary) }
            return scanned
        }

        let work = Self.work(rows)
        var homes: [[Int]] = Array(repeating: [], count: surnames.texts.count)
        for each in work { for surname in each.surnames { homes[surname].append(each.document) } }
        var scanned = scan(work)

        // Most ordinary words show in the first other document that they are, so that the many more need not be read.
        var elsewhere: [Scanned] = []
        let crowds = surnames.crowds()
        let crowded = Set(crowds.joined())
        var alive = surnames.texts.indices.filter { !crowded.contains($0) }
        var seen = 0
        for most in [1, 8, Int.max] {
            alive.removeAll(where: ordinary.contains)
            let pairs = alive.mapInPortions(of: 256) { [homes, seen] part in
                part.flatMap { surname in
                    // As a phrase, each of many surnames that end alike would have all places of their last word read.
                    let hits = index.hits(TextQuery(surnames.words(of: surname), isExact: true), in: .units)
                    return Self.others(hits.positions, homes[surname]).dropFirst(seen).prefix(most - seen)
                        .map { (document: $0, surname: surname) }
                }
            }
            elsewhere += scan(Self.work(pairs))
            seen = most
        }
        let pairs = crowds.mapInPortions(of: 8) { [homes] part in
            part.flatMap { Self.others(of: $0, surnames, homes, in: index) }
        }
        elsewhere += scan(Self.work(pairs))
        scanned += elsewhere.map { document, names in
            (document, names.filter { !ordinary.contains(Int($0.surname)) })
        }
        collect(scanned.sorted { $0.document < $1.document }, rows, count: surnames.texts.count)
    }

    /// The documents but `homes` with all words of surnames that end alike; each with as many of these as are looked
    /// for in one document.
    ///
    /// Ends where all documents with the last word have as many, so that many surnames of common words are soon done
    /// with.
    static func others(
        of crowd: [Int], _ surnames: Surnames, _ homes: [[Int]], in index: TextIndex
    ) -> [(document: Int, surname: Int)] {
        guard let last = crowd.first.flatMap({ surnames.words(of: $0).split(separator: " ").last }) else { return [] }
        var open = index.hits(TextQuery(String(last), isExact: true), in: .units).count
        var counts: [UInt32: Int] = [:]
        var places: [(document: Int, surname: Int)] = []
        for surname in crowd where open > 0 {
            var own = homes[surname][...]
            for position in index.hits(TextQuery(surnames.words(of: surname), isExact: true), in: .units).positions {
                let count = counts[position, default: 0] + 1
                if count > SurnameTable.maxAlike { continue }
                counts[position] = count
                own = own.drop { $0 < Int(position) }
                if own.first != Int(position) { places.append((Int(position), surname)) }
                if count == SurnameTable.maxAlike { open -= 1 }
            }
        }
        return places
    }

    /// The sightings of a surname.
    subscript(surname: Int) -> ArraySlice<Sighting> {
        starts.isEmpty ? [] : sightings[starts[surname]..<starts[surname + 1]]
    }

    /// The sightings of a surname by document.
    func byDocument(_ surname: Int) -> [ArraySlice<Sighting>] {
        var groups: [ArraySlice<Sighting>] = []
        var rest = self[surname]
        while let document = rest.first?.document {
            let group = rest.prefix { $0.document == document }
            groups.append(group)
            rest = rest[group.endIndex...]
        }
        return groups
    }

    /// Returns the documents of `rows` with the surnames of the rows.
    private static func work(_ rows: [NamedRow]) -> [Work] {
        var work = work(rows.map { ($0.place.document, $0.surname) })
        var positions: [Int: Int] = [:]
        for (position, each) in work.enumerated() { positions[each.document] = position }
        for row in rows {
            guard let position = positions[row.place.document] else { continue }
            work[position].rows.insert(NameScan.Row(line: row.place.line, surname: row.surname))
        }
        return work
    }

    private static func work(_ pairs: [(document: Int, surname: Int)]) -> [Work] {
        var work: [Work] = []
        for (document, surname) in pairs.sorted(by: <) {
            if work.last?.document != document { work.append(Work(document: document)) }
            if work[work.count - 1].surnames.last != surname { work[work.count - 1].surnames.append(surname) }
        }
        return work
    }

    /// Those of `positions` that are not among `homes`; both ascend.
    private static func others(_ positions: [UInt32], _ homes: [Int]) -> [Int] {
        var homes = homes[...]
        return positions.lazy.map(Int.init).filter { position in
            homes = homes.drop { $0 < position }
            return homes.first != position
        }
    }

    /// Orders what was found, and the rows themselves, by surname.
    private mutating func collect(_ scanned: [Scanned], _ rows: [NamedRow], count: Int) {
        var found: [(surname: Int, sighting: Sighting)] = []
        func add(_ surname: Int, _ document: Int, _ line: UInt32, _ context: Int) {
            found.append(
                (
                    surname,
                    Sighting(
                        document: UInt32(truncatingIfNeeded: document), line: line,
                        context: UInt32(truncatingIfNeeded: context))
                ))
        }
        for row in rows {
            add(row.surname, row.place.document, UInt32(truncatingIfNeeded: row.place.line), contexts.count)
            contexts.append(row.context)
        }
        for (document, names) in scanned {
            let first = contexts.count - 1
            for name in names.occurrences {
                add(Int(name.surname), document, name.line, name.context == 0 ? 0 : first + Int(name.context))
            }
            contexts += names.contexts.dropFirst()
        }
        let order = found.indices.sorted {
            (found[$0].surname, found[$0].sighting.document, $0) < (found[$1].surname, found[$1].sighting.document, $1)
        }
        sightings = order.map { found[$0].sighting }
        starts = [0]
        starts.reserveCapacity(count + 1)
        for position in order.indices {
            while starts.count <= found[order[position]].surname { starts.append(position) }
        }
        while starts.count <= count { starts.append(order.count) }
    }
}
