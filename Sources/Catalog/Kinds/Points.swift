// The collection of list items: `Label: text` bullets and those without a label.

import Documents
import Search

/// Every list item of every document; reads values from the document on demand.
struct Points: HeldRecords {
    let holdings: Holdings
    private let links: LinkTargets

    static let name = "points"
    static let summary = "List items of all articles, with their label where they have one."
    static let mark = "p"

    static let fields: [Field] = [
        Field("id"), Field("label"), Field("text"), Field("article", references: "articles"), Field("heading"),
        Field("depth", .integer), Field("parent", references: "points"), .path, .links(), .source,
    ]

    static let indexedFields: Set = ["label", "text"]

    static func count(in document: Document) -> Int { document.pointCount }

    static func scope(_ spans: Spans) -> SearchScope? { .points(spans) }

    static func forEachText(of ordinal: Int, in document: Document, _ body: (String, LineMap) -> Void) {
        let point = document.point(at: ordinal)
        let text = point.label.map { point.text.isEmpty ? $0 : $0 + ": " + point.text } ?? point.text
        body(text, document.lines(ofPoint: ordinal))
    }

    init(_ holdings: Holdings, links: LinkTargets, mapping: Mapping) {
        self.holdings = holdings
        self.links = links
    }

    private func parent(of ordinal: Int, in document: Document, _ article: String) -> Value {
        document.parent(ofPoint: ordinal).map {
            .text(Holdings.id(article: article, mark: holdings.mark, ordinal: $0))
        } ?? .null
    }

    private func value(of found: [Link], in position: Int) -> Value {
        .list(found.map { links.value(of: $0, in: position) })
    }

    /// Returns a reader of the field `links`, which is fast for points in order.
    private func linkReader() -> (Int) -> Value {
        var current: (position: Int, links: (Int) -> [Link])?
        return { record in
            let (position, ordinal) = holdings.spans.locate(record)
            if let current, current.position == position { return value(of: current.links(ordinal), in: position) }
            let links = holdings.documents[position].linksOfPoints()
            current = (position, links)
            return value(of: links(ordinal), in: position)
        }
    }

    /// Returns a reader of the headings, which reads a heading once for all points below it.
    private func headingReader() -> (_ position: Int, _ ordinal: Int) -> Value {
        var current: (position: Int, number: Int, heading: Value)?
        return { position, ordinal in
            let document = holdings.documents[position]
            guard let number = document.headingNumber(ofPoint: ordinal) else { return .null }
            if let current, current.position == position, current.number == number { return current.heading }
            let heading = document.heading(ofPoint: ordinal).map(Value.text) ?? .null
            current = (position, number, heading)
            return heading
        }
    }

    /// Returns a reader that avoids the text of the point, for all fields but the label and the text.
    func reader(of path: FieldPath) -> ((Int) -> Value)? {
        switch path.position {
        case 0: return { .text(holdings.id(at: $0)) }
        case 3:
            return { record in .text(holdings.articleIDs[holdings.spans.locate(record).0]) }
        case 4:
            let heading = headingReader()
            return { record in
                let (position, ordinal) = holdings.spans.locate(record)
                return heading(position, ordinal)
            }
        case 5:
            return { record in
                let (position, ordinal) = holdings.spans.locate(record)
                return .integer(holdings.documents[position].place(ofPoint: ordinal).depth)
            }
        case 6:
            return { record in
                let (position, ordinal) = holdings.spans.locate(record)
                return parent(of: ordinal, in: holdings.documents[position], holdings.articleIDs[position])
            }
        case 7:
            return { record in
                let (position, ordinal) = holdings.spans.locate(record)
                return .list(holdings.documents[position].path(ofPoint: ordinal).map(Value.text))
            }
        case 8: return linkReader()
        case 9: return sourceReader(of: path.members)
        default: return articleReader(of: path)
        }
    }

    /// Returns a reader of the field `source`; only the named member is read, if there is one.
    private func sourceReader(of members: [String]) -> (Int) -> Value {
        let heading = headingReader()
        return { record in
            let (position, ordinal) = holdings.spans.locate(record)
            let document = holdings.documents[position]
            return switch members.first {
            case "file": .object([Value.Member("file", .text(document.path))])
            case "line": .object([Value.Member("line", .integer(document.place(ofPoint: ordinal).line))])
            default:
                Holdings.source(
                    file: document.path, line: document.place(ofPoint: ordinal).line,
                    heading: heading(position, ordinal).text)
            }
        }
    }

    func values(ofFields fields: [Int], at index: Int) -> [Value] {
        let (position, ordinal) = holdings.spans.locate(index)
        let document = holdings.documents[position]
        let point = document.point(at: ordinal)
        let article = holdings.articleIDs[position]
        return fields.map { field in
            switch field {
            case 0: .text(Holdings.id(article: article, mark: holdings.mark, ordinal: ordinal))
            case 1: point.label.map(Value.text) ?? .null
            case 2: .text(point.text)
            case 3: .text(article)
            case 4: document.heading(ofPoint: ordinal).map(Value.text) ?? .null
            case 5: .integer(point.depth)
            case 6: parent(of: ordinal, in: document, article)
            case 7: .list(document.path(ofPoint: ordinal).map(Value.text))
            case 8: value(of: document.links(ofPoint: ordinal), in: position)
            case 9:
                Holdings.source(file: document.path, line: point.line, heading: document.heading(ofPoint: ordinal))
            default: ArticleFields.value(field - articleFields, of: document)
            }
        }
    }
}
