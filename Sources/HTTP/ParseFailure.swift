// The errors of parsing a request head, and the response to each.

/// An error in a request head; the server responds and closes the connection.
///
/// The raw value is a stable code for programs. No message repeats text of the request.
package enum ParseFailure: String, Error, Hashable, CaseIterable {
    // The request line.
    case byteBeforeRequestLine = "octet-before-request-line"
    case invalidMethod = "invalid-method"
    case methodTooLong = "method-too-long"
    case invalidTarget = "invalid-target"
    case invalidEscape = "invalid-escape"
    case escapesNotUTF8 = "escapes-not-utf-8"
    case asteriskWithoutOptions = "asterisk-without-options"
    case invalidAuthority = "invalid-authority"
    case userInformation = "user-information"
    case foreignScheme = "foreign-scheme"
    case invalidVersion = "invalid-version"
    case unsupportedVersion = "unsupported-version"
    case requestLineTooLong = "request-line-too-long"

    // Lines and fields.
    case bareLineFeed = "bare-line-feed"
    case bareCarriageReturn = "bare-carriage-return"
    case blankBeforeFirstField = "blank-before-first-field"
    case foldedField = "folded-field"
    case emptyFieldName = "empty-field-name"
    case blankInFieldName = "blank-in-field-name"
    case invalidFieldName = "invalid-field-name"
    case missingColon = "missing-colon"
    case invalidFieldValue = "invalid-field-value"
    case fieldLineTooLong = "field-line-too-long"
    case headTooLong = "head-too-long"
    case tooManyFields = "too-many-fields"

    // Host and framing.
    case missingHost = "missing-host"
    case repeatedHost = "repeated-host"
    case invalidHost = "invalid-host"
    case invalidContentLength = "invalid-content-length"
    case repeatedContentLength = "repeated-content-length"
    case transferEncodingWithContentLength = "transfer-encoding-with-content-length"
    case transferEncodingInHTTP10 = "transfer-encoding-in-http-1-0"
    case invalidTransferEncoding = "invalid-transfer-encoding"
    case chunkedNotLast = "chunked-not-last"
    case unknownTransferCoding = "unknown-transfer-coding"
    case unknownExpectation = "unknown-expectation"
}

extension ParseFailure {
    /// The stable code for programs, in lower case with hyphens.
    package var code: String { rawValue }

    /// The status of the response.
    package var status: Status {
        switch self {
        case .requestLineTooLong: .uriTooLong
        case .fieldLineTooLong, .headTooLong, .tooManyFields: .requestHeaderFieldsTooLarge
        case .methodTooLong, .unknownTransferCoding: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        case .foreignScheme: .misdirectedRequest
        case .unknownExpectation: .expectationFailed
        default: .badRequest
        }
    }

    /// One sentence for a person, without text of the request.
    package var detail: String { explanation.detail }

    /// The section that contains the rule, such as "RFC 9112 section 2.2".
    package var section: String { explanation.section }

    private var explanation: (detail: String, section: String) {
        switch self {
        case .byteBeforeRequestLine:
            ("Nothing but one empty line may come before the request line.", "RFC 9112 section 2.2")
        case .invalidMethod:
            ("The request line must start with a method, which is a token, and one space.", "RFC 9112 section 3.1")
        case .methodTooLong:
            ("The method is longer than 64 bytes.", "RFC 9112 section 3")
        case .invalidTarget:
            (
                "The request target has an invalid form, or contains a byte that must be percent-encoded.",
                "RFC 9112 section 3.2"
            )
        case .invalidEscape:
            ("A percent sign in the request target must be followed by two hexadecimal digits.", "RFC 3986 section 2.1")
        case .escapesNotUTF8:
            ("The percent-decoded request target is not valid UTF-8.", "RFC 3986 section 2.5")
        case .asteriskWithoutOptions:
            ("The request target * is only allowed with OPTIONS.", "RFC 9112 section 3.2.4")
        case .invalidAuthority:
            ("The authority of the request target must be a host and a port from 1 to 65535.", "RFC 9110 section 9.3.6")
        case .userInformation:
            ("The authority of the request target must not contain user information.", "RFC 9110 section 4.2.4")
        case .foreignScheme:
            ("This server only serves targets with the scheme http.", "RFC 9110 section 7.4")
        case .invalidVersion:
            ("The request line must end with one space, HTTP/1.1 or HTTP/1.0, and CRLF.", "RFC 9112 section 2.3")
        case .unsupportedVersion:
            ("This server supports HTTP/1.1 and HTTP/1.0.", "RFC 9110 section 15.6.6")
        case .requestLineTooLong:
            ("The request line is longer than this server accepts.", "RFC 9112 section 3")
        case .bareLineFeed:
            ("A line must end with CRLF, not with LF alone.", "RFC 9112 section 2.2")
        case .bareCarriageReturn:
            ("CR must be followed by LF.", "RFC 9112 section 2.2")
        case .blankBeforeFirstField:
            ("The line after the request line must not start with whitespace.", "RFC 9112 section 2.2")
        case .foldedField:
            ("A field value must not be continued on the next line.", "RFC 9112 section 5.2")
        case .emptyFieldName:
            ("A field line must start with a name.", "RFC 9110 section 5.1")
        case .blankInFieldName:
            ("A field line must not have whitespace in or after the field name.", "RFC 9112 section 5.1")
        case .invalidFieldName:
            ("A field name must be a token.", "RFC 9110 section 5.1")
        case .missingColon:
            ("A field line must contain a colon.", "RFC 9112 section 5")
        case .invalidFieldValue:
            ("A field value must not contain control characters.", "RFC 9110 section 5.5")
        case .fieldLineTooLong:
            ("A field line is longer than this server accepts.", "RFC 6585 section 5")
        case .headTooLong:
            ("The request head is longer than this server accepts.", "RFC 6585 section 5")
        case .tooManyFields:
            ("The request has more fields than this server accepts.", "RFC 6585 section 5")
        case .missingHost:
            ("An HTTP/1.1 request must have a Host field.", "RFC 9112 section 3.2")
        case .repeatedHost:
            ("A request must not have more than one Host field.", "RFC 9112 section 3.2")
        case .invalidHost:
            ("The Host field must be a host with an optional port.", "RFC 9112 section 3.2")
        case .invalidContentLength:
            ("Content-Length must be a decimal number.", "RFC 9112 section 6.3")
        case .repeatedContentLength:
            ("A request must not have more than one Content-Length.", "RFC 9110 section 8.6")
        case .transferEncodingWithContentLength:
            ("A request must not have both Transfer-Encoding and Content-Length.", "RFC 9112 section 6.1")
        case .transferEncodingInHTTP10:
            ("An HTTP/1.0 request must not have Transfer-Encoding.", "RFC 9112 section 6.1")
        case .invalidTransferEncoding:
            ("Transfer-Encoding must list codings, chunked once and without parameters.", "RFC 9112 section 7")
        case .chunkedNotLast:
            ("The last transfer coding of a request must be chunked.", "RFC 9112 section 6.3")
        case .unknownTransferCoding:
            ("This server supports no transfer coding but chunked.", "RFC 9112 section 6.1")
        case .unknownExpectation:
            ("This server supports no expectation but 100-continue.", "RFC 9110 section 10.1.1")
        }
    }
}
