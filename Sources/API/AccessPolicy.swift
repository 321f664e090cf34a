// Who may ask: the check of Host against DNS rebinding, origins (CORS) and the bearer token. Pure; the order is the API's.

import HTTP

/// What a request must show before it is routed.
package struct AccessPolicy: Sendable {
    private let hosts: Set<String>
    private let origins: Set<String>
    private let token: [UInt8]?

    /// `hosts` are names beside IP addresses and `localhost`, any port; `origins` are compared as browsers send them
    /// (`https://example.org`); without a `token` everyone may ask.
    package init(hosts: [String] = [], origins: [String] = [], token: String? = nil) {
        self.hosts = Set(hosts.map(Self.folded) + ["localhost"])
        self.origins = Set(origins)
        self.token = token.map { Array($0.utf8) }
    }

    /// True where requests must carry a token.
    var asksForToken: Bool { token != nil }

    /// True for a name that `Host` can hold: no port, no wildcard, no address.
    package static func isHost(_ text: String) -> Bool {
        guard let authority = Authority(text) else { return false }
        return authority.port == nil && text.utf8.allSatisfy { $0.isNameByte }
            && text.utf8.contains { !$0.isDigitOrDot }
    }

    /// True for an origin as browsers send it: scheme and authority alone (RFC 6454 section 6.1).
    package static func isOrigin(_ text: String) -> Bool {
        for scheme in ["https://", "http://"] where text.hasPrefix(scheme) {
            let rest = text.dropFirst(scheme.count)
            return !rest.isEmpty && Authority(String(rest)) != nil && !rest.contains("*")
        }
        return false
    }

    /// True for what a bearer token is spelled with (RFC 6750 section 2.1).
    package static func isToken(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0.isNameByte || "_~+/=".utf8.contains($0) }
    }

    /// Throws `misdirected` where the request names a host that is not served; without a Host it is none of a browser's.
    func checkHost(_ request: Request) throws(Problem) {
        guard let field = request.headers[.host] else { return }
        if let authority = Authority(field), isServed(Array(field.utf8)[authority.host]) { return }
        throw Problem(.misdirected, "This server does not answer for the host that the request names.")
    }

    /// Throws `unauthorized` where a token is configured and the request does not carry it.
    func checkToken(_ request: Request) throws(Problem) {
        guard let token else { return }
        let field = request.headers[.authorization]
        if let field, let given = Self.bearerToken(field), Self.isEqual(given, token) { return }
        let challenge = field == nil ? "Bearer realm=\"briefd\"" : "Bearer realm=\"briefd\", error=\"invalid_token\""
        throw Problem(
            .unauthorized, field == nil ? "The request carries no token." : "The request carries a wrong token.",
            headers: [.wwwAuthenticate: challenge])
    }

    /// Throws `foreignOrigin` where a browser asks on behalf of a page that is not this server's own.
    ///
    /// A listed origin may read answers, no more. The host that is compared with has been checked before.
    func checkSameOrigin(_ request: Request) throws(Problem) {
        let site = request.headers[.secFetchSite]
        guard site == nil || site == "same-origin" || site == "none" else { throw Self.foreign }
        guard let origin = request.headers[.origin] else { return }
        let host = ["https://", "http://"].first { origin.hasPrefix($0) }.map { origin.dropFirst($0.count) }
        guard let host, let own = request.headers[.host], Self.folded(String(host)) == Self.folded(own) else {
            throw Self.foreign
        }
    }

    private static var foreign: Problem {
        Problem(.foreignOrigin, "The request comes from a page of another site.")
    }

    /// The answer to a CORS preflight, nil where the request is none or no origins are configured.
    func preflight(_ request: Request) -> Response? {
        guard !origins.isEmpty, request.method == .options, request.headers[.origin] != nil,
            request.headers[.accessControlRequestMethod] != nil
        else { return nil }
        var response = Response(.noContent, headers: [.allow: API.allowedMethods])
        if allowedOrigin(of: request) != nil {
            response.headers[.accessControlAllowMethods] = API.allowedMethods
            response.headers[.accessControlAllowHeaders] =
                "Accept, Authorization, If-Match, If-Modified-Since, If-None-Match, X-Request-Id, traceparent"
            response.headers[.accessControlMaxAge] = "600"
        }
        return response
    }

    /// Adds what a page of a listed origin needs to read the response.
    func addOriginFields(to response: inout Response, for request: Request) {
        guard !origins.isEmpty else { return }
        response.headers[.vary] = response.headers[.vary].map { $0 + ", Origin" } ?? "Origin"
        guard let origin = allowedOrigin(of: request) else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = "Content-Disposition, ETag, Link, X-Request-Id, X-Total-Count"
    }

    private func allowedOrigin(of request: Request) -> String? {
        guard let origin = request.headers[.origin] else { return nil }
        return origins.contains(origin) ? origin : nil
    }

    /// True for an IP literal, an IPv4 address, `localhost` and the configured names; one dot may end a name.
    private func isServed(_ host: ArraySlice<UInt8>) -> Bool {
        // The brackets of IPvFuture hold no address that anything has.
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

    /// The credentials of `Bearer credentials`, RFC 6750 section 2.1; the scheme is not case-sensitive.
    private static func bearerToken(_ field: String) -> [UInt8]? {
        let bytes = Array(field.utf8)
        let scheme = Array("bearer ".utf8)
        guard bytes.count > scheme.count, zip(bytes, scheme).allSatisfy({ $0 | 0x20 == $1 }) else { return nil }
        return Array(bytes.dropFirst(scheme.count).drop { $0 == 0x20 })
    }

    /// Compares in a time that depends on the length of `given` alone.
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

    /// True for what host names are made of: letters, digits, `-` and `.`.
    fileprivate var isNameByte: Bool {
        isDigitOrDot || (0x61...0x7A).contains(self | 0x20) || self == UInt8(ascii: "-")
    }
}
