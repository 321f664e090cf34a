// The cache of encoded responses that all workers share.
import HTTP

/// An encoded response, and the data that is needed to evaluate preconditions and to count it.
final class CachedResponse: Sendable {
    let encoded: EncodedResponse
    /// The response without its content.
    let outline: Response
    /// The number of its route and status, see `Routes`.
    let slot: Int

    init(_ encoded: EncodedResponse, of response: Response, slot: Int) {
        self.encoded = encoded
        self.slot = slot
        var outline = response
        outline.body = .empty
        self.outline = outline
    }

    /// The response with its content, which is not copied.
    var response: Response {
        var response = outline
        if encoded.head.framing != .none {
            response.body = .part(encoded.bytes, encoded.head.length..<encoded.bytes.count)
        }
        return response
    }
}

/// A response that is ready to be written: encoded, if it is cached.
enum PreparedResponse: Sendable {
    case cached(CachedResponse)
    case uncached(Response)
}

/// A bounded cache of responses; safe on any thread.
///
/// It contains responses of one generation only, and is emptied when a newer one arrives.
///
/// It approximates "least recently used" with two tables of half the size each, a young and an old one. New entries go
/// into the young table. When that is full, it replaces the old table, and the old entries are dropped. An entry that
/// is found in the old table moves to the young one.
final class ResponseCache: Sendable {
    private struct Entry {
        var key: CacheKey
        var response: CachedResponse
        /// The memory of the entry in bytes, with an estimate of 256 for everything but key and response.
        var size: Int { key.bytes.count + response.encoded.bytes.count + 256 }
    }

    private struct Tables {
        var generation: UInt64 = 0
        /// The entries by the hash of the key; of two keys with the same hash, the later one is stored.
        var young: [Int: Entry] = [:]
        var old: [Int: Entry] = [:]
        var youngSize = 0

        mutating func insert(_ entry: Entry, _ hash: Int, maxYoungSize: Int) {
            if youngSize + entry.size > maxYoungSize {
                old = young
                young = [:]
                youngSize = 0
            }
            if let former = young.updateValue(entry, forKey: hash) { youngSize -= former.size }
            youngSize += entry.size
        }
    }

    let routes = Routes()
    private let tables = Locked(Tables())
    private let maxYoungSize: Int
    /// The maximum size of an entry in bytes, an eighth of the cache.
    private let maxEntrySize: Int

    /// Creates a cache of about `size` bytes.
    init(size: Int) {
        maxYoungSize = size / 2
        maxEntrySize = maxYoungSize / 4
    }

    /// Returns the response with this key and generation, nil if the cache does not contain it.
    func find(_ key: CacheKey, _ generation: UInt64) -> CachedResponse? {
        let hash = Self.hash(key)
        return tables.withLock { tables in
            guard tables.generation == generation else { return nil }
            if let entry = tables.young[hash], entry.key == key { return entry.response }
            guard let entry = tables.old[hash], entry.key == key else { return nil }
            tables.insert(entry, hash, maxYoungSize: maxYoungSize)
            return entry.response
        }
    }

    /// Encodes and stores a reusable response, unless it is too large or its content is a stream.
    func encodeAndStore(_ response: Response, _ key: CacheKey, _ generation: UInt64) -> PreparedResponse {
        guard response.isReusable, hasRoom(for: response.body), let encoded = EncodedResponse(response) else {
            return .uncached(response)
        }
        let slot = routes.slot(response.route, response.status.code)
        let cached = CachedResponse(encoded, of: response, slot: slot)
        store(cached, key, generation)
        return .cached(cached)
    }

    /// Stores a response, unless it is too large or its generation is older than that of the cache.
    func store(_ response: CachedResponse, _ key: CacheKey, _ generation: UInt64) {
        let entry = Entry(key: key, response: response)
        guard entry.size <= maxEntrySize else { return }
        let hash = Self.hash(key)
        tables.withLock { tables in
            guard tables.generation <= generation else { return }
            if tables.generation < generation { tables = Tables(generation: generation) }
            tables.insert(entry, hash, maxYoungSize: maxYoungSize)
        }
    }

    /// Returns false for content that is larger than an entry may be, and for streams.
    private func hasRoom(for body: Response.Body) -> Bool {
        switch body {
        case .empty: true
        case .bytes(let bytes): bytes.count <= maxEntrySize
        case .part, .stream, .events: false
        }
    }

    /// Hashes a key with a seed that differs in each process, so that clients cannot provoke collisions.
    private static func hash(_ key: CacheKey) -> Int {
        var hasher = Hasher()
        key.bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
