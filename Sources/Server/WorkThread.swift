// The threads of the work queue.
import Dispatch
import Glibc

/// A thread that runs one task after the other and sleeps in between.
///
/// Dispatch waits endlessly if the system refuses a thread; this class reports it.
final class WorkThread: Sendable {
    typealias Task = @Sendable () -> Void

    /// The size of the stack in bytes; the thread takes only the memory that it uses.
    private static let stackSize = 2_097_152

    private let wakeup = DispatchSemaphore(value: 0)
    private let task = Locked<Task?>(nil)

    /// Starts a thread, which lasts until `end`; throws if the system refuses it.
    init() throws(ServerError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED))
        let reference = Unmanaged.passRetained(self)
        var thread = pthread_t()
        let result = pthread_create(
            &thread, &attributes,
            { context in
                guard let context else { return nil }
                Unmanaged<WorkThread>.fromOpaque(context).takeRetainedValue().run()
                return nil
            }, reference.toOpaque())
        guard result == 0 else {
            reference.release()
            throw .system(call: "pthread_create", reason: Errno.reason(result))
        }
    }

    /// Runs a task; the thread must be idle.
    func start(_ task: @escaping Task) {
        self.task.withLock { $0 = task }
        wakeup.signal()
    }

    /// Ends the thread, which must be idle.
    func end() { wakeup.signal() }

    private func run() {
        while true {
            wakeup.wait()
            let next = task.withLock { task in
                defer { task = nil }
                return task
            }
            guard let next else { return }
            next()
        }
    }
}
