// Range requests for a part of the content, RFC 9110 section 14.

/// The single range of bytes that a GET request asks for.
///
/// It applies to a 200 with `Accept-Ranges: bytes` after the preconditions. A server may ignore any Range field, and
/// this one ignores several ranges: their sum may exceed the content (CVE-2011-3192).
package struct ByteRange: Sendable {
    /// The result of an evaluation.
    package enum Outcome: Hashable, Sendable {
        /// The server sends the 200.
        case whole
        /// The server sends 206 with these bytes of the content.
        case part(Range<Int>)
        /// The server sends 416, because the content has none of the bytes.
        case unsatisfiable
    }

    private enum Position {
        /// The bytes from the first to the last, as far as the content has them.
        case from(Int, through: Int)
        /// The last bytes of the content.
        case last(Int)
    }

    private let position: Position
    private let ifRange: String?

    /// Takes the range from the fields of a request; returns nil without a Range field that the server obeys.
    package init?(_ headers: HeaderFields) {
        guard let value = headers[.range], let position = Self.position(in: value) else { return nil }
        self.position = position
        ifRange = headers[.ifRange]
    }

    /// Evaluates the range against the representation in the 200, which has `length` bytes.
    ///
    /// The other arguments are those of `Preconditions.outcome`.
    package func outcome(length: Int, entityTag: String?, lastModified: Int64? = nil, now: Int64) -> Outcome {
        if let ifRange, !Self.isCurrent(ifRange, entityTag, lastModified, now) { return .whole }
        switch position {
        case .from(let first, let last):
            guard first < length else { return .unsatisfiable }
            return .part(first..<min(last, length - 1) + 1)
        case .last(let count):
            guard count > 0 else { return .unsatisfiable }
            // Content-Range cannot name the bytes of empty content.
            return length == 0 ? .whole : .part(max(0, length - count)..<length)
        }
    }

    /// Returns whether the validator in If-Range is the current one, RFC 9110 section 13.1.5.
    ///
    /// A date counts after its second has passed: until then, another version may get the same date.
    private static func isCurrent(_ value: String, _ entityTag: String?, _ lastModified: Int64?, _ now: Int64) -> Bool {
        if value.hasPrefix("\"") { return value == entityTag }
        guard let lastModified, lastModified < now else { return false }
        return HTTPDate.parse(value, now: now) == lastModified
    }

    /// Parses `bytes=` and one range.
    private static func position(in value: String) -> Position? {
        let parts = value.utf8.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, String(Substring(parts[0])).lowercased() == "bytes" else { return nil }
        let ends = parts[1].split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        if ends[0].isEmpty { return number(ends[1]).map(Position.last) }
        guard let first = number(ends[0]) else { return nil }
        if ends[1].isEmpty { return .from(first, through: .max) }
        guard let last = number(ends[1]), first <= last else { return nil }
        return .from(first, through: last)
    }

    /// Returns the number that consists of digits alone; one that is too large for any content becomes the maximum.
    private static func number(_ digits: Substring.UTF8View) -> Int? {
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(String(Substring(digits))) ?? .max
    }
}

extension Response {
    /// Returns the 206 with a range of this 200's content, RFC 9110 section 15.3.7; it shares the bytes.
    package func part(_ range: Range<Int>) -> Response {
        guard let content = body.content else { return self }
        var response = self
        response.status = .partialContent
        response.headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(content.range.count)"
        let start = content.range.lowerBound
        response.body = .part(content.bytes, start + range.lowerBound..<start + range.upperBound)
        return response
    }
}
