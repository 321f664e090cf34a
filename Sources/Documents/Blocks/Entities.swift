// Decoding of HTML character references: numbers, and names that occur in documents.

/// Decodes `&…;`.
enum Entities {
    /// Decodes the reference with its `&` at `start`; returns its text and the position after its `;`, or nil.
    static func decode(_ bytes: [UInt8], _ start: Int, _ end: Int) -> (text: String, next: Int)? {
        var index = start + 1
        guard index < end else { return nil }
        if bytes[index] == UInt8(ascii: "#") {
            index += 1
            let isHexadecimal = index < end && bytes[index] | 0x20 == UInt8(ascii: "x")
            if isHexadecimal { index += 1 }
            let digits = index
            var value: UInt32 = 0
            while index < end, index - digits < 8, let digit = bytes[index].hexadecimalValue,
                isHexadecimal || digit < 10
            {
                value = value &* (isHexadecimal ? 16 : 10) &+ digit
                index += 1
            }
            guard index > digits, index - digits < 8, index < end, bytes[index] == UInt8(ascii: ";") else { return nil }
            let scalar = value == 0 ? nil : Unicode.Scalar(value)
            return (String(Character(scalar ?? "\u{FFFD}")), index + 1)
        }
        while index < end, index - start < 32, bytes[index].isAlphanumeric { index += 1 }
        guard index < end, bytes[index] == UInt8(ascii: ";") else { return nil }
        let name = bytes.string(in: start + 1..<index)
        return named[name].map { (String(Character($0)), index + 1) }
    }

