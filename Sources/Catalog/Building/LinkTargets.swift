// The documents that links lead to. LinkReference.swift parses a link's target.

import Documents
import Synchronization
import Text

/// Finds the document that a link leads to, among all documents of a snapshot.
///
/// It searches the documents by path, in which they are sorted, so it keeps nothing for them. If a target can mean
/// several documents, the link leads to none.
final class LinkTargets: Sendable {
    private let documents: [Document]
    private let ids: Identifiers
    /// The positions of the documents in the order of their reversed paths, once a link names a document by the end
    /// of its path.
    private let byEnding: Mutex<[UInt32]?>

    /// Takes documents in the order of their paths.
    init(_ documents: [Document], _ ids: Identifiers) {
        self.documents = documents
        self.ids = ids
        byEnding = Mutex(nil)
    }

    /// Takes the next list of documents, and the order of `former` if it is known.
    init(_ documents: [Document], _ ids: Identifiers, following former: LinkTargets, _ change: DocumentChange) {
        self.documents = documents
        self.ids = ids
        // Each insertion moves the rest of the order.
        let order = change.added.count > 64 ? nil : former.byEnding.withLock { $0 }
        byEnding = Mutex(order.map { Self.order($0, after: change, documents) })
    }

    // MARK: Values

    /// Returns links of the document at `position` as the values of the field `links`.
    func values(of links: Parts<Link>, in position: Int, columns: [String] = []) -> LazyValue {
        .list(links) { .whole(self.value(of: $0, in: position, columns: columns)) }
    }

    func value(of link: Link, in position: Int, columns: [String] = []) -> Value {
        var members: [Value.Member] = [
            .init("text", .text(link.text)), .init("url", .text(link.url)), .init("line", .integer(link.line)),
        ]
        if let column = link.column, columns.indices.contains(column) {
            members.append(.init("column", .text(columns[column])))
        }
        if let target = document(of: link.url, in: position) { members.append(.init("article", .text(ids[target]))) }
        if link.isImage { members.append(.init("image", .boolean(true))) }
        return .object(members)
    }

    // MARK: Documents

    /// Returns the position of the document that `url` leads to from the document at `position`, nil if there is none
    /// or the URL can mean several.
    func document(of url: String, in position: Int) -> Int? {
        guard let reference = LinkReference(url) else { return nil }
        let folder = LinkReference.folder(ofPath: documents[position].path)
        let found: [Int]
        switch reference {
        case .path(let path): found = path.resolved(in: folder).map(candidates(for:)) ?? []
        case .page(let path):
            // Hugo looks in the folder of the page, then in all of `content`.
            var near = path.resolved(in: folder).map(candidates(for:)) ?? []
            if near.isEmpty, path.isFromRoot {
                near = path.resolved(in: folder, root: [Array("content".utf8)]).map(candidates(for:)) ?? []
            }
            found = near.isEmpty && !path.isFromRoot ? endings(of: path) : near
        case .post(let path): found = endings(of: path)
        }
        return found.count == 1 ? found[0] : nil
    }

    /// The names of files that are the page of their folder.
    private static let folderPages = ["README", "Readme", "readme", "index", "_index"]

    /// Returns the documents that a path can mean: the file, else files with an extension more, and the page of the
    /// folder.
    private func candidates(for target: LinkReference.Target) -> [Int] {
        let path = target.path
        if !path.isEmpty, !target.isFolder {
            let exact = positions(ofPath: path)
            if !exact.isEmpty { return exact }
        }
        var pages: [Int] = []
        if path.isEmpty || hasPath(withPrefix: path + "/") {
            let folder = path.isEmpty ? "" : path + "/"
            for name in Self.folderPages { pages += withExtension(folder + name) }
        }
        if path.isEmpty || target.isFolder && !pages.isEmpty { return pages }
        return pages + withExtension(path)
    }

    private func withExtension(_ path: String) -> [Int] {
        guard hasPath(withPrefix: path + ".") else { return [] }
        return Format.extensions.flatMap { positions(ofPath: path + "." + $0) }
    }

    /// Returns the documents with this path; of more than two, the first two.
    private func positions(ofPath path: String) -> [Int] {
        let first = documents.partitioningIndex { !$0.path.precedesByBytes(path) }
        return (first..<min(first + 2, documents.count)).filter { documents[$0].path.compareBytes(path) == 0 }
    }

    private func hasPath(withPrefix prefix: String) -> Bool {
        let first = documents.partitioningIndex { !$0.path.precedesByBytes(prefix) }
        return first < documents.count && documents[first].path.utf8.starts(with: prefix.utf8)
    }

    // MARK: Ends of paths

    /// Returns documents, at most two for each spelling, that have this path in any folder, with or without extension.
    private func endings(of path: LinkReference.Path) -> [Int] {
        guard let target = path.resolved(in: []), !target.path.isEmpty, !target.isFolder else { return [] }
        let exact = positions(ofEnding: target.path)
        return exact.isEmpty ? Format.extensions.flatMap { positions(ofEnding: target.path + "." + $0) } : exact
    }

    private func positions(ofEnding ending: String) -> [Int] {
        let order = orderByEnding
        let reversed = Array(("/" + ending).utf8.reversed())
        let first = order.partitioningIndex {
            !documents[Int($0)].path.utf8.reversed().lexicographicallyPrecedes(reversed)
        }
        let found = order[first...].prefix(2).filter { documents[Int($0)].path.utf8.reversed().starts(with: reversed) }
        return found.map(Int.init) + positions(ofPath: ending)
    }

    /// Returns the order of the next list of documents.
    private static func order(_ former: [UInt32], after change: DocumentChange, _ documents: [Document]) -> [UInt32] {
        var order = former.compactMap { change.position(ofOld: Int($0)).map { UInt32(truncatingIfNeeded: $0) } }
        for position in change.added {
            let path = Array(documents[position].path.utf8.reversed())
            let place = order.partitioningIndex {
                !documents[Int($0)].path.utf8.reversed().lexicographicallyPrecedes(path)
            }
            order.insert(UInt32(truncatingIfNeeded: position), at: place)
        }
        return order
    }

    private var orderByEnding: [UInt32] {
        if let known = byEnding.withLock({ $0 }) { return known }
        let paths = documents.map { Array($0.path.utf8.reversed()) }
        let order = documents.indices.map { UInt32(truncatingIfNeeded: $0) }.sorted { left, right in
            paths[Int(left)].lexicographicallyPrecedes(paths[Int(right)])
        }
        byEnding.withLock { $0 = order }
        return order
    }
}
