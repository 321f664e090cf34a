// Tests of `fields`, `facets`, `include` and `explain`.

import Testing

@testable import API

@Suite struct FieldsTests {
    static let projections: [(String, String)] = [
        ("/leaders/bo-rask?fields=name,votes", #"{"name":"Bo Rask","votes":40}"#),
        ("/leaders/bo-rask?fields=votes,name,votes", #"{"votes":40,"name":"Bo Rask"}"#),
        (
            "/leaders/bo-rask?fields=-appearances,-_meta,-since",
            #"{"id":"bo-rask","name":"Bo Rask","focusArea":"Grain","outcome":null,"votes":40}"#
        ),
        (
            "/leaders/bo-rask?fields=appearances.source.line,appearances.votes",
            #"{"appearances":[{"votes":40,"source":{"line":16}}]}"#
        ),
        ("/leaders/bo-rask?fields=_meta,_meta.articles", #"{"_meta":{"articles":1,"aliases":[]}}"#),
        (
            "/leaders/bo-rask?fields=*,-appearances.source,-appearances.outcome,-_meta.aliases,-id,-name",
            #"{"focusArea":"Grain","outcome":null,"votes":40,"since":"2019-05-01","appearances":[{"#
                + #""article":"talks-day-1","focusArea":"Grain","votes":40,"since":"2019-05-01"}],"#
                + #""_meta":{"articles":1}}"#
        ),
        (
            "/articles/talks-day-1?fields=tags,initiatives,extra",
            #"{"tags":["sea","bread"],"initiatives":["pier-watch"],"extra":{"edition":3}}"#
        ),
    ]

    @Test(arguments: projections)
    func items(target: String, json: String) throws {
        #expect(try Fixture.get(target).text == json + "\n")
    }

    @Test(arguments: [
        "extra.Topics=sea&fields=id,extra", "extra.topics=sea&fields=id,extra",
        "extra.TOPICS:contains=a&fields=id,extra.Topics",
    ])
    func namesOfMetadataMatchInAnyCase(query: String) throws {
        let snapshot = Fixture.build([
            ("a.md", "---\nTopics: sea\n---\n"), ("b.md", "---\ntopics: sea\n---\n"), ("c.md", "---\nx: 1\n---\n"),
        ])
        let text = try Fixture.get("/articles?\(query)", state: .ready(snapshot)).text
        #expect(text.hasPrefix(#"{"data":[{"id":"a","extra":{"topics":"sea"}},{"id":"b","extra":{"topics":"sea"}}]"#))
    }

    @Test func listsShowSectionsOnRequestAndItemsAlways() throws {
        #expect(try !Fixture.get("/articles").text.contains("\"sections\""))
        for target in ["/articles?fields=*", "/articles?fields=title,sections", "/articles/talks-day-1"] {
            #expect(try Fixture.get(target).text.contains("\"sections\":[{\"heading\":"), "\(target)")
        }
    }

    @Test func facetsCountFilteredRows() throws {
        let answer = try Fixture.get("/leaders?limit=0&votes:gt=7&facets=focusArea,since,appearances.article")
        #expect(
            answer.text.contains(
                #""facets":{"focusArea":[{"value":"Grain","count":2}],"since":[{"value":"2019-05-01","count":2}],"#
                    + #""appearances.article":[{"value":"talks-day-1","count":2},{"value":"talks-day-2","count":1}]}"#
            ))
    }

    @Test func includedRecordsAreListedOncePerCollection() throws {
        let text = try Fixture.get("/leaders?include=articles&fields=id").text
        #expect(text.contains(#","included":{"articles":[{"id":"talks-day-2","#))
        #expect(text.split(separator: "\"title\":").count == 3)
    }

    @Test func explainDescribesEachParameter() throws {
        let text = try Fixture.get("/leaders?votes:gt=7&focusArea=Grain&sort=-votes&explain=1").text
        #expect(text.contains(#"{"parameter":"votes:gt","meaning":"`votes` (integer) gt `7`.","rows":2}"#))
        #expect(text.contains(#"{"parameter":"focusArea","meaning":"`focusArea` (text) eq `Grain`.","rows":2}"#))
        #expect(text.contains(#""meaning":"By `votes` descending, then `id`; missing values last.""#))
    }
}
