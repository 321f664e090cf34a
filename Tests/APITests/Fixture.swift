// A small snapshot for the tests, and functions that send requests to it.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

/// A response, with shortcuts to its parts.
struct Answer {
    let response: Response

    var status: Int { response.status.code }

    /// The content as text.
    var text: String { String(decoding: chunks.joined(), as: UTF8.self) }

    /// The chunks of the content.
    var chunks: [[UInt8]] {
        switch response.body {
        case .empty: return []
        case .bytes(let bytes), .events(let bytes, _, _): return [bytes]
        case .part(let bytes, let range): return [Array(bytes[range])]
        case .stream(let start):
            let next = start()
            return Array(sequence(state: ()) { _ in next() })
        }
    }

    subscript(name: HeaderFields.Name) -> String? { response.headers[name] }
}

/// The documents, the snapshot and the requests of the tests.
enum Fixture {
    /// Two documents about a harbour conference.
    static let files = [
        (
            "talks/day-1.txt",
            """
            ---
            date: 2026-01-20
            author: Ann Scribe
            language: en
            tags: [sea, bread]
            edition: 3
            ---
            Title: Harbour talks
            Ministers met at the port to speak about ships, storms and the price of bread, and stayed until the evening.
            - Open berths: Two more piers for grain.
            - Night watch: Lamps along the wall.
            | Leader | Focus Area | Outcome | Votes | Since |
            |---|---|---|---|---|
            | Ann Lee | Grain | Signed, with "reserve" | 12 | 2019-05-01 |
            | Élise Dupont | Fish | =1+1 | 7 | 2021-02-03 |
            | Bo Rask | Grain | | 40 | 2019-05-01 |
            A sentence that ends the table, so that the next one stands alone and is not taken for a part of it.
            | Initiative | Objective | Lead Nation |
            |---|---|---|
            | Pier Watch | Safer nights | Malta |
            Another sentence stands here, again to end what came before it and to begin what follows without a doubt.
            | Key Areas of Focus | Strategic Goals |
            |---|---|
            | Storm walls | Build higher. |
            One more sentence, long enough to be a paragraph of its own and not a heading that somebody forgot to mark.
            | Strategy | Description |
            |---|---|
            | Steady tone: | Say the same thing twice. |

            """
        ),
        (
            "talks/day-2.txt",
            """
            ---
            date: 2026-02-01
            ---
            Title: Second day
            The second day was shorter than the first, for the wind had turned and every captain wished to sail at once.
            - A bullet without a label
            | Leader | Outcome |
            |---|---|
            | ann lee | Left early |

            """
        ),
    ]

    static let mapping = Mapping([
        .init("leaders", match: .tablesHeaded(["Leader"])),
        .init("initiatives", match: .tablesHeaded(["Initiative"])),
        .init("priorities", match: .tablesHeaded(["Key Areas of Focus"])),
        .init("strategies", match: .tablesHeaded(["Strategy"])),
    ])

    static let snapshot = build(files)

    static func build(_ files: [(String, String)], mapping: Mapping = mapping) -> Snapshot {
        Snapshot.build(
            documents: files.flatMap { Document.read(Array($0.1.utf8), path: $0.0).documents }, mapping: mapping,
            modified: 1_768_899_600)
    }

    /// Sends a request; `fields` are its header fields.
    static func get(
        _ target: String, _ method: Request.Method = .get, _ fields: HeaderFields = [:],
        access: AccessPolicy = AccessPolicy(), state: State = .ready(snapshot)
    ) throws -> Answer {
        let request = Request(method, try Target(target), headers: fields)
        return Answer(
            response: API(
                access: access, programVersion: "test", configurationSchema: .object([]), metrics: { "" }
            ).respond(to: request, state: state))
    }

    /// Returns the ids of a list in their order.
    static func ids(_ target: String) throws -> [String] {
        let separator = target.contains("?") ? "&" : "?"
        let answer = try get(target + separator + "fields=id&format=csv")
        try #require(answer.status == 200, "\(answer.text)")
        return answer.text.split(separator: "\r\n").dropFirst().map(String.init)
    }
}
