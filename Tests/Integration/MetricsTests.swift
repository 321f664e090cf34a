// The metrics and the access log of the running program.

import Foundation
import Glibc
import Support
import Testing

@Suite struct MetricsTests {
    @Test func everythingIsCountedAndReadByPrometheus() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let curl = try Curl(Program.serve(["--documents", folder.path]))
        for target in ["/points", "/points", "/nowhere", "/points/a-p1"] { _ = try curl.request(target) }
        let answer = try curl.request("/metrics")
        #expect(answer["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
        let lines = Set(answer.text.split(separator: "\n"))
        for line in [
            #"briefd_http_requests_total{endpoint="/{collection}",code="200"} 2"#,
            #"briefd_http_requests_total{endpoint="",code="404"} 1"#,
            #"briefd_http_requests_total{endpoint="/{collection}/{id}",code="200"} 1"#,
            "briefd_kept_answer_hits_total 1", "briefd_documents 1", #"briefd_records{collection="points"} 1"#,
            "briefd_last_reload_successful 1",
        ] {
            #expect(lines.contains(Substring(line)), "\(line)")
        }
        let promtool = "/usr/bin/promtool"
        guard access(promtool, X_OK) == 0 else { return }
        let process = Process()
        process.executableURL = URL(filePath: promtool)
        process.arguments = ["check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        (process.standardInput, process.standardError) = (input, output)
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(answer.body))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
        let remarks = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        #expect(process.terminationStatus == 0, "\(remarks)")
    }

    @Test func everyAnswerIsALineOfJSON() throws {
        let program = try Program.serve(["--set", "log.access=true", "--set", "log.format=json"])
        let curl = try Curl(program)
        #expect(try curl.request("/leaders?q=a%22b")["x-request-id"]?.utf8.count == 16)
        program.signal(SIGTERM)
        let outcome = try program.wait()
        let lines = try outcome.log.split(separator: "\n").map {
            try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
        }
        let access = try #require(lines.compactMap(\.self).first { $0["level"] as? String == "access" })
        #expect(access["target"] as? String == "/leaders?q=a%22b")
        #expect(access["status"] as? Int == 200)
    }

    @Test func aHangUpHasEverythingReadAgain() throws {
        let folder = try Folder(["a.txt": "- One: 1\n", "config.json": "{}"])
        let program = try Program.serve([
            "--config", folder("config.json"), "--documents", folder("a.txt"), "--set", "reload.watch=false",
        ])
        let curl = try Curl(program)
        #expect(try curl.request("/laws").status == 404)
        try folder.write(#"{"collections": {"laws": {"header": "Law"}}}"#, to: "config.json")
        program.signal(SIGHUP)
        try waitUntil { try curl.request("/laws").status == 200 }
        try folder.write(#"{"collections": []}"#, to: "config.json")
        program.signal(SIGHUP)
        try waitUntil { try curl.request("/-/diagnostics?code=reload-failed").text.contains("collections must be") }
        #expect(try curl.request("/laws").status == 200)
        #expect(try curl.request("/metrics").text.contains("briefd_last_reload_successful 0"))
    }

    private func waitUntil(_ condition: () throws -> Bool) throws {
        let end = ContinuousClock.now + .seconds(20)
        while try !condition() { try #require(ContinuousClock.now < end) }
    }
}
