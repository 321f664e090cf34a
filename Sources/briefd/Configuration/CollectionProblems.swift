// Collects the problems found while `collections` is parsed.
import API
import Catalog
import Documents

/// The problems of `collections` found so far.
struct CollectionProblems {
    private(set) var list: [CollectionSettings.Problem] = []

    mutating func add(_ node: JSONNode, _ message: String) {
        list.append(.init(line: node.line, message: message))
    }

    /// Adds a problem for a value that is not allowed.
    mutating func addInvalid(_ node: JSONNode, _ path: String, _ form: String) {
        add(node, "\(path) holds \(JSONText.line(node.value)), but it must be \(form)")
    }

    /// Adds a problem for a setting that does not exist.
    mutating func addUnknown(_ node: JSONNode, _ path: String, _ name: String, among names: [String]) {
        let hint = Suggestion.nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? "."
        add(node, "unknown setting \(path)\(hint) The settings are: \(names.joined(separator: ", "))")
    }
}
