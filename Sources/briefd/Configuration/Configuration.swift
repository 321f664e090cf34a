// The effective configuration as typed values. Setting.swift has the names and checks of settings.
import API
import Catalog
import Documents
import Logging
import Server

/// Every setting with its built-in default; the project's `config.json` lists the same defaults.
struct Configuration: Sendable {
    /// The path of the file that was read; nil if there was none.
    var file: String?
    /// Files and folders to read; empty for the bundled sample.
    var documents: [String] = []
    /// The maximum size of a file in bytes; larger files are not read.
    var maxDocumentSize = 67_108_864
    /// True if links that point out of the folders are followed.
    var followsOutsideLinks = false
    /// How documents are read: titles, names of metadata, dates.
    var reading = ReadingOptions()
    var collections = Mapping([
        .init("leaders", match: .tablesHeaded(["Leader"]), kind: .person),
        .init("initiatives", match: .tablesHeaded(["Initiative"])),
        .init("priorities", match: .tablesHeaded(["Key Areas of Focus"])),
        .init("strategies", match: .tablesHeaded(["Strategy"])),
    ])
    var listen: [Address] = [.ip(host: "127.0.0.1", port: 8080)]
    /// The number of worker threads; 0 for one for every two cores.
    var workers = 0
    /// Allowed values of `Host`, besides IP addresses and `localhost`.
    var hosts: [String] = []
    /// Allowed origins of cross-origin requests (CORS).
    var origins: [String] = []
    /// The bearer token that requests must send; nil for no check.
    var token: String?
    /// The path of the file that holds the token, if there is one.
    var tokenFile: String?
    /// The address at which clients reach the server, for links that must be absolute; nil if it is not known.
    var publicURL: String?
    var limits = ServerLimits()
    /// True if `POST /-/reload` is enabled.
    var offersReload = false
    /// True if folders are watched for changes.
    var watchesFolders = true
    /// The time between two scans of the folders in milliseconds; 0 for no scans.
    var scanInterval = 60_000
    var logLevel = Logger.Level.info
    var logFormat = LogFormat.text
    /// True if the access log is enabled.
    var logsAccess = false
}

extension Configuration {
    /// The access policy of the API.
    var access: AccessPolicy { AccessPolicy(hosts: hosts, origins: origins, token: token, publicURL: publicURL) }

    /// The API of this configuration, without `/metrics`.
    var api: API { api(metrics: nil) }

    /// Makes the API of this configuration, with `/metrics` if `metrics` is not nil.
    func api(metrics: (@Sendable () -> String)?) -> API {
        API(
            access: access, programVersion: Version.text, offersReload: offersReload,
            configurationSchema: ConfigurationSchema.value, metrics: metrics)
    }
}
