// A configured collection of a snapshot, with what the next snapshot needs of it.

import Documents
import People
import Search

/// The records of one entry of the mapping.
struct MappedCollection: Sendable {
    let collection: Collection
    /// For each document, the positions of the records that appear or are mentioned in it.
    let positions: [[UInt32]]
    private let records: MappedRecords
    private let search: PeopleSearchState?

    /// Makes the records of the gathered rows; `former` has scans of documents that can be used again.
    init(
        _ gathered: AppearanceGatherer, documents: [Document], articleIDs: Identifiers, index: TextIndex,
        instants: [Instant?], former: MappedCollection?
    ) {
        var gathered = gathered
        var people = PeopleIndex.none
        if gathered.entry.kind == .person {
            let search: PeopleSearchState
            (people, search) = gathered.joinPeople(in: documents, index, instants, former: former?.search)
            self.search = search
        } else {
            search = nil
        }
        let collection = MappedRecords.collection(
            gathered, people: people, documents: documents, articleIDs: articleIDs, instants: instants)
        positions = gathered.records
        records = collection.records
        // After a change, the first search makes the index, so that a change does not wait for it.
        self.collection =
            former == nil ? collection.collection.searchedInFields : collection.collection.searchedInFieldsLater
    }

    private init(
        _ collection: Collection, _ positions: [[UInt32]], _ records: MappedRecords, _ search: PeopleSearchState?
    ) {
        (self.collection, self.positions, self.records, self.search) = (collection, positions, records, search)
    }

    /// True if one of these documents may name a person of the collection.
    func mayName(in documents: some Sequence<Document>) -> Bool { search?.mayName(in: documents) ?? false }

    /// Moves the records to the next list of documents, if no changed document has rows of them or names one of them.
    func following(_ change: DocumentChange, _ documents: [Document], _ articleIDs: Identifiers) -> MappedCollection {
        let records = records.moved(to: documents, articleIDs, change.newPositions)
        let same = RecordChange(oldCount: records.count, newCount: records.count, removed: [], added: [])
        return MappedCollection(
            collection.replacingRecords(records).following(collection, same),
            change.applied(to: positions) { _ in [] }, records, search)
    }
}
