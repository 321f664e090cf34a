// The effective settings of a run, typed. Where each comes from and how it is checked lives in Setting.swift and
// ConfigurationLoader.swift; what each means to its module is said there.
import API
import Catalog
import Logging
import Server

/// Every setting with its built-in default; `config.json` of the project spells out the same.
struct Configuration: Sendable {
    /// Files and folders to read; empty for the bundled sample.
    var documents: [String] = []
    /// Files larger than this many bytes are not read.
    var documentSize = 67_108_864
    /// Whether links are followed that lead out of the folders.
    var followsOutsideLinks = false
    var collections = Mapping([
        .init("leaders", match: .tablesHeaded(["Leader"]), kind: .person),
        .init("initiatives", match: .tablesHeaded(["Initiative"])),
        .init("priorities", match: .tablesHeaded(["Key Areas of Focus"])),
        .init("strategies", match: .tablesHeaded(["Strategy"])),
    ])
    var listen: [Address] = [.ip(host: "127.0.0.1", port: 8080)]
    /// Serving threads; 0 for one for every two cores.
    var workers = 0
    /// Names that `Host` may hold besides IP addresses and `localhost`.
    var hosts: [String] = []
    /// Origins whose pages may read answers.
    var origins: [String] = []
    /// What requests must carry; nil for no check.
    var token: String?
    /// Where the token stands, when not in the configuration itself.
    var tokenFile: String?
    var limits = ServerLimits()
    /// True where `POST /-/reload` is answered.
    var offersReload = false
    /// True where folders are watched for changes.
    var watches = true
    /// Milliseconds between two scans of the folders; 0 for none.
    var scanTime = 60_000
    var logLevel = Logger.Level.info
    var logFormat = LogFormat.text
    /// True where every answer is logged.
    var logsAccess = false
}

enum LogFormat: String, CaseIterable, Sendable { case text, json }

/// Everything that is wrong with a configuration, so that it can be mended in one go.
struct ConfigurationError: Error, CustomStringConvertible {
    struct Problem: Hashable {
        /// The file and line, the variable or the option that holds the value.
        var place: String
        /// What is wrong, what stands there, and what may stand there.
        var message: String
    }

    var problems: [Problem]

    var description: String {
        problems.map { "\($0.place): \($0.message)" }.joined(separator: "\n")
    }
}

extension Configuration {
    /// What requests must show, for the API.
    var access: AccessPolicy { AccessPolicy(hosts: hosts, origins: origins, token: token) }

    /// The API that these settings make.
    var api: API { api(metrics: nil) }

    /// The same with `/metrics`.
    func api(metrics: (@Sendable () -> String)?) -> API {
        API(
            access: access, programVersion: Version.text, offersReload: offersReload,
            configurationSchema: ConfigurationSchema.value, metrics: metrics)
    }
}
