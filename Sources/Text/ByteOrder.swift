// Comparison of texts by UTF-8 bytes, which is also the order of code points. All sorting uses this order.

import Glibc

extension String {
    /// Returns true if `self` is before `other` by UTF-8 bytes; unlike `<`, different bytes are never equal.
    package func precedesByBytes(_ other: String) -> Bool { compareBytes(other) < 0 }

    /// Returns a negative number, zero or a positive number if `self` is before, at or after `other` by UTF-8 bytes.
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
