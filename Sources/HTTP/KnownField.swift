// The request fields that the server itself uses.

/// A request field that the parser recognizes, so that later code finds it without comparing names.
package enum KnownField: UInt8, Sendable, CaseIterable {
    case accept, accessControlRequestHeaders, accessControlRequestMethod, authorization, connection, contentLength
    case expect, host, ifMatch, ifModifiedSince, ifNoneMatch, ifRange, ifUnmodifiedSince, lastEventID, origin, range,
        traceparent
    case transferEncoding, xRequestID

    /// Recognizes the field name in `range`; returns nil for any other name.
    init?(_ bytes: Span<UInt8>, in range: Range<Int>) {
        // The length selects at most three names, so that few names are compared.
        switch range.count {
        case 4 where bytes.matches("host", in: range): self = .host
        case 5 where bytes.matches("range", in: range): self = .range
        case 6 where bytes.matches("accept", in: range): self = .accept
        case 6 where bytes.matches("expect", in: range): self = .expect
        case 6 where bytes.matches("origin", in: range): self = .origin
        case 8 where bytes.matches("if-match", in: range): self = .ifMatch
        case 8 where bytes.matches("if-range", in: range): self = .ifRange
        case 10 where bytes.matches("connection", in: range): self = .connection
        case 11 where bytes.matches("traceparent", in: range): self = .traceparent
        case 12 where bytes.matches("x-request-id", in: range): self = .xRequestID
        case 13 where bytes.matches("authorization", in: range): self = .authorization
        case 13 where bytes.matches("if-none-match", in: range): self = .ifNoneMatch
        case 13 where bytes.matches("last-event-id", in: range): self = .lastEventID
        case 14 where bytes.matches("content-length", in: range): self = .contentLength
        case 17 where bytes.matches("if-modified-since", in: range): self = .ifModifiedSince
        case 17 where bytes.matches("transfer-encoding", in: range): self = .transferEncoding
        case 19 where bytes.matches("if-unmodified-since", in: range): self = .ifUnmodifiedSince
        case 29 where bytes.matches("access-control-request-method", in: range): self = .accessControlRequestMethod
        case 30 where bytes.matches("access-control-request-headers", in: range): self = .accessControlRequestHeaders
        default: return nil
        }
    }

    /// True for the fields that a response may depend on, besides method and target.
    ///
    /// Preconditions and Range are not among them: the server evaluates them on the response.
    ///
    /// This is the only list of these fields: the server's cache key contains exactly them.
    @inlinable
    package var isInCacheKey: Bool {
        switch self {
        case .accept, .accessControlRequestHeaders, .accessControlRequestMethod, .authorization, .host, .lastEventID,
            .origin:
            true
        case .connection, .contentLength, .expect, .ifMatch, .ifModifiedSince, .ifNoneMatch, .ifRange,
            .ifUnmodifiedSince, .range, .traceparent, .transferEncoding, .xRequestID:
            false
        }
    }

    /// The field's name.
    package var name: HeaderFields.Name {
        switch self {
        case .accept: .accept
        case .accessControlRequestHeaders: .accessControlRequestHeaders
        case .accessControlRequestMethod: .accessControlRequestMethod
        case .authorization: .authorization
        case .connection: .connection
        case .contentLength: .contentLength
        case .expect: .expect
        case .host: .host
        case .ifMatch: .ifMatch
        case .ifModifiedSince: .ifModifiedSince
        case .ifNoneMatch: .ifNoneMatch
        case .ifRange: .ifRange
        case .ifUnmodifiedSince: .ifUnmodifiedSince
        case .lastEventID: .lastEventID
        case .origin: .origin
        case .range: .range
        case .traceparent: .traceparent
        case .transferEncoding: .transferEncoding
        case .xRequestID: .xRequestID
        }
    }
}
