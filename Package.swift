// swift-tools-version: 6.2
// The targets of briefd and their dependencies. Architecture.md in the documentation describes the folders.
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "briefd",
    dependencies: [
        // Parses the command line and prints help and errors in a familiar form.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        // The logging API that Swift services share, so that a host program can use its own backend.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    ],
    targets: [
        .target(name: "Text", dependencies: ["CSystem"], swiftSettings: settings),
        .target(name: "Documents", dependencies: ["Text"], swiftSettings: settings),
        .target(name: "Search", dependencies: ["Documents", "Text"], swiftSettings: settings),
        .target(name: "People", dependencies: ["Documents", "Search", "Text"], swiftSettings: settings),
        .target(name: "Catalog", dependencies: ["Documents", "People", "Search", "Text"], swiftSettings: settings),
        .target(name: "HTTP", swiftSettings: settings),
        .target(
            name: "API", dependencies: ["Catalog", "Documents", "HTTP", "Search", "Text"],
            resources: [.embedInCode("Dashboard")], swiftSettings: settings),
        .target(name: "CSystem"),
        .target(name: "Server", dependencies: ["CSystem", "HTTP"], swiftSettings: settings),
        .executableTarget(
            name: "briefd",
            dependencies: [
                "API", "CSystem", "Catalog", "Documents", "HTTP", "Search", "Server", "Text",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            resources: [.embedInCode("Sample")], swiftSettings: settings),

        // Measures filters, sorts and facets in-process: `swift run -c release measure-queries`.
        .executableTarget(
            name: "measure-queries", dependencies: ["API", "Catalog", "Documents", "HTTP"],
            path: "Tests/Benchmarks/Queries", swiftSettings: settings),

        // Measures in-process what a change of one document costs.
        .executableTarget(
            name: "measure-snapshots", dependencies: ["BenchmarkFiles", "Catalog", "Documents"],
            path: "Tests/Benchmarks/Snapshots", swiftSettings: settings),
        .target(name: "BenchmarkFiles", path: "Tests/Benchmarks/Files", swiftSettings: settings),

        // Measures parsing, compared with cmark-gfm and on hostile input: see Tests/Benchmarks/README.md.
        .executableTarget(
            name: "measure-parse", dependencies: ["Documents"], path: "Tests/Benchmarks/Parse",
            swiftSettings: settings),

        .testTarget(
            name: "DocumentsTests", dependencies: ["Documents"],
            exclude: [
                "Fixtures", "compare-metadata", "compare-with-cmark", "compare-with-pandoc", "metadata-cases.txt",
                "metadata_cases.py",
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "measure", dependencies: ["BenchmarkFiles", "Catalog", "Documents", "Search"],
            path: "Tests/Benchmarks/measure", swiftSettings: settings),

        // Prints words with their stems: see Tests/Stemming/compare-with-snowball.
        .executableTarget(
            name: "print-stems", dependencies: ["Text"], path: "Tests/Stemming",
            exclude: ["compare-with-snowball"], swiftSettings: settings),

        .testTarget(
            name: "CatalogTests", dependencies: ["Catalog", "Documents", "People", "Search", "Support", "Text"],
            exclude: ["People"], swiftSettings: settings),
        .testTarget(name: "HTTPTests", dependencies: ["HTTP"], swiftSettings: settings),
        .testTarget(
            name: "APITests", dependencies: ["API", "Catalog", "Documents", "HTTP", "Text"], swiftSettings: settings),
        .testTarget(name: "ServerTests", dependencies: ["HTTP", "Server", "Support"], swiftSettings: settings),
        .target(name: "Support", dependencies: ["Catalog"], path: "Tests/Support", swiftSettings: settings),
        .testTarget(
            name: "briefdTests",
            dependencies: [
                "API", "Catalog", "CSystem", "Documents", "HTTP", "Search", "Server", "Support", "briefd",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        // libcurl, only for the integration tests; Tests/run installs it.
        .systemLibrary(name: "CCurl", path: "Tests/CCurl"),
        .testTarget(
            name: "Integration", dependencies: ["CCurl", "Support", "briefd"], path: "Tests/Integration",
            swiftSettings: settings),
    ]
)

// DocC's plugin, for the one command in Architecture.md that builds the documentation as a website.
if Context.environment["WITH_DOCC"] != nil {
    package.dependencies.append(.package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"))
}
