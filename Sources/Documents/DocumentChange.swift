// How a list of documents became another one: the positions that went and came.

import Text

/// The difference between two lists of documents, each in the order of paths and lines.
///
/// A document is an immutable object, so identity decides whether it is the same. Documents in both lists keep their
/// order. An edited file is a document that went and another one that came.
package struct DocumentChange: Sendable {
    package let oldCount: Int
    package let newCount: Int
    /// Ascending positions in the old list of the documents that the new one lacks.
    package let removed: [Int]
    /// Ascending positions in the new list of the documents that the old one lacks.
    package let added: [Int]
    /// The documents in both lists, in runs that stay together.
    private let keptRuns: [KeptRun]
    /// The new position of each old document; nil if no document moves.
    ///
    /// A document that went has the position of the next one that stays, so the positions ascend.
    package let newPositions: [UInt32]?

    /// Compares two lists; O(n), and little more than a comparison of pointers for each unchanged document.
    package init(from old: [Document], to new: [Document]) {
        oldCount = old.count
        newCount = new.count
        let shorter = min(old.count, new.count)
        var prefix = 0
        while prefix < shorter, old[prefix] === new[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < shorter - prefix, old[old.count - 1 - suffix] === new[new.count - 1 - suffix] { suffix += 1 }
        var removed: [Int] = []
        var added: [Int] = []
        var (left, right) = (prefix, prefix)
        let (leftEnd, rightEnd) = (old.count - suffix, new.count - suffix)
        while left < leftEnd, right < rightEnd {
            let (one, other) = (old[left], new[right])
            if one === other {
                left += 1
                right += 1
                continue
            }
            let order = one.comparePlace(other)
            if order <= 0 {
                removed.append(left)
                left += 1
            }
            if order >= 0 {
                added.append(right)
                right += 1
            }
        }
        removed += left..<leftEnd
        added += right..<rightEnd
        self.removed = removed
        self.added = added
        keptRuns = KeptRun.runs(
            oldCount: old.count, newCount: new.count, removed: removed.map { $0..<$0 + 1 },
            added: added.map { $0..<$0 + 1 })
        newPositions = removed == added ? nil : Self.newPositions(keptRuns, old.count, new.count)
    }

    private static func newPositions(_ runs: [KeptRun], _ oldCount: Int, _ newCount: Int) -> [UInt32] {
        var positions: [UInt32] = []
        positions.reserveCapacity(oldCount)
        func appendRemoved(upTo end: Int, _ next: Int) {
            positions += repeatElement(UInt32(truncatingIfNeeded: next), count: end - positions.count)
        }
        for run in runs {
            appendRemoved(upTo: run.old, run.new)
            positions.append(numbers: run.new..<run.new + run.count)
        }
        appendRemoved(upTo: oldCount, newCount)
        return positions
    }

    package var isEmpty: Bool { removed.isEmpty && added.isEmpty }

    /// Returns the new position of an old document, nil if it went; O(log n).
    package func position(ofOld old: Int) -> Int? {
        let next = removed.partitioningIndex { $0 >= old }
        if next < removed.count, removed[next] == old { return nil }
        return newPositions.map { Int($0[old]) } ?? old
    }

    /// Returns the new version of a list with one element for each document; `make` makes those of added documents.
    ///
    /// O(n) copies of elements.
    package func applied<Element>(to old: [Element], _ make: (_ position: Int) -> Element) -> [Element] {
        var elements: [Element] = []
        elements.reserveCapacity(newCount)
        func appendAdded(upTo end: Int) {
            while elements.count < end { elements.append(make(elements.count)) }
        }
        for run in keptRuns {
            appendAdded(upTo: run.new)
            elements += old[run.old..<run.old + run.count]
        }
        appendAdded(upTo: newCount)
        return elements
    }
}

extension Document {
    /// Orders documents by the bytes of their paths, then by line: negative, 0 or positive.
    package func comparePlace(_ other: Document) -> Int {
        let order = path.compareBytes(other.path)
        return order == 0 ? firstLine - other.firstLine : order
    }
}
