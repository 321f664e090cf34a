// `briefd export`: writes collections, tables and rows of tables to files.
import API
import ArgumentParser
import Catalog
import Documents
import Glibc
import HTTP
import Server

struct Export: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case ndjson, csv, json }

    static let configuration = CommandConfiguration(
        abstract: "Write each collection to a file, in a format of the server.",
        discussion: "In the format csv, each table gets a file of its own too, in the folder tables.")

    @Option(help: "The format of the files: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: Format

    @Option(help: ArgumentHelp("The folder for the files; it is created if it does not exist.", valueName: "folder"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Also write the rows of all tables that have these columns to one file, such as Team,Outcome.",
            valueName: "names"))
    var columns: String?

    @Option(
        help: ArgumentHelp(
            "Write each table to a CSV file of its own if there are at most this many; 0 for no such files.",
            valueName: "number"))
    var maxTables: UInt32 = 10_000

    @Argument(help: ArgumentHelp("Files and folders to read, as with --documents.", valueName: "path"))
    var paths: [String] = []

    @OptionGroup var options: Options

    func validate() throws {
        let names = columns?.split(separator: ",", omittingEmptySubsequences: false)
        if names?.contains(where: \.isEmpty) == true {
            throw ValidationError("--columns has an empty name; separate the names by single commas.")
        }
    }

    func run() throws {
        let configuration = try options.effective(paths: paths)
        let snapshot = try LoadedDocuments.snapshot(configuration)
        let rows = try columns.map { try Self.rows(columns: $0, in: snapshot) }
        try Self.makeFolder(output)
        let api = Configuration().api
        for collection in snapshot.collections {
            let path = "\(output)/\(collection.name).\(format.rawValue)"
            try write(Self.target(of: "/" + collection.name, format), of: snapshot, api, to: path)
            print("\(Wording.counted(collection.records.count, collection.name)) -> \(path)")
        }
        if format == .csv, let tables = snapshot["tables"] { try writeTables(tables, of: snapshot, api) }
        if let columns, let rows {
            try Self.makeFolder(output + "/tables")
            let path = "\(output)/tables/rows.\(format.rawValue)"
            let target = Self.target(of: "/tables/rows", format, "columns=" + Self.encoded(columns))
            try write(target, of: snapshot, api, to: path)
            print("\(Wording.counted(rows, "rows")) -> \(path)")
        }
    }

    /// Writes each table to `tables/<id>.csv`, unless there are too many.
    private func writeTables(_ tables: Collection, of snapshot: Snapshot, _ api: API) throws {
        let count = tables.records.count
        if count == 0 || maxTables == 0 { return }
        guard count <= maxTables else {
            StandardError.write(
                "briefd: the \(Wording.counted(count, "tables")) get no files of their own, because there are more "
                    + "than \(Wording.number(Int(maxTables))); use --max-tables \(count) to write them\n")
            return
        }
        let folder = output + "/tables"
        try Self.makeFolder(folder)
        for index in 0..<count {
            let id = tables.records.id(at: index)
            let path = folder + "/" + Self.fileName(of: id)
            try write("/tables/\(Self.encoded(id)).csv?guard=off", of: snapshot, api, to: path)
        }
        print("\(Wording.counted(count, "tables")) -> \(folder)/")
    }

    /// Writes the answer of a target to a file.
    private func write(_ target: String, of snapshot: Snapshot, _ api: API, to path: String) throws {
        let response = api.respond(
            to: Request(.get, try Target(target), headers: [.host: "localhost"]), state: .ready(snapshot))
        guard response.status == .ok else {
            _ = Output.write(response.body, to: STDERR_FILENO)
            throw Failure("\(path) is not written, because the answer of \(target) is an error")
        }
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw Failure("\(path) cannot be written: \(Errno.reason())") }
        defer { close(file) }
        let isWritten =
            format == .json
            ? Output.writeArray(of: response.body, to: file) : Output.write(response.body, to: file)
        guard isWritten else { throw Failure("\(path) cannot be written: \(Errno.reason())") }
    }

    /// Returns the number of rows of all tables with some columns; throws a `Failure` if there is none.
    private static func rows(columns: String, in snapshot: Snapshot) throws -> Int {
        let names = columns.split(separator: ",").map(String.init)
        guard let tables = snapshot["tables"], let union = RowUnion(of: tables, columns: names, ordered: []) else {
            return 0
        }
        let count = union.collection.records.count
        if count == 0 {
            let unknown = union.unknown.map { "`\($0)`" }.joined(separator: ", ")
            var reason = unknown.isEmpty ? "no table has all of these columns" : "no table has a column \(unknown)"
            if let nearest = union.suggestions.first { reason += "; did you mean `\(nearest)`?" }
            throw Failure("--columns \(columns): \(reason)")
        }
        if union.omittedColumns > 0 {
            StandardError.write(
                "briefd: \(Wording.counted(union.omittedColumns, "columns")) of these tables are left out, because "
                    + "there are more than \(RowUnion.maxColumns)\n")
        }
        return count
    }

    /// Returns the request target: all fields, except in CSV, which has no nested fields.
    private static func target(of path: String, _ format: Format, _ parameter: String? = nil) -> String {
        let parameters = [parameter, format == .csv ? "guard=off" : "fields=*"].compactMap(\.self)
        return "\(path).\(format == .csv ? "csv" : "ndjson")?" + parameters.joined(separator: "&")
    }

    /// Returns the file name of a table.
    ///
    /// Ids have letters, digits and `-`, so they are safe. A long one is cut, and its hash keeps it unique.
    static func fileName(of id: String) -> String {
        guard id.utf8.count > maxNameBytes else { return id + ".csv" }
        var hash = ContentHash()
        hash.combine(id)
        var name = ""
        for character in id.unicodeScalars {
            if name.utf8.count + UTF8.width(character) > maxNameBytes - hash.text.utf8.count - 1 { break }
            name.unicodeScalars.append(character)
        }
        return "\(name)-\(hash.text).csv"
    }

    /// The maximum size of a file name without `.csv`; file systems take 255 bytes.
    private static let maxNameBytes = 240

    /// Percent-encodes a text, except letters, digits, `-` and `,`.
    private static func encoded(_ text: String) -> String {
        text.utf8.reduce(into: "") { encoded, byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: ","):
                encoded.unicodeScalars.append(Unicode.Scalar(byte))
            default: encoded += "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            }
        }
    }

    /// Creates a folder and its missing parents.
    private static func makeFolder(_ folder: String) throws {
        var path = folder.hasPrefix("/") ? "" : "."
        for part in folder.split(separator: "/") {
            path += "/" + part
            guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
                throw Failure("\(path) cannot be created: \(Errno.reason())")
            }
        }
    }
}
