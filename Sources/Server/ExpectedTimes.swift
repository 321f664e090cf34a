// How long requests take that look alike, for the priorities of the work queue.
import HTTP

/// The mean computing times of requests with the same path and the same parameters; only used under the lock of the
/// work queue.
struct ExpectedTimes {
    /// What requests have in common that are expected to take equally long.
    struct Shape: Hashable {
        private let hash: Int

        init(_ target: Target) {
            var hasher = Hasher()
            hasher.combine(target.segments.first)
            hasher.combine(target.segments.count)
            for name in target.query.map(\.name).sorted() { hasher.combine(name) }
            hash = hasher.finalize()
        }
    }

    /// The number of shapes; beyond it, the table starts anew.
    private static let maxShapes = 4096

    /// In nanoseconds.
    private var times: [Shape: Int] = [:]

    /// The expected time in nanoseconds; 0 if no request of the shape was computed yet.
    subscript(shape: Shape) -> Int { times[shape] ?? 0 }

    /// Adds the time of a computation; of one that was stopped, it is a lower bound.
    mutating func add(_ time: Int, of shape: Shape, isComplete: Bool) {
        let former = times[shape] ?? 0
        guard isComplete || time > former else { return }
        if times.count >= Self.maxShapes, times[shape] == nil { times.removeAll() }
        times[shape] = former == 0 ? time : former + (time - former) / 4
    }
}
