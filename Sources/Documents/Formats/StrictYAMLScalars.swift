// Parsers of YAML scalars: quoted, plain and block scalars.

extension StrictYAML {
    // MARK: Quoted

    /// Parses a quoted scalar; its further lines have a larger indentation than `parent`, unless that is nil.
    mutating func quoted(parent: Int?, isKey: Bool) throws(Unreadable) -> String {
        let quote = bytes[position]
        cursor.position += 1
        var output: [UInt8] = []
        /// The length of `output` up to its last escape; a line break does not trim these bytes.
        var kept = 0
        while let byte = peek {
            if byte == quote {
                cursor.position += 1
                guard quote == UInt8(ascii: "'"), peek == quote else { return String(decoding: output, as: UTF8.self) }
                output.append(quote)
                cursor.position += 1
            } else if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                cursor.position += 1
                if isAtBreak {
                    try fold(&output, parent: parent, isKey: isKey, isEscaped: true)
                } else {
                    try escape(into: &output)
                }
                kept = output.count
            } else if isAtBreak {
                while output.count > kept, output[output.count - 1].isBlank { output.removeLast() }
                try fold(&output, parent: parent, isKey: isKey, isEscaped: false)
            } else {
                output.append(byte)
                cursor.position += 1
            }
        }
        throw Unreadable()
    }

    /// Folds line breaks and the white space after them: one break becomes a blank, further ones line feeds.
    private mutating func fold(
        _ output: inout [UInt8], parent: Int?, isKey: Bool, isEscaped: Bool
    ) throws(Unreadable) {
        guard !isKey else { throw Unreadable() }
        var count = -1
        while isAtBreak {
            skipBreak()
            skipBlanks()
            count += 1
        }
        if let parent, indentation <= parent { throw Unreadable() }
        if count > 0 {
            output.append(contentsOf: repeatElement(0x0A, count: count))
        } else if !isEscaped {
            output.append(0x20)
        }
    }

    /// Parses the escape after a backslash (YAML 1.2, section 5.7), including surrogate pairs as in JSON.
    private mutating func escape(into output: inout [UInt8]) throws(Unreadable) {
        guard let byte = peek else { throw Unreadable() }
        cursor.position += 1
        let scalar: Unicode.Scalar?
        switch byte {
        case UInt8(ascii: "a"): scalar = "\u{07}"
        case UInt8(ascii: "b"): scalar = "\u{08}"
        case UInt8(ascii: "t"), 0x09: scalar = "\t"
        case UInt8(ascii: "n"): scalar = "\n"
        case UInt8(ascii: "v"): scalar = "\u{0B}"
        case UInt8(ascii: "f"): scalar = "\u{0C}"
        case UInt8(ascii: "r"): scalar = "\r"
        case UInt8(ascii: "e"): scalar = "\u{1B}"
        case UInt8(ascii: "N"): scalar = "\u{85}"
        case UInt8(ascii: "_"): scalar = "\u{A0}"
        case UInt8(ascii: "L"): scalar = "\u{2028}"
        case UInt8(ascii: "P"): scalar = "\u{2029}"
        case UInt8(ascii: "0"): scalar = "\u{FFFD}"
        case UInt8(ascii: " "), UInt8(ascii: "\""), UInt8(ascii: "/"), UInt8(ascii: "\\"): scalar = Unicode.Scalar(byte)
        case UInt8(ascii: "x"), UInt8(ascii: "u"), UInt8(ascii: "U"):
            guard let (parsed, next) = Quoted.scalar(bytes, position - 1, end) else { throw Unreadable() }
            cursor.position = next
            scalar = parsed == "\0" ? "\u{FFFD}" : parsed
        default: scalar = nil
        }
        guard let scalar else { throw Unreadable() }
        output.append(contentsOf: String(scalar).utf8)
    }

    // MARK: Plain

    /// Parses a plain scalar; its further lines have a larger indentation than `parent`.
    ///
    /// `parent` is nil within brackets and for a key.
    mutating func plain(parent: Int?, isKey: Bool) throws(Unreadable) -> Written {
        let isInFlow = parent == nil && !isKey
        guard isPlainStart(isInFlow) else { throw Unreadable() }
        var output: [UInt8] = []
        var isMultiline = false
        while true {
            let start = position
            var contentEnd = start
            var mark: UInt8?
            while position < end, !isAtBreak {
                let byte = bytes[position]
                let isEnd =
                    byte == UInt8(ascii: ":") && (isSpace(at: position + 1) || isInFlow && isFlowMark(position + 1))
                    || byte == UInt8(ascii: "#") && position > start && bytes[position - 1].isBlank
                        && isSpace(at: position + 1)
                    || isInFlow && isFlowMark(position)
                if isEnd {
                    mark = byte
                    break
                }
                cursor.position += 1
                if !byte.isSpace { contentEnd = position }
            }
            output.append(contentsOf: bytes[start..<contentEnd])
            cursor.position = contentEnd
            // `a: b: c` is not YAML.
            if mark == UInt8(ascii: ":"), parent != nil { throw Unreadable() }
            guard mark == nil, !isKey, let count = skipToContinuation(parent: parent) else { break }
            // In YAML, a dash below text continues the text, but the author may have meant a list.
            if parent != nil, isIndicator("-") { throw Unreadable() }
            output.append(contentsOf: count == 0 ? [0x20] : [UInt8](repeating: 0x0A, count: count))
            isMultiline = true
        }
        let text = String(decoding: output, as: UTF8.self)
        return isMultiline ? .text(text) : .plain(text)
    }

    private func isPlainStart(_ isInFlow: Bool) -> Bool {
        guard let byte = peek else { return false }
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "?"), UInt8(ascii: ":"):
            return !isSpace(at: position + 1) && !(isInFlow && isFlowMark(position + 1))
        default: return !",[]{}#&*!|>'\"%@`".utf8.contains(byte)
        }
    }

    /// Moves to the next line of a plain scalar, and returns the number of empty lines before it.
    ///
    /// Returns nil without a move if there is no further line.
    private mutating func skipToContinuation(parent: Int?) -> Int? {
        let start = cursor
        var count = -1
        skipBlanks()
        while isAtBreak {
            skipBreak()
            skipBlanks()
            count += 1
        }
        let isDeeper = parent.map { indentation > $0 } ?? true
        let isFlowEnd = parent == nil && (isFlowMark(position) || isIndicator(":"))
        guard position < end, count >= 0, isDeeper, !isFlowEnd, peek != UInt8(ascii: "#") else {
            cursor = start
            return nil
        }
        return count
    }

    // MARK: Blocks

    /// Parses a block scalar; its lines have a larger indentation than `parent`.
    mutating func blockScalar(parent: Int) throws(Unreadable) -> String {
        let lineEnd = bytes.firstIndex(of: 0x0A, in: position..<end)
        guard let header = BlockHeader(bytes, TableLine.trim(bytes, position..<lineEnd)) else { throw Unreadable() }
        cursor.position = lineEnd
        if position < end { skipBreak() }
        var indent = header.digit.map { max(parent, 0) + $0 }
        var text = BlockText(header)
        var widestBlank = 0
        while position < end {
            var contentEnd = bytes.firstIndex(of: 0x0A, in: position..<end)
            let next = min(contentEnd + 1, end)
            if contentEnd > position, bytes[contentEnd - 1] == 0x0D { contentEnd -= 1 }
            let limit = indent.map { min(contentEnd, position + $0) } ?? contentEnd
            let start = bytes[position..<limit].firstIndex { $0 != 0x20 } ?? limit
            let width = start - position
            if start < contentEnd {
                if indent == nil, width > parent {
                    guard widestBlank <= width else { throw Unreadable() }
                    indent = width
                }
                guard let indent, width == indent else { break }
                text.append(bytes[start..<contentEnd], isSpaced: bytes[start].isBlank)
            } else {
                text.appendBlankLine()
                widestBlank = max(widestBlank, width)
            }
            cursor = Cursor(position: next, lineStart: next, line: cursor.line + 1)
        }
        // `>5` without lines below is more likely text.
        guard header.digit == nil || !text.isEmpty else { throw Unreadable() }
        return text.text
    }
}
