// Answers that take long: computed away from the workers, on a bounded number of threads, after a bounded wait.
// Who waits for one, and how it comes back to its connections, lives in Awaiting.swift.
import Dispatch
import HTTP
import Synchronization

/// The computation of one answer, for every connection of one worker that asks the same meanwhile.
final class Computation: @unchecked Sendable {
    /// What decides the answer.
    let key: [UInt8]
    let generation: UInt64
    let cancellation = Cancellation()
    /// The connections that wait for it, by descriptor; touched on their worker's queue alone.
    var waiting: [Int32: Connection] = [:]
    private let begun = Atomic<Int>(0)
    private let body: @Sendable (Computation) -> Void

    /// `body` does the work and sees to what becomes of it.
    init(_ key: [UInt8], _ generation: UInt64, body: @escaping @Sendable (Computation) -> Void) {
        self.key = key
        self.generation = generation
        self.body = body
    }

    /// When it was begun, in milliseconds of `Clock`; nil where it still waits for a thread.
    var beginning: Int? {
        let time = begun.load(ordering: .relaxed)
        return time == 0 ? nil : time
    }

    fileprivate func run() {
        begun.store(Clock.milliseconds(), ordering: .relaxed)
        if !cancellation.isCancelled { body(self) }
    }
}

/// Computations in the order in which they came, and the threads that they wait for.
///
/// Each thread is a serial queue of its own: Dispatch gives those a thread even where all of its pool is busy.
final class WaitingLine: Sendable {
    private struct Line {
        var idle: [DispatchQueue]
        var waiting: [Computation] = []
    }

    private let line: Locked<Line>
    private let longest: Int

    /// Runs `threads` computations at once, at least one, and lets `longest` more wait.
    init(threads: Int, longest: Int) {
        line = Locked(Line(idle: (0..<max(1, threads)).map { DispatchQueue(label: "briefd.answer.\($0)") }))
        self.longest = longest
    }

    /// Has a computation run as soon as a thread is free; false where too many wait already.
    func enter(_ computation: Computation) -> Bool {
        let (isTaken, queue) = line.withLock { line -> (Bool, DispatchQueue?) in
            if let queue = line.idle.popLast() { return (true, queue) }
            guard line.waiting.count < longest else { return (false, nil) }
            line.waiting.append(computation)
            return (true, nil)
        }
        queue?.async { [self] in
            var next = Optional(computation)
            while let computation = next {
                computation.run()
                next = self.next(on: queue)
            }
        }
        return isTaken
    }

    /// Takes a computation that nobody waits for out of the line.
    func leave(_ computation: Computation) {
        computation.cancellation.cancel()
        line.withLock { line in line.waiting.removeAll { $0 === computation } }
    }

    /// The computation that has waited longest; without one the thread is idle.
    private func next(on queue: DispatchQueue?) -> Computation? {
        line.withLock { line in
            if !line.waiting.isEmpty { return line.waiting.removeFirst() }
            if let queue { line.idle.append(queue) }
            return nil
        }
    }
}
