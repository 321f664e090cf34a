// `briefd get`: prints the response to a request without a server.
import API
import ArgumentParser
import Catalog
import HTTP
import Server

struct Get: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print the response to a request, such as '/leaders?sort=name'.",
        discussion: "Exits with 1 if the response is an error.")

    @Argument(help: "A path with a query, or a URL; its scheme and host are ignored.")
    var target: String

    @Argument(help: ArgumentHelp("Files and folders to read, as with --documents.", valueName: "path"))
    var paths: [String] = []

    @OptionGroup var options: Options

    func run() throws {
        let configuration = try options.effective(paths: paths)
        let snapshot = try LoadedDocuments.snapshot(configuration)
        // A command on the same machine needs no token.
        var open = Configuration()
        open.publicURL = configuration.publicURL
        var response = try Self.respond(to: Self.requestTarget(of: target), snapshot, open.api)
        if response.status == .permanentRedirect, let location = response.headers[.location] {
            response = try Self.respond(to: location, snapshot, open.api)
        }
        let isWritten = Output.write(response.body)
        guard isWritten else { throw Failure("standard output cannot be written: \(Errno.reason())") }
        if response.status.code >= 400 { throw ExitCode.failure }
    }

    private static func respond(to target: String, _ snapshot: Snapshot, _ api: API) throws -> Response {
        let parsed: Target
        do {
            parsed = try Target(target)
        } catch {
            throw Failure("\(target): \(error.detail)")
        }
        return api.respond(to: Request(.get, parsed, headers: [.host: "localhost"]), state: .ready(snapshot))
    }

    /// Returns the request target of a URL, or of a path with a query that may lack its first `/`.
    ///
    /// Percent-encodes characters that are not allowed in a URL and drops a fragment. Throws for a URL without a host.
    static func requestTarget(of text: String) throws -> String {
        let target = text.prefix { $0 != "#" }
        let isURL = ["http://", "https://"].contains { target.lowercased().hasPrefix($0) }
        guard isURL else { return encoded(String(target)) }
        let rest = target.drop { $0 != "/" }.dropFirst(2)
        guard let host = rest.first, !"/?".contains(host) else {
            throw Failure("\(text) has no host; use a path such as /leaders, or http://localhost/leaders")
        }
        return encoded(String(rest.drop { $0 != "/" && $0 != "?" }))
    }

    private static func encoded(_ target: String) -> String {
        var text = target.hasPrefix("/") ? "" : "/"
        for byte in target.utf8 {
            switch byte {
            case 0x00...0x20, 0x22, 0x3C, 0x3E, 0x5B...0x5E, 0x60, 0x7B...0xFF:
                text += "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return text
    }
}
