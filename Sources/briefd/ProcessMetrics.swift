// The process metrics that Prometheus clients report under standard names.
import Glibc

/// The resources that this process uses.
struct ProcessMetrics {
    var residentBytes = 0
    var descriptors = 0
    /// Processor time, user and system.
    var seconds = 0.0
    /// The time at which the process started, in seconds since 1970.
    var startTime = 0.0

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
        metrics.startTime = readStartTime() ?? 0
        return metrics
    }

    /// Returns the time at which the kernel started the system, plus that from there to the start of the process.
    private static func readStartTime() -> Double? {
        guard let statistics = File.read("/proc/stat"), let process = File.read("/proc/self/stat") else { return nil }
        let lines = String(decoding: statistics, as: UTF8.self).split(separator: "\n")
        let systemStart = lines.first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
        // The name of the program, in parentheses, may contain blanks. The start is the 20th field after it.
        let fields = String(decoding: process, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        guard let systemStart, fields.count > 19, let ticks = Double(fields[19]) else { return nil }
        return systemStart + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    func append(to text: inout MetricsText) {
        text.append("process_resident_memory_bytes", .gauge, "Resident memory in bytes.", residentBytes)
        text.append("process_open_fds", .gauge, "Open file descriptors.", descriptors)
        text.append("process_cpu_seconds_total", .counter, "User and system processor time in seconds.", seconds)
        text.append(
            "process_start_time_seconds", .gauge, "Time at which the process started, in seconds since 1970.",
            startTime)
    }
}
