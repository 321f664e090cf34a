// The setting `log.format`.

/// The format of log lines: text, or one JSON object for each line.
enum LogFormat: String, CaseIterable, Sendable { case text, json }
