// Values as literals, for expectations that read like JSON.

import Documents

extension Value: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = .text(text) }
}

extension Value: ExpressibleByIntegerLiteral {
    public init(integerLiteral number: Int) { self = .integer(number) }
}

extension Value: ExpressibleByNilLiteral {
    public init(nilLiteral: ()) { self = .null }
}
