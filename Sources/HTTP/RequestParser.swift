// Incremental parsing of request heads, RFC 9112 sections 2 to 5. Framing.swift interprets the fields that concern
// host, content and connection.

/// An incremental parser of request heads that can be reused for the next request.
///
/// Every call passes all bytes of the current message so far. After `needMore`, call again with the same bytes and the
/// ones received since: the parser continues where it stopped. It reads no byte twice, except those of an incomplete
/// percent-escape. The first invalid byte causes the failure, no matter how the message is divided into calls.
package struct RequestParser: Sendable {
    /// The result of one call.
    package enum Outcome: Hashable, Sendable {
        /// The head is incomplete.
        case needMore
        /// The head is complete and in `head`; it has `length` bytes.
        case head(length: Int)
        /// The head is invalid: respond with the status of the failure and close the connection.
        case failure(ParseFailure)
    }

    /// The head; valid after `parse` has returned `.head` and until `reset()`.
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
    /// The offset of the request line, after the empty line that may come before it.
    private var headStart = 0
    /// The offset of the next byte to parse.
    private var position = 0
    /// The offset of the current line.
    private var lineStart = 0
    /// The offset of the current target, version or field value.
    private var partStart = 0
    /// The range of the current field name.
    private var name = 0..<0
    private var targetForm = TargetForm.origin

    /// The maximum length of a method; RFC 9112 section 3 requires 501 for one that is longer than every known method.
    private static let maxMethodLength = 64

    /// Creates a parser that expects the first byte of a message.
    package init() {}

    /// True once a byte of the current message was parsed, not counting an empty line before the request line.
    package var hasBegun: Bool { state.isAfterRequestLine || position > lineStart }

    /// Prepares for the next message and keeps the capacity of the list of fields.
    package mutating func reset() {
        head.removeAll()
        (state, headStart, position, lineStart, partStart) = (.start, 0, 0, 0, 0)
    }

    /// Parses the bytes that are new since the last call; `bytes` are all bytes of the current message.
    package mutating func parse(_ bytes: Span<UInt8>, limits: RequestLimits = RequestLimits()) -> Outcome {
        do throws(ParseFailure) {
            while state != .done {
                // The parser reads nothing beyond a limit, so the outcome cannot depend on how much has arrived.
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

    /// Parses the current part of the head and advances to the next; returns false if the part is incomplete at `end`.
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
    /// Skips at most one empty line before the request line, RFC 9112 section 2.2.
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
        let limit = lineStart + Self.maxMethodLength
        position = bytes.firstIndex(from: position, to: min(end, limit)) { !token.contains($0) }
        guard position < limit || end <= limit || !token.contains(bytes[position]) else { throw .methodTooLong }
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

    /// Parses the version and CRLF, RFC 9112 section 2.3; a `?` in the pattern is a digit.
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
    /// Parses the empty line that ends the head, or checks the first byte of a field line.
    private mutating func takeFieldStart(
        _ bytes: Span<UInt8>, _ end: Int, _ limits: RequestLimits
    ) throws(ParseFailure) -> Bool {
        guard position < end else { return false }
        switch bytes[position] {
        case .carriageReturn:
            guard position + 1 < end else { return false }
            guard bytes[position + 1] == .lineFeed else { throw .bareCarriageReturn }
            head.length = position + 2
            try head.interpretFields(bytes)
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
