// The files that benchmarks read.
import Glibc

/// Returns the paths of all files below a folder.
package func files(below folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [folder] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        if !name.hasPrefix(".") { found += files(below: folder + "/" + name) }
    }
    return found
}

/// Returns the bytes of a file; none if it cannot be read.
package func contents(of path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var status = stat()
    let known = fstat(fileno(file), &status) == 0 ? Int(status.st_size) : 0
    return [UInt8](unsafeUninitializedCapacity: known > 0 ? known : 1 << 14) { buffer, count in
        count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
}