    /// Returns the text of `range` with its character references decoded.
    static func text(_ bytes: [UInt8], _ range: Range<Int>) -> String {
        var output: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "&"), let (text, next) = decode(bytes, index, range.upperBound) {
                output.append(contentsOf: text.utf8)
                index = next
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The names of HTML 4.01 with their code points, and a few of HTML 5 that occur in text.
    private static let named: [String: Unicode.Scalar] = {
        var table: [String: Unicode.Scalar] = [:]
        for (first, names) in consecutive {
            for (offset, name) in names.split(separator: " ").enumerated() {
                table[String(name)] = Unicode.Scalar(first + UInt32(offset))
            }
        }
        for (name, value) in scattered { table[name] = Unicode.Scalar(value) }
        return table
    }()

    /// Names of consecutive code points, with the first code point.
    private static let consecutive: [(UInt32, String)] = [
        (
            0xA0,
            """
            nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 \
            acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml \
            Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde \
            Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig \
            ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide \
            oslash ugrave uacute ucirc uuml yacute thorn yuml
            """
        ),
        (0x391, "Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho"),
        (0x3A3, "Sigma Tau Upsilon Phi Chi Psi Omega"),
        (
            0x3B1,
            "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigmaf sigma tau "
                + "upsilon phi chi psi omega"
        ),
        (0x2190, "larr uarr rarr darr harr"), (0x21D0, "lArr uArr rArr dArr hArr"),
    ]

    private static let scattered: [(String, UInt32)] = [
        ("quot", 0x22), ("amp", 0x26), ("apos", 0x27), ("lt", 0x3C), ("gt", 0x3E), ("QUOT", 0x22), ("AMP", 0x26),
        ("LT", 0x3C), ("GT", 0x3E), ("Tab", 0x09), ("NewLine", 0x0A), ("excl", 0x21), ("num", 0x23), ("dollar", 0x24),
        ("percnt", 0x25), ("lpar", 0x28), ("rpar", 0x29), ("ast", 0x2A), ("plus", 0x2B), ("comma", 0x2C),
        ("period", 0x2E), ("sol", 0x2F), ("colon", 0x3A), ("semi", 0x3B), ("equals", 0x3D), ("quest", 0x3F),
        ("commat", 0x40), ("lsqb", 0x5B), ("lbrack", 0x5B), ("bsol", 0x5C), ("rsqb", 0x5D), ("rbrack", 0x5D),
        ("Hat", 0x5E), ("lowbar", 0x5F), ("grave", 0x60), ("lcub", 0x7B), ("lbrace", 0x7B), ("verbar", 0x7C),
        ("vert", 0x7C), ("VerticalLine", 0x7C), ("rcub", 0x7D), ("rbrace", 0x7D), ("OElig", 0x152), ("oelig", 0x153),
        ("Scaron", 0x160), ("scaron", 0x161), ("Yuml", 0x178), ("fnof", 0x192), ("circ", 0x2C6), ("tilde", 0x2DC),
        ("thetasym", 0x3D1), ("upsih", 0x3D2), ("piv", 0x3D6), ("ensp", 0x2002), ("emsp", 0x2003), ("thinsp", 0x2009),
        ("zwnj", 0x200C), ("zwj", 0x200D), ("lrm", 0x200E), ("rlm", 0x200F), ("hyphen", 0x2010), ("dash", 0x2010),
        ("ndash", 0x2013), ("mdash", 0x2014), ("horbar", 0x2015), ("lsquo", 0x2018), ("rsquo", 0x2019),
        ("sbquo", 0x201A), ("ldquo", 0x201C), ("rdquo", 0x201D), ("bdquo", 0x201E), ("dagger", 0x2020),
        ("Dagger", 0x2021), ("bull", 0x2022), ("hellip", 0x2026), ("permil", 0x2030), ("prime", 0x2032),
        ("Prime", 0x2033), ("lsaquo", 0x2039), ("rsaquo", 0x203A), ("oline", 0x203E), ("frasl", 0x2044),
        ("euro", 0x20AC), ("image", 0x2111), ("numero", 0x2116), ("weierp", 0x2118), ("real", 0x211C),
        ("trade", 0x2122), ("alefsym", 0x2135), ("crarr", 0x21B5), ("forall", 0x2200), ("part", 0x2202),
        ("exist", 0x2203), ("empty", 0x2205), ("nabla", 0x2207), ("isin", 0x2208), ("notin", 0x2209), ("ni", 0x220B),
        ("prod", 0x220F), ("sum", 0x2211), ("minus", 0x2212), ("lowast", 0x2217), ("radic", 0x221A), ("prop", 0x221D),
        ("infin", 0x221E), ("ang", 0x2220), ("and", 0x2227), ("or", 0x2228), ("cap", 0x2229), ("cup", 0x222A),
        ("int", 0x222B), ("there4", 0x2234), ("sim", 0x223C), ("cong", 0x2245), ("asymp", 0x2248), ("ne", 0x2260),
        ("equiv", 0x2261), ("le", 0x2264), ("ge", 0x2265), ("sub", 0x2282), ("sup", 0x2283), ("nsub", 0x2284),
        ("sube", 0x2286), ("supe", 0x2287), ("oplus", 0x2295), ("otimes", 0x2297), ("perp", 0x22A5), ("sdot", 0x22C5),
        ("lceil", 0x2308), ("rceil", 0x2309), ("lfloor", 0x230A), ("rfloor", 0x230B), ("lang", 0x27E8),
        ("rang", 0x27E9), ("loz", 0x25CA), ("star", 0x2606), ("starf", 0x2605), ("phone", 0x260E), ("spades", 0x2660),
        ("clubs", 0x2663), ("hearts", 0x2665), ("diams", 0x2666), ("check", 0x2713), ("cross", 0x2717),
        ("caron", 0x2C7), ("Ccaron", 0x10C), ("ccaron", 0x10D), ("Zcaron", 0x17D), ("zcaron", 0x17E),
        ("cacute", 0x107), ("Cacute", 0x106), ("lstrok", 0x142), ("Lstrok", 0x141), ("nacute", 0x144),
        ("sacute", 0x15B), ("Sacute", 0x15A), ("eogon", 0x119), ("aogon", 0x105), ("zdot", 0x17C), ("zacute", 0x17A),
        ("inodot", 0x131), ("imath", 0x131), ("scedil", 0x15F), ("Scedil", 0x15E), ("gbreve", 0x11F),
        ("ecaron", 0x11B), ("rcaron", 0x159), ("abreve", 0x103), ("amacr", 0x101), ("emacr", 0x113), ("imacr", 0x12B),
        ("omacr", 0x14D), ("umacr", 0x16B),
    ]
}
