// Answers encoded once and given again: bounded, shared by the workers, forgotten when the responder's generation moves.
import HTTP

/// An encoded answer and what is needed to judge preconditions against it.
final class CachedResponse: Sendable {
    let encoded: EncodedResponse
    /// The response without its content.
    let outline: Response
    /// Where it is counted.
    let slot: Int

    init(_ encoded: EncodedResponse, of response: Response, slot: Int) {
        self.encoded = encoded
        self.slot = slot
        var outline = response
        outline.body = .empty
        self.outline = outline
    }
}

/// The answers that are kept, by the bytes of the request that decide them.
///
/// Two halves, a younger and an older one: when the younger is full it becomes the older, and the older is dropped; an
/// answer found in the older moves to the younger. So what is asked for again stays.
final class ResponseCache: Sendable {
    private struct Entry {
        var key: CacheKey
        var answer: CachedResponse
        var size: Int { key.bytes.count + answer.encoded.bytes.count + 256 }
    }

    private struct Halves {
        var generation: UInt64 = 0
        var young: [Int: Entry] = [:]
        var old: [Int: Entry] = [:]
        var youngSize = 0

        mutating func insert(_ entry: Entry, _ hash: Int, half: Int) {
            if youngSize + entry.size > half {
                old = young
                young = [:]
                youngSize = 0
            }
            if let former = young.updateValue(entry, forKey: hash) { youngSize -= former.size }
            youngSize += entry.size
        }
    }

    let routes = Routes()
    private let halves = Locked(Halves())
    private let half: Int

    /// Keeps about `size` bytes.
    init(size: Int) { half = size / 2 }

    /// The answer kept under `key` for `generation`.
    func find(_ key: CacheKey, _ generation: UInt64) -> CachedResponse? {
        let hash = Self.hash(key)
        return halves.withLock { halves in
            guard halves.generation == generation else { return nil }
            if let entry = halves.young[hash], entry.key == key { return entry.answer }
            guard let entry = halves.old[hash], entry.key == key else { return nil }
            halves.insert(entry, hash, half: half)
            return entry.answer
        }
    }

    /// False for a response whose content takes more than an eighth of the room, or is made while it is sent.
    func hasRoom(for response: Response) -> Bool {
        switch response.body {
        case .empty: true
        case .bytes(let bytes): bytes.count <= half / 4
        case .stream, .events: false
        }
    }

    /// Keeps an answer, unless it would take more than an eighth of the room or belongs to a generation gone by.
    func keep(_ answer: CachedResponse, _ key: CacheKey, _ generation: UInt64) {
        let entry = Entry(key: key, answer: answer)
        guard entry.size <= half / 4 else { return }
        let hash = Self.hash(key)
        halves.withLock { halves in
            guard halves.generation <= generation else { return }
            if halves.generation < generation { halves = Halves(generation: generation) }
            halves.insert(entry, hash, half: half)
        }
    }

    /// Seeded anew in every process, so that nobody outside can make keys collide.
    private static func hash(_ key: CacheKey) -> Int {
        var hasher = Hasher()
        key.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
