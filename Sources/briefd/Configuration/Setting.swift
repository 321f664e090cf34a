// The table of settings: for each its path in the file, what it may hold, and where it goes.
// What forms there are lives in SettingForm.swift, reading files and variables in ConfigurationLoader.swift;
// collections, which are many, in CollectionSettings.swift.
import API
import Documents
import HTTP
import Logging
import Server

/// One setting of the configuration file.
struct Setting: Sendable {
    /// Its keys from the outermost one: `limits.connections`.
    let path: String
    /// One sentence for the reader of a table.
    let summary: String
    let form: SettingForm
    /// A shorter name of its variable, where it has one.
    var shortVariable: String?
    /// Takes a value over; false where it is not of the form.
    let read: @Sendable (Value, inout Configuration) -> Bool
    /// The value in effect, in the form of the file; a secret is masked.
    let write: @Sendable (Configuration) -> Value

    /// Every setting but `collections`, in the order of the file.
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
            "Whether links are followed that lead out of the folders to read."),
        Setting(
            "listen", "Addresses to listen on.",
            .texts("a list of addresses such as \(Address.forms)", item: ["type": "string"], least: 1),
            read: { value, configuration in
                guard let texts = value.texts, !texts.isEmpty else { return false }
                let addresses = texts.compactMap(Address.init)
                configuration.listen = addresses
                return addresses.count == texts.count
            }, write: { .list($0.listen.map { .text($0.description) }) }),
        .integer("workers", 0...1024, \.workers, "Serving threads; 0 for one for every two cores."),

        .texts(
            "access.hosts", \.hosts, "Names that `Host` may hold besides IP addresses and `localhost`.",
            "a list of host names such as briefs.example, without ports and wildcards", isUsable: AccessPolicy.isHost),
        .texts(
            "access.origins", \.origins, "Origins whose pages may read answers (CORS).",
            "a list of origins such as https://dashboard.example, without paths and wildcards",
            isUsable: AccessPolicy.isOrigin),
        Setting(
            "access.token", "The bearer token that requests must carry; null for none.",
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
            "access.tokenFile", "A file that holds the token, which goes over the token; null for none.",
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

        .integer("limits.requestLineBytes", 64...1_048_576, \.limits.request.requestLine, "Request line; 414 beyond."),
        .integer("limits.fieldLineBytes", 64...1_048_576, \.limits.request.fieldLine, "One field line; 431 beyond."),
        .integer("limits.headBytes", 128...8_388_608, \.limits.request.head, "All of a head; 431 beyond."),
        .integer("limits.headFields", 1...10_000, \.limits.request.fields, "Field lines of a head; 431 beyond."),
        .integer(
            "limits.connections", 1...1_000_000, \.limits.connections,
            "Connections at once; the longest idle gives way, else 503."),
        .integer(
            "limits.connectionsPerAddress", 0...1_000_000, \.limits.connectionsPerAddress,
            "Connections at once from one address; 0 for no limit, 503 beyond."),
        .integer(
            "limits.requestsPerConnection", 1...Int(Int32.max), \.limits.requestsPerConnection,
            "Requests on one connection; then it closes."),
        .seconds("limits.headSeconds", \.limits.headTime, "For a whole request head; 408 beyond."),
        .seconds("limits.idleSeconds", \.limits.idleTime, "Between two requests; then the connection closes."),
        .seconds("limits.writeSeconds", \.limits.writeTime, "Window over which a reader's rate is measured."),
        .integer(
            "limits.writeBytesPerSecond", 0...1_073_741_824, \.limits.writeRate,
            "Least rate at which a reader takes its answer; then the connection closes."),
        .integer(
            "limits.waitingBytes", 0...1_099_511_627_776, \.limits.waitingSize,
            "Memory of answers that wait for their readers; those who take nothing are cut off."),
        .seconds("limits.lingerSeconds", \.limits.lingerTime, "For a client to close after the last answer."),
        .integer(
            "limits.lingerBytes", 0...1_073_741_824, \.limits.lingerSize,
            "Read away after the last answer; then the connection closes."),
        .seconds("limits.drainSeconds", \.limits.drainTime, "For answers under way when the program is to stop."),
        .seconds("limits.answerSeconds", \.limits.answerTime, "To compute one answer; 503 beyond."),
        .integer(
            "limits.answersAtOnce", 0...1024, \.limits.answersAtOnce,
            "Costly answers computed at once; 0 for the cores that the workers leave, at least one."),
        .integer(
            "limits.answersWaiting", 0...1_000_000, \.limits.answersWaiting,
            "Costly answers that wait to be computed; 503 beyond."),
        .integer(
            "limits.listeners", 0...1_000_000, \.limits.listeners,
            "Connections that wait for events at once; 503 beyond."),
        .integer(
            "limits.keptAnswerBytes", 0...17_179_869_184, \.limits.cacheSize,
            "Answers kept in memory to be given again."),
        .integer("limits.documentBytes", 1...4_294_967_295, \.documentSize, "A document; a larger file is not read."),

        .flag("reload.watch", \.watches, "Whether documents are read again when files change."),
        .seconds(
            "reload.scanSeconds", \.scanTime, mayBeNone: true,
            "Between two looks through the folders, for changes that no event tells of; 0 for none."),
        .flag(
            "reload.endpoint", \.offersReload, "Whether `POST /-/reload` has documents and configuration read again."),

        .choice("log.level", Logger.Level.allCases, \.logLevel, "The least severe level that is logged."),
        .choice("log.format", LogFormat.allCases, \.logFormat, "Lines for people or for programs."),
        .flag("log.access", \.logsAccess, "Whether every answer is logged."),
    ]
}

extension Setting {
    /// The variable that holds it: `limits.headSeconds` is `BRIEFD_LIMITS_HEAD_SECONDS`.
    var variable: String { Self.variable(of: path) }

    /// A capital letter of the path begins a word, and so does what follows a dot.
    static func variable(of path: String) -> String {
        path.reduce(into: "BRIEFD_") { name, letter in
            if letter.isUppercase { name += "_" }
            name += letter == "." ? "_" : letter.uppercased()
        }
    }

    /// True where it is taken over at the start alone: what the sockets, their workers and the log were made with.
    var needsRestart: Bool {
        path == "listen" || path == "workers" || path.hasPrefix("log.")
            || (path.hasPrefix("limits.") && path != "limits.documentBytes")
    }
}
