// Unique names of columns and metadata: a repeated name gets a number.

/// Makes unique names.
package struct UniqueNames {
    private var taken: Set<String>
    /// True if names that differ in case alone count as equal.
    private let ignoresCase: Bool
    /// The next number to try after a name, so that a thousand equal headers take a thousand steps.
    private var next: [String: Int] = [:]

    package init(taken: Set<String> = [], ignoringCase: Bool = false) {
        self.taken = ignoringCase ? Set(taken.map { $0.lowercased() }) : taken
        ignoresCase = ignoringCase
    }

    /// Returns `name`, or `name` with the lowest number from 2 that makes it differ from all names so far.
    package mutating func take(_ name: String) -> String {
        var unused = name
        let stem = ignoresCase ? name.lowercased() : name
        while !taken.insert(ignoresCase ? unused.lowercased() : unused).inserted {
            let number = next[stem, default: 2]
            unused = "\(name)\(number)"
            next[stem] = number + 1
        }
        return unused
    }
}
