// `briefd config`: prints the effective configuration or its JSON Schema.
import API
import ArgumentParser

struct ShowConfiguration: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print the effective configuration as JSON, with secrets masked.")

    @OptionGroup var options: Options

    @Flag(help: "Print the JSON Schema of the configuration file instead.")
    var schema = false

    func run() throws {
        if schema { return print(JSONText.indented(ConfigurationSchema.value)) }
        print(JSONText.indented(ConfigurationLoader.file(of: try options.effective())))
    }
}
