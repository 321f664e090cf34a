// `briefd export`: writes each collection to a file.
import API
import ArgumentParser
import Catalog
import Glibc
import Server
import HTTP

struct Export: ParsableCommand {
    enum Format: String, CaseIterable, ExpressibleByArgument { case ndjson, csv, json }

    static let configuration = CommandConfiguration(
        abstract: "Write each collection to a file, in a format of the server.")

    @Option(help: "The format of the files: \(Format.allCases.map(\.rawValue).joined(separator: ", ")).")
    var format: Format

    @Option(help: ArgumentHelp("The folder for the files; it is created if it does not exist.", valueName: "folder"))
    var output: String

    @Argument(help: ArgumentHelp("Files and folders to read, as with --documents.", valueName: "path"))
    var paths: [String] = []

    @OptionGroup var options: Options

    func run() throws {
        let configuration = try options.effective(paths: paths)
        let snapshot = try LoadedDocuments.snapshot(configuration)
        try Self.makeFolder(output)
        let api = Configuration().api
        for collection in snapshot.collections {
            let name = "\(collection.name).\(format.rawValue)"
            let response = api.respond(
                to: Request(.get, try Target(Self.target(of: collection.name, format)), headers: [.host: "localhost"]),
                state: .ready(snapshot))
            let path = output + "/" + name
            let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
            guard file >= 0 else { throw Failure("\(path) cannot be written: \(Errno.reason())") }
            defer { close(file) }
            let isWritten =
                format == .json
                ? Output.writeArray(of: response.body, to: file) : Output.write(response.body, to: file)
            guard isWritten else { throw Failure("\(path) cannot be written: \(Errno.reason())") }
            print("\(Wording.counted(collection.records.count, collection.name)) -> \(path)")
        }
    }

    /// Returns the request target: all fields, except in CSV, which has no nested fields.
    private static func target(of collection: String, _ format: Format) -> String {
        format == .csv ? "/\(collection).csv" : "/\(collection).ndjson?fields=*"
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
