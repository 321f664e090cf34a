// Relative references in responses: encoding of paths and queries, and the links of a list (RFC 8288).

import Documents
import HTTP

/// Encodes the parts of relative references.
enum Reference {
    /// Encodes the segments of a path: `/leaders/macron`.
    static func path(_ segments: [String]) -> String {
        "/" + segments.map(encode).joined(separator: "/")
    }

    /// Encodes a path with a query.
    static func target(_ path: String, _ query: [Target.QueryItem]) -> String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { encode($0.name) + "=" + encode($0.value) }.joined(separator: "&")
    }

    /// Percent-encodes a text, except unreserved characters (RFC 3986) and `:`, `,`, `*` and `@`.
    static func encode(_ text: String) -> String {
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: "*"), UInt8(ascii: "@"):
                bytes.append(byte)
            default:
                bytes.append(UInt8(ascii: "%"))
                for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? 0x30 + digit : 0x37 + digit) }
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The links of a list.
struct Links {
    /// The target of the page.
    var current: String
    /// The target of the next page, nil on the last page.
    var next: String?
    /// The target of the previous page, nil on the first page and with cursors.
    var previous: String?

    /// Makes the links of a page with offsets.
    ///
    /// They keep all parameters except `offset` and `limit`.
    init(path: String, items: [Target.QueryItem], offset: Int, limit: Int?, total: Int) {
        let items = items.filter { !($0.name.isEmpty && $0.value.isEmpty) }
        current = Reference.target(path, items)
        guard let limit, limit > 0 else { return }
        let others = items.filter { $0.name != "offset" && $0.name != "limit" }
        let isLimitGiven = items.contains { $0.name == "limit" }
        func page(at offset: Int, limit: Int) -> String {
            let paging =
                (isLimitGiven ? [Target.QueryItem(name: "limit", value: String(limit))] : [])
                + (offset > 0 ? [Target.QueryItem(name: "offset", value: String(offset))] : [])
            return Reference.target(path, others + paging)
        }
        if offset < total, total - offset > limit { next = page(at: offset + limit, limit: limit) }
        if offset > 0 { previous = page(at: max(0, min(offset, total) - limit), limit: limit) }
    }

    /// Replaces the links by those of a page with cursors: `next` gets the cursor, and `previous` becomes nil.
    mutating func setCursor(_ cursor: String?, _ path: String, _ items: [Target.QueryItem]) {
        previous = nil
        next = cursor.map { cursor in
            Reference.target(path, items.filter { $0.name != "cursor" } + [.init(name: "cursor", value: cursor)])
        }
    }

    /// The links as JSON.
    var value: Value {
        .object([
            .init("self", .text(current)), .init("next", next.map(Value.text) ?? .null),
            .init("prev", previous.map(Value.text) ?? .null),
        ])
    }

    /// The value of the field `Link` (RFC 8288).
    var field: String {
        [(current, "self"), (next, "next"), (previous, "prev")]
            .compactMap { target, relation in target.map { "<\($0)>; rel=\"\(relation)\"" } }
            .joined(separator: ", ")
    }
}
