// Long computations end soon after they are stopped.

import Catalog
import Documents
import Testing

@testable import Text

@Suite struct StoppingTests {
    private struct Item: Equatable {
        var key: Int
        var place: Int
    }

    private static func items(_ count: Int) -> [Item] {
        var state: UInt64 = 7
        return (0..<count).map { place in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Item(key: Int(state >> 40) % 1000, place: place)
        }
    }

    @Test(arguments: [0, 1, 2, 1000, 32_768, 32_769, 65_536, 100_001, 131_073])
    func aSortThatIsNotStoppedSorts(count: Int) {
        var items = Self.items(count)
        let expected = items.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
        items.sort(by: { $0.key < $1.key }, unless: { false })
        #expect(items == expected)
    }

    /// Counts the comparisons of a sort that is stopped after a number of them.
    @Test(arguments: [0, 1, 5, 100, 1_000_000, 2_000_000, 3_000_000])
    func aSortEndsSoonAfterItIsStopped(comparisons: Int) {
        var items = Self.items(200_000)
        var made = 0
        let precedes = { (left: Item, right: Item) in
            made += 1
            return left.key < right.key
        }
        items.sort(by: precedes, unless: { made >= comparisons })
        #expect(made < comparisons + 32_768 * 20)
        #expect(items.count == 200_000)
    }

    /// Texts, and how often one was asked for.
    private final class Texts: Records, @unchecked Sendable {
        let count = 5000
        var made = 0

        func id(at index: Int) -> String { "\(index)" }
        func index(ofID id: String) -> Int? { Int(id) }
        func value(ofField field: Int, at index: Int) -> Value {
            made += 1
            return .text("text \(index * 7919 % count)")
        }
    }

    @Test func anIndexThatIsStoppedIsNoneAndMadeWhenAskedForAgain() throws {
        let texts = Texts()
        let collection = Collection(name: "texts", summary: "", fields: [Field("text")], records: texts)
        let path = try #require(collection.path(named: "text"))
        #expect(collection.index(of: path, isStopped: { texts.made >= 100 }) == nil)
        #expect(texts.made < 400)
        #expect(collection.index(of: path)?.count == 5000)
        #expect(collection.index(of: path, isStopped: { true })?.count == 5000)
    }
}
