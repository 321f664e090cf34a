// Words as they are cut from text and folded.

import Testing

@testable import Catalog
@testable import Search
@testable import Text

struct WordsTests {
    @Test(
        "text becomes folded words",
        arguments: [
            ("Sea lanes, 2 ports", ["sea", "lanes", "2", "ports"]),
            ("Macron's plan, Macron’s plan", ["macron", "plan", "macron", "plan"]),
            ("MACRON'S", ["macron"]),
            ("the states' aims", ["the", "states", "aims"]),
            ("O'Neill l’Europe it's so", ["o", "neill", "l", "europe", "it", "so"]),
            ("'s gone", ["s", "gone"]),
            ("Café cafe\u{301} CAFÉ", ["cafe", "cafe", "cafe"]),
            ("Łódź Ærø Straße œuvre", ["lodz", "aero", "strasse", "oeuvre"]),
            ("co\u{AD}operate zero\u{200B}width \u{FEFF}mark", ["cooperate", "zerowidth", "mark"]),
            ("ﬁsh ofﬁce", ["fish", "office"]),
            ("ＮＡＴＯ２", ["nato2"]),
            ("m² H₂O Ⅻ", ["m2", "h2o", "xii"]),
            ("Ёлка ΣΊΣΥΦΟΣ", ["елка", "σισυφοσ"]),
            ("東京 2020年", ["東", "京", "2020", "年"]),
            ("서울 시", ["서울", "시"]),
            ("हिन्दी", ["हिन्दी"]),
            ("U.S. e-mail a_b", ["u", "s", "e", "mail", "a", "b"]),
            ("… — !? 💡", []),
            ("", []),
        ])
    func folds(_ text: String, _ expected: [String]) {
        #expect(words(text) == expected)
    }

    @Test("a long word is cut, and what follows is read")
    func long() {
        let text = String(repeating: "x", count: 5000) + " end"
        #expect(words(text) == [String(repeating: "x", count: Words.longest), "end"])
    }

    @Test("ill-formed bytes separate words", arguments: [[0xFF], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0x80]])
    func illFormed(_ bytes: [UInt8]) {
        let scratch = Words.Scratch()
        var found: [[UInt8]] = []
        (Array("one".utf8) + bytes + Array(" two".utf8) + bytes).withUnsafeBufferPointer { text in
            var words = Words(text, scratch)
            while words.next() { found.append(words.bytes) }
        }
        #expect(found == [Array("one".utf8), Array("two".utf8)])
    }

    private func words(_ text: String) -> [String] {
        var found: [String] = []
        Words.forEach(in: text, Words.Scratch()) { found.append(String(decoding: $0.bytes, as: UTF8.self)) }
        return found
    }
}

struct TextQueryTests {
    @Test(
        "any text is a query",
        arguments: [
            ("sea lanes", ["sea", "lanes"]),
            ("\"sea lanes\" port", ["\"sea lanes\"", "port"]),
            ("“sea lanes” «open water»", ["\"sea lanes\"", "\"open water\""]),
            ("sea -lanes -\"open water\"", ["sea", "-lanes", "-\"open water\""]),
            ("har* \"open wat*\" \"sea la\"*", ["har*", "\"open wat\"*", "\"sea la\"*"]),
            ("well-known O'Neill", ["\"well known\"", "\"o neill\""]),
            ("sea sea SEA", ["sea"]),
            ("\"unclosed phrase", ["\"unclosed phrase\""]),
            ("- -- \" \" * -* \"-\" ( OR ) ^~:[]{}\\/", ["or"]),
            ("*lead", ["lead"]),
            ("東京", ["\"東 京\""]),
            ("", []), ("   ", []), ("!?", []),
        ])
    func reads(_ text: String, _ expected: [String]) {
        #expect(TextQuery(text).clauses.map(\.text) == expected)
    }

    @Test("too many words are told, not looked for")
    func bounded() {
        let many = TextQuery((0..<1000).map { "w\($0)" }.joined(separator: " "))
        #expect(many.isCut)
        #expect(many.clauses.count == TextQuery.mostClauses)
        let long = TextQuery("\"" + (0..<1000).map { "w\($0)" }.joined(separator: " ") + "\"")
        #expect(long.isCut)
        #expect(long.clauses.first?.words.count == TextQuery.longestPhrase)
    }
}
