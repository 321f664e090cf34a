// The tables of the documentation have a row for everything in the program's own tables, and for nothing else.
import Catalog
import Documents
import Foundation
import Support
import Testing

@testable import API
@testable import HTTP
@testable import briefd

@Suite struct DocumentationTableTests {
    @Test func everySettingIsDocumented() throws {
        let page = try Documentation.page("Settings.md")
        record(page.corrections(ofTable: "Setting", names: Setting.all.map(\.path) + ["collections"]))
        record(
            page.corrections(ofTable: "Setting", at: 1) { path in
                setting(path).map { JSONText.line($0.write(Configuration())) }
            })
        record(
            page.corrections(ofTable: "Setting", at: 2) { path in
                let setting = setting(path)
                return [Setting.variable(of: path), setting?.shortVariable].compactMap(\.self).joined(separator: ", ")
            })
    }

    @Test func everySettingThatNeedsARestartIsDocumented() throws {
        let table = try #require(Documentation.page("Reloading.md").table(headed: "Setting with restart"))
        let documented = table.names()
        let needed = Setting.all.filter { $0.needsRestart && !$0.path.hasPrefix("limits.") }.map(\.path)
        #expect(documented.dropLast().sorted() == needed.sorted(), "Reloading.md: correct this table")
        let limits = Setting.all.filter { $0.path.hasPrefix("limits.") && !$0.needsRestart }.map(\.path)
        #expect(limits == ["limits.documentBytes"] && documented.last == "limits.…, except limits.documentBytes")
    }

    @Test func everyLimitIsDocumented() throws {
        let page = try Documentation.page("Limits.md")
        record(
            page.corrections(ofTable: "Limit", names: Setting.all.map(\.path).filter { $0.hasPrefix("limits.") }))
        record(
            page.corrections(ofTable: "Limit", at: 1) { path in
                setting(path).map { JSONText.line($0.write(Configuration())) }
            })
    }

    /// The statuses that summaries of settings name, such as `414 beyond`.
    @Test func theStatusBeyondALimitIsThatOfTheSettingsSummary() throws {
        let table = try #require(Documentation.page("Limits.md").table(headed: "Limit"))
        for (path, beyond) in zip(table.names(), table.names(inColumn: 2)) {
            let isStatus = { (word: Substring) in word.count == 3 && word.first == "4" || word == "503" }
            let words = { (text: String) in text.split { !$0.isLetter && !$0.isNumber }.filter(isStatus) }
            guard let setting = setting(path) else { continue }
            #expect(words(beyond) == words(setting.summary), "Limits.md: \(path): the summary is \(setting.summary)")
        }
    }

    @Test func everySettingOfACollectionIsDocumented() throws {
        let page = try Documentation.page("Collections.md")
        record(page.corrections(ofTable: "Setting", names: CollectionSetting.all.map(\.name)))
        record(
            page.corrections(
                ofTable: "Type",
                names: Field.Kind.allCases.filter { $0 != .object }.map(\.rawValue) + ["list"]))
    }

    @Test func everyDiagnosticCodeIsDocumented() throws {
        let page = try Documentation.page("Formats.md")
        record(page.corrections(ofTable: "Diagnostic code", names: Diagnostic.Code.allCases.map(\.rawValue)))
    }

