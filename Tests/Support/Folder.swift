// A temporary folder for one test.
import Foundation
import Glibc

/// A temporary folder; it is removed with its contents when the object is released.
package final class Folder {
    /// The path of the folder.
    package let path: String

    /// Creates a folder with `files`, which maps names to contents; a name may contain folders.
    package init(_ files: [String: String] = [:]) throws {
        var template = Array("/tmp/briefd-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw WireError(errno) }
        path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
        for (name, text) in files { try write(text, to: name) }
    }

    /// Returns the path of the file or folder `name` in this folder.
    package func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// Writes a file, and creates the folders in its name.
    package func write(_ text: String, to name: String) throws {
        try write(Array(text.utf8), to: name)
    }

    /// Writes a file, and creates the folders in its name.
    package func write(_ bytes: [UInt8], to name: String) throws {
        let parts = name.split(separator: "/")
        for count in 1..<max(1, parts.count) { mkdir(self(parts.prefix(count).joined(separator: "/")), 0o700) }
        let descriptor = open(self(name), O_CREAT | O_WRONLY | O_TRUNC, 0o600)
        guard descriptor >= 0 else { throw WireError(errno) }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw WireError(errno) }
    }

    deinit {
        chmod(path, 0o700)
        try? FileManager.default.removeItem(atPath: path)
    }
}
