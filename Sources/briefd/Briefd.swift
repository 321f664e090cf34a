// The root of the command line. Each command is a file in Commands/.
import ArgumentParser
import CSystem

@main
struct Briefd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "briefd",
        abstract: "Turns a folder of briefings into a JSON API.",
        usage: """
            briefd [PATH …] [--listen ADDRESS] [--config FILE]
            briefd COMMAND
            """,
        discussion: """
            Without a command, briefd serves the files and folders at PATH, and a bundled sample if there is none; \
            `briefd serve --help` lists the options.
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Check.self, Get.self, Export.self, ShowConfiguration.self, Healthcheck.self,
        ],
        defaultSubcommand: Serve.self)

    static func main() { main(arguments) }

    /// The arguments of the process, without the name of the program.
    private static var arguments: [String] {
        var arguments: [String] = []
        while let argument = programArgument(Int32(arguments.count + 1)) { arguments.append(String(cString: argument)) }
        return arguments
    }

    /// The names of the commands, in the order of the help text.
    static var commandNames: [String] {
        configuration.subcommands.map { $0.configuration.commandName ?? String(describing: $0).lowercased() }
    }
}
