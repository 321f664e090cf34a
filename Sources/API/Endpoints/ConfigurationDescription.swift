// The endpoint `/-/config.schema.json`. The program gives the schema to the API.

import Catalog
import HTTP

/// `/-/config.schema.json`: the JSON Schema of the configuration file, for editors and deployments.
enum ConfigurationDescription {
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        guard let schema = context.api.configurationSchema else {
            throw Problem(.notFound, "This program has no configuration file.")
        }
        let text = JSONText.indented(schema) + "\n"
        return context.cacheableResponse(.bytes(Array(text.utf8)), contentType: "application/schema+json")
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/-/config.schema.json", id: "getConfigurationSchema",
                summary: "The JSON Schema of the configuration file.", tag: "about",
                contents: [.init(type: "application/schema+json", schema: ["type": "object"])],
                problems: [.invalidQuery, .notFound])
        ]
    }
}
