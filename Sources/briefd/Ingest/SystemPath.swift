// The paths of files as bytes.

/// The bytes of a path, terminated by a NUL for system calls; they need not be UTF-8.
struct SystemPath: Hashable, Sendable {
    private(set) var bytes: [CChar]

    init(_ text: String) { bytes = text.utf8.map(CChar.init(bitPattern:)) + [0] }

    /// Returns the folder of the path and its last name; nil if it has no name, as `/` and `..`.
    func split() -> (folder: SystemPath, name: [CChar])? {
        let slash = CChar(bitPattern: UInt8(ascii: "/"))
        var path = bytes.dropLast()
        while path.count > 1, path.last == slash { path.removeLast() }
        let name = path.suffix(from: path.lastIndex(of: slash).map { $0 + 1 } ?? 0)
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        guard !name.isEmpty, name.contains(where: { $0 != dot }) else { return nil }
        var folder = SystemPath("")
        folder.bytes = Array(path[..<name.startIndex]) + [0]
        return (name.startIndex == 0 ? SystemPath(".") : folder, Array(name))
    }

    /// Returns the path of `entry` in this folder.
    func appending(_ entry: [CChar]) -> SystemPath {
        var path = self
        path.bytes.removeLast()
        path.bytes.append(CChar(bitPattern: UInt8(ascii: "/")))
        path.bytes += entry
        path.bytes.append(0)
        return path
    }
}
