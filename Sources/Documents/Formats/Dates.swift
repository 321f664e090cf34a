// Conversion of dates as documents write them to ISO 8601, if only one reading is possible.

enum Dates {
    /// Parses a date to `2026-01-20`, or with a time to `2026-01-20T10:00:00` and `Z` or an offset if one is given.
    ///
    /// Returns nil if `text` is not a date, or has two readings such as `03/04/2025` and `order` does not decide.
    static func iso(_ text: String, order: DateOrder = .folder) -> String? {
        if isDay(text) { return text }
        let bytes = Array(text.utf8)
        guard bytes.count <= 64 else { return nil }
        return numeric(bytes, order) ?? named(bytes)
    }

    /// Parses a date with slashes and its year last; returns nil for other dates and if both readings agree.
    static func slashDate(_ text: String) -> SlashDate? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 64, bytes.prefix(3).contains(UInt8(ascii: "/")) else { return nil }
        let monthFirst = numeric(bytes, .monthFirst, isStrict: true)
        let dayFirst = numeric(bytes, .dayFirst, isStrict: true)
        if monthFirst == dayFirst { return nil }
        return SlashDate(written: text, monthFirst: monthFirst, dayFirst: dayFirst)
    }

    /// Returns true if `text` is an ISO 8601 date already, as most dates are.
    private static func isDay(_ text: String) -> Bool {
        var (text, digits) = (text, 0)
        return text.withUTF8 { bytes in
            guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return false }
            for index in [0, 1, 2, 3, 5, 6, 8, 9] {
                guard bytes[index].isDigit else { return false }
                digits = digits * 10 + Int(bytes[index] - 0x30)
            }
            return exists(year: digits / 10_000, month: digits / 100 % 100, day: digits % 100)
        }
    }

    /// Finds the date in a path.
    ///
    /// The date is in one name, as in `2020-05-12-name.md`, `2020-05-12/name.md` and `talks-2020-05-12.md`, or in three
    /// parts, as in `2024/05/07/name.md` and `2024/05/07-name.md`. A file's name takes precedence over its folders.
    static func inPath(_ path: String) -> String? {
        guard holdsYear(path) else { return nil }
        let parts = Array(path.utf8).split(separator: UInt8(ascii: "/"))
        for part in parts.reversed() {
            if let date = inName(part) { return date }
        }
        for index in parts.indices.dropLast(2) {
            guard parts[index].count == 4, parts[index + 1].count == 2, let day = head(of: parts[index + 2], count: 2)
            else { continue }
            let folders = [Array(parts[index]), Array(parts[index + 1]), day]
            if let date = numeric(Array(folders.joined(separator: [UInt8(ascii: "-")]))) { return date }
        }
        return nil
    }

    /// Finds the date in the path of a URL or in a slug.
    static func inURL(_ url: String) -> String? {
        guard holdsYear(url) else { return nil }
        let path = url.prefix { $0 != "?" && $0 != "#" }
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let hasHost = parts.count > 2 && parts[0].hasSuffix(":") && parts[1].isEmpty
        return inPath(parts.dropFirst(hasHost ? 3 : 0).joined(separator: "/"))
    }

    /// Finds a date such as `2020-05-12` at the head of a name, or the only one in it, between separators.
    private static func inName(_ name: ArraySlice<UInt8>) -> String? {
        guard name.count <= 256 else { return nil }
        var dates: [String] = []
        for start in name.indices where name[start].isDigit {
            if start > name.startIndex, !"-_. @".utf8.contains(name[start - 1]) { continue }
            guard let head = head(of: name[start...], count: 10), head[4] == UInt8(ascii: "-"),
                let date = numeric(head)
            else { continue }
            if start == name.startIndex { return date }
            dates.append(date)
        }
        return dates.count == 1 ? dates[0] : nil
    }

    /// Returns the first `count` bytes of a name if the name ends there or a separator follows.
    private static func head(of name: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        let head = name.prefix(count)
        guard head.count == count else { return nil }
        if let next = name.dropFirst(count).first, !"-_. ".utf8.contains(next) { return nil }
        return Array(head)
    }

    /// Returns true if four digits precede a `-` or `/`, which is so for few paths.
    private static func holdsYear(_ path: String) -> Bool {
        var digits = 0
        for byte in path.utf8 {
            if byte.isDigit {
                digits += 1
            } else if digits >= 4, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") {
                return true
            } else {
                digits = 0
            }
        }
        return false
    }

    // MARK: Numbers

    /// Parses a date of three numbers; with `isStrict`, only in the order `order`.
    private static func numeric(
        _ bytes: [UInt8], _ order: DateOrder = .folder, isStrict: Bool = false
    ) -> String? {
        var cursor = Cursor(bytes)
        guard let first = cursor.number(), let mark = cursor.take(Array("-/.".utf8)),
            let second = cursor.number(), second.digits <= 2, cursor.take([mark]) != nil, let third = cursor.number()
        else { return nil }
        let isDotted = mark == UInt8(ascii: ".")
        let day: String?
        if first.digits == 4, third.digits <= 2, !isDotted {
            day = date(first.value, second.value, third.value)
        } else if first.digits <= 2, third.digits == 4 {
            // Both orders are in use, except with dots. The order is certain only if one number is not a month.
            let monthFirst = isDotted ? nil : date(third.value, first.value, second.value)
            let dayFirst = date(third.value, second.value, first.value)
            switch order {
            case .folder:
                guard monthFirst == dayFirst || monthFirst == nil || dayFirst == nil else { return nil }
                day = monthFirst ?? dayFirst
            case .monthFirst: day = monthFirst ?? (isStrict ? nil : dayFirst)
            case .dayFirst: day = dayFirst ?? (isStrict ? nil : monthFirst)
            }
        } else {
            return nil
        }
        guard let day else { return nil }
        return cursor.isAtEnd ? day : time(&cursor).map { day + $0 }
    }

    /// Parses a time and zone up to the end; returns nil if there is no time or anything follows.
    private static func time(_ cursor: inout Cursor) -> String? {
        guard cursor.take([UInt8(ascii: "T"), UInt8(ascii: "t"), 0x20]) != nil else { return nil }
        cursor.skipBlanks()
        guard let hour = cursor.number(), hour.digits <= 2, hour.value < 24, cursor.take([UInt8(ascii: ":")]) != nil,
            let minute = cursor.number(), minute.digits == 2, minute.value < 60
        else { return nil }
        var second = 0
        if cursor.take([UInt8(ascii: ":")]) != nil {
            guard let number = cursor.number(), number.digits == 2, number.value <= 60 else { return nil }
            second = number.value
            // Drops fractions of a second.
            if cursor.take([UInt8(ascii: "."), UInt8(ascii: ",")]) != nil {
                guard cursor.number() != nil else { return nil }
            }
        }
        guard let zone = zone(&cursor), cursor.isAtEnd else { return nil }
        return "T\(two(hour.value)):\(two(minute.value)):\(two(second))\(zone)"
    }

    /// Parses a time zone to `Z`, `+01:00` or nothing.
    private static func zone(_ cursor: inout Cursor) -> String? {
        cursor.skipBlanks()
        if cursor.isAtEnd { return "" }
        if cursor.take([UInt8(ascii: "Z"), UInt8(ascii: "z")]) != nil || cursor.takeWord(["utc", "gmt"]) {
            return "Z"
        }
        guard let sign = cursor.take([UInt8(ascii: "+"), UInt8(ascii: "-")]), let first = cursor.number() else {
            return nil
        }
        var (hours, minutes) = (first.value, 0)
        if first.digits == 4 {
            (hours, minutes) = (first.value / 100, first.value % 100)
        } else if first.digits != 2 {
            return nil
        } else if cursor.take([UInt8(ascii: ":")]) != nil {
            guard let second = cursor.number(), second.digits == 2 else { return nil }
            minutes = second.value
        }
        guard hours <= 14, minutes < 60 else { return nil }
        if hours == 0, minutes == 0 { return "Z" }
        return "\(sign == UInt8(ascii: "+") ? "+" : "-")\(two(hours)):\(two(minutes))"
    }

    // MARK: Names of months

    /// Parses dates such as `January 20, 2026`, `20th January 2026` and `Tue, 20 Jan 2026 10:00:00 GMT`.
    private static func named(_ bytes: [UInt8]) -> String? {
        var cursor = Cursor(bytes)
        if cursor.takeWord(weekdays) {
            _ = cursor.take([UInt8(ascii: ",")])
            cursor.skipBlanks()
        }
        let day: Cursor.Number
        let month: Int
        if let name = cursor.month() {
            cursor.skipBlanks()
            guard let number = cursor.dayNumber() else { return nil }
            (day, month) = (number, name)
            _ = cursor.take([UInt8(ascii: ",")])
        } else {
            guard let number = cursor.dayNumber() else { return nil }
            cursor.skipBlanks()
            guard let name = cursor.month() else { return nil }
            (day, month) = (number, name)
            _ = cursor.take([UInt8(ascii: ",")])
        }
        cursor.skipBlanks()
        guard day.digits <= 2, let year = cursor.number(), year.digits == 4,
            let date = date(year.value, month, day.value)
        else { return nil }
        return cursor.isAtEnd ? date : time(&cursor).map { date + $0 }
    }

    fileprivate static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ]
    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri",
        "sat", "sun",
    ]

    private static func date(_ year: Int, _ month: Int, _ day: Int) -> String? {
        exists(year: year, month: month, day: day) ? "\(year)-\(two(month))-\(two(day))" : nil
    }

    private static func exists(year: Int, month: Int, day: Int) -> Bool {
        guard (1000...9999).contains(year), (1...12).contains(month), day >= 1 else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return day <= lengths[month - 1]
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private struct Cursor {
        struct Number {
            var value: Int
            var digits: Int
        }

        private let bytes: [UInt8]
        private var position = 0

        init(_ bytes: [UInt8]) { self.bytes = bytes }

        var isAtEnd: Bool { position == bytes.count }

        mutating func skipBlanks() {
            while position < bytes.count, bytes[position].isBlank { position += 1 }
        }

        mutating func take(_ choices: [UInt8]) -> UInt8? {
            guard position < bytes.count, choices.contains(bytes[position]) else { return nil }
            position += 1
            return bytes[position - 1]
        }

        /// Parses a number of at most nine digits.
        mutating func number() -> Number? {
            var value = 0
            let start = position
            while position < bytes.count, bytes[position].isDigit, position - start < 9 {
                value = value * 10 + Int(bytes[position] - 0x30)
                position += 1
            }
            return position > start ? Number(value: value, digits: position - start) : nil
        }

        /// Parses a number with or without the suffix of an ordinal: `1st`, `20th`.
        mutating func dayNumber() -> Number? {
            let number = number()
            if number != nil { _ = takeWord(["st", "nd", "rd", "th"]) }
            return number
        }

        private var word: String {
            let letters = bytes[position...].prefix { $0.isLetter }
            return String(decoding: letters.map(\.lowercased), as: UTF8.self)
        }

        mutating func takeWord(_ choices: [String]) -> Bool {
            let word = word
            guard choices.contains(word) else { return false }
            position += word.utf8.count
            return true
        }

        /// Parses an English month or its first three or four letters, with or without a full stop.
        mutating func month() -> Int? {
            let word = word
            guard word.utf8.count >= 3, let index = Dates.months.firstIndex(where: { $0.hasPrefix(word) }),
                word.utf8.count <= 4 || word == Dates.months[index]
            else { return nil }
            position += word.utf8.count
            _ = take([UInt8(ascii: ".")])
            return index + 1
        }
    }
}
