// swift-tools-version: 6.2
// The targets of briefd and the arrows between them; which directories hold what is told in README.md, "A tour of the source".
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "briefd",
    targets: [
        .target(name: "HTTP", swiftSettings: settings),
        .target(name: "CSystem"),
        .target(name: "Server", dependencies: ["CSystem", "HTTP"], swiftSettings: settings),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP"], swiftSettings: settings),
        .testTarget(name: "ServerTests", dependencies: ["HTTP", "Server", "Support"], swiftSettings: settings),
        .target(name: "Support", path: "Tests/Support", swiftSettings: settings),
    ]
)
