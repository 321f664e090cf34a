import HTTP
import Testing

@testable import Server

@Suite struct ResponseCacheTests {
    private static func answer(_ size: Int) throws -> CachedResponse {
        let response = Response(.ok, body: .bytes([UInt8](repeating: 0x61, count: size)), isReusable: true)
        return CachedResponse(try #require(EncodedResponse(response)), of: response, slot: 0)
    }

    private static func key(_ number: Int) -> CacheKey {
        var key = CacheKey()
        for byte in "/\(number)".utf8 { key.append(byte) }
        return key
    }

    @Test func givesBackWhatItKeeps() throws {
        let cache = ResponseCache(size: 1_000_000)
        let answer = try Self.answer(10)
        #expect(cache.find(Self.key(1), 0) == nil)
        cache.keep(answer, Self.key(1), 0)
        #expect(cache.find(Self.key(1), 0) === answer)
        #expect(cache.find(Self.key(2), 0) == nil)
    }

    @Test func forgetsAnotherGeneration() throws {
        let cache = ResponseCache(size: 1_000_000)
        cache.keep(try Self.answer(10), Self.key(1), 1)
        #expect(cache.find(Self.key(1), 2) == nil)
        cache.keep(try Self.answer(10), Self.key(2), 2)
        #expect(cache.find(Self.key(1), 2) == nil)
        #expect(cache.find(Self.key(2), 2) != nil)
    }

    @Test func keepsNothingOfAGenerationGoneBy() throws {
        let cache = ResponseCache(size: 1_000_000)
        cache.keep(try Self.answer(10), Self.key(1), 2)
        cache.keep(try Self.answer(10), Self.key(2), 1)
        #expect(cache.find(Self.key(2), 1) == nil)
        #expect(cache.find(Self.key(1), 2) != nil)
    }

    @Test func dropsTheOldestWhenItIsFull() throws {
        let cache = ResponseCache(size: 40_000)
        for number in 0..<200 { cache.keep(try Self.answer(1000), Self.key(number), 0) }
        #expect(cache.find(Self.key(0), 0) == nil)
        #expect(cache.find(Self.key(199), 0) != nil)
        let count = (0..<200).count { cache.find(Self.key($0), 0) != nil }
        #expect(count > 8 && count < 40)
    }

    @Test func keepsWhatIsAskedForAgain() throws {
        let cache = ResponseCache(size: 40_000)
        cache.keep(try Self.answer(1000), Self.key(-1), 0)
        for number in 0..<200 {
            cache.keep(try Self.answer(1000), Self.key(number), 0)
            #expect(cache.find(Self.key(-1), 0) != nil)
        }
    }

    @Test func doesNotSpendItsRoomOnOneAnswer() throws {
        let cache = ResponseCache(size: 40_000)
        cache.keep(try Self.answer(10_000), Self.key(1), 0)
        #expect(cache.find(Self.key(1), 0) == nil)
    }
}
