// swift-tools-version: 6.2
// A FlyingFox server for `Tests/Benchmarks/run --with flyingfox`; it is not part of briefd.
import PackageDescription

let package = Package(
    name: "swift-server",
    platforms: [.macOS(.v13)],
    dependencies: [
        // The server to compare with: HTTP over sockets and Swift concurrency, without SwiftNIO.
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1")
    ],
    targets: [.executableTarget(name: "flyingfox", dependencies: ["FlyingFox"])]
)
