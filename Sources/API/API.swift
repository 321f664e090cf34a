// Makes the response to a request. The endpoints are in Endpoints/, their table is in Endpoint.swift.

import Catalog
package import Documents
package import HTTP

/// The API: everything that responses depend on except the request and the snapshot.
package struct API: Sendable {
    static let allowedMethods = "GET, HEAD, OPTIONS"

    let access: AccessPolicy
    /// The version of the program.
    ///
    /// It is part of every `ETag`, because another version may encode the same content differently.
    let programVersion: String
    /// True if `POST /-/reload` is enabled.
    let offersReload: Bool
    /// Makes the text of `/metrics`, nil if the program has no metrics.
    let metrics: (@Sendable () -> String)?
    /// The JSON Schema of the configuration file, nil if the program has none.
    let configurationSchema: Value?

    /// Makes an API.
    ///
    /// The defaults serve everyone, without metrics and reloads.
    package init(
        access: AccessPolicy = AccessPolicy(), programVersion: String, offersReload: Bool = false,
        configurationSchema: Value? = nil, metrics: (@Sendable () -> String)? = nil
    ) {
        self.access = access
        self.programVersion = programVersion
        self.metrics = metrics
        self.offersReload = offersReload
        self.configurationSchema = configurationSchema
    }

    /// Returns the response to a request: a pure function of the request and the state.
    ///
    /// HEAD has the response of GET: the server omits the content and evaluates preconditions. After `cancellation`,
    /// the response is the error `too-costly`.
    package func respond(
        to request: Request, state: State, until cancellation: Cancellation = Cancellation()
    ) -> Response {
        var response: Response
        var path = ""
        do {
            response = try makeResponse(request, state, cancellation, &path)
            // A cancelled computation leaves an incomplete response.
            if cancellation.isCancelled { return refuse(.tooCostly) }
        } catch {
            response = error.response(instance: request.target.text)
        }
        response.route = path
        response.headers[.xContentTypeOptions] = "nosniff"
        access.addOriginFields(to: &response, for: request)
        return response
    }

    /// Returns true if the response may take long to compute: queries, exports, schemas and the OpenAPI document.
    ///
    /// Single records, lists without parameters and fixed texts are fast.
    package func mayTakeLong(_ request: Request) -> Bool {
        let segments = request.target.segments
        // Probes must not wait for long queries.
        if Router.isPublic(segments) { return false }
        // A listener that waited would miss the changes published meanwhile; one with a query asks for them.
        if segments == EventStream.segments { return !request.target.query.isEmpty }
        // Without `columns`, the error names the most frequent columns.
        guard request.target.query.isEmpty, segments != RowList.segments else { return true }
        if segments.count == 3, RelatedList.segment == segments[2] { return true }
        // The sections of a document are found by reading all of it.
        if segments.count > 2, segments[0] == "articles", segments[2] != "source" { return true }
        if segments.first == "-" || segments.last.map({ Suffix($0).format != nil }) == true { return true }
        guard segments.count == 1, let accept = request.headers[.accept] else { return false }
        let best = Accept(accept).best(of: MediaFormat.allCases.compactMap(\.negotiated))
        return MediaFormat.allCases.contains { $0.isExport && $0.negotiated == best }
    }

    private func makeResponse(
        _ request: Request, _ state: State, _ cancellation: Cancellation, _ path: inout String
    ) throws(Problem) -> Response {
        try access.checkHost(request)
        if let preflight = access.preflight(request) { return preflight }
        guard request.method.isKnown else {
            throw Problem(
                .methodUnknown,
                "The server does not support the method `\(request.method.name)`. Use \(Self.allowedMethods).")
        }
        if request.target.text == "*", request.method == .options {
            return Response(.noContent, headers: [.allow: Self.allowedMethods])
        }
        // The dashboard page contains no data and asks for the token itself.
        if !Router.isPublic(request.target.segments), !Index.isPage(request) { try access.checkToken(request) }
        let route = try Router.route(request, state)
        path = route.endpoint.path
        guard route.endpoint.isEnabled(self) else {
            throw Problem(.notFound, "The server's configuration does not enable `\(path)`.")
        }
        let allowed = route.endpoint.methods.map(\.name).joined(separator: ", ")
        guard route.endpoint.methods.contains(request.method) else {
            throw Problem(
                .methodNotAllowed, "The resource does not support \(request.method.name). Use \(allowed).",
                headers: [.allow: allowed])
        }
        guard !request.hasContent else {
            throw Problem(
                .contentRefused, "The request has content, which no resource accepts. Send it without content.")
        }
        if request.method == .options { return Response(.noContent, headers: [.allow: allowed]) }
        return try route.endpoint.respond(
            Context(
                api: self, request: request, state: state, snapshot: route.snapshot, captures: route.captures,
                cancellation: cancellation))
    }
}