    @Test func everyMemberOfALinkIsDocumented() throws {
        let snapshot = Snapshot.build(documents: [], mapping: Mapping([]), modified: 0)
        let members = snapshot["tables"]?.fields.first { $0.name == "links" }?.members.map(\.name) ?? []
        record(try Documentation.page("Query.md").corrections(ofTable: "Member", names: members))
        let properties = JSONSchema.shared.first { $0.name == "Link" }?.value["properties"]
        guard case .object(let described)? = properties else { return #expect(Bool(false), "no schema of links") }
        #expect(described.map(\.name) == members)
    }

    @Test func everyEndpointIsDocumented() throws {
        let page = try Documentation.page("Query.md")
        record(page.corrections(ofTable: "Endpoint", names: Endpoint.all.map(\.path)))
        record(
            page.corrections(ofTable: "Endpoint", at: 1) { path in
                Endpoint.all.first { $0.path == path }?.methods.map(\.name).filter { $0 != "HEAD" && $0 != "OPTIONS" }
                    .joined(separator: ", ")
            })
        let table = try #require(page.table(headed: "Endpoint"))
        for (path, answer) in zip(table.names(), table.names(inColumn: 2)) {
            let isPublic = Endpoint.all.first { $0.path == path }?.isPublic
            #expect(isPublic == answer.hasSuffix("no token needed"), "Query.md: \(path): end with `no token needed`?")
        }
    }

    @Test func everyParameterIsDocumented() throws {
        let page = try Documentation.page("Query.md")
        record(page.corrections(ofTable: "Parameter", names: Query.Parameter.allCases.map(\.rawValue)))
    }

    @Test func everyOperatorIsDocumented() throws {
        let page = try Documentation.page("Query.md")
        record(page.corrections(ofTable: "Operator", names: Filter.Operator.allCases.map(\.rawValue)))
        let kinds: [Field.Kind] = [.text, .integer, .number, .boolean, .date, .object]
        record(
            page.corrections(ofTable: "Operator", at: 1) { name in
                let takers = kinds.filter { kind in
                    Filter.Operator.available(for: kind).contains { $0.rawValue == name }
                }
                return takers.map(\.rawValue).joined(separator: ", ")
            })
    }

    @Test func everyFormatIsDocumented() throws {
        let page = try Documentation.page("Query.md")
        record(page.corrections(ofTable: "Format", names: MediaFormat.allCases.map(\.rawValue)))
        record(page.corrections(ofTable: "Format", at: 1) { MediaFormat(rawValue: $0)?.mediaType })
    }

    @Test func everyProblemIsDocumented() throws {
        let page = try Documentation.page("Query.md")
        record(page.corrections(ofTable: "Problem code", names: Problem.Code.allCases.map(\.rawValue)))
        record(
            page.corrections(ofTable: "Problem code", at: 1) { name in
                Problem.Code(rawValue: name).map { String($0.entry.status.code) }
            })
    }

    @Test func everyMalformedRequestIsDocumented() throws {
        let page = try Documentation.page("Operations.md")
        record(page.corrections(ofTable: "Malformed request", names: ParseFailure.allCases.map(\.rawValue)))
        record(
            page.corrections(ofTable: "Malformed request", at: 1) { name in
                ParseFailure(rawValue: name).map { String($0.status.code) }
            })
    }

    // MARK: Names in the text

    @Test(arguments: Documentation.names)
    func everyVariableThatIsNamedExists(name: String) throws {
        let known = Set(Setting.all.flatMap { [$0.variable, $0.shortVariable].compactMap(\.self) })
            .union(["BRIEFD_CONFIG", "BRIEFD_COLLECTIONS"])
        let page = try Documentation.page(name)
        let lines = page.prose.map { ($0.line, $0.text) } + page.blocks.map { ($0.line, $0.text) }
        for (line, text) in lines {
            for word in text.split(whereSeparator: { !$0.isLetter && $0 != "_" }) where word.hasPrefix("BRIEFD_") {
                #expect(known.contains(String(word)), "\(name):\(line): no setting has the variable \(word)")
            }
        }
    }

    @Test(arguments: Documentation.names)
    func everySettingThatIsNamedExists(name: String) throws {
        let paths = Set(Setting.all.map(\.path))
        for (line, text) in try Documentation.page(name).prose {
            for part in text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            where part.offset % 2 == 1 {
                let path = part.element.prefix { $0 != "=" }
                let isSetting = ["access.", "limits.", "log.", "reload."].contains { path.hasPrefix($0) }
                guard isSetting, path.allSatisfy({ $0.isLetter || $0 == "." }) else { continue }
                #expect(paths.contains(String(path)), "\(name):\(line): there is no setting \(path)")
            }
        }
    }

    private func setting(_ path: String) -> Setting? { Setting.all.first { $0.path == path } }

    private func record(_ corrections: [String], sourceLocation: Testing.SourceLocation = #_sourceLocation) {
        for text in corrections { Issue.record("\(text)", sourceLocation: sourceLocation) }
    }
}
