// Encoding and parsing of HTTP dates. Times are whole seconds since 1970-01-01T00:00:00Z.

/// The date formats of RFC 9110 section 5.6.7, in the Gregorian calendar and GMT.
package enum HTTPDate {
    /// Encodes a time as IMF-fixdate, 29 bytes: `Sun, 06 Nov 1994 08:49:37 GMT`.
    ///
    /// A time outside the years 0 to 9999 is clamped to them.
    package static func encode(_ seconds: Int64) -> [UInt8] {
        let clamped = Int(min(max(seconds, -62_167_219_200), 253_402_300_799))
        let second = ((clamped % 86400) + 86400) % 86400
        let days = (clamped - second) / 86400
        let (year, month, day) = date(days: days)
        // 1970-01-01 was a Thursday, number 3 of the week.
        let weekday = ((days + 3) % 7 + 7) % 7
        let digits = { (number: Int) in "\(number / 10 % 10)\(number % 10)" }
        let text = """
            \(weekdays[weekday].prefix(3)), \(digits(day)) \(months[month - 1]) \(digits(year / 100))\(digits(year)) \
            \(digits(second / 3600)):\(digits(second / 60 % 60)):\(digits(second % 60)) GMT
            """
        return Array(text.utf8)
    }

    /// Returns a time in the format of RFC 3339: `1994-11-06T08:49:37Z`.
    ///
    /// A time outside the years 0 to 9999 is clamped to them. `milliseconds` are appended as three decimals.
    package static func timestamp(_ seconds: Int64, milliseconds: Int? = nil) -> String {
        let clamped = Int(min(max(seconds, -62_167_219_200), 253_402_300_799))
        let second = ((clamped % 86400) + 86400) % 86400
        let (year, month, day) = date(days: (clamped - second) / 86400)
        let digits = { (number: Int) in "\(number / 10 % 10)\(number % 10)" }
        let fraction = milliseconds.map { ".\($0 / 100 % 10)\(digits($0))" } ?? ""
        return """
            \(digits(year / 100))\(digits(year))-\(digits(month))-\(digits(day))T\(digits(second / 3600)):\
            \(digits(second / 60 % 60)):\(digits(second % 60))\(fraction)Z
            """
    }

    /// Parses a date in any of the three formats; returns nil for anything else.
    ///
    /// The day must exist in the month. Second 60 is allowed, for leap seconds. The weekday is not compared with the
    /// date. A two-digit year is the latest that is at most 50 years after `now`.
    package static func parse(_ text: String, now: Int64) -> Int64? {
        var rest = DateText(text)
        if rest.takeName(of: weekdays) != nil {
            // Sunday, 06-Nov-94 08:49:37 GMT
            guard rest.take(", "), let day = rest.takeNumber(2), rest.take("-"), let month = rest.takeName(of: months),
                rest.take("-"), let ending = rest.takeNumber(2), rest.take(" "), let second = rest.takeTime(),
                rest.take(" GMT"), rest.isEmpty
            else { return nil }
            return seconds(fullYear(ending, now: now), month + 1, day, second)
        }
        guard rest.takeName(of: weekdays.map { $0.prefix(3) }) != nil else { return nil }
        if rest.take(", ") {
            // Sun, 06 Nov 1994 08:49:37 GMT
            guard let day = rest.takeNumber(2), rest.take(" "), let month = rest.takeName(of: months), rest.take(" "),
                let year = rest.takeNumber(4), rest.take(" "), let second = rest.takeTime(), rest.take(" GMT"),
                rest.isEmpty
            else { return nil }
            return seconds(year, month + 1, day, second)
        }
        // Sun Nov  6 08:49:37 1994
        guard rest.take(" "), let month = rest.takeName(of: months), rest.take(" "),
            let day = rest.take(" ") ? rest.takeNumber(1) : rest.takeNumber(2), rest.take(" "),
            let second = rest.takeTime(), rest.take(" "), let year = rest.takeNumber(4), rest.isEmpty
        else { return nil }
        return seconds(year, month + 1, day, second)
    }

    private static let weekdays: [Substring] = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    private static let months: [Substring] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static func fullYear(_ ending: Int, now: Int64) -> Int {
        let latest = date(days: Int(min(max(now, 0), 253_402_300_799)) / 86400).year + 50
        return latest - ((latest - ending) % 100 + 100) % 100
    }

    private static func seconds(_ year: Int, _ month: Int, _ day: Int, _ second: Int) -> Int64? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...lengths[month - 1]).contains(day) else { return nil }
        return Int64(days(year: year, month: month, day: day) * 86400 + second)
    }

    // Both conversions count days from 1 March of the year 0, which is 719,468 days before 1970-01-01. So a leap day is
    // the last day of its year.

    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func date(days: Int) -> (year: Int, month: Int, day: Int) {
        let days = days + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

/// A cursor over the text of a date.
private struct DateText {
    private var bytes: Substring.UTF8View

    init(_ text: String) { bytes = Substring(text).utf8 }

    var isEmpty: Bool { bytes.isEmpty }

    /// Skips `text`; returns false if the rest does not start with it.
    mutating func take(_ text: Substring) -> Bool {
        guard bytes.starts(with: text.utf8) else { return false }
        bytes.removeFirst(text.utf8.count)
        return true
    }

    /// Skips one of the names and returns its index.
    mutating func takeName(of names: [Substring]) -> Int? {
        names.firstIndex { take($0) }
    }

    /// Parses a number of exactly `count` decimal digits.
    mutating func takeNumber(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit = bytes.popFirst()?.digitValue else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// Parses `hh:mm:ss` and returns the second of the day.
    mutating func takeTime() -> Int? {
        guard let hour = takeNumber(2), hour < 24, take(":"), let minute = takeNumber(2), minute < 60, take(":"),
            let second = takeNumber(2), second <= 60
        else { return nil }
        return hour * 3600 + minute * 60 + second
    }
}
