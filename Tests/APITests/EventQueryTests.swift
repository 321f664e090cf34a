// Tests of `/-/events` with a query: the changes of the records that match.

import Catalog
import HTTP
import Testing

@testable import API

@Suite struct EventQueryTests {
    /// Three snapshots of one folder, and the history from the first to the last.
    private struct Timeline {
        var snapshots: [Snapshot] = []
        var history = History()

        /// Publishes the snapshot of the next files.
        mutating func publish(_ files: [(String, String)]) {
            let snapshot = Fixture.build(files)
            if let former = snapshots.last { history.append(History.Entry(from: former, to: snapshot, time: 0)) }
            snapshots.append(snapshot)
        }

        var state: State { .ready(snapshots[snapshots.count - 1], history: history) }

        /// Returns the events after the snapshot at a position.
        func events(_ query: String, after position: Int = 0, until cancellation: Cancellation = Cancellation()) throws
            -> String
        {
            let request = Request(
                .get, try Target("/-/events?" + query), headers: [.lastEventID: snapshots[position].version])
            let api = API(programVersion: "test")
            guard case .events(let first, let number, let asked?) = api.respond(to: request, state: state).body else {
                return "no stream"
            }
            #expect(String(decoding: first, as: UTF8.self) == "retry: 2000\n\n" && number == position)
            let events = api.events(for: asked, state: state, after: number, until: cancellation)
            #expect(events.number == history.count)
            return String(decoding: events.bytes, as: UTF8.self)
        }
    }

    private static func leaders(_ rows: [(name: String, votes: Int)]) -> String {
        "| Leader | Votes |\n|---|---|\n" + rows.map { "| \($0.name) | \($0.votes) |\n" }.joined()
    }

    /// Lee has 1, 5 and 2 votes; Rask 7, 7 and 8; Dupont comes at last.
    private static let timeline: Timeline = {
        var timeline = Timeline()
        timeline.publish([("a.txt", leaders([("Lee", 1), ("Rask", 7)])), ("b.txt", "Title: Other\n")])
        timeline.publish([("a.txt", leaders([("Lee", 5), ("Rask", 7)])), ("b.txt", "Title: Other\n")])
        timeline.publish([("a.txt", leaders([("Lee", 2), ("Rask", 8), ("Dupont", 9)])), ("b.txt", "Title: Another\n")])
        return timeline
    }()

