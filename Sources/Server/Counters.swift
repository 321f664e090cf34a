// What is counted while requests are served: plain numbers of each worker, summed when somebody asks.
// Whoever asks gives them names; here they have none of any format.
import Glibc
import Synchronization

/// The counts of one worker, written on its queue alone and read from anywhere.
///
/// Because there is one writer, adding is a load and a store, without the bus lock of an atomic addition.
final class Counters: @unchecked Sendable {
    /// Counts that every worker has.
    enum Count: Int, CaseIterable {
        case accepted, received, sent, hits, misses, nanoseconds
    }

    /// Upper bounds of the classes of durations, in microseconds; longer ones are in a class of their own.
    static let bounds = [100, 250, 500, 1000, 2500, 5000, 10_000, 50_000, 100_000, 500_000, 1_000_000, 5_000_000]

    private static let firstBucket = Count.allCases.count
    private static let firstSlot = firstBucket + bounds.count + 1

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

    func add(_ count: Count, _ number: Int = 1) { add(number, to: count.rawValue) }

    /// Counts an answer that took so many nanoseconds.
    func add(slot: Int, nanoseconds: Int) {
        add(1, to: Self.firstSlot + slot)
        add(nanoseconds, to: Count.nanoseconds.rawValue)
        let microseconds = nanoseconds / 1000
        var bucket = 0
        while bucket < Self.bounds.count, microseconds > Self.bounds[bucket] { bucket += 1 }
        add(1, to: Self.firstBucket + bucket)
    }

    private func add(_ number: Int, to cell: Int) {
        cells[cell].store(cells[cell].load(ordering: .relaxed) &+ number, ordering: .relaxed)
    }

    subscript(count: Count) -> Int { cells[count.rawValue].load(ordering: .relaxed) }
    subscript(bucket bucket: Int) -> Int { cells[Self.firstBucket + bucket].load(ordering: .relaxed) }
    subscript(slot slot: Int) -> Int { cells[Self.firstSlot + slot].load(ordering: .relaxed) }
}

/// Numbers for pairs of route and status, so that answers that are kept need look up nothing.
final class Routes: Sendable {
    struct Pair: Hashable {
        var route: String
        var status: Int
    }

    /// Routes are a program's own table, so that there are never more; the last slot takes the rest all the same.
    static let maxSlots = 512

    private let slots = Locked<(numbers: [Pair: Int], pairs: [Pair])>(([:], []))

    /// The number of a pair, always the same.
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

    /// All pairs by their numbers.
    var pairs: [Pair] { slots.withLock { $0.pairs } }
}

/// What a server has counted since it started.
package struct MetricsSnapshot: Sendable {
    /// Answers by the route that the responder named and the status.
    package var requests: [(route: String, status: Int, count: Int)] = []
    /// How many answers took up to so many seconds, each with those that took less.
    package var durations: [(seconds: Double, count: Int)] = []
    /// Of all answers together.
    package var answers = 0
    package var seconds = 0.0
    /// Connections that are open, and that there ever were.
    package var connections = 0
    package var accepted = 0
    /// Bytes from and to clients.
    package var received = 0
    package var sent = 0
    /// Requests that were, or could not be, answered with what was kept.
    package var hits = 0
    package var misses = 0

    init(_ parts: [Counters], _ routes: Routes, connections: Int) {
        func sum(_ count: Counters.Count) -> Int { parts.reduce(0) { $0 + $1[count] } }
        self.connections = connections
        accepted = sum(.accepted)
        received = sum(.received)
        sent = sum(.sent)
        hits = sum(.hits)
        misses = sum(.misses)
        seconds = Double(sum(.nanoseconds)) / 1e9
        requests = routes.pairs.enumerated().map { slot, pair in
            (pair.route, pair.status, parts.reduce(0) { $0 + $1[slot: slot] })
        }
        for bucket in 0...Counters.bounds.count {
            answers += parts.reduce(0) { $0 + $1[bucket: bucket] }
            if bucket < Counters.bounds.count { durations.append((Double(Counters.bounds[bucket]) / 1e6, answers)) }
        }
    }
}
