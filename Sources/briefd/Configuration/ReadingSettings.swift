// The settings of how documents are read: `titles` and `metadata`.
import API
import Documents

extension Setting {
    static let titles = Setting(
        "titles", "Where titles come from, the preferred source first; the file name comes last in any case.",
        .texts(
            "a list of metadata, metadata.NAME, titleLine, heading, firstLine and fileName, each once",
            item: ["type": "string", "pattern": "^(metadata(\\..+)?|titleLine|heading|firstLine|fileName)$"],
            minCount: 1),
        read: { value, configuration in
            guard let texts = value.texts, !texts.isEmpty else { return false }
            let sources = texts.compactMap(ReadingOptions.TitleSource.init)
            guard sources.count == texts.count, Set(sources).count == sources.count else { return false }
            configuration.reading.titles = sources
            return true
        }, write: { .list($0.reading.titles.map { .text($0.text) }) })

    private static let fields = ReadingOptions.MetadataField.allCases.map(\.rawValue)

    static let metadata = Setting(
        "metadata", "Further names of metadata and the fields that they fill; `extra` for no field.",
        SettingForm(
            words: "an object that maps names of metadata to one of \(fields.joined(separator: ", "))",
            schema: ["type": "object", "additionalProperties": ["enum": .list(fields.map(Value.text))]],
            syntax: .json),
        read: { value, configuration in
            guard case .object(let members) = value else { return false }
            let names = members.compactMap { member in
                member.value.text.flatMap(ReadingOptions.MetadataField.init(rawValue:)).map {
                    ReadingOptions.MetadataName(member.name, $0)
                }
            }
            guard names.count == members.count, Set(names.map { $0.name.lowercased() }).count == names.count,
                !names.contains(where: \.name.isEmpty)
            else { return false }
            configuration.reading.metadata = names
            return true
        }, write: { .object($0.reading.metadata.map { .init($0.name, .text($0.field.rawValue)) }) })
}
