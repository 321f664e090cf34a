// Measures parsing from memory on one thread. `Tests/Benchmarks/parse` and `Tests/Benchmarks/hostile` run it. It is not
// part of briefd.
//
//     measure-parse files ROUNDS FOLDER    reads names of files below FOLDER, prints seconds for `parse` and `text`
//     measure-parse packing FOLDER         reads names of files below FOLDER, prints the speed of packing
//     measure-parse hostile BYTES [KIND]   prints seconds for each kind of hostile input, at four sizes

import Documents
import Glibc

@main
enum MeasureParse {
    static func main() {
        let arguments = CommandLine.arguments
        if arguments.count == 4, arguments[1] == "files", let rounds = Int(arguments[2]) {
            measureFiles(arguments[3], rounds)
        } else if arguments.count == 3, arguments[1] == "packing" {
            measurePacking(arguments[2])
        } else if arguments.count >= 3, arguments[1] == "hostile", let size = Int(arguments[2]) {
            measureHostile(size, arguments.count > 3 ? arguments[3] : "")
        } else {
            print("usage: measure-parse files ROUNDS FOLDER < NAMES")
            print("       measure-parse packing FOLDER < NAMES")
            print("       measure-parse hostile BYTES [KIND]")
            exit(2)
        }
    }

    /// Returns the processor time of `work` on this thread in seconds.
    static func seconds(_ work: () -> Void) -> Double {
        var (start, end) = (timespec(), timespec())
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
        work()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
        return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
    }

    static func contents(of path: String) -> [UInt8] {
        guard let file = fopen(path, "rb") else { return [] }
        defer { fclose(file) }
        var status = stat()
        guard fstat(fileno(file), &status) == 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
            count = fread(buffer.baseAddress, 1, buffer.count, file)
        }
    }

    /// Measures reading as in a load, and reading including the plain text of everything.
    static func measureFiles(_ folder: String, _ rounds: Int) {
        var files: [(name: String, bytes: [UInt8])] = []
        while let name = readLine() { files.append((name, contents(of: folder + "/" + name))) }
        for _ in 0..<rounds {
            var blocks = 0
            let parse = seconds {
                for file in files {
                    for document in Document.read(file.bytes, path: file.name).documents {
                        blocks += document.pointCount
                    }
                }
            }
            var size = 0
            let text = seconds {
                for file in files {
                    for document in Document.read(file.bytes, path: file.name).documents {
                        document.forEachRun { size += $0.text.count }
                    }
                }
            }
            print("parse", parse)
            print("text", text)
            if size + blocks < 0 { exit(1) }
        }
    }

    /// Measures packing with a codebook from the first 4 KiB of every eighth file; prints the minimum of ten rounds.
    static func measurePacking(_ folder: String) {
        var files: [(name: String, bytes: [UInt8])] = []
        while let name = readLine() { files.append((name, contents(of: folder + "/" + name))) }
        let sample = stride(from: 0, to: files.count, by: 8).map { Array(files[$0].bytes.prefix(4096)) }
        var codebook = Codebook(sample: [])
        let training = seconds { codebook = Codebook(sample: sample) }
        let documents = files.flatMap { Document.read($0.bytes, path: $0.name).documents }
        var packed: [Document] = []
        var (packing, unpacking) = (Double.infinity, Double.infinity)
        for _ in 0..<10 {
            packing = min(packing, seconds { packed = documents.map { $0.packed(by: codebook) } })
            unpacking = min(
                unpacking, seconds { if packed.contains(where: { $0.source.count != $0.size }) { exit(1) } })
        }
        let size = Double(documents.reduce(0) { $0 + $1.size })
        print("codebook", training, "s of", sample.reduce(0) { $0 + $1.count }, "bytes")
        print("kept", Double(packed.reduce(0) { $0 + $1.keptSize }) / size, "of each byte")
        print("packs", size / packing / 1e6, "MB/s, unpacks", size / unpacking / 1e6, "MB/s")
    }

    /// Measures complete reading of each input at four sizes.
    static func measureHostile(_ size: Int, _ kind: String) {
        for input in HostileInput.all where input.name.hasPrefix(kind) {
            for factor in [1, 2, 4, 8] {
                let bytes = input.bytes(size * factor)
                // The minimum of three, because other work on the machine only increases the time.
                let time = (0..<3).map { _ in read(bytes, input.fileExtension) }.min() ?? 0
                print("\(input.name)\t\(bytes.count)\t\(time)")
            }
        }
    }

    private static func read(_ bytes: [UInt8], _ fileExtension: String) -> Double {
        seconds {
            for document in Document.read(bytes, path: "a.\(fileExtension)").documents {
                document.forEachRun { _ in }
                document.forEachBlockRun { _ in }
                for section in document.sections { make(section.blocks) }
                _ = document.links
                _ = document.diagnostics
                for index in 0..<document.tableCount { _ = document.table(at: index) }
                for index in 0..<document.pointCount { _ = document.point(at: index) }
            }
        }
    }

    /// Makes the blocks and their contents.
    private static func make(_ blocks: Parts<Block>) {
        for member in blocks.lazy.flatMap(\.members) {
            switch member.content {
            case .items(let items): make(items)
            case .blocks(let blocks): make(blocks)
            case .text, .flag, .table: break
            }
        }
    }

    private static func make(_ items: Parts<ListItem>) {
        for item in items {
            make(item.items)
            make(item.blocks)
        }
    }
}
