// The shapes of the free-form metadata of documents: the names and kinds of their members, without the values.

import Documents
import Text

/// The shape of the field `extra` of each document, and the field that holds all of them.
///
/// Many documents share a shape, so a change of documents costs little more than a pass over small numbers.
struct MetadataShapes: Sendable {
    /// The field `extra` with all members.
    private(set) var field: Field
    /// The members that get another spelling; nil if none does.
    private(set) var respelling: Respelling?
    /// By document, the number of its shape.
    private var numbers: [UInt32] = []
    private var shapes: [ObservedField] = []
    private var known: [[UInt8]: UInt32] = [:]
    /// The shapes in the order of their first documents.
    private var order: [UInt32] = []

    init(_ documents: [Document]) {
        field = Field("extra", .object)
        let signatures = documents.mapInPortions(of: 256) { documents in
            documents.map { Self.signature(of: $0.metadata.extra) }
        }
        numbers = zip(documents, signatures).map { document, signature in
            number(of: signature, document.metadata.extra)
        }
        order = Self.order(numbers, count: shapes.count)
        observe()
    }

    /// Makes the shapes of the next list of documents.
    func following(_ change: DocumentChange, _ documents: [Document]) -> MetadataShapes {
        var new = self
        let added = change.added.map { position in
            let extra = documents[position].metadata.extra
            return (position, new.number(of: Self.signature(of: extra), extra))
        }
        let numbers = Dictionary(uniqueKeysWithValues: added)
        new.numbers = change.applied(to: self.numbers) { numbers[$0] ?? 0 }
        new.order = Self.order(new.numbers, count: new.shapes.count)
        // Shapes that no document has any more would add up.
        if new.shapes.count > 2 * new.order.count + 64 { return MetadataShapes(documents) }
        if new.order != order { new.observe() }
        return new
    }

    /// True if the field `extra` has the same members with the same names.
    func hasSameField(as other: MetadataShapes) -> Bool { order == other.order && shapes.count >= other.shapes.count }

    private mutating func number(of signature: [UInt8], _ extra: [Value.Member]) -> UInt32 {
        if let number = known[signature] { return number }
        var shape = ObservedField()
        shape.observe(.object(extra))
        let number = UInt32(truncatingIfNeeded: shapes.count)
        shapes.append(shape)
        known[signature] = number
        return number
    }

    private mutating func observe() {
        var observed = ObservedField()
        for number in order { observed.observe(shapes[Int(number)]) }
        field = observed.field(named: "extra")
        respelling = observed.respelling
    }

    private static func order(_ numbers: [UInt32], count: Int) -> [UInt32] {
        var isSeen = [Bool](repeating: false, count: count)
        var order: [UInt32] = []
        for number in numbers where !isSeen[Int(number)] {
            isSeen[Int(number)] = true
            order.append(number)
        }
        return order
    }

    // MARK: Signatures

    /// Returns bytes that are equal only for objects that `ObservedField` cannot distinguish.
    private static func signature(of extra: [Value.Member]) -> [UInt8] {
        var signature: [UInt8] = []
        append(.object(extra), depth: 0, to: &signature)
        return signature
    }

    private static func append(_ value: Value, depth: Int, to signature: inout [UInt8]) {
        switch value {
        case .null: signature.append(0)
        case .boolean: signature.append(1)
        case .integer: signature.append(2)
        case .number: signature.append(3)
        case .text(let text): signature.append(Instant(text) == nil ? 4 : 5)
        case .list(let elements):
            signature.append(6)
            if depth < ObservedField.maxDepth {
                var last = signature.count..<signature.count
                for element in elements {
                    let start = signature.count
                    append(element, depth: depth + 1, to: &signature)
                    // An element like the one before it adds nothing.
                    if signature[last].elementsEqual(signature[start...]) {
                        signature.removeLast(signature.count - start)
                    } else {
                        last = start..<signature.count
                    }
                }
            }
            signature.append(7)
        case .object(let members):
            signature.append(8)
            if depth < ObservedField.maxDepth {
                for member in members {
                    // No name has this byte, which is never part of UTF-8.
                    signature += member.name.utf8
                    signature.append(0xFF)
                    append(member.value, depth: depth + 1, to: &signature)
                }
            }
            signature.append(9)
        }
    }
}
