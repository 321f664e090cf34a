// The command line's root. Each command lives in a file of its own in Commands/.
import ArgumentParser

@main
struct Briefd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "briefd",
        abstract: "Turns a folder of briefings into a JSON API.",
        discussion: """
            Without a command it serves (the options are those of `briefd serve --help`); without documents it serves \
            a bundled sample.
            """,
        version: Version.text,
        subcommands: [
            Serve.self, Check.self, Get.self, Export.self, ShowConfiguration.self, Healthcheck.self,
        ],
        defaultSubcommand: Serve.self)
}

/// The version of this program, as semantic versioning has it.
enum Version {
    static let text = "0.1.0"
}
