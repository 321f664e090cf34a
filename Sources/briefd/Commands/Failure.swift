// The error of a command.

/// Ends the command with a message on standard error and status 1.
struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
