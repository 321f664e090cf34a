// Work on several cores: values that are made once, and elements that are read ahead.

import Synchronization
import Testing

@testable import Catalog

@Suite struct ParallelTests {
    @Test func aValueIsMadeOnceWhoeverAsks() async {
        let made = Atomic(0)
        let beside = Beside { made.add(1, ordering: .relaxed).newValue }
        let values = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 { group.addTask { beside.value } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 1, count: 8))
        #expect(made.load(ordering: .relaxed) == 1)
    }

    @Test(arguments: [0, 1, 63, 64, 2047, 2048, 2049, 10_000])
    func whatIsReadAheadIsTakenInOrder(_ count: Int) {
        var taken: [(Int, Int)] = []
        Array(0..<count).readAhead {
            $0 * 3
        } take: {
            taken.append(($0, $1))
        }
        #expect(taken.map(\.0) == Array(0..<count))
        #expect(taken.map(\.1) == (0..<count).map { $0 * 3 })
    }

    @Test(arguments: [0, 1, 31, 32, 33, 1000])
    func portionsAreJoinedInOrder(_ count: Int) {
        #expect(Array(0..<count).mapInPortions(of: 32) { $0.map { $0 + 1 } } == (0..<count).map { $0 + 1 })
    }
}
