// Usage: flyingfox PORT FILE — responds to /leaders with the content of FILE as application/json.
import FlyingFox
import Foundation

let port = UInt16(CommandLine.arguments[1]) ?? 0
let body = try Data(contentsOf: URL(filePath: CommandLine.arguments[2]))
let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: port), logger: .disabled)
await server.appendRoute("GET /leaders") { _ in
    HTTPResponse(statusCode: .ok, headers: [.contentType: "application/json"], body: body)
}
try await server.run()
