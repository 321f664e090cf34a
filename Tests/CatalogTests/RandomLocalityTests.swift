// Random folders: documents that have nothing to do with the others change nothing in the answers about these.

import Documents
import Support
import Testing

@testable import Catalog

@Suite struct RandomLocalityTests {
    private static let mapping: Mapping = {
        var leaders = Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)
        leaders.aliases = [.init(name: "Ann Lee", others: ["Lee"]), .init(name: "Una Moll", others: ["Moll"])]
        leaders.fields = [.init(header: "Since", type: .single(.date))]
        var tasks = Mapping.Entry("tasks", match: .tablesHeaded(["Task"]))
        tasks.fields = [.init(header: "Since", type: .single(.date))]
        return Mapping([leaders, tasks] + RandomDocuments.otherEntries)
    }()

    private typealias Files = [(path: String, text: String)]

    @Test(arguments: 1...60)
    func `unrelated documents change no record and no diagnostic`(seed: Int) {
        var related = RandomDocuments(seed: seed, .first, mentioning: RandomDocuments.Vocabulary.second.mentions)
        var unrelated = RandomDocuments(seed: -seed, .second)
        var files: Files = [("b/\(related.pick(["all", "zall"])).md", related.fileWithEverything())]
        for name in ["tide", "pier", "dock"].prefix(related.pick([1, 2, 3])) {
            let file = related.file()
            files.append(("b/" + name + file.ending, file.text))
        }
        var others: Files = []
        for number in 0..<unrelated.pick([1, 2, 3]) {
            let file = unrelated.file()
            others.append(("\(number)" + file.ending, file.text))
        }
        let alone = View(of: files, Self.mapping)
        // Before the others, after them, and on both sides.
        for folders in [["a"], ["c"], ["a", "c"]] {
            let placed = others.enumerated().map { number, file in
                ("\(folders[number % folders.count])/\(file.path)", file.text)
            }
            guard let difference = alone.difference(from: View(of: files + placed, Self.mapping)) else { continue }
            let (fewest, last) = Self.shrunk(files, placed) ?? (files + placed, difference)
            let texts = fewest.map { "== \($0.path)\n\($0.text)" }.joined()
            Issue.record("seed \(seed): \(last)\n\(texts)")
            return
        }
    }

    /// Leaves out files as long as there is a difference.
    private static func shrunk(_ files: Files, _ others: Files) -> (files: Files, difference: String)? {
        var (files, others) = (files, others)
        var last: String?
        func difference(_ files: Files, _ others: Files) -> String? {
            View(of: files, mapping).difference(from: View(of: files + others, mapping))
        }
        for position in others.indices.reversed() {
            var fewer = others
            fewer.remove(at: position)
            if let difference = difference(files, fewer) { (others, last) = (fewer, difference) }
        }
        // The first one has everything that decides on types.
        for position in files.indices.dropFirst().reversed() {
            var fewer = files
            fewer.remove(at: position)
            if let difference = difference(fewer, others) { (files, last) = (fewer, difference) }
        }
        return last.map { (files + others, $0) }
    }

    /// What is answered about some documents.
    private struct View {
        private let snapshot: Snapshot
        private let files: Set<String>

        init(of files: Files, _ mapping: Mapping) {
            snapshot = CatalogTests.snapshot(files, mapping: mapping)
            self.files = Set(files.map(\.path))
        }

        /// The first thing in which `other`, which has all of these documents, answers otherwise about them.
        func difference(from other: View) -> String? {
            for collection in snapshot.collections {
                guard let wider = other.snapshot[collection.name] else { return "\(collection.name) is missing" }
                for field in collection.fields {
                    guard wider.fields.contains(where: { $0.name == field.name && $0.kind == field.kind }) else {
                        return "\(collection.name) has another field \(field.name)"
                    }
                }
                for index in 0..<collection.records.count {
                    let id = collection.records.id(at: index)
                    guard let position = wider.records.index(ofID: id) else { return "\(collection.name) lacks \(id)" }
                    for (number, field) in collection.fields.enumerated() {
                        let value = sorted(collection.records.value(ofField: number, at: index), of: field)
                        let same = wider.fields.firstIndex { $0.name == field.name }.map {
                            sorted(wider.records.value(ofField: $0, at: position), of: field)
                        }
                        if value != same {
                            return "\(collection.name) \(id) \(field.name):\n\(value)\n\(same ?? .null)"
                        }
                    }
                }
            }
            let (own, others) = (snapshot.diagnostics, other.snapshot.diagnostics.filter(isOwn))
            for (diagnostic, same) in zip(own, others) where diagnostic != same { return "\(diagnostic)\n\(same)" }
            return own.count == others.count ? nil : "\(own.count) diagnostics, and \(others.count)"
        }

        private func isOwn(_ diagnostic: Diagnostic) -> Bool { files.contains(diagnostic.location.file) }

        /// `value` without ids of records that this snapshot lacks; the order of members follows the first document.
        private func sorted(_ value: Value, of field: Field) -> Value {
            switch value {
            case .list(let elements):
                let known = field.references.flatMap { snapshot[$0] }
                return .list(
                    elements.filter { element in
                        known == nil || element.text.map { known?.records.index(ofID: $0) != nil } ?? true
                    }.map { sorted($0, of: field) })
            case .object(let members):
                return .object(
                    members.map { member in
                        let inner = field.members.first { $0.name == member.name } ?? Field(member.name)
                        return .init(member.name, sorted(member.value, of: inner))
                    }.sorted { $0.name < $1.name })
            default: return value
            }
        }
    }
}
