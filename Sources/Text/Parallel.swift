// Parallel and lazy computation.

import Synchronization

/// A value that is computed once, on its first use.
package final class Deferred<Value: Sendable>: Sendable {
    private enum State {
        /// The function goes, with all that it references, once the value exists.
        case pending(@Sendable () -> Value)
        case made(Value)
    }

    private let state: Mutex<State>

    package init(_ make: @escaping @Sendable () -> Value) { state = Mutex(.pending(make)) }

    /// The value; waits while another thread computes it.
    package var value: Value { state.withLock { Self.made(&$0) } }

    /// Computes the value unless another thread does.
    package func prepare() { _ = state.withLockIfAvailable { Self.made(&$0) } }

    private static func made(_ state: inout State) -> Value {
        switch state {
        case .made(let value): return value
        case .pending(let make):
            let value = make()
            state = .made(value)
            return value
        }
    }
}

/// A value that another thread computes while the caller continues.
package final class Beside<Value: Sendable>: Sendable {
    private let deferred: Deferred<Value>

    package init(_ make: @escaping @Sendable () -> Value) {
        let deferred = Deferred(make)
        self.deferred = deferred
        Cores.tryAsync { deferred.prepare() }
    }

    /// The value; computes it here if no other thread has begun to, else waits.
    package var value: Value { deferred.value }
}

extension Array where Element: Sendable {
    /// Maps portions of the elements on all cores, and joins the results in order.
    package func mapInPortions<Result: Sendable>(
        of size: Int, _ body: @Sendable (ArraySlice<Element>) -> [Result]
    ) -> [Result] {
        let portions = (count + size - 1) / size
        let results = Mutex(Array<[Result]>(repeating: [], count: portions))
        Cores.perform(portions) { number in
            let part = body(self[number * size..<Swift.min(count, (number + 1) * size)])
            results.withLock { $0[number] = part }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}
