// Names that differ: a header or a name of metadata that comes again gets a number.

/// Names given out once each.
package struct UniqueNames {
    private var taken: Set<String>
    /// The next number to try behind a name, so that a thousand equal headers cost a thousand steps.
    private var next: [String: Int] = [:]

    package init(taken: Set<String> = []) { self.taken = taken }

    /// `name`, or with the lowest number from 2 that makes it differ from all names taken so far.
    package mutating func take(_ name: String) -> String {
        var unused = name
        while !taken.insert(unused).inserted {
            let number = next[name, default: 2]
            unused = "\(name)\(number)"
            next[name] = number + 1
        }
        return unused
    }
}
