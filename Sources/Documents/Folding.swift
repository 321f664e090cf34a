// Folding of text for keys and search, scalar by scalar: what a scalar becomes does not depend on its neighbours.

@_spi(_Unicode) import Swift

enum Folding {
    /// Folds well-formed UTF-8.
    static func fold(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isSpaceDue = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                if byte.isSpace {
                    isSpaceDue = !output.isEmpty
                } else {
                    if isSpaceDue { output.append(0x20) }
                    isSpaceDue = false
                    output.append(byte.lowercased)
                }
                index += 1
                continue
            }
            let length = min(scalarLength(byte), bytes.count - index)
            let sequence = UnsafeBufferPointer(rebasing: bytes[index..<index + length])
            index += length
            if whiteSpace(sequence, 0, length) != .none {
                isSpaceDue = !output.isEmpty
                continue
            }
            let start = output.count
            if isSpaceDue { output.append(0x20) }
            append(sequence, to: &output)
            // A mark that was dropped leaves the blank before it still to be written.
            if output.count > start + (isSpaceDue ? 1 : 0) {
                isSpaceDue = false
            } else {
                output.removeLast(output.count - start)
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(_ sequence: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
        let value = sequence.dropFirst().reduce(UInt32(sequence[0]) & (0x7F >> UInt32(sequence.count))) {
            $0 << 6 | UInt32($1 & 0x3F)
        }
        switch value {
        case tableStart..<tableEnd: output.append(contentsOf: table[Int(value - tableStart)])
        case 0x2018, 0x2019: output.append(UInt8(ascii: "'"))
        case 0x201C, 0x201D: output.append(UInt8(ascii: "\""))
        case 0x2010...0x2027, 0x4E00...0x9FFF: output.append(contentsOf: sequence)
        default: if let scalar = Unicode.Scalar(value) { output.append(contentsOf: folded(scalar)) }
        }
    }

    /// Latin, Greek and Cyrillic, which most documents that are not ASCII are written in.
    private static let tableStart: UInt32 = 0x80
    private static let tableEnd: UInt32 = 0x530
    private static let table: [[UInt8]] = (tableStart..<tableEnd).map { value in
        Unicode.Scalar(value).map { folded($0) } ?? []
    }

    /// One scalar without its marks, in lower case.
    private static func folded(_ scalar: Unicode.Scalar) -> [UInt8] {
        var output: [UInt8] = []
        for part in String(Character(scalar))._nfd {
            switch part.value {
            case 0xAD, 0x200B...0x200F, 0x2060, 0xFEFF: continue  // soft hyphen, zero width
            case 0x02BC: output.append(UInt8(ascii: "'"))
            case 0xDF, 0x1E9E: output.append(contentsOf: "ss".utf8)  // ß
            case 0x3C2: output.append(contentsOf: "\u{3C3}".utf8)  // final sigma
            default:
                switch part.properties.generalCategory {
                case .nonspacingMark, .enclosingMark: continue
                default: output.append(contentsOf: lowercased(part))
                }
            }
        }
        return output
    }

    /// The lower case of a scalar, without the marks that some mappings add.
    private static func lowercased(_ scalar: Unicode.Scalar) -> String.UTF8View {
        let mapping = scalar.properties.lowercaseMapping
        guard mapping.unicodeScalars.count > 1, let first = mapping.unicodeScalars.first else { return mapping.utf8 }
        return String(Character(first)).utf8
    }
}
