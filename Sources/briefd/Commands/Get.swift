// `briefd get`: the answer of one target on standard output, without a server.
import API
import ArgumentParser
import HTTP

struct Get: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Print what a target answers, such as '/leaders?sort=name'.",
        discussion: "Exits with 1 when the answer is an error.")

    @Argument(help: "Path and query, as in a URL.")
    var target: String

    @OptionGroup var options: Options

    func run() throws {
        let configuration = try options.effective()
        try Library.checkPaths(configuration)
        let parsed: Target
        do {
            parsed = try Target(target)
        } catch {
            throw Failure("\(target): \(error.detail)")
        }
        let snapshot = Library.snapshot(of: Library.ingest(configuration), configuration)
        let response = API(programVersion: Version.text)
            .respond(to: Request(.get, parsed, headers: [.host: "localhost"]), state: .ready(snapshot))
        Output.write(response.body)
        if response.status.code >= 400 { throw ExitCode.failure }
    }
}
