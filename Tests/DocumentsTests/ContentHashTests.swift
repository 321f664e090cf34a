// The hash behind versions: the same everywhere, and another for every other input.

import Documents
import Testing

@Suite struct ContentHashTests {
    private func hash(_ parts: [String]) -> String {
        var hash = ContentHash()
        for part in parts { hash.combine(part) }
        return hash.text
    }

    @Test func itIsTheSameOnEveryMachine() {
        #expect(hash([]) == Self.ofNothing)
        #expect(hash(["Seven ships left the harbour before noon."]) == Self.ofASentence)
    }

    @Test func boundariesOrderAndEveryByteCount() {
        let inputs = [
            ["ab", "c"], ["a", "bc"], ["abc"], ["c", "ab"], ["abc", ""], ["", "abc"], ["0123456789abcdef"],
            ["0123456789abcdeF"], ["0123456789abcdef\0"], ["0123456789abcdef0123456"], ["\0"], ["\0\0"], [""],
        ]
        #expect(Set(inputs.map(hash)).count == inputs.count)
        #expect(inputs.allSatisfy { hash($0).utf8.count == 32 })
    }

    @Test func aFlippedBitAnywhereChangesIt() {
        let bytes = (0..<40).map { UInt8($0) }
        var seen: Set<String> = []
        for index in bytes.indices {
            for bit in 0..<8 {
                var changed = bytes
                changed[index] ^= 1 << UInt8(bit)
                var hash = ContentHash()
                hash.combine(changed)
                seen.insert(hash.text)
            }
        }
        #expect(seen.count == 320)
    }

    static let ofNothing = "af2a59084670eb5072c6106baa85f555"
    static let ofASentence = "cc01d2f3cadb725e31976583e32bc339"
}
