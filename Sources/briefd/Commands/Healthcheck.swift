// `briefd healthcheck`: asks the running program whether it is ready; a container's health command.
import ArgumentParser
import Server

struct Healthcheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Ask the configured address for /readyz; exit 0 when it is ready.")

    @OptionGroup var options: Options

    func run() throws {
        let configuration = try options.effective()
        for address in configuration.listen {
            switch HealthClient.status(of: "/readyz", at: address, within: 3) {
            case 200: return
            case let status?: throw Failure("\(address.url)/readyz answered \(status)")
            case nil: throw Failure("\(address.url) does not answer; is briefd running there?")
            }
        }
    }
}