/// The input of an endpoint.
struct Context {
    let api: API
    let request: Request
    let state: State
    /// The snapshot; nil only for an endpoint that does not need one.
    let snapshot: Snapshot?
    /// The values of the parameters in the endpoint's path.
    let captures: [String]
    /// Cancelled when the response is no longer needed.
    ///
    /// Long computations check it and may then return anything.
    let cancellation: Cancellation

    var query: [Target.QueryItem] { request.target.query }

    /// The path of the request, percent-encoded in its canonical form.
    var path: String { Reference.path(request.target.segments) }

    /// Returns a 200 with `ETag`, `Last-Modified` and, if the length is known, `Accept-Ranges`.
    ///
    /// The content must depend on the snapshot and the target only. `updates` are the times of files in the content,
    /// which the version of the snapshot does not include.
    func cacheableResponse(
        _ body: Response.Body, contentType: String, choice: MediaFormat.Choice? = nil, updates: String = ""
    ) -> Response {
        var hash = ContentHash()
        for text in [
            snapshot?.version ?? "", api.programVersion, request.target.text, choice?.format.rawValue ?? "",
            updates,
        ] {
            hash.combine(text)
        }
        var response = Response(.ok, body: body, isReusable: true)
        response.headers[.contentType] = contentType
        response.headers[.etag] = "\"\(hash.text)\""
        response.headers[.cacheControl] = "no-cache"
        // Content that is made while it is sent would have to be made again for each part.
        if case .bytes = body { response.headers[.acceptRanges] = "bytes" }
        if let snapshot {
            response.headers[.lastModified] = String(
                decoding: HTTPDate.encode(Int64(snapshot.modified)), as: UTF8.self)
        }
        if choice?.isNegotiated == true { response.headers[.vary] = "Accept" }
        return response
    }

    /// Returns the same input with other values of the parameters in the path.
    func capturing(_ captures: [String]) -> Context {
        Context(
            api: api, request: request, state: state, snapshot: snapshot, captures: captures,
            cancellation: cancellation)
    }

    /// Chooses the format of a response and parses the other parameters for it.
    ///
    /// Throws one error that lists the errors of the format and of the parameters.
    func parse<Parsed>(
        suffix: String?, among offered: [MediaFormat], _ parseParameters: (MediaFormat) throws(Problem) -> Parsed
    ) throws(Problem) -> (choice: MediaFormat.Choice, parsed: Parsed) {
        let choice: MediaFormat.Choice
        do {
            choice = try MediaFormat.choose(
                suffix: suffix, parameter: query.first { $0.name == "format" }?.value,
                accept: request.headers[.accept], offered: offered)
        } catch let notAcceptable {
            do {
                _ = try parseParameters(.json)
            } catch {
                var problem = error.faults.isEmpty ? error : Problem.invalidQuery(error.faults + notAcceptable.faults)
                problem.headers[.vary] = notAcceptable.headers[.vary]
                throw problem
            }
            throw notAcceptable
        }
        return (choice, try parseParameters(choice.format))
    }
}
