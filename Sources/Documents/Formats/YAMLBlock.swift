// Block scalars of YAML: the header and the text of their lines. The two parsers of YAML find the lines.

/// The header of a block scalar: `|` or `>`, then an indentation digit and a chomping sign in any order, and a comment.
struct BlockHeader {
    var folds: Bool
    /// The indentation of the text, relative to that of the key or dash.
    var digit: Int?
    /// `-` drops the line breaks at the end, `+` keeps them all; without a sign, one is kept.
    private var sign: UInt8?

    /// Parses trimmed text; returns nil if it is not a header.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        guard let first = range.first else { return nil }
        folds = bytes[first] == UInt8(ascii: ">")
        var position = first + 1
        while position < range.upperBound, !bytes[position].isBlank {
            switch bytes[position] {
            case UInt8(ascii: "+") where sign == nil, UInt8(ascii: "-") where sign == nil: sign = bytes[position]
            case UInt8(ascii: "1")...UInt8(ascii: "9") where digit == nil: digit = Int(bytes[position] - 0x30)
            default: return nil
            }
            position += 1
        }
        let tail = TableLine.trim(bytes, position..<range.upperBound)
        guard tail.isEmpty || bytes[tail.lowerBound] == UInt8(ascii: "#") else { return nil }
    }

    /// Returns the line breaks at the end of a text with `breaks` empty lines after it.
    func ending(isEmpty: Bool, breaks: Int) -> [UInt8] {
        switch sign {
        case UInt8(ascii: "-"): []
        case UInt8(ascii: "+"): [UInt8](repeating: 0x0A, count: isEmpty ? breaks : breaks + 1)
        default: isEmpty ? [] : [0x0A]
        }
    }
}

/// Makes the text of a block scalar line by line: literal, or folded by YAML 1.2, section 8.1.
struct BlockText {
    private let header: BlockHeader
    private var output: [UInt8] = []
    /// The number of line breaks since the last line with text.
    private var breaks = 0
    /// True if the last line with text began with white space; nil before the first one.
    private var wasSpaced: Bool?

    init(_ header: BlockHeader) { self.header = header }

    /// True before the first line with text.
    var isEmpty: Bool { wasSpaced == nil }

    mutating func appendBlankLine() { breaks += 1 }

    /// Appends a line without its indentation; `isSpaced` is true if more white space follows.
    mutating func append(_ line: ArraySlice<UInt8>, isSpaced: Bool) {
        if let wasSpaced {
            if !header.folds || isSpaced || wasSpaced {
                breaks += 1
            } else if breaks == 0 {
                output.append(0x20)
            }
        }
        output.append(contentsOf: repeatElement(0x0A, count: breaks))
        output.append(contentsOf: line)
        wasSpaced = isSpaced
        breaks = 0
    }

    /// The text with the line breaks at the end that the header asks for.
    var text: String { String(decoding: output + header.ending(isEmpty: isEmpty, breaks: breaks), as: UTF8.self) }
}
