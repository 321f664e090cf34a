// Conversion of ISO 8601 dates to numbers, for the comparison of days and of times with different offsets.

/// A point in time in milliseconds since 1970 UTC.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int

    package init(milliseconds: Int) { self.milliseconds = milliseconds }

    /// Parses `2026-01-20`, or that with `T10:00`, `:00`, `.000` and `Z` or `+01:00`; returns nil for other text.
    ///
    /// A day is its beginning; a time without offset is UTC. Years 0000 to 9999, the Gregorian calendar.
    package init?(_ text: String) {
        // Years and months alone are shorter.
        guard text.utf8.count >= 10, let period = Period(text) else { return nil }
        self = period.first
    }

    /// The instant by RFC 3339, in UTC and whole seconds, clamped to the years 0000 to 9999.
    package var internetDate: String {
        let range =
            Period.days(year: 0, month: 1, day: 1) * 86_400...Period.days(year: 9999, month: 12, day: 31) * 86_400
        let seconds = min(max(milliseconds.floored(by: 1000), range.lowerBound), range.upperBound + 86_399)
        let days = seconds.floored(by: 86_400)
        let time = seconds - days * 86_400
        // Days since 0000-03-01, in eras of 400 years, so that the leap day is the last of its year.
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        let date = [(year, 4), (month, 2), (dayOfYear - (153 * marchMonth + 2) / 5 + 1, 2)].map(Self.digits)
        let clock = [time / 3600, time / 60 % 60, time % 60].map { Self.digits($0, 2) }
        return date.joined(separator: "-") + "T" + clock.joined(separator: ":") + "Z"
    }

    private static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }
}

/// The period of an ISO 8601 date: a year, month, day, minute, second or millisecond, by its precision.
package struct Period: Hashable, Sendable {
    package let first: Instant
    /// The last millisecond.
    package let last: Instant

    /// Parses `2026`, `2026-03`, `2026-03-01`, or that with `T10:00`, `:00`, `.000` and `Z` or `+01:00`.
    ///
    /// Days begin at midnight UTC; a time without offset is UTC. Years 0000 to 9999, the Gregorian calendar.
    package init?(_ text: String) {
        var scanner = DigitScanner(bytes: Substring(text).utf8)
        guard let year = scanner.number(4) else { return nil }
        if scanner.isAtEnd {
            self.init(
                days: Self.days(year: year, month: 1, day: 1)..<Self.days(year: year + 1, month: 1, day: 1))
            return
        }
        guard scanner.skip("-"), let month = scanner.number(2), (1...12).contains(month) else { return nil }
        let length = Self.days(inMonth: month, of: year)
        let firstDay = Self.days(year: year, month: month, day: 1)
        if scanner.isAtEnd {
            self.init(days: firstDay..<firstDay + length)
            return
        }
        guard scanner.skip("-"), let day = scanner.number(2), (1...length).contains(day) else { return nil }
        let date = firstDay + day - 1
        if scanner.isAtEnd {
            self.init(days: date..<date + 1)
            return
        }
        guard scanner.skip("T") || scanner.skip("t") || scanner.skip(" "), let time = scanner.time() else {
            return nil
        }
        self.init(first: date * 86_400_000 + time.start, count: time.count)
    }

    private init(days: Range<Int>) {
        self.init(first: days.lowerBound * 86_400_000, count: days.count * 86_400_000)
    }

    private init(first: Int, count: Int) {
        self.first = Instant(milliseconds: first)
        last = Instant(milliseconds: first + count - 1)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        default: 31
        }
    }

    /// Returns the days since 1970-01-01; counts years from March, so that the leap day is the last one.
    fileprivate static func days(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// Parses fixed-width decimal numbers.
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

    /// Parses `10:00`, `:00`, `.000` and an offset, up to the end: milliseconds from midnight UTC, and their number.
    mutating func time() -> (start: Int, count: Int)? {
        guard let hour = number(2), hour < 24, skip(":"), let minute = number(2), minute < 60 else { return nil }
        var time = (start: (hour * 60 + minute) * 60_000, count: 60_000)
        if skip(":") {
            guard let second = number(2), second <= 60 else { return nil }
            time = (time.start + second * 1000, 1000)
            if skip(".") {
                guard let fraction = thousandths() else { return nil }
                time = (time.start + fraction, 1)
            }
        }
        if !skip("Z"), !skip("z"), !isAtEnd {
            guard let offset = offset() else { return nil }
            time.start -= offset * 1000
        }
        return isAtEnd ? time : nil
    }

    /// Parses the digits of a fraction to thousandths; drops digits after the third.
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

    /// Parses `+hh:mm` or `+hhmm` to seconds east of UTC.
    mutating func offset() -> Int? {
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        _ = skip(":")
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }
}

extension Int {
    /// Returns the quotient by a positive number, rounded down.
    fileprivate func floored(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
    }
}
