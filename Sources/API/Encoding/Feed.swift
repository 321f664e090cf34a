// Encodes articles as a feed: Atom (RFC 4287) or JSON Feed 1.1.

import Catalog
import Documents

/// A feed of the articles of a list.
///
/// The id of an entry is a URN made from the article's id, so it is the same on every machine and after every reload.
struct Feed {
    private let links: Links
    private let title: String
    /// The address at which clients reach the server, without a slash at its end; nil if links are relative.
    private let publicURL: String?
    private let entries: [Entry]

    /// The entry of one article.
    private struct Entry {
        var id: String
        var path: String
        var title: String
        var date: String?
        /// The date; without one, the time when the file changed.
        var updated: String?
        var author: String?
        /// The address at which the article was published, nil if it is no HTTP URL.
        var url: String?
        var language: String?
        var tags: [String]
        var summary: String
    }

    /// Makes the feed of some articles; `links` are the links of the list, and `question` is its query in words.
    ///
    /// `fileTime` returns the time when the file of an article changed, seconds since 1970.
    init(
        _ rows: Rows, of articles: Collection, _ links: Links, question: String, publicURL: String?,
        fileTime: (_ id: String) -> Int?
    ) {
        self.links = links
        self.publicURL = publicURL
        title = "briefd: " + question
        let names = ["title", "date", "author", "url", "language", "tags", "summary", "sections"]
        let positions = names.map { name in articles.fields.firstIndex { $0.name == name } ?? 0 }
        entries = rows.map { row in
            let id = articles.records.id(at: row)
            func value(_ name: Int) -> Value { articles.records.value(ofField: positions[name], at: row) }
            let url = value(3).text
            let language = value(4).text
            let title = value(0).text ?? id
            let date = value(1).text.flatMap { Instant($0) }?.internetDate
            return Entry(
                id: Self.urn(of: "articles/" + id), path: Reference.path(["articles", id]), title: title,
                date: date,
                updated: date ?? fileTime(id).map(Self.internetDate),
                author: value(2).text,
                url: url.flatMap { Self.isWebAddress($0) ? $0 : nil },
                language: language.flatMap { Self.isLanguage($0) ? $0 : nil },
                tags: Self.texts(value(5)),
                summary: value(6).text
                    ?? articles.records.lazyValues(ofFields: [positions[7]], at: row).first.flatMap(Self.firstParagraph)
                    ?? title)
        }
    }

    /// Returns a time in seconds since 1970 by RFC 3339, within the years that it can express.
    private static func internetDate(_ time: Int) -> String {
        Instant(milliseconds: min(max(time, 0), 253_402_300_799) * 1000).internetDate
    }

    /// The content that does not follow from the snapshot: the updates of all entries, which may be those of files, and
    /// the address of the server.
    var updates: String { (publicURL ?? "") + entries.map { $0.updated ?? "" }.joined(separator: ",") }

    /// Encodes the feed.
    func encoded(as format: MediaFormat) -> [UInt8] { format == .atom ? atom : jsonFeed }

    /// Returns the URL of a target; relative without a public address.
    private func url(_ target: String) -> String { (publicURL ?? "") + target }

    // MARK: Atom

    /// The update of an article that has neither a date nor a file.
    ///
    /// Atom requires one, and an old one keeps the article from looking new.
    private static let noDate = "1970-01-01T00:00:00Z"

    private var atom: [UInt8] {
        var writer = XMLWriter()
        writer.open("feed", [("xmlns", "http://www.w3.org/2005/Atom")])
        writer.element("title", text: title)
        writer.element("id", text: Self.urn(of: links.current))
        writer.element("updated", text: entries.compactMap(\.updated).max() ?? Self.noDate)
        writer.open("author")
        writer.element("name", text: "briefd")
        writer.close("author")
        writer.element("link", [("rel", "self"), ("type", "application/atom+xml"), ("href", url(links.current))])
        for (relation, target) in [("next", links.next), ("previous", links.previous)] {
            if let target { writer.element("link", [("rel", relation), ("href", url(target))]) }
        }
        for entry in entries { write(entry, to: &writer) }
        writer.close("feed")
        return writer.bytes
    }

    private func write(_ entry: Entry, to writer: inout XMLWriter) {
        writer.open("entry", entry.language.map { [("xml:lang", $0)] } ?? [])
        writer.element("title", text: entry.title)
        writer.element("id", text: entry.id)
        writer.element("updated", text: entry.updated ?? Self.noDate)
        if let date = entry.date { writer.element("published", text: date) }
        if let author = entry.author {
            writer.open("author")
            writer.element("name", text: author)
            writer.close("author")
        }
        writer.element("link", [("rel", "alternate"), ("href", entry.url ?? url(entry.path))])
        if entry.url != nil {
            writer.element("link", [("rel", "related"), ("type", "application/json"), ("href", url(entry.path))])
        }
        for tag in entry.tags { writer.element("category", [("term", tag)]) }
        writer.element("summary", text: entry.summary)
        writer.close("entry")
    }

