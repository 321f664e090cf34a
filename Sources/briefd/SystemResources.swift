// The check that the system allows what the program needs at least.
import Dispatch
import Glibc
import Server

/// The minimum of threads, descriptors and address space; with less, Dispatch and the Swift runtime hang or crash.
enum SystemResources {
    /// Dispatch needs threads for each core, and the server some of its own.
    private static let minThreads = 10 + 2 * max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    private static let minDescriptors = 24
    /// In bytes; mostly reserved for stacks and heaps, not used.
    private static let minAddressSpace: rlim_t = 768 << 20

    /// Throws if the process may have too few threads, too few open files or too little address space.
    static func check() throws(Failure) {
        let space = limit(RLIMIT_AS)
        guard space.rlim_cur >= minAddressSpace else {
            throw Failure(
                "The system allows \(space.rlim_cur / 1024) kB of address space, and briefd needs at least "
                    + "\(minAddressSpace / 1024) kB. Raise the limit (`ulimit -v`), or limit the memory with a control "
                    + "group instead.")
        }
        // The server raises the soft limit to the hard one.
        let descriptors = limit(RLIMIT_NOFILE)
        guard descriptors.rlim_max >= rlim_t(minDescriptors) else {
            throw Failure(
                "The system allows \(descriptors.rlim_max) open files, and briefd needs at least \(minDescriptors). "
                    + "Raise the limit (`ulimit -n`).")
        }
        let threads = startThreads(minThreads)
        guard threads.count == minThreads else {
            throw Failure(
                "The system allows \(threads.count) more threads, and briefd needs at least \(minThreads): "
                    + "\(Errno.reason(threads.error)). Raise the limit of processes (`ulimit -u`, `--pids-limit` of a "
                    + "container).")
        }
    }

    private static func limit(_ resource: __rlimit_resource) -> rlimit {
        var limit = rlimit(rlim_cur: .max, rlim_max: .max)
        getrlimit(__rlimit_resource_t(resource.rawValue), &limit)
        return limit
    }

    /// Starts up to `count` threads at once and ends them; returns how many started, and the error of the next one.
    private static func startThreads(_ count: Int) -> (count: Int, error: Int32) {
        let gate = DispatchSemaphore(value: 0)
        let context = Unmanaged.passUnretained(gate).toOpaque()
        var threads: [pthread_t] = []
        var error: Int32 = 0
        while threads.count < count, error == 0 {
            var thread = pthread_t()
            error = pthread_create(
                &thread, nil,
                { context in
                    if let context { Unmanaged<DispatchSemaphore>.fromOpaque(context).takeUnretainedValue().wait() }
                    return nil
                }, context)
            if error == 0 { threads.append(thread) }
        }
        for _ in threads { gate.signal() }
        for thread in threads { pthread_join(thread, nil) }
        return (threads.count, error)
    }
}
