// The process metrics that Prometheus clients report under standard names.
import Glibc

/// The resources that this process uses.
struct ProcessMetrics {
    var residentBytes = 0
    var descriptors = 0
    /// Processor time, user and system.
    var seconds = 0.0

    /// Reads the current values; a value that cannot be read is 0.
    static func current() -> ProcessMetrics {
        var metrics = ProcessMetrics()
        if let bytes = File.read("/proc/self/statm") {
            let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first
            metrics.residentBytes = (pages.flatMap { Int($0) } ?? 0) &* sysconf(Int32(_SC_PAGESIZE))
        }
        if let folder = opendir("/proc/self/fd") {
            // Minus `.`, `..` and the descriptor of the folder itself.
            var entries = -3
            while readdir(folder) != nil { entries += 1 }
            metrics.descriptors = max(0, entries)
            closedir(folder)
        }
        var usage = rusage()
        if getrusage(Int32(RUSAGE_SELF.rawValue), &usage) == 0 {
            for time in [usage.ru_utime, usage.ru_stime] {
                metrics.seconds += Double(time.tv_sec) + Double(time.tv_usec) / 1e6
            }
        }
        return metrics
    }

    func append(to text: inout MetricsText) {
        text.append("process_resident_memory_bytes", .gauge, "Resident memory in bytes.", residentBytes)
        text.append("process_open_fds", .gauge, "Open file descriptors.", descriptors)
        text.append("process_cpu_seconds_total", .counter, "User and system processor time in seconds.", seconds)
    }
}
