// The version of the program.

enum Version {
    /// A semantic version.
    static let text = "0.1.0"
}
