// Paths as clients may see them: without the folders of the machine.

enum PublicPath {
    /// Returns the name of an absolute path; a relative path stays as it is.
    static func name(of path: String) -> String {
        guard path.hasPrefix("/"), let name = path.split(separator: "/").last else { return path }
        return String(name)
    }

    /// Returns a message in which each absolute path is replaced by its name.
    ///
    /// A path ends before a blank, unless it is one of `knownPaths`.
    static func namesOnly(in message: String, knownPaths: [String]) -> String {
        // Longer paths first: one may be the beginning of another.
        let known = knownPaths.filter { $0.hasPrefix("/") }.sorted { $0.utf8.count > $1.utf8.count }
        let text = known.reduce(message) { $0.replacing($1, with: name(of: $1)) }
        return text.replacing(/(^|[\s"'`(\[=,;:])(\/[^\s"'`)\],;:]+)/) { "\($0.1)\(name(of: String($0.2)))" }
    }
}
