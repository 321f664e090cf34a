// Random documents with everything that can reach across documents: rows, aliases, namesakes, front matter, lists.

package import Catalog

/// A random sequence that depends on its seed alone (SplitMix64).
package struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0xD134_2543_DE82_EF95 }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
        return bits ^ bits >> 31
    }
}

/// Writes random documents.
///
/// Tables are headed `Leader`, `Task`, `Rule` or, transposed, `Fact`; bullets are below the heading `Demands`.
package struct RandomDocuments {
    /// The collections from `Rule`, `Fact` and `Demands`.
    package static let otherEntries: [Mapping.Entry] = {
        var rules = Mapping.Entry("rules", match: .tablesHeaded(["Rule"]))
        rules.merge = .none
        rules.fields = [.init(header: "Owners", type: .list(separator: ";"))]
        var facts = Mapping.Entry("facts", match: .tablesHeaded(["Fact"]))
        facts.isTransposed = true
        var demands = Mapping.Entry("demands", match: .init(headings: ["Demands"]))
        demands.contents = [.bullets]
        return [rules, facts, demands]
    }()

    /// The words of one writer.
    package struct Vocabulary: Sendable {
        /// As rows name them, with namesakes, several spellings and ordinary words.
        package let people: [String]
        /// As text names them.
        package let mentions: [String]
        /// The keys of other rows.
        package let keys: [String]
        /// The names of documents that links may lead to.
        package let pages: [String]

        package static let first = Vocabulary(
            people: ["Lee", "Ann Lee", "Tom Lee", "Bo Rask", "RASK", "Ida von der Aa", "Bank", "Xi Ping", "Bo-Lee"],
            mentions: [
                "Lee", "Ann Lee", "President Ann Lee", "Mrs Lee", "L*ee*", "Bo Rask", "Minister Rask", "Rask",
                "President Xi", "Xi", "Ping", "von der Aa", "Bank", "bank", "Bo-Lee", "Tom B. Lee", "A. Lee",
            ],
            keys: ["Harbour wall", "harbour  wall", "Lamps", "Ropes and nets", "Ropes-and-nets"],
            pages: ["tide", "pier", "dock"])

        /// No name or key is one of `first`.
        package static let second = Vocabulary(
            people: ["Kern", "Ida Kern", "Olaf Brand", "Brand", "Una Moll", "Moll", "Ron-Moll"],
            mentions: [
                "Kern", "Chancellor Ida Kern", "Olaf Brand", "brand", "Brand", "Senator Moll", "Una Moll", "Ron-Moll",
            ],
            keys: ["Night ferry", "night ferry", "Grain store"],
            pages: ["farm", "mill"])
    }

    package var generator: SeededGenerator
    private let vocabulary: Vocabulary
    /// People who are named in text as well.
    private let strangers: [String]
    /// True if a column may hold numbers here and words there.
    private let flipsTypes: Bool

    package init(
        seed: Int, _ vocabulary: Vocabulary, mentioning strangers: [String] = [], flipsTypes: Bool = false
    ) {
        generator = SeededGenerator(seed: seed)
        self.vocabulary = vocabulary
        self.strangers = strangers
        self.flipsTypes = flipsTypes
    }

    private static let words = [
        "ships", "harbour", "storm", "grain", "met", "spoke of", "sailed to", "the", "a quiet", "evening", "and then",
    ]

    package mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &generator)]
    }

    /// Returns true one time in `count`.
    package mutating func isChosen(oneIn count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }

    // MARK: Files

    /// The ending of a file's name, and its text.
    package mutating func file() -> (ending: String, text: String) {
        if isChosen(oneIn: 8) {
            let lines = (0..<Int.random(in: 1...3, using: &generator)).map { number in
                "{\"title\": \"Line \(number)\", \"text\": \"\(sentence()) \(sentence())\", \"edition\": \(number)}\n"
            }
            return (".jsonl", lines.joined())
        }
        if isChosen(oneIn: 4) { return (".txt", "Title: \(pick(vocabulary.keys)) day\n" + body()) }
        return (".md", frontMatter() + (isChosen(oneIn: 3) ? "" : "# \(pick(vocabulary.keys)) day\n\n") + body())
    }

    /// A file without rows and names; its front matter, lists and tables are in no collection.
    package mutating func quietFile() -> (ending: String, text: String) {
        let text = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: "- \(pick(Self.words)): \(pick(Self.words)) [more](\(pick(vocabulary.pages)).md)\n  - below\n"
            case 1: "| \(pick(["LEEDER", "Leeder", "Cargo"])) | Area |\n|---|---|\n| rope | x |\n"
            case 2: "## \(pick(["Demand", "Evening"]))\n\n- Wish: \(pick(Self.words))\n"
            default: "It was \(pick(Self.words)) and \(pick(Self.words)).\n"
            }
        }
        return (".md", frontMatter() + text.joined(separator: "\n"))
    }

    /// A file with every header and every kind of value, so that no other file adds one.
    package mutating func fileWithEverything() -> String {
        """
        ---
        date: 2026-03-01
        desk: north
        edition: 3
        ---
        # Everything

        \(leaders())
        \(tasks())
        \(rules("Start day"))
        \(facts())
        \(demands())
        """
    }

    private mutating func frontMatter() -> String {
        if isChosen(oneIn: 3) { return "" }
        let dates =
            flipsTypes ? ["2026-02-11", "03/04/2026", "12/31/2026", "31/12/2026"] : ["2026-02-11", "2026-05-03"]
        let date = isChosen(oneIn: 4) ? "" : "date: \(pick(dates))\n"
        let tags = isChosen(oneIn: 2) ? "tags: [\(pick(vocabulary.keys)), sea]\n" : ""
        let desk =
            isChosen(oneIn: 2)
            ? "\(flipsTypes && isChosen(oneIn: 4) ? "Desk" : "desk"): \(pick(vocabulary.keys))\n" : ""
        return "---\n" + date + tags + desk + "edition: \(Int.random(in: 1...9, using: &generator))\n---\n"
    }

    private mutating func body() -> String {
        (0..<Int.random(in: 1...5, using: &generator)).map { _ in
            switch Int.random(in: 0..<10, using: &generator) {
            case 0, 1: leaders()
            case 2: tasks()
            case 3: rules()
            case 4: facts()
            case 5: demands()
            case 6: "| \(pick(["LEEDER", "Leeder", "Leeders"])) | Area |\n|---|---|\n| \(pick(vocabulary.keys)) | x |\n"
            default: paragraph()
            }
        }.joined(separator: "\n")
    }

    // MARK: Text

    private var names: [String] { vocabulary.mentions + strangers }

    private mutating func sentence() -> String {
        "Then \(pick(names)) \(pick(Self.words)) \(pick(Self.words)) \(pick(names))."
    }

    private mutating func paragraph() -> String {
        (0..<Int.random(in: 1...4, using: &generator)).map { _ in
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: "See [\(pick(Self.words))](\(pick(vocabulary.pages)).md) and \(sentence())\n"
            case 1: "See [the guest](https://e.example/\(pick(names).replacing(" ", with: "/"))).\n"
            default: sentence() + "\n"
            }
        }.joined()
    }

    // MARK: Rows

    private mutating func leaders() -> String {
        let (header, since) = (pick(["Leader", "LEADER"]), pick(["2020-02-03", "soon", ""]))
        let rows = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
            "| \(pick(vocabulary.people)) | \(pick(Self.words)) with \(pick(vocabulary.people)) | \(since) |\n"
        }
        return "| \(header) | Area | Since |\n|---|---|---|\n" + rows.joined()
    }

    private mutating func tasks() -> String {
        let votes = flipsTypes && isChosen(oneIn: 4) ? "many" : String(Int.random(in: 1...20, using: &generator))
        return "| Task | Start Day | Votes | Since | Since |\n|---|---|---|---|---|\n"
            + "| \(pick(vocabulary.keys)) | \(pick(Self.words)) | \(votes) | \(pick(["2020-02-03", "soon"])) | x |\n"
            + "| \(pick(vocabulary.keys)) | | \(votes) | | |\n"
    }

    private mutating func rules(_ header: String? = nil) -> String {
        "| Rule | \(header ?? pick(["Start day", "Startday"])) | Owners |\n|---|---|---|\n"
            + "| \(pick(vocabulary.keys)) | x | \(pick(vocabulary.people)); \(pick(vocabulary.people)) |\n"
            + "| \(pick(vocabulary.keys)) | y | |\n"
    }

    private mutating func facts() -> String {
        "| Fact | \(pick(vocabulary.keys)) | \(pick(vocabulary.keys)) |\n|---|---|---|\n"
            + "| Area | \(pick(Self.words)) | x |\n"
    }

    private mutating func demands() -> String {
        "## Demands\n\n- \(pick(vocabulary.keys)): \(sentence())\n- \(sentence())\n\n"
    }
}
