// Titles and dates: their sources, the options that change these, and dates with two readings.

import Documents
import Testing

private func read(
    _ text: String, path: String = "plain_name.md", _ options: ReadingOptions = ReadingOptions()
) throws -> Document {
    try #require(Document.read(Array(text.utf8), path: path, options: options).documents.first)
}

@Suite struct TitleTests {
    @Test(arguments: [
        ("---\ntitle: Given\nname: Other\n---\n# Heading\n", "Given", Title.Origin.metadata),
        ("---\nname: Ines Marten\n---\n## Roles\n", "Ines Marten", .metadata),
        ("---\ndisplay_name: Ines Marten\nname: 17\n---\n## Roles\n", "Ines Marten", .metadata),
        ("---\nname: 17\n---\n# Roles\n", "Roles", .heading),
        ("Title: The line\n# Heading\n", "The line", .titleLine),
        ("# Top\n\n# Other\n", "Top", .heading),
        ("![](logo.png)\n\n# Top\n\n# Other\n", "Top", .heading),
        ("Text.\n\n# Only\n\n## Below\n", "Only", .heading),
        ("Text.\n\n# One\n\n# Two\n", "plain name", .fileName),
        ("## First\n\n### Below\n", "First", .heading),
        ("## First\n", "First", .heading),
        ("Text.\n\n## First\n\n### Below\n", "First", .heading),
        ("Text.\n\n## Links\n", "plain name", .fileName),
        ("## First\n\n### Below\n\n## Second\n", "plain name", .fileName),
        ("### First\n\n## Second\n", "plain name", .fileName),
        ("## Before\n\n# Only\n", "Only", .heading),
        ("# 1.2.3\n\nText.\n", "plain name", .fileName),
        ("# K8s\n", "K8s", .heading), ("# 海\n", "海", .heading), ("# Q 3\n", "plain name", .fileName),
        ("# Â\n", "plain name", .fileName), ("# Öl\n", "Öl", .heading),
        ("A short line\n\nA paragraph.\n", "plain name", .fileName),
        ("# Quay [![Build](b.svg)](log) *map* ![New](n.svg)\n", "Quay map", .heading),
        ("# ![Quay Works](logo.png)\n", "Quay Works", .heading),
        ("# [![Build](b.svg)](log) ![Docs](d.svg)\n", "plain name", .fileName),
    ])
    func comesFromTheFirstSource(text: String, title: String, origin: Title.Origin) throws {
        #expect(try read(text).title == Title(text: title, origin: origin))
    }

    @Test(arguments: [
        ("## First\n\n## Second\n", ["First", "Second"]), ("Text.\n\n## Links\n", [nil, "Links"]),
        ("Text.\n\n# Only\n\nText.\n", [nil, "Only"]), ("# Quay ![Build](b.svg)\n\nText.\n", ["Quay Build"]),
        ("# Top\n\nText.\n\n## Part\n", [nil, "Part"]),
    ])
    func sectionsKeepTheirHeadings(text: String, headings: [String?]) throws {
        #expect(try read(text).sections.map(\.heading) == headings)
    }

    static let text = "---\ntitle: Given\nlabel: Short\n---\nTitle: The line\n\n# Heading\n\nText.\n"

    @Test(arguments: [
        ("metadata.label,metadata", "Short", Title.Origin.metadata, 2),
        ("titleLine,metadata", "The line", .titleLine, 1),
        ("heading,titleLine", "Heading", .heading, 2), ("fileName,metadata", "plain name", .fileName, 2),
        ("firstLine,titleLine,heading", "The line", .titleLine, 1), ("metadata.none", "plain name", .fileName, 2),
    ])
    func theOrderIsASetting(order: String, title: String, origin: Title.Origin, sections: Int) throws {
        var options = ReadingOptions()
        options.titles = order.split(separator: ",").compactMap { ReadingOptions.TitleSource(String($0)) }
        let document = try read(Self.text, options)
        #expect(document.title == Title(text: title, origin: origin))
        #expect(Array(document.sections).count == sections)
    }

    @Test func namesOfMetadataFillFields() throws {
        var options = ReadingOptions()
        options.metadata = [.init("Topics", .tags), .init("label", .title), .init("published", .extra)]
        let text = "---\ntopics: [sea, air]\npublished: 2026-01-02\nlabel: Short\nname: Kept\n---\n"
        let document = try read(text, options)
        #expect(document.title.text == "Short" && document.metadata.tags == ["sea", "air"])
        #expect(document.metadata.date == nil && document.metadata.extra.map(\.name) == ["name", "published"])
        let both = try read("---\ntopics: [sea]\ntags: [air]\n---\n", options)
        #expect(both.metadata.tags == ["air"] && both.metadata.extra.map(\.name) == ["topics"])
    }

