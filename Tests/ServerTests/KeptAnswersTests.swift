import HTTP
import Testing

@testable import Server

@Suite struct KeptAnswersTests {
    private static func answer(_ size: Int) throws -> KeptAnswer {
        let response = Response(.ok, body: .bytes([UInt8](repeating: 0x61, count: size)), isReusable: true)
        return KeptAnswer(try #require(EncodedResponse(response)), of: response, slot: 0)
    }

    private static func key(_ number: Int) -> [UInt8] { Array("/\(number)".utf8) }

    @Test func givesBackWhatItKeeps() throws {
        let kept = KeptAnswers(size: 1_000_000)
        let answer = try Self.answer(10)
        #expect(kept.find(Self.key(1), 0) == nil)
        kept.keep(answer, Self.key(1), 0)
        #expect(kept.find(Self.key(1), 0) === answer)
        #expect(kept.find(Self.key(2), 0) == nil)
    }

    @Test func forgetsAnotherGeneration() throws {
        let kept = KeptAnswers(size: 1_000_000)
        kept.keep(try Self.answer(10), Self.key(1), 1)
        #expect(kept.find(Self.key(1), 2) == nil)
        kept.keep(try Self.answer(10), Self.key(2), 2)
        #expect(kept.find(Self.key(1), 2) == nil)
        #expect(kept.find(Self.key(2), 2) != nil)
    }

    @Test func keepsNothingOfAGenerationGoneBy() throws {
        let kept = KeptAnswers(size: 1_000_000)
        kept.keep(try Self.answer(10), Self.key(1), 2)
        kept.keep(try Self.answer(10), Self.key(2), 1)
        #expect(kept.find(Self.key(2), 1) == nil)
        #expect(kept.find(Self.key(1), 2) != nil)
    }

    @Test func dropsTheOldestWhenItIsFull() throws {
        let kept = KeptAnswers(size: 40_000)
        for number in 0..<200 { kept.keep(try Self.answer(1000), Self.key(number), 0) }
        #expect(kept.find(Self.key(0), 0) == nil)
        #expect(kept.find(Self.key(199), 0) != nil)
        let count = (0..<200).count { kept.find(Self.key($0), 0) != nil }
        #expect(count > 8 && count < 40)
    }

    @Test func keepsWhatIsAskedForAgain() throws {
        let kept = KeptAnswers(size: 40_000)
        kept.keep(try Self.answer(1000), Self.key(-1), 0)
        for number in 0..<200 {
            kept.keep(try Self.answer(1000), Self.key(number), 0)
            #expect(kept.find(Self.key(-1), 0) != nil)
        }
    }

    @Test func doesNotSpendItsRoomOnOneAnswer() throws {
        let kept = KeptAnswers(size: 40_000)
        kept.keep(try Self.answer(10_000), Self.key(1), 0)
        #expect(kept.find(Self.key(1), 0) == nil)
    }
}
