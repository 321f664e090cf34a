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

    /// The day in UTC since 1970, clamped to the years 0000 to 9999.
    var day: Int {
        min(max(milliseconds.floored(by: 86_400_000), Self.days.lowerBound), Self.days.upperBound)
    }

    /// The days of the years 0000 to 9999, since 1970.
    private static let days =
        CalendarDate.day(year: 0, month: 1, day: 1)...CalendarDate.day(year: 9999, month: 12, day: 31)

    /// The instant by RFC 3339, in UTC and whole seconds, clamped to the years 0000 to 9999.
    package var internetDate: String {
        let seconds = milliseconds.floored(by: 1000)
        let time = min(max(seconds - day * 86_400, 0), 86_399)
        let clock = [time / 3600, time / 60 % 60, time % 60].map { CalendarDate.digits($0, 2) }
        return CalendarDate(day: day).text + "T" + clock.joined(separator: ":") + "Z"
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
                days: CalendarDate.day(
                    year: year, month: 1, day: 1)..<CalendarDate.day(year: year + 1, month: 1, day: 1))
            return
        }
        guard scanner.skip("-"), let month = scanner.number(2), (1...12).contains(month) else { return nil }
        let length = Self.days(inMonth: month, of: year)
        let firstDay = CalendarDate.day(year: year, month: month, day: 1)
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

    /// Makes a period of whole days, counted since 1970.
    init(days: Range<Int>) {
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
