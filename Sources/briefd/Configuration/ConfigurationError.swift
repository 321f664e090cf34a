// The error of an invalid configuration.

/// All problems of a configuration, so that the user can fix them at once.
struct ConfigurationError: Error, CustomStringConvertible {
    struct Problem: Hashable {
        /// The source of the value: file and line, variable or option.
        var place: String
        /// The problem, the value, and the allowed values.
        var message: String
    }

    var problems: [Problem]

    var description: String {
        problems.map { "\($0.place): \($0.message)" }.joined(separator: "\n")
    }
}
