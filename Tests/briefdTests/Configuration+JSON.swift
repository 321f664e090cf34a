// Configurations of a test, from the text of a file.
import Support

@testable import briefd

extension Configuration {
    /// Loads a configuration from a file `c.json` with this text, without environment variables or options.
    init(json: String) throws {
        let folder = try Folder(["c.json": json])
        self = try ConfigurationLoader.load(file: folder("c.json"), environment: [:])
    }
}
