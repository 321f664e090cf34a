// Parser of the envelope that Jina Reader writes before a page's Markdown: `Name: value` up to `Markdown Content:`.

struct Envelope {
    var members: [Written.Member]
    var bodyStart: Int
    var bodyLine: Int

    private static let lineLimit = 16
    /// The limit of a name, in bytes; a line without a colon up to there is text.
    private static let maxNameLength = 32

    /// Parses the envelope at `start`; returns nil if there is none.
    static func read(_ bytes: [UInt8], from start: Int) -> Envelope? {
        guard start < bytes.count, bytes[start] == UInt8(ascii: "T") || bytes[start] == UInt8(ascii: "U") else {
            return nil
        }
        var members: [Written.Member] = []
        var next = bytes.line(at: start, number: 1)
        while let line = next, line.number <= lineLimit {
            let range = TableLine.trim(bytes, line.range)
            if !range.isEmpty {
                let head = range.prefix(maxNameLength + 1)
                guard bytes.firstIndex(of: UInt8(ascii: ":"), in: head) < head.upperBound,
                    let (key, rest) = YAML.splitKey(bytes, range)
                else { return nil }
                let name = bytes.string(in: key)
                if name == "Markdown Content" {
                    // The content may begin on the line of the colon.
                    let isBelow = rest.isEmpty
                    return Envelope(
                        members: members, bodyStart: isBelow ? line.next : rest.lowerBound,
                        bodyLine: isBelow ? line.number + 1 : line.number)
                }
                members.append(
                    Written.Member(
                        name, .text(bytes.string(in: rest)), line: line.number,
                        column: key.lowerBound - line.start + 1))
            }
            next = bytes.line(after: line)
        }
        return nil
    }
}
