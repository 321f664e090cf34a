// The table of settings: the path, the allowed values and the property of each.
// The types of settings are in SettingForm.swift; the setting `collections` is in CollectionSettings.swift.
import API
import Documents
import HTTP
import Logging
import Server

/// One setting of the configuration file.
struct Setting: Sendable {
    /// The keys of the setting in the file, joined by dots: `limits.connections`.
    let path: String
    /// One sentence for the documentation and the JSON Schema.
    let summary: String
    let form: SettingForm
    /// A second, shorter name of the environment variable, if there is one.
    var shortVariable: String?
    /// Sets the value; returns false if it is not allowed.
    let read: @Sendable (Value, inout Configuration) -> Bool
    /// Returns the effective value as in the file; secrets are masked.
    let write: @Sendable (Configuration) -> Value

    /// Every setting except `collections`, in the order of the file.
    static let all: [Setting] = [
        Setting(
            "documents", "Files and folders to read; empty for the bundled sample.",
            .texts("a list of paths", item: ["type": "string", "minLength": 1]),
            read: { value, configuration in
                guard let paths = value.texts, !paths.contains("") else { return false }
                configuration.documents = paths
                return true
            }, write: { .list($0.documents.map(Value.text)) }),
        .flag(
            "outsideLinks", \.followsOutsideLinks,
            "Whether links that point out of the configured folders are followed."),
        .titles, .metadata,
        .choice(
            "dateOrder", DateOrder.allCases, \.reading.dateOrder,
            "The order of day and month in dates such as 03/04/2025; `folder` for that of the folder's other dates."),
        Setting(
            "listen", "Addresses to listen on.",
            .texts("a list of addresses such as \(Address.forms)", item: ["type": "string"], minCount: 1),
            read: { value, configuration in
                guard let texts = value.texts, !texts.isEmpty else { return false }
                let addresses = texts.compactMap(Address.init)
                configuration.listen = addresses
                return addresses.count == texts.count
            }, write: { .list($0.listen.map { .text($0.description) }) }),
        .integer("workers", 0...1024, \.workers, "Worker threads; 0 for one for every two cores."),

        .texts(
            "access.hosts", \.hosts, "Allowed values of `Host`, besides IP addresses and `localhost`.",
            "a list of host names such as briefs.example, without ports and wildcards", isValid: AccessPolicy.isHost),
        .texts(
            "access.origins", \.origins, "Allowed origins of cross-origin requests (CORS).",
            "a list of origins such as https://dashboard.example, without paths and wildcards",
            isValid: AccessPolicy.isOrigin),
        Setting(
            "access.token", "The bearer token that requests must send; null for no token.",
            .text(
                "a text of letters, digits and -._~+/ or null",
                schema: ["type": ["string", "null"], "pattern": "^[A-Za-z0-9._~+/=-]+$"]),
            shortVariable: "BRIEFD_TOKEN",
            read: { value, configuration in
                switch value {
                case .null: configuration.token = nil
                case .text(let token) where AccessPolicy.isToken(token): configuration.token = token
                default: return false
                }
                return true
            }, write: { $0.token == nil ? .null : .text("***") }),
        Setting(
            "access.tokenFile",
            "A file that holds the token; it takes precedence over `access.token`. null for no file.",
            .text("a path or null", schema: ["type": ["string", "null"], "minLength": 1]),
            shortVariable: "BRIEFD_TOKEN_FILE",
            read: { value, configuration in
                switch value {
                case .null: configuration.tokenFile = nil
                case .text(let path) where !path.isEmpty: configuration.tokenFile = path
                default: return false
                }
                return true
            }, write: { $0.tokenFile.map(Value.text) ?? .null }),
        Setting(
            "access.publicURL",
            "The URL at which clients reach the server, for the links of feeds; null for relative links.",
            .text(
                "an absolute URL such as https://briefs.example/api, without user, query and fragment, or null",
                schema: ["type": ["string", "null"], "pattern": "^https?://[^/?#@]+(/[^?#]*)?$"]),
            read: { value, configuration in
                switch value {
                case .null: configuration.publicURL = nil
                case .text(let url) where AccessPolicy.isPublicURL(url): configuration.publicURL = url
                default: return false
                }
                return true
            }, write: { $0.publicURL.map(Value.text) ?? .null }),

        .integer(
            "limits.requestLineBytes", 64...1_048_576, \.limits.request.requestLine,
            "Maximum size of a request line in bytes; 414 if exceeded."),
        .integer(
            "limits.fieldLineBytes", 64...1_048_576, \.limits.request.fieldLine,
            "Maximum size of a field line in bytes; 431 if exceeded."),
        .integer(
            "limits.headBytes", 128...8_388_608, \.limits.request.head,
            "Maximum size of a request head in bytes; 431 if exceeded."),
        .integer(
            "limits.headFields", 1...10_000, \.limits.request.fields,
            "Maximum number of field lines in a request head; 431 if exceeded."),
        .integer(
            "limits.connections", 1...1_000_000, \.limits.connections,
            "Maximum number of open connections; the longest-idle one is closed for a new one. 503 if none is idle."),
        .integer(
            "limits.connectionsPerAddress", 0...1_000_000, \.limits.connectionsPerAddress,
            "Maximum number of open connections from one address; 503 if exceeded. 0 for no limit."),
        .integer(
            "limits.requestsPerConnection", 1...Int(Int32.max), \.limits.requestsPerConnection,
            "Maximum number of requests on one connection; the connection then closes."),
        .seconds("limits.headSeconds", \.limits.headTime, "Maximum time to receive a request head; 408 if exceeded."),
        .seconds(
            "limits.idleSeconds", \.limits.idleTime, "Maximum time between two requests; the connection then closes."),
        .seconds("limits.writeSeconds", \.limits.writeTime, "Time over which a client's receive rate is measured."),
        .integer(
            "limits.writeBytesPerSecond", 0...1_073_741_824, \.limits.writeRate,
            "Minimum rate at which a client must receive a response; below it the connection closes."),
        .integer(
            "limits.waitingBytes", 0...1_099_511_627_776, \.limits.waitingSize,
            "Maximum memory of responses that clients have not received; if exceeded, stalled connections are closed."),
        .seconds(
            "limits.lingerSeconds", \.limits.lingerTime,
            "Maximum time to wait for a client to close its connection after the last response."),
        .integer(
            "limits.lingerBytes", 0...1_073_741_824, \.limits.lingerSize,
            "Maximum number of bytes that are read and discarded after the last response."),
        .seconds(
            "limits.drainSeconds", \.limits.drainTime,
            "Maximum time for responses in progress when the program shuts down."),
        .seconds("limits.answerSeconds", \.limits.answerTime, "Maximum time to compute a response; 503 if exceeded."),
        .integer(
            "limits.answersAtOnce", 0...1024, \.limits.answersAtOnce,
            "Costly requests computed at once; 0 for the cores that the workers do not use, at least two."),
        .integer(
            "limits.answersWaiting", 0...1_000_000, \.limits.answersWaiting,
            "Maximum number of queued costly requests; 503 if exceeded."),
        .integer(
            "limits.listeners", 0...1_000_000, \.limits.listeners,
            "Maximum number of connections that receive events; 503 if exceeded."),
        .integer(
            "limits.keptAnswerBytes", 0...17_179_869_184, \.limits.cacheSize,
            "Maximum size of the response cache in bytes; 0 for no cache."),
        .integer(
            "limits.documentBytes", 1...4_294_967_295, \.maxDocumentSize,
            "Maximum size of a document in bytes; larger files are not read."),

        .flag("reload.watch", \.watchesFolders, "Whether documents are reloaded when files change."),
        .seconds(
            "reload.scanSeconds", \.scanInterval, allowsZero: true,
            "Time between two scans of the folders for changes that caused no event; 0 for no scans."),
        .flag(
            "reload.endpoint", \.offersReload, "Whether `POST /-/reload` reloads documents and configuration."),

        .choice("log.level", Logger.Level.allCases, \.logLevel, "Minimum level of logged events."),
        .choice("log.format", LogFormat.allCases, \.logFormat, "Format of log lines: text or JSON."),
        .flag("log.access", \.logsAccess, "Whether every response is logged."),
    ]
}

extension Setting {
    /// The environment variable of the setting: `BRIEFD_LIMITS_HEAD_SECONDS` for `limits.headSeconds`.
    var variable: String { Self.variable(of: path) }

    /// Returns the environment variable of a path; dots, and capital letters after small ones, separate words.
    static func variable(of path: String) -> String {
        var wasLowercase = false
        return path.reduce(into: "BRIEFD_") { name, letter in
            if letter.isUppercase, wasLowercase { name += "_" }
            name += letter == "." ? "_" : letter.uppercased()
            wasLowercase = letter.isLowercase
        }
    }

    /// True if a change takes effect only after a restart: settings of the sockets, the workers and the log.
    var needsRestart: Bool {
        path == "listen" || path == "workers" || path.hasPrefix("log.")
            || (path.hasPrefix("limits.") && path != "limits.documentBytes")
    }
}
