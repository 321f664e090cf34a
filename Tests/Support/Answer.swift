// An answer as a test sees it, whichever client received it.

/// One answer.
package struct Answer: Sendable {
    package var status = 0
    /// Field lines in the order received, names in lower case.
    package var headers: [(name: String, value: String)] = []
    package var body: [UInt8] = []
    /// Connections opened for it; 0 where a kept one was used, or where nobody counted.
    package var newConnections = 0

    package init() {}

    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the first field called `name`, in lower case.
    package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
}
