// ISO 8601 dates as numbers, so that days and times with different offsets compare rightly.

/// A point in time as milliseconds since 1970 in UTC, read from ISO 8601 text.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int

    package init(milliseconds: Int) { self.milliseconds = milliseconds }

    /// Reads `2026-01-20`, or that with `T10:00`, `:00`, `.000` and `Z` or `+01:00`; nil for anything else.
    ///
    /// A day stands for its beginning, a time without offset for UTC. Years 0000 to 9999, the Gregorian calendar.
    package init?(_ text: String) {
        var scanner = DigitScanner(bytes: Substring(text).utf8)
        guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"),
            let day = scanner.number(2), (1...12).contains(month),
            (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return nil }
        var seconds = Self.days(year: year, month: month, day: day) * 86_400
        var thousandths = 0
        if scanner.skip("T") || scanner.skip("t") || scanner.skip(" ") {
            guard let hour = scanner.number(2), hour < 24, scanner.skip(":"), let minute = scanner.number(2),
                minute < 60
            else { return nil }
            seconds += hour * 3600 + minute * 60
            if scanner.skip(":") {
                guard let second = scanner.number(2), second <= 60 else { return nil }
                seconds += second
                if scanner.skip(".") {
                    guard let fraction = scanner.thousandths() else { return nil }
                    thousandths = fraction
                }
            }
            if !scanner.skip("Z"), !scanner.skip("z"), !scanner.isAtEnd {
                guard let offset = scanner.offset() else { return nil }
                seconds -= offset
            }
        }
        guard scanner.isAtEnd else { return nil }
        milliseconds = seconds * 1000 + thousandths
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Days from 1970-01-01: years are counted from March, so that the leap day is the last one.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Takes fixed-width decimal numbers off the front of some bytes.
private struct DigitScanner {
    var bytes: Substring.UTF8View

    var isAtEnd: Bool { bytes.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard let first = bytes.first, UInt32(first) == character.value else { return false }
        bytes.removeFirst()
        return true
    }

    mutating func number(_ width: Int) -> Int? {
        var number = 0
        for _ in 0..<width {
            guard let byte = bytes.first, (0x30...0x39).contains(byte) else { return nil }
            number = number * 10 + Int(byte - 0x30)
            bytes.removeFirst()
        }
        return number
    }

    /// Digits of a fraction as thousandths; those behind the third are dropped.
    mutating func thousandths() -> Int? {
        var value = 0
        var weight = 100
        guard let first = bytes.first, (0x30...0x39).contains(first) else { return nil }
        while let byte = bytes.first, (0x30...0x39).contains(byte) {
            value += Int(byte - 0x30) * weight
            weight /= 10
            bytes.removeFirst()
        }
        return value
    }

    /// `+hh:mm` or `+hhmm`, in seconds east of UTC.
    mutating func offset() -> Int? {
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}
