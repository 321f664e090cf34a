// Tests of `/-/events`.

import Catalog
import HTTP
import Testing

@testable import API

@Suite struct EventStreamTests {
    private static let former = Fixture.build(Array(Fixture.files.dropLast()))
    private static let entry = History.Entry(from: former, to: Fixture.snapshot, time: 0)
    private static let state: State = {
        var history = History()
        history.append(entry)
        return .ready(Fixture.snapshot, history: history)
    }()

    private static func first(_ lastEventID: String?) throws -> String {
        let request = Request(
            .get, try Target("/-/events"), headers: lastEventID.map { [.lastEventID: $0] } ?? [:])
        let api = API(programVersion: "test")
        #expect(!api.mayTakeLong(request))
        let response = api.respond(to: request, state: state)
        #expect(response.headers[.contentType] == "text/event-stream")
        guard case .events(let bytes, 1, nil) = response.body else { return "" }
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func aNewClientGetsTheCurrentVersion() throws {
        let version = Fixture.snapshot.version
        let text = "retry: 2000\n\nevent: snapshot\nid: \(version)\ndata: {\"version\":\"\(version)\"}\n\n"
        #expect(try Self.first(nil) == text)
        #expect(try Self.first("unknown") == text)
    }

    @Test func aClientWithAVersionGetsTheChangesSince() throws {
        #expect(try Self.first(Fixture.snapshot.version) == "retry: 2000\n\n")
        let event = String(decoding: API.event(Self.entry), as: UTF8.self)
        #expect(event.hasPrefix("event: change\nid: \(Fixture.snapshot.version)\ndata: {\"since\":"))
        #expect(event.hasSuffix("}\n\n") && event.split(separator: "\n").count == 3)
        #expect(try Self.first(Self.former.version) == "retry: 2000\n\n" + event)
    }

    @Test func itIsUnavailableDuringShutdown() throws {
        #expect(try Fixture.get("/-/events", state: .draining(Fixture.snapshot)).status == 503)
    }
}
