// JSON text for people and logs. Responses use JSONWriter directly.

package import Documents

/// Encodes values as JSON text.
package enum JSONText {
    /// Encodes a value on one line.
    package static func line(_ value: Value) -> String {
        var writer = JSONWriter()
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// Encodes a value with one member or element per line, indented by four spaces.
    ///
    /// Empty objects and lists of scalars are on one line.
    package static func indented(_ value: Value, by depth: Int = 0) -> String {
        let margin = String(repeating: "    ", count: depth + 1)
        let end = "\n" + String(repeating: "    ", count: depth)
        switch value {
        case .object(let members) where !members.isEmpty:
            let lines = members.map { margin + line(.text($0.name)) + ": " + indented($0.value, by: depth + 1) }
            return "{\n" + lines.joined(separator: ",\n") + end + "}"
        case .list(let elements) where elements.contains(where: \.isNested):
            let lines = elements.map { margin + indented($0, by: depth + 1) }
            return "[\n" + lines.joined(separator: ",\n") + end + "]"
        default:
            return line(value)
        }
    }
}

extension Value {
    fileprivate var isNested: Bool {
        switch self {
        case .object, .list: true
        default: false
        }
    }
}
