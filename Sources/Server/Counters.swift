// The counters of one worker. MetricsSnapshot.swift adds up those of all workers.
import Glibc
import Synchronization

/// The counters of one worker, or of the rejector.
///
/// One queue writes them, and any thread reads them. Because there is only one writer, an increment is an atomic load
/// and an atomic store, which are cheaper than an atomic addition.
final class Counters: @unchecked Sendable {
    /// The counters besides those by route and by duration.
    enum Counter: Int, CaseIterable {
        case accepted, received, sent, hits, misses, nanoseconds
    }

    /// The upper bounds of the histogram's buckets in microseconds; one more bucket counts longer durations.
    static let bounds = [100, 250, 500, 1000, 2500, 5000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000]

    private static let firstBucket = Counter.allCases.count
    private static let firstSlot = firstBucket + bounds.count + 1

    /// `size` cells that live as long as the object: first those of `Counter`, then the buckets, then the slots.
    private let cells: UnsafeMutablePointer<Atomic<Int>>
    private static let size = firstSlot + Routes.maxSlots

    init() {
        cells = .allocate(capacity: Self.size)
        for cell in 0..<Self.size { (cells + cell).initialize(to: Atomic(0)) }
    }

    deinit {
        cells.deinitialize(count: Self.size)
        cells.deallocate()
    }

    /// Adds `number` to a counter.
    func add(_ counter: Counter, _ number: Int = 1) { add(number, to: counter.rawValue) }

    /// Counts a response of the route and status with the number `slot`.
    func add(slot: Int, nanoseconds: Int) {
        add(1, to: Self.firstSlot + slot)
        add(nanoseconds, to: Counter.nanoseconds.rawValue)
        let microseconds = nanoseconds / 1000
        var bucket = 0
        while bucket < Self.bounds.count, microseconds > Self.bounds[bucket] { bucket += 1 }
        add(1, to: Self.firstBucket + bucket)
    }

    private func add(_ number: Int, to cell: Int) {
        cells[cell].store(cells[cell].load(ordering: .relaxed) &+ number, ordering: .relaxed)
    }

    subscript(counter: Counter) -> Int { cells[counter.rawValue].load(ordering: .relaxed) }
    subscript(bucket bucket: Int) -> Int { cells[Self.firstBucket + bucket].load(ordering: .relaxed) }
    subscript(slot slot: Int) -> Int { cells[Self.firstSlot + slot].load(ordering: .relaxed) }
}

/// The numbers of the pairs of route and status.
///
/// A cached response stores its number, so that counting it needs no lookup.
final class Routes: Sendable {
    /// A route and the status of a response.
    struct Pair: Hashable {
        var route: String
        var status: Int
    }

    /// The maximum number of pairs, more than any program has; further pairs share the last number.
    static let maxSlots = 512

    private let slots = Locked<(numbers: [Pair: Int], pairs: [Pair])>(([:], []))

    /// Returns the number of a pair, and assigns one to a new pair.
    func slot(_ route: String, _ status: Int) -> Int {
        let pair = Pair(route: route, status: status)
        return slots.withLock { slots in
            if let slot = slots.numbers[pair] { return slot }
            guard slots.pairs.count < Self.maxSlots else { return Self.maxSlots - 1 }
            slots.numbers[pair] = slots.pairs.count
            slots.pairs.append(pair)
            return slots.pairs.count - 1
        }
    }

    /// All pairs in the order of their numbers.
    var pairs: [Pair] { slots.withLock { $0.pairs } }
}
