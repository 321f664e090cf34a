// Settings and maintenance of the C library's heap.
import CSystem

/// The C library's heap.
///
/// A load allocates far more memory than its snapshot keeps.
enum HeapMemory {
    /// Makes the C library map each buffer of 1 MiB or more separately, so that freeing it returns its pages at once.
    ///
    /// Call it once, at the start. By default the C library raises this threshold after it frees a large buffer, and
    /// later large buffers fragment the heap.
    static func mapLargeBuffersSeparately() { _ = mallopt(M_MMAP_THRESHOLD, 1 << 20) }

    /// Returns free pages to the system.
    ///
    /// Takes time in proportion to the free chunks of the heap: tens of milliseconds after a load.
    static func releaseFreePages() { _ = malloc_trim(0) }
}
