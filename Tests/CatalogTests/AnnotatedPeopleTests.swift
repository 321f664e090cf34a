// Precision and recall of full names, roles and mention lines over the annotated documents in People/annotated.txt.

import Documents
import Foundation
import Testing

@testable import Catalog

/// Some documents, and what they say of the people in the rows that are appended to the first one.
private struct AnnotatedCase {
    struct Person {
        let row: String
        let fullName: String?
        let roles: Set<String>
        /// File and line of each mention outside the rows.
        var mentions: Set<String> = []
    }

    var files: [(name: String, lines: [String])] = []
    var people: [Person] = []

    /// Reads all cases; the first lines of People/annotated.txt describe the notation.
    static func all() throws -> [AnnotatedCase] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "People/annotated.txt"), encoding: .utf8)
        var cases: [AnnotatedCase] = []
        var mentions: [(row: String, place: String)] = []
        func close() {
            for mention in mentions {
                let index = cases[cases.count - 1].people.firstIndex { $0.row == mention.row }
                guard let index else {
                    Issue.record("\(mention.place) mentions \(mention.row), who has no row")
                    continue
                }
                cases[cases.count - 1].people[index].mentions.insert(mention.place)
            }
            mentions = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("=== ") {
                close()
                cases.append(AnnotatedCase(files: [(String(line.dropFirst(4)), [])]))
            } else if cases.isEmpty {
                continue
            } else if line.hasPrefix("--- ") {
                cases[cases.count - 1].files.append((String(line.dropFirst(4)), []))
            } else if line.hasPrefix("@ ") {
                let parts = line.dropFirst(2).split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
                let roles = parts[2].split(separator: ";").map(trimmed)
                cases[cases.count - 1].people.append(
                    Person(row: parts[0], fullName: parts[1].isEmpty ? nil : parts[1], roles: Set(roles)))
            } else {
                let parts = line.split(separator: " ^ ", maxSplits: 1, omittingEmptySubsequences: false)
                let file = cases[cases.count - 1].files.count - 1
                cases[cases.count - 1].files[file].lines.append(parts.first.map(String.init) ?? "")
                let place =
                    "\(cases[cases.count - 1].files[file].name):\(cases[cases.count - 1].files[file].lines.count)"
                for row in parts.dropFirst().first?.split(separator: ",") ?? [] {
                    mentions.append((trimmed(row), place))
                }
            }
        }
        close()
        return cases
    }

    private static func trimmed(_ text: some StringProtocol) -> String { text.trimmingCharacters(in: .whitespaces) }

    /// The records of `leaders` by the name of their row.
    func records() throws -> [String: Value] {
        let table = ["", "| Leader | Area |", "|---|---|"] + people.map { "| \($0.row) | Sea |" }
        let snapshot = snapshot(
            files.enumerated().map { index, file in
                (file.name, (file.lines + (index == 0 ? table : [])).joined(separator: "\n") + "\n")
            }, mapping: PeopleTests.mapping())
        var records: [String: Value] = [:]
        for id in try snapshot.ids("leaders") {
            let record = try snapshot.record("leaders", id)
            if let name = record["name"]?.text { records[name] = record }
        }
        return records
    }

    /// The places that a record mentions outside the appended rows.
    func mentions(_ record: Value) -> Set<String> {
        guard case .list(let mentions)? = record["mentions"] else { return [] }
        return Set(
            mentions.flatMap { mention -> [String] in
                guard case .list(let lines)? = mention["lines"], let file = mention["file"]?.text else { return [] }
                let count = file == files[0].name ? files[0].lines.count : .max
                return lines.compactMap { line in
                    guard case .integer(let number) = line, number <= count else { return nil }
                    return "\(file):\(number)"
                }
            })
    }
}

/// How many answers were given, expected, and both.
private struct Score {
    let what: String
    private var right = 0
    private var given = 0
    private var expected = 0
    private var differences: [String] = []

    init(_ what: String) { self.what = what }

    mutating func add(_ given: Set<String>, expected: Set<String>, _ place: String) {
        right += given.intersection(expected).count
        self.given += given.count
        self.expected += expected.count
        differences += given.subtracting(expected).sorted().map { "\(place): wrong: \($0)" }
        differences += expected.subtracting(given).sorted().map { "\(place): missing: \($0)" }
    }

    func expect(precision: Double, recall: Double) {
        let (reachedPrecision, reachedRecall) = (Double(right) / Double(given), Double(right) / Double(expected))
        let message =
            "\(what): \(right) of \(given) right, \(right) of \(expected) found\n"
            + differences.joined(separator: "\n")
        #expect(reachedPrecision >= precision && reachedRecall >= recall, "\(message)")
    }
}

@Suite struct AnnotatedPeopleTests {
    @Test func `full names, roles and mentions keep their precision and recall`() throws {
        let cases = try AnnotatedCase.all()
        #expect(cases.count >= 30)
        var (names, roles, mentions) = (Score("full names"), Score("roles"), Score("mentions"))
        for each in cases {
            let records = try each.records()
            for person in each.people {
                let record = try #require(records[person.row])
                let place = "\(each.files[0].name), \(person.row)"
                names.add(
                    Set([record["fullName"]?.text].compactMap(\.self)),
                    expected: Set([person.fullName].compactMap(\.self)),
                    place)
                guard case .list(let found)? = record["roles"] else { continue }
                roles.add(Set(found.compactMap(\.text)), expected: person.roles, place)
                mentions.add(each.mentions(record), expected: person.mentions, place)
            }
        }
        names.expect(precision: 0.99, recall: 0.97)
        roles.expect(precision: 0.99, recall: 0.92)
        mentions.expect(precision: 0.99, recall: 0.97)
    }
}
