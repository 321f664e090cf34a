// `briefd healthcheck`: asks the running program if it is ready, as the health check of a container.
import ArgumentParser
import Server

struct Healthcheck: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Request /readyz from the configured address; exit with 0 if it is ready.")

    @OptionGroup var options: Options

    func run() throws {
        let configuration = try options.effective()
        for address in configuration.listen {
            switch HealthClient.status(of: "/readyz", at: address, within: 3) {
            case 200: return
            case let status?: throw Failure("\(address.url)/readyz responded with status \(status)")
            case nil: throw Failure("\(address.url) does not respond; is briefd running there?")
            }
        }
    }
}
