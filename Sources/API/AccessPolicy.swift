// Access checks: `Host` (against DNS rebinding), the bearer token and origins (CORS). API.swift calls them in order.

import HTTP

/// The rules that decide which requests the server accepts, and its address.
package struct AccessPolicy: Sendable {
    private let hosts: Set<String>
    private let origins: Set<String>
    private let token: [UInt8]?
    /// The address at which clients reach the server, without a slash at its end; nil if it is not known.
    let publicURL: String?

    /// Makes a policy.
    ///
    /// `hosts` are the accepted names in `Host`, with any port, in addition to IP addresses and `localhost`. `origins`
    /// are compared with `Origin` byte by byte (`https://example.org`). Without a `token`, requests need none. With
    /// `publicURL`, links of feeds are absolute.
    package init(hosts: [String] = [], origins: [String] = [], token: String? = nil, publicURL: String? = nil) {
        self.publicURL = publicURL.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
        self.hosts = Set(hosts.map(Self.folded) + ["localhost"])
        self.origins = Set(origins)
        self.token = token.map { Array($0.utf8) }
    }

    /// True if requests need a token.
    var requiresToken: Bool { token != nil }

    /// Returns true for a host name without port or wildcard that is no IP address.
    package static func isHost(_ text: String) -> Bool {
        guard let authority = Authority(text) else { return false }
        return authority.port == nil && text.utf8.allSatisfy { $0.isNameByte }
            && text.utf8.contains { !$0.isDigitOrDot }
    }

    /// Returns true for an origin as browsers send it: a scheme and an authority (RFC 6454 section 6.1).
    package static func isOrigin(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            return !rest.isEmpty && Authority(String(rest)) != nil && !rest.contains("*")
        }
        return false
    }

    /// Returns true for an absolute HTTP URL without user, query and fragment.
    package static func isPublicURL(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            let path = rest.drop { $0 != "/" }
            guard let target = try? Target(path.isEmpty ? "/" : String(path)) else { return false }
            return isOrigin(scheme + rest.prefix { $0 != "/" }) && !rest.contains("?") && !rest.contains("#")
                && !target.segments.dropLast().contains("")
        }
        return false
    }

    /// Returns true for the syntax of a bearer token (RFC 6750 section 2.1).
    package static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0.isNameByte || "_~+/=".utf8.contains($0) }
    }

    /// Throws `misdirected` if `Host` is not served.
    ///
    /// A request without `Host` passes: browsers always send one.
    func checkHost(_ request: Request) throws(Problem) {
        guard let field = request.headers[.host] else { return }
        let host = Authority(field).map { Array(field.utf8)[$0.host] }
        if let host, isServed(host) { return }
        var problem = Problem(
            .misdirected,
            "The server does not serve the host `\(field.prefix(200))`. It serves IP addresses, `localhost` and the "
                + "names in the setting `access.hosts`.")
        let name = host.map { String(decoding: $0, as: UTF8.self) } ?? ""
        if Self.isHost(name), name.utf8.count <= 253 {
            problem.detail +=
                " To serve this host, add \"\(name)\" to `access.hosts` in the configuration, or start the server with "
                + "`BRIEFD_ACCESS_HOSTS=\(name)`, which replaces the names of the configuration."
        }
        throw problem
    }

    /// Throws `unauthorized` if the policy has a token and the request does not have the same one.
    func checkToken(_ request: Request) throws(Problem) {
        guard let token else { return }
        let field = request.headers[.authorization]
        if let field, let given = Self.bearerToken(field), Self.isEqual(given, token) { return }
        let isBearer = field.map { $0.lowercased().hasPrefix("bearer ") } ?? false
        let challenge = field == nil ? "Bearer realm=\"briefd\"" : "Bearer realm=\"briefd\", error=\"invalid_token\""
        throw Problem(
            .unauthorized,
            isBearer
                ? "The token in `Authorization` is wrong."
                : field == nil
                    ? "The request has no token. Send `Authorization: Bearer TOKEN`."
                    : "`Authorization` has another scheme than `Bearer`. Send `Authorization: Bearer TOKEN`.",
            headers: [.wwwAuthenticate: challenge])
    }

    /// Throws `foreignOrigin` if a browser sends the request for a page of another site.
    ///
    /// Listed origins may only read responses. `checkHost` must have accepted `Host` before.
    func checkSameOrigin(_ request: Request) throws(Problem) {
        let site = request.headers[.secFetchSite]
        guard site == nil || site == "same-origin" || site == "none" else { throw Self.foreignOrigin }
        guard let origin = request.headers[.origin] else { return }
        let host = ["https://", "http://"].first { origin.hasPrefix($0) }.map { origin.dropFirst($0.count) }
        guard let host, let own = request.headers[.host], Self.folded(String(host)) == Self.folded(own) else {
            throw Self.foreignOrigin
        }
    }

    private static var foreignOrigin: Problem {
        Problem(
            .foreignOrigin,
            "`Origin` or `Sec-Fetch-Site` names another site. Send the request from the server's own page or a program."
        )
    }

    /// Returns the response to a CORS preflight, nil for other requests or without configured origins.
    func preflight(_ request: Request) -> Response? {
        guard !origins.isEmpty, request.method == .options, request.headers[.origin] != nil,
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        var response = Response(.noContent, headers: [.allow: API.allowedMethods])
        if allowedOrigin(of: request) != nil {
            response.headers[.accessControlAllowMethods] = API.allowedMethods
            response.headers[.accessControlAllowHeaders] =
                "Accept, Authorization, If-Match, If-Modified-Since, If-None-Match, If-Range, Last-Event-ID, Range, "
                + "X-Request-Id, traceparent"
            response.headers[.accessControlMaxAge] = "600"
        }
        return response
    }

    /// Adds the header fields with which a page of a listed origin can read the response.
    func addOriginFields(to response: inout Response, for request: Request) {
        guard !origins.isEmpty else { return }
        response.headers[.vary] = response.headers[.vary].map { $0 + ", Origin" } ?? "Origin"
        guard let origin = allowedOrigin(of: request) else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] =
            "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link, X-Request-Id, X-Total-Count"
    }

    private func allowedOrigin(of request: Request) -> String? {
        guard let origin = request.headers[.origin] else { return nil }
        return origins.contains(origin) ? origin : nil
    }

    /// Returns true for an IP address, `localhost` and the configured names.
    ///
    /// A name may end in one dot.
    private func isServed(_ host: ArraySlice<UInt8>) -> Bool {
        // An IPvFuture literal is no existing address.
        if host.first == UInt8(ascii: "[") { return host.dropFirst().first.map { $0 | 0x20 } != UInt8(ascii: "v") }
        let parts = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let isAddress =
            parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && (part.count == 1 || part.first != 0x30)
                    && part.allSatisfy { (0x30...0x39).contains($0) }
                    && part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
            }
        return isAddress || hosts.contains(Self.folded(String(decoding: host, as: UTF8.self)))
    }

    private static func folded(_ host: String) -> String {
        var bytes = host.utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }
        if bytes.last == UInt8(ascii: ".") { bytes.removeLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Parses `Bearer credentials` (RFC 6750 section 2.1); the scheme is case-insensitive.
    private static func bearerToken(_ field: String) -> [UInt8]? {
        let bytes = Array(field.utf8)
        let scheme = Array("bearer ".utf8)
        guard bytes.count > scheme.count, zip(bytes, scheme).allSatisfy({ $0 | 0x20 == $1 }) else { return nil }
        return Array(bytes.dropFirst(scheme.count).drop { $0 == 0x20 })
    }

    /// Compares two tokens in a time that depends only on the length of `given`.
    private static func isEqual(_ given: [UInt8], _ token: [UInt8]) -> Bool {
        var difference = given.count ^ token.count
        for (position, byte) in given.enumerated() where !token.isEmpty {
            difference |= Int(byte ^ token[position % token.count])
        }
        return difference == 0
    }
}

extension UInt8 {
    fileprivate var isDigitOrDot: Bool { (0x30...0x39).contains(self) || self == UInt8(ascii: ".") }

    /// True for the bytes of host names: letters, digits, `-` and `.`.
    fileprivate var isNameByte: Bool {
        isDigitOrDot || (0x61...0x7A).contains(self | 0x20) || self == UInt8(ascii: "-")
    }
}
