// The error of a command.

/// Ends the command with a message on standard error and status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String

    /// Takes a message of one or several lines, which may name files.
    init(_ description: String) {
        let lines = description.split(separator: "\n", omittingEmptySubsequences: false)
        self.description = lines.map { LogWriter.printable(String($0)) }.joined(separator: "\n")
    }
}
