// Slugs: ids made of paths and keys. Identifiers.swift distinguishes equal slugs.

import Documents
import Text

/// Makes ids of articles and records: letters, digits and single `-`, safe as one segment of a path.
package enum Slug {
    /// The limit of an id made of a key, in bytes; a longer one is truncated and gets a hash.
    static let maxRecordIDLength = 80

    /// Makes the id of the document at `path`, without the extension.
    ///
    /// Keeps ASCII letters and digits, and from U+0080 on all characters but controls such as U+202E. Each run of other
    /// characters becomes one `-`. `line` is that of a later document in a file of JSON lines, else 1.
    package static func article(path: String, line: Int) -> String {
        var bytes = Array(path.utf8)
        let name = (bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1
        if let dot = bytes.lastIndex(of: UInt8(ascii: ".")), dot > name { bytes.removeSubrange(dot...) }
        var slug = String.UnicodeScalarView()
        slug.reserveCapacity(bytes.count)
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9": slug.append(scalar)
            case "\u{80}"... where !scalar.isHiddenControl: slug.append(scalar)
            default: if let last = slug.last, last != "-" { slug.append("-") }
            }
        }
        if slug.last == "-" { slug.removeLast() }
        let stem = slug.isEmpty ? "article" : String(slug)
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
