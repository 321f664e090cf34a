// The one order of texts in the program: that of their UTF-8 bytes, which is also that of their code points.

import Glibc

extension String {
    /// True where `self` stands before `other` by UTF-8 bytes; unlike `<`, it never treats unlike bytes as equal.
    package func precedesByBytes(_ other: String) -> Bool { compareBytes(other) < 0 }

    /// Below zero, zero or above, as `self` stands before, at or after `other` by UTF-8 bytes.
    package func compareBytes(_ other: String) -> Int {
        var left = self
        var right = other
        return left.withUTF8 { left in
            right.withUTF8 { right in
                let shared = min(left.count, right.count)
                if shared > 0, let leftBase = left.baseAddress, let rightBase = right.baseAddress {
                    let order = memcmp(leftBase, rightBase, shared)
                    if order != 0 { return Int(order) }
                }
                return left.count - right.count
            }
        }
    }
}
