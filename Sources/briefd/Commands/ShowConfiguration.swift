// `briefd config`: the effective configuration.
import API
import ArgumentParser

struct ShowConfiguration: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Print the effective configuration as JSON, secrets masked.")

    @OptionGroup var options: Options

    func run() throws {
        print(JSONText.indented(ConfigurationLoader.file(of: try options.effective())))
    }
}
