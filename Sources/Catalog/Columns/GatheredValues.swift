// Reads the values of a path from records, each distinct value once.

import Documents

/// The values of a path in the order in which records have them, each once.
struct GatheredValues {
    let isList: Bool
    let maxText: Int
    private(set) var values: [Value] = []
    /// Numbers in `values`: one for each record, or of a list's records any number.
    private(set) var numbers: [UInt32] = []
    /// The number of bytes of text in lists; a value counts once for each record that has it.
    private(set) var textBytes = 0
    /// Of a list, where the numbers of each record begin.
    private var listStarts: [UInt32] = []
    private var known: [ExactValue: UInt32] = [:]
    /// Of each number, the last record that has it.
    private var lastRecords: [Int] = []
    private var record = -1

    init(isList: Bool, maxText: Int) {
        self.isList = isList
        self.maxText = maxText
    }

    /// True if the values of lists are too long to be kept.
    var isOverfull: Bool { isList && textBytes > maxText || numbers.count > Int(UInt32.max / 2) }

    /// Of a list, where the numbers of each record begin, and their end.
    var starts: [UInt32] { listStarts + [UInt32(truncatingIfNeeded: numbers.count)] }

    /// Adds the values of records, until they are overfull or `isStopped` is true.
    mutating func add(
        _ records: some Sequence<Int>, of path: FieldPath, _ read: (Int) -> Value, isStopped: () -> Bool
    ) {
        for record in records {
            if isOverfull || record.isMultiple(of: 256) && isStopped() { return }
            add(read(record), of: path)
        }
    }

    /// Adds the values of the next record; `value` is that of the path's first field.
    mutating func add(_ value: Value, of path: FieldPath) {
        begin()
        _ = path.anyValue(in: value) { value in
            add(value)
            return false
        }
    }

    /// Begins the next record.
    private mutating func begin() {
        record += 1
        if isList {
            listStarts.append(UInt32(truncatingIfNeeded: numbers.count))
        } else {
            numbers.append(CompactIntArray.none)
        }
    }

    private mutating func add(_ value: Value) {
        if value == .null || !isList && numbers.last != CompactIntArray.none { return }
        let number: UInt32
        if let known = known[ExactValue(value: value)] {
            number = known
        } else {
            number = UInt32(truncatingIfNeeded: values.count)
            known[ExactValue(value: value)] = number
            values.append(value)
            lastRecords.append(-1)
        }
        if !isList {
            numbers[numbers.count - 1] = number
        } else if lastRecords[Int(number)] != record {
            numbers.append(number)
            textBytes += value.text?.utf8.count ?? 0
        }
        lastRecords[Int(number)] = record
    }
}