    // MARK: JSON Feed

    private var jsonFeed: [UInt8] {
        var feed: Value = [
            "version": "https://jsonfeed.org/version/1.1", "title": .text(title), "feed_url": .text(url(links.current)),
        ]
        feed = feed.adding("next_url", links.next.map { .text(url($0)) })
        feed = feed.adding(
            "items",
            .list(
                entries.map { entry in
                    let item: Value = [
                        "id": .text(entry.id), "url": .text(entry.url ?? url(entry.path)), "title": .text(entry.title),
                        "content_text": .text(entry.summary),
                    ]
                    return item.adding("date_published", entry.date.map(Value.text))
                        .adding("date_modified", entry.updated.map(Value.text))
                        .adding("authors", entry.author.map { [["name": .text($0)]] })
                        .adding("tags", entry.tags.isEmpty ? nil : .texts(entry.tags))
                        .adding("language", entry.language.map(Value.text))
                }))
        var writer = JSONWriter()
        writer.write(feed)
        writer.write(raw: "\n")
        return writer.bytes
    }

    // MARK: Values

    /// Returns the URN of a version 8 UUID (RFC 9562) made from the hash of a text.
    private static func urn(of text: String) -> String {
        var hash = ContentHash()
        hash.combine(text)
        var digits = Array(hash.text.utf8.prefix(32))
        if digits.count == 32 { (digits[12], digits[16]) = (UInt8(ascii: "8"), UInt8(ascii: "a")) }
        for place in [20, 16, 12, 8] where place <= digits.count { digits.insert(UInt8(ascii: "-"), at: place) }
        return "urn:uuid:" + String(decoding: digits, as: UTF8.self)
    }

    private static func isWebAddress(_ text: String) -> Bool {
        ["http://", "https://"].contains { text.lowercased().hasPrefix($0) }
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"<>\"{}|\\^`".utf8.contains($0) }
    }

    /// Returns true for the syntax of a language tag (BCP 47): subtags of letters and digits, joined by `-`.
    private static func isLanguage(_ text: String) -> Bool {
        (2...35).contains(text.utf8.count)
            && text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).allSatisfy { part in
                (1...8).contains(part.count)
                    && part.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) }
            }
    }

    private static func texts(_ value: Value) -> [String] {
        guard case .list(let elements) = value else { return [] }
        return elements.compactMap(\.text)
    }

    private static func firstParagraph(_ sections: LazyValue) -> String? {
        guard case .list(let nextSection) = sections else { return nil }
        while let section = nextSection() {
            guard case .list(let nextBlock)? = section["blocks"] else { continue }
            while let block = nextBlock() {
                if block["type"]?.value.text == "paragraph" { return block["text"]?.value.text }
            }
        }
        return nil
    }
}

/// Writes elements of XML 1.0.
private struct XMLWriter {
    private(set) var bytes = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n".utf8)

    mutating func open(_ name: String, _ attributes: [(name: String, value: String)] = []) {
        begin(name, attributes)
        bytes += Array(">\n".utf8)
    }

    mutating func close(_ name: String) { bytes += Array("</\(name)>\n".utf8) }

    /// Writes an element without content.
    mutating func element(_ name: String, _ attributes: [(name: String, value: String)]) {
        begin(name, attributes)
        bytes += Array("/>\n".utf8)
    }

    mutating func element(_ name: String, text: String) {
        begin(name, [])
        bytes.append(UInt8(ascii: ">"))
        write(text)
        close(name)
    }

    private mutating func begin(_ name: String, _ attributes: [(name: String, value: String)]) {
        bytes += Array("<\(name)".utf8)
        for attribute in attributes {
            bytes += Array(" \(attribute.name)=\"".utf8)
            write(attribute.value)
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// Writes text with markup escaped.
    ///
    /// U+FFFD replaces characters that XML 1.0 section 2.2 forbids.
    private mutating func write(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: bytes += Array("&amp;".utf8)
            case 0x3C: bytes += Array("&lt;".utf8)
            case 0x3E: bytes += Array("&gt;".utf8)
            case 0x22: bytes += Array("&quot;".utf8)
            case 0x0D: bytes += Array("&#13;".utf8)
            case 0x09, 0x0A, 0x20...0xFFFD, 0x10000...:
                bytes += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            default: bytes += Array(UTF8.encodedReplacementCharacter)
            }
        }
    }
}
