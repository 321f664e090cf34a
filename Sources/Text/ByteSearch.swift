// Search for bytes in bytes.

import CSystem

extension UnsafeBufferPointer<UInt8> {
    /// Returns where `bytes` are first found at or after `start`; nil if they are not there.
    package func firstMatch(of bytes: [UInt8], from start: Int = 0) -> Int? {
        guard start + bytes.count <= count else { return nil }
        guard let base = baseAddress else { return start }
        guard let found = memmem(base + start, count - start, bytes, bytes.count) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }
}
