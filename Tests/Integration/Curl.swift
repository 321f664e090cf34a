// HTTP requests with libcurl: single transfers over a persistent connection, and concurrent ones.
// Tests/Support/Wire.swift sends bytes that libcurl does not send.

import CCurl
import Support

/// The error of a failed transfer.
struct CurlError: Error, CustomStringConvertible {
    var description: String
}

/// An HTTP client of one program with a persistent connection; it keeps the program running.
final class Curl {
    let program: Program
    private let transfer: Transfer

    /// Makes a client of the first address of `program`, or of the one at `index`.
    init(_ program: Program, at index: Int = 0) throws {
        self.program = program
        transfer = try Transfer(program.addresses[index])
    }

    /// Sends one request and returns the response, whatever its status.
    func request(_ target: String, method: String = "GET", headers: [String] = []) throws -> Answer {
        try transfer.prepare(target, method: method, headers: headers)
        try check(curl_easy_perform(transfer.handle))
        return try transfer.finish()
    }

    /// Sends GET requests for all `targets` at once over at most `connections` connections.
    ///
    /// Returns the responses in the order of `targets`.
    static func concurrently(_ targets: [String], of program: Program, connections: Int) throws -> [Answer] {
        defer { withExtendedLifetime(program) {} }
        guard let multi = curl_multi_init() else { throw CurlError(description: "no multi handle") }
        defer { curl_multi_cleanup(multi) }
        try check(ccurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections))
        let transfers = try targets.map { target in
            let transfer = try Transfer(program.addresses[0])
            try transfer.prepare(target, method: "GET", headers: [])
            return transfer
        }
        defer { for transfer in transfers { curl_multi_remove_handle(multi, transfer.handle) } }
        for transfer in transfers { try check(curl_multi_add_handle(multi, transfer.handle)) }

        var running: Int32 = 0
        repeat {
            try check(curl_multi_perform(multi, &running))
            if running > 0 { try check(curl_multi_poll(multi, nil, 0, 1000, nil)) }
        } while running > 0

        var remaining: Int32 = 0
        while let message = curl_multi_info_read(multi, &remaining) {
            try check(message.pointee.data.result)
        }
        return try transfers.map { try $0.finish() }
    }
}

/// A libcurl easy handle and the response that its callbacks collect.
private final class Transfer {
    let handle: UnsafeMutableRawPointer
    private let address: Address
    private var answer = Answer()
    private var fields: UnsafeMutablePointer<curl_slist>?

    private static let isInitialized = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    init(_ address: Address) throws {
        guard Self.isInitialized, let handle = curl_easy_init() else { throw CurlError(description: "no easy handle") }
        self.handle = handle
        self.address = address
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_slist_free_all(fields)
    }

    /// Sets all options of the next request; the reset keeps only the connections.
    func prepare(_ target: String, method: String, headers: [String]) throws {
        answer = Answer()
        curl_easy_reset(handle)
        switch address {
        case .tcp(let port):
            try check(ccurl_set_string(handle, CURLOPT_URL, "http://127.0.0.1:\(port)\(target)"))
        case .unix(let path):
            try check(ccurl_set_string(handle, CURLOPT_URL, "http://localhost\(target)"))
            try check(ccurl_set_string(handle, CURLOPT_UNIX_SOCKET_PATH, path))
        }
        curl_slist_free_all(fields)
        fields = nil
        for header in headers { fields = curl_slist_append(fields, header) }
        try check(ccurl_set_pointer(handle, CURLOPT_HTTPHEADER, fields))
        if method == "HEAD" {
            try check(ccurl_set_long(handle, CURLOPT_NOBODY, 1))
        } else {
            try check(ccurl_set_string(handle, CURLOPT_CUSTOMREQUEST, method))
        }
        try check(ccurl_set_string(handle, CURLOPT_PROXY, ""))
        try check(ccurl_set_long(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)))
        try check(ccurl_set_long(handle, CURLOPT_PATH_AS_IS, 1))
        try check(ccurl_set_long(handle, CURLOPT_NOSIGNAL, 1))
        try check(ccurl_set_long(handle, CURLOPT_TIMEOUT_MS, 20_000))
        let context = Unmanaged.passUnretained(self).toOpaque()
        try check(ccurl_set_pointer(handle, CURLOPT_HEADERDATA, context))
        try check(ccurl_set_pointer(handle, CURLOPT_WRITEDATA, context))
        try check(
            ccurl_set_sink(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
                Transfer.from(context)?.takeHeader(UnsafeBufferPointer(start: bytes, count: size * count))
                return size * count
            })
        try check(
            ccurl_set_sink(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
                let bytes = UnsafeRawBufferPointer(start: bytes, count: size * count)
                Transfer.from(context)?.answer.body.append(contentsOf: bytes)
                return size * count
            })
    }

    func finish() throws -> Answer {
        try check(ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &answer.status))
        try check(ccurl_get_long(handle, CURLINFO_NUM_CONNECTS, &answer.newConnections))
        return answer
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func takeHeader(_ bytes: UnsafeBufferPointer<CChar>) {
        let line = String(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self)
        if line.hasPrefix("HTTP/") { answer.headers = [] }  // keep only the last of several responses
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...].drop(while: \.isWhitespace).prefix { !$0.isNewline }
        answer.headers.append((line[..<colon].lowercased(), String(value)))
    }
}

private func check(_ code: CURLcode) throws {
    guard code != CURLE_OK else { return }
    throw CurlError(description: String(cString: curl_easy_strerror(code)))
}

private func check(_ code: CURLMcode) throws {
    guard code != CURLM_OK else { return }
    throw CurlError(description: String(cString: curl_multi_strerror(code)))
}
