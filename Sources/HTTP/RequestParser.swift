// Reads the head of one request after another from bytes, RFC 9112 sections 2 to 5. It never looks at content; what
// the fields say about it is settled in Framing.swift.

/// A request parser that can be fed piece by piece and used again.
///
/// The bytes given always begin with the first of the current message. After `needMore` call again with the same
/// bytes and more behind them: the parser goes on where it stopped, so no byte but those of an unfinished escape is
/// looked at twice. An offence is reported by the first byte that makes it one, however the bytes are cut.
package struct RequestParser: Sendable {
    /// What the bytes so far amount to.
    package enum Outcome: Hashable, Sendable {
        /// The head is not complete yet.
        case needMore
        /// The head is complete and described by `head`; whatever follows its `length` bytes is not part of it.
        case head(length: Int)
        /// The bytes are not a request that this server takes: answer with the failure's status and close.
        case failure(ParseFailure)
    }

    /// The head, once `parse` has returned `.head` and until `reset()`.
    package private(set) var head = RequestHead()

    private enum State {
        case start, method, target, version, fieldStart, fieldName, fieldValue, done

        var isAfterRequestLine: Bool {
            switch self {
            case .start, .method, .target, .version: false
            case .fieldStart, .fieldName, .fieldValue, .done: true
            }
        }
    }

    private var state = State.start
    /// The first byte of the head: an empty line before it is no part of it.
    private var headStart = 0
    /// The first byte not yet taken.
    private var position = 0
    /// The first byte of the current line.
    private var lineStart = 0
    /// The first byte of the current target, version or value.
    private var partStart = 0
    /// The current field name.
    private var name = 0..<0
    private var targetForm = TargetForm.origin

    /// No known method is longer; RFC 9112 section 3 asks for 501 where one is longer than any known.
    private static let maxMethodLength = 64

    /// A parser before the first byte of a message.
    package init() {}

    /// True once a byte of the current message was taken; the empty line that may come before it does not count.
    package var hasBegun: Bool { state.isAfterRequestLine || position > lineStart }

    /// Gets ready for the next message, keeping the room for its fields.
    package mutating func reset() {
        head.removeAll()
        (state, headStart, position, lineStart, partStart) = (.start, 0, 0, 0, 0)
    }

    /// Takes the bytes that are new since the last call.
    package mutating func parse(_ bytes: Span<UInt8>, limits: RequestLimits = RequestLimits()) -> Outcome {
        do throws(ParseFailure) {
            while state != .done {
                // Nothing past a limit is looked at, so the outcome cannot depend on how much has arrived beyond it.
                let lineLimit = state.isAfterRequestLine ? limits.fieldLine : limits.requestLine
                let (lineEnd, isHuge) = lineLimit.addingReportingOverflow(lineStart + 2)
                let headEnd = min(limits.head, .max - headStart) + headStart
                let lastEnd = min(isHuge ? .max : lineEnd, headEnd)
                let end = min(bytes.count, lastEnd)
                guard try !takePart(bytes, end, limits) else { continue }
                guard end == lastEnd else { return .needMore }
                guard state.isAfterRequestLine else { throw .requestLineTooLong }
                throw lastEnd == headEnd ? .headTooLong : .fieldLineTooLong
            }
            return .head(length: head.length)
        } catch {
            return .failure(error)
        }
    }

    /// Takes one part of the head and moves on to the next; false where its bytes are not all there before `end`.
    private mutating func takePart(
        _ bytes: Span<UInt8>, _ end: Int, _ limits: RequestLimits
    ) throws(ParseFailure) -> Bool {
        switch state {
        case .start: try takeEmptyLine(bytes, end)
        case .method: try takeMethod(bytes, end)
        case .target: try takeTarget(bytes, end)
        case .version: try takeVersion(bytes, end)
        case .fieldStart: try takeFieldStart(bytes, end, limits)
        case .fieldName: try takeFieldName(bytes, end)
        case .fieldValue: try takeFieldValue(bytes, end)
        case .done: false
        }
    }
}

// MARK: - The request line

extension RequestParser {
    /// One empty line before the request line is ignored, RFC 9112 section 2.2; nothing else is.
    private mutating func takeEmptyLine(_ bytes: Span<UInt8>, _ end: Int) throws(ParseFailure) -> Bool {
        guard end > 0 else { return false }
        if bytes[0] == .carriageReturn {
            guard end > 1 else { return false }
            guard bytes[1] == .lineFeed else { throw .byteBeforeRequestLine }
            (headStart, position, lineStart) = (2, 2, 2)
        }
        state = .method
        return true
    }

