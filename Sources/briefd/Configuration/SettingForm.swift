// The types of settings: allowed values in words and as JSON Schema, and their syntax outside JSON.
import API
import Documents

/// The allowed values of a setting.
struct SettingForm: Sendable {
    /// The syntax of a value in an environment variable or after `--set`.
    enum Syntax: Sendable {
        /// Plain text.
        case text
        /// Texts separated by commas.
        case texts
        /// JSON.
        case json
    }

    /// The allowed values as the end of a sentence: "a whole number from 1 to 65535".
    let words: String
    /// The JSON Schema (draft 2020-12) of the value in the file.
    let schema: Value
    let syntax: Syntax

    static func text(_ words: String, schema: Value) -> SettingForm {
        SettingForm(words: words, schema: schema, syntax: .text)
    }

    /// Returns the form of a list of at least `minCount` texts; a single text is allowed in place of a list of one.
    static func texts(_ words: String, item: Value, minCount: Int = 0) -> SettingForm {
        SettingForm(
            words: words, schema: ["type": ["array", "string"], "items": item, "minItems": .integer(minCount)],
            syntax: .texts)
    }

    /// Parses a value from an environment variable or option.
    ///
    /// Returns invalid JSON as text, which the setting then rejects.
    func parse(_ text: String) -> Value {
        switch syntax {
        case .text: .text(text)
        case .texts: .list(text.split(separator: ",").map { .text(PlainText.normalized(String($0))) })
        case .json: (try? Value(json: Array(text.utf8))) ?? .text(text)
        }
    }
}

extension Setting {
    init(
        _ path: String, _ summary: String, _ form: SettingForm, shortVariable: String? = nil,
        read: @escaping @Sendable (Value, inout Configuration) -> Bool,
        write: @escaping @Sendable (Configuration) -> Value
    ) {
        self.init(path: path, summary: summary, form: form, shortVariable: shortVariable, read: read, write: write)
    }

    static func integer(
        _ path: String, _ range: ClosedRange<Int>, _ target: any WritableKeyPath<Configuration, Int> & Sendable,
        _ summary: String
    ) -> Setting {
        let schema: Value = [
            "type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound),
        ]
        let words = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        return Setting(
            path, summary, SettingForm(words: words, schema: schema, syntax: .json),
            read: { value, configuration in
                guard case .integer(let number) = value, range.contains(number) else { return false }
                configuration[keyPath: target] = number
                return true
            }, write: { .integer($0[keyPath: target]) })
    }

    /// Makes a setting in seconds that the configuration stores in milliseconds; 0 is allowed if `allowsZero`.
    static func seconds(
        _ path: String, _ target: any WritableKeyPath<Configuration, Int> & Sendable, allowsZero: Bool = false,
        _ summary: String
    ) -> Setting {
        let range = 0.1...86_400.0
        let bounds: Value = ["type": "number", "minimum": .number(range.lowerBound), "maximum": 86_400]
        let form = SettingForm(
            words: (allowsZero ? "0 or " : "") + "a number of seconds from 0.1 to 86400",
            schema: allowsZero ? ["anyOf": [["const": 0], bounds]] : bounds, syntax: .json)
        return Setting(
            path, summary, form,
            read: { value, configuration in
                let seconds: Double
                switch value {
                case .integer(let number): seconds = Double(number)
                case .number(let number): seconds = number
                default: return false
                }
                guard range.contains(seconds) || (allowsZero && seconds == 0) else { return false }
                configuration[keyPath: target] = Int((seconds * 1000).rounded())
                return true
            },
            write: {
                let milliseconds = $0[keyPath: target]
                return milliseconds % 1000 == 0 ? .integer(milliseconds / 1000) : .number(Double(milliseconds) / 1000)
            })
    }

    static func flag(
        _ path: String, _ target: any WritableKeyPath<Configuration, Bool> & Sendable, _ summary: String
    ) -> Setting {
        Setting(
            path, summary, SettingForm(words: "true or false", schema: ["type": "boolean"], syntax: .json),
            read: { value, configuration in
                guard case .boolean(let flag) = value else { return false }
                configuration[keyPath: target] = flag
                return true
            }, write: { .boolean($0[keyPath: target]) })
    }

    static func choice<Choice: RawRepresentable<String> & Sendable>(
        _ path: String, _ choices: [Choice], _ target: any WritableKeyPath<Configuration, Choice> & Sendable,
        _ summary: String
    ) -> Setting {
        let names = choices.map(\.rawValue)
        let form = SettingForm.text(
            "one of " + names.joined(separator: ", "), schema: ["enum": .list(names.map(Value.text))])
        return Setting(
            path, summary, form,
            read: { value, configuration in
                guard let choice = value.text.flatMap(Choice.init(rawValue:)) else { return false }
                configuration[keyPath: target] = choice
                return true
            }, write: { .text($0[keyPath: target].rawValue) })
    }

    static func texts(
        _ path: String, _ target: any WritableKeyPath<Configuration, [String]> & Sendable, _ summary: String,
        _ words: String, isValid: @escaping @Sendable (String) -> Bool
    ) -> Setting {
        Setting(
            path, summary, .texts(words, item: ["type": "string"]),
            read: { value, configuration in
                guard let texts = value.texts, texts.allSatisfy(isValid) else { return false }
                configuration[keyPath: target] = texts
                return true
            }, write: { .list($0[keyPath: target].map(Value.text)) })
    }
}

extension Value {
    /// The texts of a list that holds only texts; a single text counts as a list of one.
    var texts: [String]? {
        switch self {
        case .text(let text): return [text]
        case .list(let values):
            let texts = values.compactMap(\.text)
            return texts.count == values.count ? texts : nil
        default: return nil
        }
    }
}
