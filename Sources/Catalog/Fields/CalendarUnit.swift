// Units of the calendar: the periods that group dates, and their names.

/// A unit of the Gregorian calendar in UTC; weeks begin on Monday (ISO 8601).
package enum CalendarUnit: String, CaseIterable, Sendable {
    case day, week, month, quarter, year

    /// The number of the period that a date is in; nil if the date is longer than the period.
    package func number(of date: Period) -> Int? {
        let first = number(ofDay: date.first.day)
        return first == number(ofDay: date.last.day) ? first : nil
    }

    private func number(ofDay day: Int) -> Int {
        let date = CalendarDate(day: day)
        return switch self {
        case .day: day
        // 1970-01-01 was a Thursday.
        case .week: (day + 3).floored(by: 7)
        case .month: date.year * 12 + date.month - 1
        case .quarter: date.year * 4 + (date.month - 1) / 3
        case .year: date.year
        }
    }

    /// The first day of a period, in days since 1970.
    private func firstDay(of number: Int) -> Int {
        switch self {
        case .day: number
        case .week: number * 7 - 3
        case .month: CalendarDate.day(year: number.floored(by: 12), month: number.modulo(12) + 1, day: 1)
        case .quarter: CalendarDate.day(year: number.floored(by: 4), month: number.modulo(4) * 3 + 1, day: 1)
        case .year: CalendarDate.day(year: number, month: 1, day: 1)
        }
    }

    /// The first day of a period, such as `2026-01-05`.
    package func start(of number: Int) -> String { CalendarDate(day: firstDay(of: number)).text }

    /// The name of a period: `2026-01-05`, `2026-W02`, `2026-01`, `2026-Q1` or `2026`.
    package func name(of number: Int) -> String {
        let start = start(of: number)
        switch self {
        case .day: return start
        case .week:
            // A week belongs to the year of its Thursday.
            let thursday = firstDay(of: number) + 3
            let year = CalendarDate(day: thursday).year
            let week = (thursday - CalendarDate.day(year: year, month: 1, day: 1)) / 7 + 1
            return CalendarDate.digits(year, 4) + "-W" + CalendarDate.digits(week, 2)
        case .month: return String(start.prefix(7))
        case .quarter: return String(start.prefix(4)) + "-Q\(number.modulo(4) + 1)"
        case .year: return String(start.prefix(4))
        }
    }
}

extension Period {
    /// Parses what a query may ask for: a date, a quarter such as `2026-Q1`, or a week such as `2026-W02`.
    package init?(asked text: String) {
        if let period = Period(text) {
            self = period
            return
        }
        let bytes = Array(text.utf8)
        guard bytes.count >= 7, bytes[4] == UInt8(ascii: "-"), let year = Int(text.prefix(4)), year >= 0,
            let number = Int(text.dropFirst(6)), bytes[6...].allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        let newYear = CalendarDate.day(year: year, month: 1, day: 1)
        switch (bytes[5], bytes.count) {
        case (UInt8(ascii: "Q"), 7) where (1...4).contains(number):
            let (month, next) = (number * 3 - 2, number == 4 ? (year + 1, 1) : (year, number * 3 + 1))
            self.init(
                days: CalendarDate.day(
                    year: year, month: month, day: 1)..<CalendarDate.day(year: next.0, month: next.1, day: 1))
        case (UInt8(ascii: "W"), 8) where (1...53).contains(number):
            // The first week has the first Thursday of the year.
            let monday = (newYear + 6).floored(by: 7) * 7 - 3 + (number - 1) * 7
            guard CalendarDate(day: monday + 3).year == year else { return nil }
            self.init(days: monday..<monday + 7)
        default: return nil
        }
    }
}

/// A day of the Gregorian calendar.
struct CalendarDate {
    let year: Int
    let month: Int
    let day: Int

    /// Makes the date of a day, in days since 1970.
    init(day days: Int) {
        // Days since 0000-03-01, in eras of 400 years, so that the leap day is the last of its year.
        let shifted = days + 719_468
        let era = shifted.floored(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    }

    /// Returns the days since 1970-01-01; counts years from March, so that the leap day is the last one.
    static func day(year: Int, month: Int, day: Int) -> Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = marchYear.floored(by: 400)
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date as `2026-01-20`.
    var text: String { [(year, 4), (month, 2), (day, 2)].map(Self.digits).joined(separator: "-") }

    static func digits(_ number: Int, _ width: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }
}

extension Int {
    /// Returns the quotient by a positive number, rounded down.
    func floored(by divisor: Int) -> Int {
        self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor)
    }

    /// Returns what `floored(by:)` leaves, from 0 to `divisor - 1`.
    fileprivate func modulo(_ divisor: Int) -> Int { self - floored(by: divisor) * divisor }
}