    @Test(arguments: [
        ("seo:\n  title: Nested", "Nested"), ("SEO: {Title: Nested}", "Nested"),
        ("seo.title: Flat\nseo: {title: N}", "Flat"),
        ("a.b:\n  c: Inner", "Inner"), ("a:\n  b.c: Inner", "Inner"), ("title: Own\nseo: {title: N}", "Own"),
        ("seo: [title]", "plain name"),
    ])
    func namesWithDotsAreThoseOfNestedMetadata(member: String, title: String) throws {
        var options = ReadingOptions()
        options.metadata = [.init("Seo.title", .title), .init("a.b.c", .title)]
        #expect(try read("---\n\(member)\n---\n", options).title.text == title)
        options.metadata = []
        options.titles = [.metadata, .named("seo.Title"), .named("a.b.c")]
        #expect(try read("---\n\(member)\n---\n", options).title.text == title)
    }
}

@Suite struct DateSourceTests {
    @Test(arguments: [
        ("path: inside/2023/06/01/name", "2023-06-01"), ("permalink: /2023/06/01/name/", "2023-06-01"),
        ("url: https://2020-01-02.example/a/2023/06/01/b?at=2021/01/01", "2023-06-01"),
        ("slug: 2023-06-01-name", "2023-06-01"), ("slug: name", nil), ("path: 2023/06/name", nil),
        ("aliases: 2023/06/01/name", nil), ("Path: 2023/06/01/name\ndate: 2024-01-01", "2024-01-01"),
        ("url: https://a.example/2023-06-01", "2023-06-01"), ("url: https://a.example?2023-06-01", nil),
    ])
    func pathsOfTheMetadataHaveDates(member: String, date: String?) throws {
        let document = try read("---\n\(member)\n---\n")
        #expect(document.metadata.date == date)
        let isFromPath = date != nil && !member.contains("date:")
        #expect(document.diagnostics.contains { $0.code == .dateFromPath } == isFromPath)
    }

    @Test func theMetadataGoBeforeThePathOfTheFile() throws {
        let document = try read("---\npath: 2023/06/01/name\n---\n", path: "2022-01-01-name.md")
        #expect(document.metadata.date == "2023-06-01")
    }

    @Test(arguments: [
        ("03/04/2025", "03/04/2025", "2025-03-04", "2025-04-03", nil),
        ("3/4/2025 10:00", "3/4/2025 10:00", "2025-03-04T10:00:00", "2025-04-03T10:00:00", nil),
        ("12/31/2025", "2025-12-31", "2025-12-31", "2025-12-31", DateOrder.monthFirst),
        ("31/12/2025", "2025-12-31", "2025-12-31", "2025-12-31", .dayFirst),
    ])
    func datesWithSlashesFollowAnOrder(
        text: String, folder: String, monthFirst: String, dayFirst: String, order: DateOrder?
    ) throws {
        let document = try read("---\ndate: \(text)\n---\n")
        #expect(document.metadata.date == folder && document.slashDate?.onlyOrder == order)
        #expect(document.dated(.folder) === document)
        let other = document.dated(.monthFirst)
        #expect(other.metadata.date == monthFirst)
        #expect(document.diagnostics.contains { $0.code == .unclearDate } == (order == nil))
        #expect(!other.diagnostics.contains { $0.code == .unclearDate })
        #expect(other.dated(.dayFirst).metadata.date == dayFirst && other.dated(.folder).metadata.date == folder)
        for (order, date) in [(DateOrder.monthFirst, monthFirst), (.dayFirst, dayFirst)] {
            var options = ReadingOptions()
            options.dateOrder = order
            let set = try read("---\ndate: \(text)\n---\n", options)
            #expect(set.metadata.date == date && set.slashDate == nil)
        }
    }

    @Test(arguments: ["05/05/2025", "2025/03/04", "03-04-2025", "13/13/2025", "03/04/25", "3.4.2025"])
    func otherDatesDecideNothing(text: String) throws {
        #expect(try read("---\ndate: \(text)\n---\n").slashDate == nil)
    }
}