    private static func ids(_ name: String, _ ids: [String]) -> String {
        "\"\(name)\":{\"count\":\(ids.count),\"ids\":[\(ids.map { "\"\($0)\"" }.joined(separator: ","))]}"
    }

    private static func part(_ count: Int, added: [String] = [], removed: [String] = [], changed: [String] = [])
        -> String
    {
        "\"collections\":[{\"name\":\"leaders\",\"count\":\(count),\(ids("added", added)),\(ids("removed", removed)),"
            + ids("changed", changed) + "}]"
    }

    @Test func `a record that begins to match is added, and one that stops is removed`() throws {
        let events = try Self.timeline.events("collection=leaders&votes:gte=5").split(separator: "\n\n")
        #expect(events.count == 2)
        #expect(events[0].hasPrefix("event: change\nid: \(Self.timeline.snapshots[1].version)\ndata: {\"since\":"))
        #expect(events[0].contains(Self.part(2, added: ["lee"])))
        #expect(events[1].contains(Self.part(2, added: ["dupont"], removed: ["lee"], changed: ["rask"])))
    }

    @Test func `a change of other records sends only its id`() throws {
        let versions = Self.timeline.snapshots.map(\.version)
        #expect(
            try Self.timeline.events("collection=leaders&name=Nobody") == "id: \(versions[1])\n\nid: \(versions[2])\n\n"
        )
        let articles = try Self.timeline.events("collection=articles&title=Other")
        #expect(articles.hasPrefix("id: \(versions[1])\n\nevent: change\n"))
        #expect(articles.contains(Self.ids("removed", ["b"])))
    }

    @Test func `without conditions all records of the collection match`() throws {
        let events = try Self.timeline.events("collection=leaders", after: 1)
        #expect(
            events.contains(Self.part(3, added: ["dupont"], changed: ["lee", "rask"])) && !events.contains("articles"))
        #expect(try Self.timeline.events("collection=leaders", after: 2).isEmpty)
    }

    @Test func `a text search is a condition too`() throws {
        let events = try Self.timeline.events("collection=leaders&q=dupont+OR+lee", after: 1)
        #expect(!events.contains("data:"))
        #expect(
            try Self.timeline.events("collection=leaders&q=dup*", after: 1).contains(Self.part(1, added: ["dupont"])))
    }

    @Test func `records are those of a list`() throws {
        let events = try Self.timeline.events("collection=leaders&include=records&fields=name,votes", after: 1)
        #expect(
            events.hasSuffix(
                #""records":[{"name":"Lee","votes":2},{"name":"Rask","votes":8},{"name":"Dupont","votes":9}]}"# + "\n\n"
            ))
        let found = try Self.timeline.events(
            "collection=leaders&include=records&q=dupont&fields=_meta.snippet", after: 1)
        #expect(found.hasSuffix(#""records":[{"_meta":{"snippet":"<mark>Dupont</mark>"}}]}"# + "\n\n"))
    }

    @Test func `a condition on the article of a record counts although no field of the record changed`() throws {
        var timeline = Timeline()
        for title in ["One", "Two"] {
            timeline.publish([("a.txt", "Title: \(title)\n" + Self.leaders([("Lee", 1)]))])
        }
        let events = try timeline.events("collection=leaders&article.title=Two")
        #expect(events.contains(Self.part(1, added: ["lee"])))
    }

    @Test func `more changed records than a change lists are compared one by one`() throws {
        var timeline = Timeline()
        for votes in [1, 2] {
            timeline.publish([("a.txt", Self.leaders((0..<1200).map { ("L\($0)", $0 == 7 ? 1 : votes) }))])
        }
        let events = try timeline.events("collection=leaders&name:startswith=L")
        #expect(events.contains("\"changed\":{\"count\":1199,") && !events.contains("\"l7\""))
        let records = try timeline.events("collection=leaders&name:startswith=L&include=records&fields=id")
        #expect(records.split(separator: "{\"id\":").count - 1 == EventQuery.maxRecords)
    }

    @Test func `changes without their snapshots make the client read the collection again`() throws {
        var timeline = Timeline()
        for votes in 0...(History.maxSnapshots + 1) { timeline.publish([("a.txt", Self.leaders([("Lee", votes)]))]) }
        let version = timeline.snapshots[timeline.snapshots.count - 1].version
        let event = "event: snapshot\nid: \(version)\ndata: {\"version\":\"\(version)\"}\n\n"
        #expect(try timeline.events("collection=leaders&votes:gt=3") == event)
        #expect(try timeline.events("collection=leaders&votes:gt=3", after: 1) != event)
        #expect(try timeline.events("collection=leaders") != event)
    }

    @Test func `a query that takes too long, or fits no more, is no wrong answer`() throws {
        let cancellation = Cancellation()
        cancellation.cancel()
        let version = Self.timeline.snapshots[2].version
        let costly = try Self.timeline.events("collection=leaders&votes:gt=3", until: cancellation)
        #expect(costly.hasPrefix("event: too-costly\nid: \(version)\ndata: {\"since\":"))
        var timeline = Timeline()
        timeline.publish([("a.txt", "| Leader | Area |\n|---|---|\n| Lee | Sea |\n")])
        timeline.publish([("a.txt", Self.leaders([("Lee", 2)]))])
        #expect(try timeline.events("collection=leaders&votes:gt=1").hasPrefix("event: invalid-query\n"))
    }

    @Test func `a new client gets the current version`() throws {
        let request = Request(.get, try Target("/-/events?collection=leaders&votes:gt=3"))
        let response = API(programVersion: "test").respond(to: request, state: Self.timeline.state)
        guard case .events(let bytes, 2, _?) = response.body else { return #expect(Bool(false)) }
        #expect(
            String(decoding: bytes, as: UTF8.self).contains(
                "event: snapshot\nid: \(Self.timeline.snapshots[2].version)\n"))
        #expect(API(programVersion: "test").mayTakeLong(request))
    }

    @Test(arguments: [
        ("q=a", "collection"), ("collection=", "collection"), ("collection=leader", "leaders"),
        ("collection=leaders&collection=articles", "collection"), ("collection=leaders&vote=3", "votes"),
        ("collection=leaders&include=articles", "records"), ("collection=leaders&fields=name", "include=records"),
        ("collection=leaders&include=records&fields=nam", "name"), ("collection=leaders&sort=name", "sort"),
        ("collection=leaders&limit=3", "limit"), ("collection=leaders&votes:gt=x", "votes"),
    ])
    func `a wrong parameter is refused before the stream begins`(query: String, named: String) throws {
        let answer = try Fixture.get("/-/events?" + query, state: Self.timeline.state)
        #expect(answer.status == 400 && answer.text.contains(named), "\(answer.text)")
    }
}
