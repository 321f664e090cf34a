// How a list of documents became another one: the positions that went and came.

package import Documents

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
    }

    package var isEmpty: Bool { removed.isEmpty && added.isEmpty }

    /// True if every document that went has one that came at its position, so that no document moves.
    package var isInPlace: Bool { removed == added }

    /// The new position of each old one; of a document that went, the position of the next one that stays.
    ///
    /// The positions ascend; equal ones follow each other where documents went. O(old count).
    package func newPositions() -> [UInt32] {
        var positions: [UInt32] = []
        positions.reserveCapacity(oldCount)
        var (nextRemoved, nextAdded, position) = (0, 0, 0)
        func skipAdded() {
            while nextAdded < added.count, added[nextAdded] == position {
                nextAdded += 1
                position += 1
            }
        }
        skipAdded()
        for old in 0..<oldCount {
            positions.append(UInt32(truncatingIfNeeded: position))
            if nextRemoved < removed.count, removed[nextRemoved] == old {
                nextRemoved += 1
            } else {
                position += 1
                skipAdded()
            }
        }
        return positions
    }
}

extension Document {
    /// Orders documents by the bytes of their paths, then by line: negative, 0 or positive.
    func comparePlace(_ other: Document) -> Int {
        let order = path.compareBytes(other.path)
        return order == 0 ? firstLine - other.firstLine : order
    }
}

extension DocumentChange {
    /// Returns the new version of a list with one element for each document; `make` makes those of added documents.
    ///
    /// O(n) copies of elements.
    func applied<Element>(to old: [Element], _ make: (_ position: Int) -> Element) -> [Element] {
        var elements: [Element] = []
        if isInPlace {
            elements = old
            for position in added { elements[position] = make(position) }
            return elements
        }
        elements.reserveCapacity(newCount)
        var (start, nextAdded) = (0, added[...])
        func appendAdded(upTo end: Int) {
            while let position = nextAdded.first, position == elements.count, elements.count < end {
                elements.append(make(position))
                nextAdded.removeFirst()
            }
        }
        func appendKept(upTo end: Int) {
            while start < end {
                appendAdded(upTo: newCount)
                let gap = (nextAdded.first ?? newCount) - elements.count
                let stop = min(end, start + gap)
                elements += old[start..<stop]
                start = stop
            }
        }
        for position in removed {
            appendKept(upTo: position)
            start = position + 1
        }
        appendKept(upTo: oldCount)
        appendAdded(upTo: newCount)
        return elements
    }
}
