// The way from a request to its response. What each path answers lives in Endpoints/.

import Catalog
package import Documents
package import HTTP

/// Everything but the snapshot that answers depend on.
package struct API: Sendable {
    static let allowedMethods = "GET, HEAD, OPTIONS"

    let access: AccessPolicy
    /// The program's version; another one may encode the same content differently, so it is part of every ETag.
    let programVersion: String
    /// True where clients may have the documents read again.
    let offersReload: Bool
    /// Makes the text of `/metrics`, nil where nothing is counted.
    let metrics: (@Sendable () -> String)?
    /// The JSON Schema of the program's configuration, nil where it is not served.
    let configurationSchema: Value?

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

    /// The answer to one request: a pure function of the request and the state.
    ///
    /// HEAD is answered like GET; the server leaves the content out and evaluates preconditions. Once `cancellation` is
    /// raised, the answer is an error that says so.
    package func respond(
        to request: Request, state: State, until cancellation: Cancellation = Cancellation()
    ) -> Response {
        var response: Response
        var path = ""
        do {
            response = try answer(request, state, cancellation, &path)
            // What was made of a computation that stopped half way is no answer.
            if cancellation.isCancelled { return refuse(.tooCostly) }
        } catch {
            response = error.response(instance: request.target.text)
        }
        response.route = path
        response.headers[.xContentTypeOptions] = "nosniff"
        access.addOriginFields(to: &response, for: request)
        return response
    }

    /// True for what may take longer than a moment: questions, whole collections, and descriptions of everything.
    ///
    /// The others are single records, pages as they stand, and fixed texts.
    package func mayTakeLong(_ request: Request) -> Bool {
        let segments = request.target.segments
        // A probe is answered at once, whatever else is asked.
        if Router.isPublic(segments) { return false }
        // Whoever begins to listen must miss nothing that is published meanwhile.
        if segments == EventStream.segments { return false }
        guard request.target.query.isEmpty else { return true }
        if segments.first == "-" || segments.last.map({ Suffix($0).format != nil }) == true { return true }
        guard segments.count == 1, let accept = request.headers[.accept] else { return false }
        let best = Accept(accept).best(of: MediaFormat.allCases.compactMap(\.negotiated))
        return MediaFormat.allCases.contains { $0.isExport && $0.negotiated == best }
    }

    private func answer(
        _ request: Request, _ state: State, _ cancellation: Cancellation, _ path: inout String
    ) throws(Problem) -> Response {
        try access.checkHost(request)
        if let preflight = access.preflight(request) { return preflight }
        guard request.method.isKnown else {
            throw Problem(.methodUnknown, "`\(request.method.name)` is not a method that this server knows.")
        }
        if request.target.text == "*", request.method == .options {
            return Response(.noContent, headers: [.allow: Self.allowedMethods])
        }
        // The page for browsers holds no data; it asks for the token where it needs one.
        if !Router.isPublic(request.target.segments), !Index.isPage(request) { try access.checkToken(request) }
        let route = try Router.route(request, state)
        path = route.endpoint.path
        guard route.endpoint.isOffered(self) else {
            throw Problem(.notFound, "This is switched off in the server's configuration.")
        }
        let allowed = route.endpoint.methods.map(\.name).joined(separator: ", ")
        guard route.endpoint.methods.contains(request.method) else {
            throw Problem(
                .methodNotAllowed, "\(request.method.name) is not allowed here.", headers: [.allow: allowed])
        }
        guard !request.hasContent else {
            throw Problem(.contentRefused, "The request announces content, which no resource here takes.")
        }
        if request.method == .options { return Response(.noContent, headers: [.allow: allowed]) }
        return try route.endpoint.respond(
            Context(
                api: self, request: request, state: state, snapshot: route.snapshot, captures: route.captures,
                cancellation: cancellation))
    }
}

/// What an endpoint answers from.
struct Context {
    let api: API
    let request: Request
    let state: State
    /// Nil only where the endpoint needs none.
    let snapshot: Snapshot?
    /// The segments that stand for the braces of the endpoint's path.
    let captures: [String]
    /// Raised once the answer is not wanted any longer: what takes long looks at it, and then returns anything.
    let cancellation: Cancellation

    var query: [Target.QueryItem] { request.target.query }

    /// The path of the request, encoded again.
    var path: String { Reference.path(request.target.segments) }

    /// A 200 with content that is a function of the snapshot and the target.
    func data(_ body: Response.Body, contentType: String, choice: MediaFormat.Choice? = nil) -> Response {
        var hash = ContentHash()
        for text in [
            snapshot?.version ?? "", api.programVersion, request.target.text, choice?.format.rawValue ?? "",
        ] {
            hash.combine(text)
        }
        var response = Response(.ok, body: body, isReusable: true)
        response.headers[.contentType] = contentType
        response.headers[.etag] = "\"\(hash.text)\""
        response.headers[.cacheControl] = "no-cache"
        if let snapshot {
            response.headers[.lastModified] = String(
                decoding: HTTPDate.encode(Int64(snapshot.modified)), as: UTF8.self)
        }
        if choice?.isNegotiated == true { response.headers[.vary] = "Accept" }
        return response
    }

    /// The format of an answer that has several, and what `read` makes of the parameters for it.
    ///
    /// Throws one error that names the mistakes of both.
    func understand<Asked>(
        suffix: String?, among offered: [MediaFormat], _ read: (MediaFormat) throws(Problem) -> Asked
    ) throws(Problem) -> (choice: MediaFormat.Choice, asked: Asked) {
        let choice: MediaFormat.Choice
        do {
            choice = try MediaFormat.choose(
                suffix: suffix, parameter: query.first { $0.name == "format" }?.value,
                accept: request.headers[.accept], offered: offered)
        } catch let unknown {
            do {
                _ = try read(.json)
            } catch {
                var problem = error.faults.isEmpty ? error : Problem.invalidQuery(error.faults + unknown.faults)
                problem.headers[.vary] = unknown.headers[.vary]
                throw problem
            }
            throw unknown
        }
        return (choice, try read(choice.format))
    }
}
