// Where the documentation is: the pages of the DocC catalog and README.md.
import Foundation

package enum Documentation {
    /// The folder of the package, with a slash at its end.
    package static let root: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/") + "/"
    }()

    package static let catalog = "Sources/briefd/Documentation.docc/"

    /// The names of all pages, relative to the package: README.md and those of the catalog.
    package static let names: [String] = {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: root + catalog)) ?? []
        return ["README.md"] + entries.filter { $0.hasSuffix(".md") }.sorted().map { catalog + $0 }
    }()

    /// The page called `name`, a name of `names` or of a file in the catalog.
    package static func page(_ name: String) throws -> MarkdownPage {
        let path = name == "README.md" || name.contains("/") ? name : catalog + name
        return MarkdownPage(name: path, text: try String(contentsOfFile: root + path, encoding: .utf8))
    }

    /// The paths of all files in a folder of the package, relative to that folder.
    package static func files(below folder: String) -> [String] {
        (FileManager.default.enumerator(atPath: root + folder) ?? .init()).compactMap { $0 as? String }
    }

    /// True if the package has a file or folder of this name.
    package static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: root + path) }
}
