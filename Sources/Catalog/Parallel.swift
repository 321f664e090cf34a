// Parallel and lazy computation.

import Dispatch
import Synchronization

/// A value that is made once, on its first use.
final class Deferred<Value: Sendable>: Sendable {
    private let made = Mutex<Value?>(nil)
    private let make: @Sendable () -> Value

    init(_ make: @escaping @Sendable () -> Value) { self.make = make }

    /// The value; waits while another thread makes it.
    var value: Value { made.withLock { filled(&$0) } }

    /// Makes the value unless another thread does.
    func prepare() { _ = made.withLockIfAvailable { filled(&$0) } }

    private func filled(_ made: inout Value?) -> Value {
        if let made { return made }
        let value = make()
        made = value
        return value
    }
}

/// A value that another thread makes while the caller continues.
final class Beside<Value: Sendable>: Sendable {
    private let deferred: Deferred<Value>

    init(_ make: @escaping @Sendable () -> Value) {
        let deferred = Deferred(make)
        self.deferred = deferred
        DispatchQueue.global().async { deferred.prepare() }
    }

    /// The value; makes it here if no other thread has begun to, else waits.
    var value: Value { deferred.value }
}

extension Array where Element: Sendable {
    /// Maps portions of the elements on all cores, and joins the results in order.
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
}
