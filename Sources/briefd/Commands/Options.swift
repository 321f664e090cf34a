// The options that commands share.
import ArgumentParser

/// Where the configuration comes from, and what the command line says over it.
struct Options: ParsableArguments {
    @Option(
        name: .long, help: ArgumentHelp("Configuration file; `config.json` here, if there is one.", valueName: "file"))
    var config: String?

    @Option(name: .long, help: ArgumentHelp("File or folder to read; may be repeated.", valueName: "path"))
    var documents: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Address to listen on, 127.0.0.1:8080 or unix:/run/briefd.sock; port 0 picks a free one; may be repeated.",
            valueName: "address"))
    var listen: [String] = []

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Any other setting, such as log.level=debug; lists with commas; may be repeated.",
            valueName: "setting=value"))
    var assignments: [String] = []

    /// The configuration in effect, or an exit with everything that is wrong with it.
    func effective() throws -> Configuration {
        do {
            return try ConfigurationLoader.load(
                file: config, environment: ConfigurationLoader.environment(), documents: documents, listen: listen,
                assignments: assignments)
        } catch {
            throw Failure(error.description)
        }
    }
}

/// An end with a message on standard error and status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
