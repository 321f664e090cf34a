// Conditional requests, RFC 9110 section 13.

import HTTP
import Testing

@Suite struct PreconditionsTests {
    private static let modified: Int64 = 784_111_777
    private static let (before, same, after) = (
        "Sun, 06 Nov 1994 08:49:36 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:38 GMT"
    )

    private func outcome(
        _ headers: HeaderFields, tag: String? = "\"a\"", modified: Int64? = modified
    ) -> Preconditions.Outcome {
        Preconditions(headers).outcome(entityTag: tag, lastModified: modified, now: 1_790_000_000)
    }

    @Test(arguments: [
        ("\"a\"", Preconditions.Outcome.notModified), ("W/\"a\"", .notModified), ("*", .notModified),
        ("\"b\"", .proceed), ("\"A\"", .proceed),
        ("\"b\", \"a\"", .notModified), ("\"b\",\"a\"", .notModified), (",, \"b\" ,\t\"a\"", .notModified),
        ("\"b\", W/\"a\"", .notModified),
        ("\"b,\\\", \"a\"", .notModified), ("\"x,y\", \"z\"", .proceed), ("\"b\",\"c\"", .proceed), ("a", .proceed),
        ("\"a", .proceed), ("a\"", .proceed),
        ("w/\"a\"", .proceed), ("W/a", .proceed), ("W\"a\"", .proceed), ("", .proceed), (",", .proceed),
        ("\"\"", .proceed), ("\"a\"x", .proceed),
        ("\"b\" \"a\"", .proceed), ("*, \"a\"", .proceed), ("\"*\"", .proceed), ("\"a\";x", .proceed),
        ("\"a \"", .proceed), ("x, \"a\"", .proceed),
        ("\"a\", x", .notModified), ("W/ \"a\"", .proceed),
    ])
    func ifNoneMatchComparesWeakly(value: String, expected: Preconditions.Outcome) {
        #expect(outcome([.ifNoneMatch: value]) == expected)
        #expect(outcome([.ifNoneMatch: value], tag: "W/\"a\"") == expected)
        // It takes precedence over If-Modified-Since, RFC 9110 section 13.1.3.
        #expect(outcome([.ifNoneMatch: value, .ifModifiedSince: Self.after]) == expected)
        #expect(outcome([.ifModifiedSince: Self.before, .ifNoneMatch: value]) == expected)
    }

    @Test(arguments: [
        ("\"a\"", Preconditions.Outcome.proceed), ("*", .proceed), ("\"b\", \"a\"", .proceed), ("\"b\"", .failed),
        ("W/\"a\"", .failed), ("a", .failed),
        ("", .failed), ("\"b\", W/\"a\"", .failed), ("W/\"a\", \"a\"", .proceed),
    ])
    func ifMatchComparesStrongly(value: String, expected: Preconditions.Outcome) {
        #expect(outcome([.ifMatch: value]) == expected)
        #expect(outcome([.ifMatch: value], tag: "W/\"a\"") == (value == "*" ? .proceed : .failed))
        #expect(outcome([.ifMatch: value, .ifUnmodifiedSince: Self.before]) == expected)
    }

    @Test(arguments: [
        (before, Preconditions.Outcome.proceed), (same, .notModified), (after, .notModified),
        ("Sunday, 06-Nov-94 08:49:37 GMT", .notModified),
        ("Sun Nov  6 08:49:37 1994", .notModified), ("x", .proceed), ("", .proceed), ("0", .proceed),
        ("\(same), \(same)", .proceed),
    ])
    func ifModifiedSinceComparesSeconds(value: String, expected: Preconditions.Outcome) {
        #expect(outcome([.ifModifiedSince: value]) == expected)
        #expect(outcome([.ifModifiedSince: value], modified: nil) == .proceed)
    }

    @Test(arguments: [
        (before, Preconditions.Outcome.failed), (same, .proceed), (after, .proceed), ("x", .proceed),
        ("\(before), \(before)", .proceed),
    ])
    func ifUnmodifiedSinceComparesSeconds(value: String, expected: Preconditions.Outcome) {
        #expect(outcome([.ifUnmodifiedSince: value]) == expected)
        #expect(outcome([.ifUnmodifiedSince: value], modified: nil) == .proceed)
    }

    @Test func theyAreEvaluatedInOrder() {
        #expect(outcome([.ifNoneMatch: "\"a\"", .ifMatch: "\"b\""]) == .failed)
        #expect(outcome([.ifNoneMatch: "\"a\"", .ifMatch: "\"a\""]) == .notModified)
        #expect(outcome([.ifModifiedSince: Self.after, .ifUnmodifiedSince: Self.before]) == .failed)
        #expect(outcome([:]) == .proceed)
    }

    @Test func aRepresentationWithoutTagMatchesOnlyTheAsterisk() {
        #expect(outcome([.ifNoneMatch: "\"a\""], tag: nil) == .proceed)
        #expect(outcome([.ifNoneMatch: "*"], tag: nil) == .notModified)
        #expect(outcome([.ifMatch: "\"a\""], tag: nil) == .failed)
        #expect(outcome([.ifMatch: "*"], tag: nil) == .proceed)
    }

    @Test func linesOfOneFieldAreOneList() throws {
        let text = fielded("If-None-Match: \"b\"", "if-none-match: \"a\"")
        let (head, bytes) = (try head(text), text.bytes)
        #expect(head.isConditional)
        let preconditions = Preconditions(try head.request(in: bytes.span).headers)
        #expect(preconditions.outcome(entityTag: "\"a\"", now: 0) == .notModified)
        #expect(try !HTTPTests.head(fielded("Accept: x")).isConditional)
        #expect(try HTTPTests.head(fielded("range: x")).isConditional)
    }

    @Test func notModifiedKeepsWhatACacheNeeds() {
        let ok = Response(
            .ok,
            headers: [
                .contentType: "text/html", .etag: "\"a\"", .vary: "Accept", .lastModified: Self.same,
                .cacheControl: "no-cache",
            ],
            body: .bytes([1]), isReusable: true)
        let response = ok.notModified
        #expect(response.status == .notModified)
        #expect(response.headers == [.etag: "\"a\"", .vary: "Accept", .cacheControl: "no-cache"])
        #expect(response.isReusable)
    }
}
