// The cache of encoded responses.
import HTTP
import Testing

@testable import Server

@Suite struct ResponseCacheTests {
    private static func response(_ size: Int) throws -> CachedResponse {
        let response = Response(.ok, body: .bytes(Array(repeating: 0, count: size)))
        return CachedResponse(try #require(EncodedResponse(response)), of: response, slot: 0)
    }

    private static func key(_ number: Int) -> CacheKey { CacheKey(of: LiveServer.get("/\(number)")) }

    @Test func findsWhatWasStoredUnderTheSameKey() throws {
        let cache = ResponseCache(size: 1_000_000)
        let response = try Self.response(10)
        #expect(cache.find(Self.key(1), 0) == nil)
        cache.store(response, Self.key(1), 0)
        #expect(cache.find(Self.key(1), 0) === response)
        #expect(cache.find(Self.key(2), 0) == nil)
    }

    @Test func aNewGenerationEmptiesTheCache() throws {
        let cache = ResponseCache(size: 1_000_000)
        cache.store(try Self.response(10), Self.key(1), 1)
        #expect(cache.find(Self.key(1), 2) == nil)
        cache.store(try Self.response(10), Self.key(2), 2)
        #expect(cache.find(Self.key(1), 2) == nil)
        #expect(cache.find(Self.key(2), 2) != nil)
    }

    @Test func responsesOfAnOlderGenerationAreNotStored() throws {
        let cache = ResponseCache(size: 1_000_000)
        cache.store(try Self.response(10), Self.key(1), 2)
        cache.store(try Self.response(10), Self.key(2), 1)
        #expect(cache.find(Self.key(2), 1) == nil)
        #expect(cache.find(Self.key(1), 2) != nil)
    }

    @Test func theSizeIsBounded() throws {
        let cache = ResponseCache(size: 40_000)
        for number in 0..<200 { cache.store(try Self.response(1000), Self.key(number), 0) }
        #expect(cache.find(Self.key(0), 0) == nil)
        #expect(cache.find(Self.key(199), 0) != nil)
        let count = (0..<200).count { cache.find(Self.key($0), 0) != nil }
        #expect((8...32).contains(count))
    }

    @Test func aResponseThatIsUsedAgainStays() throws {
        let cache = ResponseCache(size: 40_000)
        cache.store(try Self.response(1000), Self.key(-1), 0)
        for number in 0..<200 {
            cache.store(try Self.response(1000), Self.key(number), 0)
            #expect(cache.find(Self.key(-1), 0) != nil)
        }
    }

    @Test func aResponseLargerThanAnEighthOfTheCacheIsNotStored() throws {
        let cache = ResponseCache(size: 40_000)
        cache.store(try Self.response(10_000), Self.key(1), 0)
        #expect(cache.find(Self.key(1), 0) == nil)
    }

    @Test(arguments: [
        (Response(.ok, body: .bytes([1]), isReusable: true), true),
        (Response(.notFound, isReusable: true), true),
        (Response(.ok, body: .bytes([1])), false),
        (Response(.ok, body: .bytes(Array(repeating: 0, count: 10_000)), isReusable: true), false),
        (Response(.ok, body: .stream { { nil } }, isReusable: true), false),
    ])
    func reusableResponsesOfKnownSizeAreEncodedAndStored(_ response: Response, _ isStored: Bool) {
        let cache = ResponseCache(size: 40_000)
        let prepared = cache.encodeAndStore(response, Self.key(1), 0)
        if case .cached(let cached) = prepared {
            #expect(isStored && cache.find(Self.key(1), 0) === cached)
        } else {
            #expect(!isStored && cache.find(Self.key(1), 0) == nil)
        }
    }
}
