// Slugs: ids made of paths and keys. Identifiers.swift distinguishes equal slugs.

import Documents
import Text

/// Makes ids of articles and records: letters, digits and single `-`, safe as one segment of a path.
package enum Slug {
    /// The limit of an id made of a key, in bytes; a longer one is truncated and gets a hash.
    static let maxRecordIDLength = 80

    /// Makes the id of the document at `path`, without the extension.
    ///
    /// Keeps ASCII letters and digits and all bytes from 0x80; each run of other bytes becomes one `-`. `line` is that
    /// of a later document in a file of JSON lines, else 1.
    package static func article(path: String, line: Int) -> String {
        var bytes = Array(path.utf8)
        let name = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
        if let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > name { bytes.removeSubrange(dot...) }
        var slug: [UInt8] = []
        slug.reserveCapacity(bytes.count)
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
                slug.append(byte)
            default:
                if let last = slug.last, last != UInt8(ascii: "-") { slug.append(UInt8(ascii: "-")) }
            }
        }
        if slug.last == UInt8(ascii: "-") { slug.removeLast() }
        let stem = slug.isEmpty ? "article" : String(decoding: slug, as: UTF8.self)
        return line > 1 ? "\(stem)-\(line)" : stem
    }

    /// Makes the id of the record with a folded key.
    ///
    /// Keeps letters, marks and digits, and drops `'`; each run of other characters becomes one `-`.
    package static func record(foldedKey: String) -> String {
        var slug = String.UnicodeScalarView()
        var isDashPending = false
        for scalar in foldedKey.unicodeScalars where scalar != "'" {
            guard scalar.isWordPart else {
                isDashPending = !slug.isEmpty
                continue
            }
            if isDashPending {
                slug.append("-")
                isDashPending = false
            }
            slug.append(scalar)
        }
        let text = String(slug)
        if text.isEmpty { return "record" }
        guard text.utf8.count > maxRecordIDLength else { return text }
        var hash = ContentHash()
        hash.combine(foldedKey)
        var cut = String.UnicodeScalarView()
        var length = 0
        for scalar in text.unicodeScalars {
            length += UTF8.width(scalar)
            if length > maxRecordIDLength { break }
            cut.append(scalar)
        }
        return String(cut) + "-" + hash.shortText
    }
}
