// A response that a test client received.

/// One response.
package struct Answer: Sendable {
    /// The status code.
    package var status = 0
    /// The field lines in the order received, with names in lower case.
    package var headers: [(name: String, value: String)] = []
    /// The content, decoded if it was chunked.
    package var body: [UInt8] = []
    /// The number of connections that the client opened for it; 0 if the client reused one or does not count.
    package var newConnections = 0

    /// Creates an empty response.
    package init() {}

    /// The content as text.
    package var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of the first field with this name, in lower case.
    package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
}
