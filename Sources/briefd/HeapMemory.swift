// What the C library does with memory that is free again.
import CSystem

/// The heap, of which a load takes far more than what is kept of it.
enum HeapMemory {
    /// Has each large buffer mapped on its own, so that it is given back as soon as it is freed; call it once, first.
    ///
    /// Left alone, the C library raises the limit after the first such buffer, and later ones leave holes in the heap.
    static func separateLargeBuffers() { _ = mallopt(M_MMAP_THRESHOLD, 1 << 20) }

    /// Gives whole pages that are free back to the system; O(the heap's free pieces), tens of milliseconds after a load.
    static func giveBack() { _ = malloc_trim(0) }
}
