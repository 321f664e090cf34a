// Work for all cores, and work for later: what is made of many elements, while the caller does something else, or when
// somebody asks.

import Dispatch
import Synchronization

/// A value that is made once, when it is first asked for.
final class Deferred<Value: Sendable>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let make: @Sendable () -> Value

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    /// Waits while another thread makes it.
    var value: Value { made.withLock { filled(&$0) } }

    /// Makes it unless another thread does.
    func prepare() { _ = made.withLockIfAvailable { filled(&$0) } }

    private func filled(_ made: inout Value?) -> Value {
        if let made { return made }
        let value = make()
        made = value
        return value
    }
}

/// A value that is made on another core while the caller does something else.
final class Beside<Value: Sendable>: Sendable {
    private let deferred: Deferred<Value>

    init(_ make: @escaping @Sendable () -> Value) {
        let deferred = Deferred(make)
        self.deferred = deferred
        // Who holds the lock is making it already, and this thread has better to do than wait.
        DispatchQueue.global().async { deferred.prepare() }
    }

    /// Waits until it is made; makes it if no core has begun to, so that nobody waits for a thread that never comes.
    var value: Value { deferred.value }
}

extension Array where Element: Sendable {
    /// What `body` makes of portions of these many elements, joined in their order; made on all cores.
    func mapInPortions<Result: Sendable>(
        of size: Int, _ body: @Sendable (ArraySlice<Element>) -> [Result]
    ) -> [Result] {
        let portions = (count + size - 1) / size
        let results = Mutex(Array<[Result]>(repeating: [], count: portions))
        DispatchQueue.concurrentPerform(iterations: portions) { number in
            let part = body(self[number * size..<Swift.min(count, (number + 1) * size)])
            results.withLock { $0[number] = part }
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    /// Calls `take` with each position and what `read` makes of the element there, in order.
    ///
    /// Elements are read on all cores, a few portions before they are taken, so that little is kept at once.
    func readAhead<Result: Sendable>(
        _ read: @escaping @Sendable (Element) -> Result, take: (Int, Result) -> Void
    ) {
        let (portion, wave) = (64, 2048)
        func reading(from start: Int) -> Beside<[Result]> {
            let part = Array(self[start..<Swift.min(count, start + wave)])
            return Beside { part.mapInPortions(of: portion) { $0.map(read) } }
        }
        var next = reading(from: 0)
        for start in stride(from: 0, to: count, by: wave) {
            let results = next.value
            next = reading(from: Swift.min(count, start + wave))
            for (offset, result) in results.enumerated() { take(start + offset, result) }
        }
    }
}
