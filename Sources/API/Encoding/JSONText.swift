// JSON text for people and logs; answers are written by JSONWriter itself.

package import Documents

/// A value as JSON text.
package enum JSONText {
    /// On one line.
    package static func line(_ value: Value) -> String {
        var writer = JSONWriter()
        writer.write(value)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// One member or element a line, indented by four blanks; empty ones and lists of scalars on a line of their own.
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
