// The target of a link as the path of a document: relative references (RFC 3986, section 4.2) and the shortcodes of
// Hugo and Jekyll.

/// A link's target that may lead to a document of the folder.
enum LinkReference {
    /// A relative path, or one from the root of the folder.
    case path(Path)
    /// The page of Hugo's `ref` and `relref`: near the document, or anywhere.
    case page(Path)
    /// The post of Jekyll's `post_url`: in any folder.
    case post(Path)

    /// A path whose segments are not resolved.
    struct Path {
        fileprivate var bytes: ArraySlice<UInt8>
        fileprivate var isEncoded = true

        /// True if it begins at the root of the folder.
        var isFromRoot: Bool { bytes.first == UInt8(ascii: "/") }
    }

    /// A path from the root of the folder, without `.` and `..`.
    struct Target {
        var path: String
        /// True if it can only mean a folder, as `notes/` does.
        var isFolder: Bool
    }

    /// Longer targets lead to no file.
    private static let maxLength = 4_096

    /// Returns nil for URLs with a scheme or a host, for fragments of the same document, and for other templates.
    init?(_ url: String) {
        guard url.utf8.count <= Self.maxLength else { return nil }
        let bytes = Array(url.utf8)
        if bytes.starts(with: "{{".utf8) || bytes.starts(with: "{%".utf8) {
            self.init(template: bytes)
            return
        }
        self.init(plain: bytes[...])
    }

    private init?(plain bytes: ArraySlice<UInt8>) {
        guard !Self.hasScheme(bytes), !bytes.starts(with: "//".utf8) else { return nil }
        let path = Self.withoutSuffix(bytes)
        guard !path.isEmpty else { return nil }
        self = .path(Path(bytes: path))
    }

    private static func hasScheme(_ bytes: ArraySlice<UInt8>) -> Bool {
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case UInt8(ascii: ":"): return index > 0
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): continue
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
                if index == 0 { return false }
            default: return false
            }
        }
        return false
    }

    /// Returns a reference without its query and its fragment.
    private static func withoutSuffix(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        bytes.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
    }

    // MARK: Templates

    /// Parses `{{< ref "x.md" >}}`, `{% link x.md %}`, `{% post_url x %}` and paths after `{{ site.baseurl }}`.
    private init?(template bytes: [UInt8]) {
        guard let (words, rest) = Self.template(bytes) else { return nil }
        if words == ["{{", "site.baseurl", "}}"] {
            if rest.starts(with: "{%".utf8) {
                self.init(template: Array(rest))
            } else if rest.first == UInt8(ascii: "/") {
                self.init(plain: rest)
            } else {
                return nil
            }
            return
        }
        guard words.count == 4, Self.withoutSuffix(rest).isEmpty, let name = Self.unquoted(words[2]) else {
            return nil
        }
        let path = Path(bytes: Self.withoutSuffix(Array(name.utf8)[...]), isEncoded: false)
        guard !path.bytes.isEmpty else { return nil }
        switch (words[0], words[1], words[3]) {
        case ("{{<", "ref", ">}}"), ("{{<", "relref", ">}}"), ("{{%", "ref", "%}}"), ("{{%", "relref", "%}}"):
            self = .page(path)
        case ("{%", "link", "%}"): self = .path(Path(bytes: [UInt8(ascii: "/")] + path.bytes, isEncoded: false))
        case ("{%", "post_url", "%}"): self = .post(path)
        default: return nil
        }
    }

    /// Returns the words of the template that `bytes` begin with, its marks among them, and the bytes after it.
    private static func template(_ bytes: [UInt8]) -> (words: [String], rest: ArraySlice<UInt8>)? {
        let isOutput = bytes[1] == UInt8(ascii: "{")
        let end = isOutput ? UInt8(ascii: "}") : UInt8(ascii: "%")
        guard
            let close = bytes.indices.dropFirst(2).first(where: {
                bytes[$0] == end && $0 + 1 < bytes.count && bytes[$0 + 1] == UInt8(ascii: "}")
            })
        else { return nil }
        var (open, inner, closing) = (isOutput ? "{{" : "{%", bytes[2..<close], isOutput ? "}}" : "%}")
        if isOutput, let first = inner.first, let last = inner.last, inner.count > 1 {
            let isShortcode =
                first == UInt8(ascii: "<") && last == UInt8(ascii: ">")
                || first == UInt8(ascii: "%") && last == UInt8(ascii: "%")
            if isShortcode {
                open += String(decoding: [first], as: UTF8.self)
                closing = String(decoding: [last], as: UTF8.self) + closing
                inner = inner.dropFirst().dropLast()
            }
        }
        let words = inner.split { $0 == 0x20 || $0 == 0x09 }.map { String(decoding: $0, as: UTF8.self) }
        return ([open] + words + [closing], bytes[(close + 2)...])
    }

    private static func unquoted(_ word: String) -> String? {
        for quote in ["\"", "`"] where word.hasPrefix(quote) {
            return word.utf8.count > 2 && word.hasSuffix(quote) ? String(word.dropFirst().dropLast()) : nil
        }
        return word.contains("=") || word.contains("\"") ? nil : word
    }
}

// MARK: Segments

extension LinkReference {
    /// Returns the segments of the folder that the document at `path` is in.
    static func folder(ofPath path: String) -> [[UInt8]] {
        path.utf8.split(separator: UInt8(ascii: "/")).dropLast().map(Array.init)
    }
}

extension LinkReference.Path {
    /// Returns the path from the root of all documents; nil if it leads out of them or cannot name a file.
    ///
    /// `folder` is that of the document with the link; paths from the root begin at `root`.
    func resolved(in folder: [[UInt8]], root: [[UInt8]] = []) -> LinkReference.Target? {
        var segments = isFromRoot ? root : folder
        var isFolder = false
        for segment in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let segment = isEncoded ? Self.decoded(segment) : Array(segment)
            isFolder = segment.isEmpty || segment == Array(".".utf8) || segment == Array("..".utf8)
            if segment.contains(UInt8(ascii: "/")) || segment.contains(0) { return nil }
            if segment == Array("..".utf8) {
                if segments.isEmpty { return nil }
                segments.removeLast()
            } else if !isFolder {
                segments.append(segment)
            }
        }
        let path = Array(segments.joined(separator: [UInt8(ascii: "/")]))
        guard let text = String(validating: path, as: UTF8.self) else { return nil }
        return LinkReference.Target(path: text, isFolder: isFolder)
    }

    /// Decodes `%20`; a `%` without two hexadecimal digits stays as it is.
    private static func decoded(_ segment: ArraySlice<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        var index = segment.startIndex
        while index < segment.endIndex {
            if segment[index] == UInt8(ascii: "%"), index + 2 < segment.endIndex,
                let high = digit(segment[index + 1]), let low = digit(segment[index + 2])
            {
                output.append(high << 4 | low)
                index += 3
            } else {
                output.append(segment[index])
                index += 1
            }
        }
        return output
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
