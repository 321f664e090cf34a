// Relative references that answers hold: paths and queries encoded again, and the Link field of RFC 8288.

import Documents
import HTTP

/// Encodes the parts of relative references.
enum Reference {
    /// A path of these segments: `/leaders/macron`.
    static func path(_ segments: [String]) -> String {
        "/" + segments.map(encode).joined(separator: "/")
    }

    /// `path`, and these parameters behind it.
    static func target(_ path: String, _ query: [Target.QueryItem]) -> String {
        guard !query.isEmpty else { return path }
        return path + "?" + query.map { encode($0.name) + "=" + encode($0.value) }.joined(separator: "&")
    }

    /// Percent-encodes everything but unreserved characters and those that queries of this API are made of.
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

/// The links of a list: itself, the page behind it and the one before.
struct Links {
    var current: String
    var next: String?
    var previous: String?

    /// Links from the page of `query` in a list of `total` records; all other parameters are kept.
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

    /// Makes the next page the one behind a cursor, nil where no more rows follow; there is no way back.
    mutating func page(by cursor: String?, _ path: String, _ items: [Target.QueryItem]) {
        previous = nil
        next = cursor.map { cursor in
            Reference.target(path, items.filter { $0.name != "cursor" } + [.init(name: "cursor", value: cursor)])
        }
    }

    var value: Value {
        .object([
            .init("self", .text(current)), .init("next", next.map(Value.text) ?? .null),
            .init("prev", previous.map(Value.text) ?? .null),
        ])
    }

    /// The value of the Link field, RFC 8288.
    var field: String {
        [(current, "self"), (next, "next"), (previous, "prev")]
            .compactMap { target, relation in target.map { "<\($0)>; rel=\"\(relation)\"" } }
            .joined(separator: ", ")
    }
}
