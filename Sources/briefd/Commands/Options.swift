// The options that several commands share.
import ArgumentParser

/// The source of the configuration, and the settings that the command line overrides.
struct Options: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Configuration file; by default `config.json` in the working folder.", valueName: "file"))
    var config: String?

    @Option(name: .long, help: ArgumentHelp("File or folder to read; may be repeated.", valueName: "path"))
    var documents: [String] = []

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Address to listen on: 127.0.0.1:8080 or unix:/run/briefd.sock; port 0 for a free port; may be repeated.",
            valueName: "address"))
    var listen: [String] = []

    @Option(name: .long, help: ArgumentHelp("Short for --listen 127.0.0.1:PORT.", valueName: "port"))
    var port: UInt16?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Any other setting, such as log.level=debug; commas separate list items; may be repeated.",
            valueName: "setting=value"))
    var assignments: [String] = []

    func validate() throws {
        guard let port, !listen.isEmpty else { return }
        throw ValidationError("Give --listen or --port, not both; --port \(port) is --listen 127.0.0.1:\(port).")
    }

    /// Returns the effective configuration; throws a `Failure` with all its problems.
    ///
    /// `paths` are the documents among the command's arguments; they precede those of `--documents`. A reload gives
    /// `formerFile`, the file of the configuration in use. With `ignoresEmptyFile`, an empty `config.json` in the
    /// working folder is no error.
    func effective(
        paths: [String] = [], formerFile: String? = nil, ignoresEmptyFile: Bool = false
    ) throws -> Configuration {
        do {
            return try ConfigurationLoader.load(
                file: config, formerFile: formerFile, environment: ConfigurationLoader.environment(),
                documents: paths + documents,
                listen: listen + (port.map { ["127.0.0.1:\($0)"] } ?? []), assignments: assignments,
                ignoresEmptyFile: ignoresEmptyFile)
        } catch {
            throw Failure(error.description)
        }
    }
}
