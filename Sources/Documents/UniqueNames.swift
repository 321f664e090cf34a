// Names that differ: a header or a name of metadata that comes again gets a number.

/// Names given out once each.
package struct UniqueNames {
    private var taken: Set<String>
    /// True if names that differ in case alone count as equal.
    private let ignoresCase: Bool
    /// The next number to try behind a name, so that a thousand equal headers cost a thousand steps.
    private var next: [String: Int] = [:]

    package init(taken: Set<String> = [], ignoringCase: Bool = false) {
        self.taken = ignoringCase ? Set(taken.map { $0.lowercased() }) : taken
        ignoresCase = ignoringCase
    }

    /// `name`, or with the lowest number from 2 that makes it differ from all names taken so far.
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
