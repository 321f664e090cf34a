// The indexes of one collection: made when they are first asked for, kept as long as the collection.

import Synchronization

/// The indexes of a collection that were made so far, and those of its former versions.
///
/// An index that a former version has is patched when it is first asked for.
final class Indexes: Sendable {
    /// Indexes of a former version, and the change since then.
    private struct Base {
        var columns: [String: ColumnData]
        var idOrder: IDOrder?
        let change: RecordChange
    }

    private struct State {
        /// An index that cannot be made is nil.
        var columns: [String: ColumnData?] = [:]
        var idOrder: IDOrder?
        /// The version before this one, until an index is asked for.
        var former: (indexes: Indexes, change: RecordChange)?
        /// What this version does not have yet, newest first; each index in one base.
        var bases: [Base] = []

        /// Takes over what the version before this one has, and leaves that version to itself.
        mutating func inherit() {
            guard let (indexes, change) = former else { return }
            former = nil
            bases = indexes.bases(for: change)
        }

        /// Removes what was made from the bases.
        mutating func remove(column name: String) {
            for position in bases.indices { bases[position].columns[name] = nil }
            removeEmptyBases()
        }

        mutating func removeIDOrder() {
            for position in bases.indices { bases[position].idOrder = nil }
            removeEmptyBases()
        }

        private mutating func removeEmptyBases() {
            bases.removeAll { $0.columns.isEmpty && $0.idOrder == nil }
        }
    }

    private let state: Mutex<State>

    init() { state = Mutex(State()) }

    /// Makes indexes that are patched from those of the version before; `change` is between the two.
    init(following former: Indexes, _ change: RecordChange) {
        // So no version keeps another one that keeps yet another one.
        former.state.withLock { $0.inherit() }
        state = Mutex(State(former: (former, change)))
    }

    /// Returns what the next version can patch.
    private func bases(for change: RecordChange) -> [Base] {
        let (own, older) = state.withLock { state in
            state.inherit()
            return (
                Base(columns: state.columns.compactMapValues(\.self), idOrder: state.idOrder, change: change),
                state.bases
            )
        }
        let composed = older.map { base in
            Base(columns: base.columns, idOrder: base.idOrder, change: base.change.followed(by: change))
        }
        return ([own] + composed).compactMap { base in
            if base.change.isLarge { return nil }
            var base = base
            let others = base.change.otherFields
            base.columns = base.columns.filter { !others.contains($0.value.definition.field) }
            if others.contains("id") { base.idOrder = nil }
            return base.columns.isEmpty && base.idOrder == nil ? nil : base
        }
    }

    /// The index of a path; one that was stopped is none, and made when it is asked for again.
    ///
    /// Two threads that ask for the same one at once both make it: nobody waits for a lock while one is made.
    func index(of path: FieldPath, in collection: Collection, isStopped: () -> Bool) -> ColumnIndex? {
        let (known, base) = state.withLock { state in
            state.inherit()
            let known = state.columns[path.name]
            let base = known == nil ? state.bases.first { $0.columns[path.name] != nil } : nil
            return (known, base)
        }
        let records = collection.indexedRecords
        if let known { return known.map { ColumnIndex($0, of: path, in: records) } }
        let data = makeData(of: path, in: collection, from: base, isStopped)
        if data == nil, isStopped() { return nil }
        keep(data, of: path)
        return data.map { ColumnIndex($0, of: path, in: records) }
    }

    /// Makes the index of a path that can have one from the values of all records.
    func make(_ path: FieldPath, in collection: Collection, of values: GatheredValues, isStopped: () -> Bool) {
        let definition = ColumnData.Definition(path, in: collection)
        let data = ColumnData(values, definition, in: collection.indexedRecords, isStopped: isStopped)
        if data != nil || !isStopped() { keep(data, of: path) }
    }

    private func keep(_ data: ColumnData?, of path: FieldPath) {
        state.withLock { state in
            state.columns[path.name] = .some(data)
            state.remove(column: path.name)
        }
    }

    private func makeData(
        of path: FieldPath, in collection: Collection, from base: Base?, _ isStopped: () -> Bool
    ) -> ColumnData? {
        guard ColumnData.isPossible(of: path, in: collection) else { return nil }
        let definition = ColumnData.Definition(path, in: collection)
        let records = collection.indexedRecords
        if path.name == "id", !records.areRows { return ColumnData(ofIDs: idOrder(of: collection), definition) }
        if let base, let former = base.columns[path.name], former.definition == definition {
            return former.following(base.change, path, in: records, isStopped: isStopped)
        }
        return ColumnData(of: path, definition, in: records, isStopped: isStopped)
    }

    func idOrder(of collection: Collection) -> IDOrder {
        let (known, base) = state.withLock { state in
            state.inherit()
            return (state.idOrder, state.idOrder == nil ? state.bases.first { $0.idOrder != nil } : nil)
        }
        if let known { return known }
        let records = collection.indexedRecords
        let order =
            if let base, let former = base.idOrder {
                former.following(base.change, records.id(at:))
            } else {
                IDOrder(records.positionsByID())
            }
        state.withLock { state in
            state.idOrder = order
            state.removeIDOrder()
        }
        return order
    }

    /// True if the order of ids is made or can be patched.
    var hasIDOrder: Bool {
        state.withLock { state in
            state.inherit()
            return state.idOrder != nil || state.bases.contains { $0.idOrder != nil }
        }
    }

    /// True if the index of a path is made, can be patched or cannot be made.
    func hasIndex(of path: FieldPath, in collection: Collection) -> Bool {
        let definition = ColumnData.Definition(path, in: collection)
        return state.withLock { state in
            state.inherit()
            return state.columns[path.name] != nil
                || state.bases.contains { $0.columns[path.name]?.definition == definition }
        }
    }
}
