// The Prometheus text format, version 0.0.4.

/// Metrics in the Prometheus text format.
struct MetricsText {
    enum Kind: String { case counter, gauge, histogram }

    private(set) var text = ""

    /// Appends a metric with one sample for each element of `samples`.
    mutating func append(
        _ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: [(String, String)], value: Double)]
    ) {
        appendHeader(name, kind, help)
        for sample in samples { append(name, sample.labels, sample.value) }
    }

    /// Appends a metric with one sample.
    mutating func append(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        append(name, kind, help, [([], value)])
    }

    mutating func append(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        append(name, kind, help, Double(value))
    }

    /// Appends the comment lines of a metric: its help text and its type.
    mutating func appendHeader(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Appends one sample.
    mutating func append(_ name: String, _ labels: [(String, String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",") + "}"
        }
        text += " " + Self.number(value) + "\n"
    }

    /// Returns a number as text, without a fraction if it is whole.
    static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? value.description }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, letter in
            switch letter {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n", "\r\n": result += "\\n"
            default: result.append(letter)
            }
        }
    }
}