    private mutating func takeMethod(_ bytes: Span<UInt8>, _ end: Int) throws(ParseFailure) -> Bool {
        let token = ByteSet.token
        let longest = lineStart + Self.maxMethodLength
        position = bytes.firstIndex(from: position, to: min(end, longest)) { !token.contains($0) }
        guard position < longest || end <= longest || !token.contains(bytes[position]) else { throw .methodTooLong }
        guard position < end else { return false }
        guard position > lineStart else { throw .byteBeforeRequestLine }
        guard bytes[position] == .space else { throw .invalidMethod }
        head.method = Request.Method(bytes, in: lineStart..<position)
        position += 1
        partStart = position
        state = .target
        return true
    }

    private mutating func takeTarget(_ bytes: Span<UInt8>, _ end: Int) throws(ParseFailure) -> Bool {
        guard position < end else { return false }
        if position == partStart { targetForm = try TargetForm(bytes[position], method: head.method) }
        position = try targetForm.scan(bytes, from: position, to: end)
        guard position < end, bytes[position] != UInt8(ascii: "%") else { return false }
        guard bytes[position] == .space else { throw .invalidTarget }
        (head.host, head.target) = try targetForm.parts(of: bytes, in: partStart..<position)
        position += 1
        partStart = position
        state = .version
        return true
    }

    /// `HTTP/`, two digits with a dot between them (here `?`), and CRLF, RFC 9112 section 2.3.
    private mutating func takeVersion(_ bytes: Span<UInt8>, _ end: Int) throws(ParseFailure) -> Bool {
        let pattern: StaticString = "HTTP/?.?\r\n"
        while position < end, position < partStart + pattern.utf8CodeUnitCount {
            let byte = bytes[position]
            let expected = pattern.withUTF8Buffer { $0[position - partStart] }
            let isRight = expected == UInt8(ascii: "?") ? byte.isDigit : byte == expected
            guard isRight else { throw .invalidVersion }
            position += 1
        }
        guard position == partStart + pattern.utf8CodeUnitCount else { return false }
        guard bytes[partStart + 5] == UInt8(ascii: "1") else { throw .unsupportedVersion }
        head.isHTTP10 = bytes[partStart + 7] == UInt8(ascii: "0")
        guard targetForm != .asterisk || head.method == .options else { throw .asteriskWithoutOptions }
        lineStart = position
        state = .fieldStart
        return true
    }
}

// MARK: - Field lines

extension RequestParser {
    /// The empty line that ends the head, or the first byte of a field line.
    private mutating func takeFieldStart(
        _ bytes: Span<UInt8>, _ end: Int, _ limits: RequestLimits
    ) throws(ParseFailure) -> Bool {
        guard position < end else { return false }
        switch bytes[position] {
        case .carriageReturn:
            guard position + 1 < end else { return false }
            guard bytes[position + 1] == .lineFeed else { throw .bareCarriageReturn }
            head.length = position + 2
            try head.settle(bytes)
            position += 2
            state = .done
        case .lineFeed:
            throw .bareLineFeed
        case .space, .horizontalTab:
            throw head.fields.isEmpty ? .blankBeforeFirstField : .foldedField
        default:
            guard head.fields.count < limits.fields else { throw .tooManyFields }
            state = .fieldName
        }
        return true
    }

    private mutating func takeFieldName(_ bytes: Span<UInt8>, _ end: Int) throws(ParseFailure) -> Bool {
        let token = ByteSet.token
        position = bytes.firstIndex(from: position, to: end) { !token.contains($0) }
        guard position < end else { return false }
        switch bytes[position] {
        case UInt8(ascii: ":"):
            guard position > lineStart else { throw .emptyFieldName }
        case .space, .horizontalTab:
            throw .blankInFieldName
        case .carriageReturn, .lineFeed:
            throw .missingColon
        default:
            throw .invalidFieldName
        }
        name = lineStart..<position
        position += 1
        partStart = position
        state = .fieldValue
        return true
    }

    private mutating func takeFieldValue(_ bytes: Span<UInt8>, _ end: Int) throws(ParseFailure) -> Bool {
        position = bytes.endOfFieldContent(from: position, to: end)
        guard position < end else { return false }
        switch bytes[position] {
        case .carriageReturn:
            guard position + 1 < end else { return false }
            guard bytes[position + 1] == .lineFeed else { throw .bareCarriageReturn }
        case .lineFeed:
            throw .bareLineFeed
        default:
            throw .invalidFieldValue
        }
        let known = KnownField(bytes, in: name)
        head.append(RequestHead.Field(known, name: name, value: bytes.trimmed(partStart..<position)))
        position += 2
        lineStart = position
        state = .fieldStart
        return true
    }
}
