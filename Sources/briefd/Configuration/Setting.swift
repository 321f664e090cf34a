// The table of settings: for each its path in the file, what it may hold, and where it goes.
// Reading files and variables lives in ConfigurationLoader.swift; collections, which are many, in CollectionSettings.swift.
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
    /// What it may hold, to end a sentence: "a whole number from 1 to 65535".
    let form: String
    /// Takes a value over; false where it is not of the form.
    let read: @Sendable (Value, inout Configuration) -> Bool
    /// The value in effect, in the form of the file; a secret is masked.
    let write: @Sendable (Configuration) -> Value

    /// Every setting but `collections`, in the order of the file.
    static let all: [Setting] = [
        Setting(
            "documents", "Files and folders to read; empty for the bundled sample.", "a list of paths",
            read: { value, configuration in
                guard let paths = value.texts, !paths.contains("") else { return false }
                configuration.documents = paths
                return true
            }, write: { .list($0.documents.map(Value.text)) }),
        Setting(
            "outsideLinks", "Whether links are followed that lead out of the folders to read.", "true or false",
            read: { value, configuration in
                guard case .boolean(let follows) = value else { return false }
                configuration.followsOutsideLinks = follows
                return true
            }, write: { .boolean($0.followsOutsideLinks) }),
        Setting(
            "listen", "Addresses to listen on.", "a list of addresses such as \(Address.forms)",
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
            "a text of letters, digits and -._~+/ or null",
            read: { value, configuration in
                switch value {
                case .null: configuration.token = nil
                case .text(let token) where AccessPolicy.isToken(token): configuration.token = token
                default: return false
                }
                return true
            }, write: { $0.token == nil ? .null : .text("***") }),
        Setting(
            "access.tokenFile", "A file that holds the token; null for none.", "a path or null",
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
            "limits.keptAnswerBytes", 0...17_179_869_184, \.limits.keptSize,
            "Answers kept in memory to be given again."),
        .integer("limits.documentBytes", 1...4_294_967_295, \.documentSize, "A document; a larger file is not read."),

        Setting(
            "log.level", "The least severe level that is logged.",
            "one of " + Logger.Level.allCases.map(\.rawValue).joined(separator: ", "),
            read: { value, configuration in
                guard let level = value.text.flatMap(Logger.Level.init(rawValue:)) else { return false }
                configuration.logLevel = level
                return true
            }, write: { .text($0.logLevel.rawValue) }),
        Setting(
            "log.format", "Lines for people or for programs.",
            "one of " + LogFormat.allCases.map(\.rawValue).joined(separator: ", "),
            read: { value, configuration in
                guard let format = value.text.flatMap(LogFormat.init(rawValue:)) else { return false }
                configuration.logFormat = format
                return true
            }, write: { .text($0.logFormat.rawValue) }),
    ]
}

extension Setting {
    init(
        _ path: String, _ summary: String, _ form: String,
        read: @escaping @Sendable (Value, inout Configuration) -> Bool,
        write: @escaping @Sendable (Configuration) -> Value
    ) {
        self.init(path: path, summary: summary, form: form, read: read, write: write)
    }

    private static func integer(
        _ path: String, _ range: ClosedRange<Int>, _ target: any WritableKeyPath<Configuration, Int> & Sendable,
        _ summary: String
    ) -> Setting {
        Setting(
            path, summary, "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { value, configuration in
                guard case .integer(let number) = value, range.contains(number) else { return false }
                configuration[keyPath: target] = number
                return true
            }, write: { .integer($0[keyPath: target]) })
    }

    /// A duration, kept in milliseconds.
    private static func seconds(
        _ path: String, _ target: any WritableKeyPath<Configuration, Int> & Sendable, _ summary: String
    ) -> Setting {
        let range = 0.1...86_400.0
        return Setting(
            path, summary, "a number of seconds from 0.1 to 86400",
            read: { value, configuration in
                let seconds: Double
                switch value {
                case .integer(let number): seconds = Double(number)
                case .number(let number): seconds = number
                default: return false
                }
                guard range.contains(seconds) else { return false }
                configuration[keyPath: target] = Int((seconds * 1000).rounded())
                return true
            },
            write: {
                let milliseconds = $0[keyPath: target]
                return milliseconds % 1000 == 0 ? .integer(milliseconds / 1000) : .number(Double(milliseconds) / 1000)
            })
    }

    private static func texts(
        _ path: String, _ target: any WritableKeyPath<Configuration, [String]> & Sendable, _ summary: String,
        _ form: String, isUsable: @escaping @Sendable (String) -> Bool
    ) -> Setting {
        Setting(
            path, summary, form,
            read: { value, configuration in
                guard let texts = value.texts, texts.allSatisfy(isUsable) else { return false }
                configuration[keyPath: target] = texts
                return true
            }, write: { .list($0[keyPath: target].map(Value.text)) })
    }
}

extension Value {
    /// The texts of a list of nothing but texts; a text alone counts as a list of one.
    var texts: [String]? {
        switch self {
        case .text(let text): return [text]
        case .list(let values):
            let texts = values.compactMap(\.text)
            return texts.count == values.count ? texts : nil
        default: return nil
        }
    }
}
