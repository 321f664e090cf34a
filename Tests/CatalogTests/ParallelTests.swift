// Work on several cores: values that are made once, and elements that are mapped in portions.

import Synchronization
import Testing

@testable import Catalog
@testable import Text

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

    @Test(arguments: [0, 1, 31, 32, 33, 1000])
    func portionsAreJoinedInOrder(_ count: Int) {
        #expect(Array(0..<count).mapInPortions(of: 32) { $0.map { $0 + 1 } } == (0..<count).map { $0 + 1 })
    }
}
