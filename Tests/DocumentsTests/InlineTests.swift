// Inline markup to plain text, one table row a rule.

@testable import Documents
import Testing

@Suite struct InlineTests {
    @Test(arguments: [
        ("plain", "plain"),
        ("  many   blanks\there ", "many blanks here"),
        ("*a* _b_ **c** __d__ ***e***", "a b c d e"),
        ("**a *b* c**", "a b c"),
        ("*a **b* c**", "a b c"),
        ("a * b * c and 2 ** 3", "a * b * c and 2 ** 3"),
        ("snake_case_name and _edge_.", "snake_case_name and edge."),
        ("un*frigging*believable", "unfriggingbelievable"),
        ("“**quoted**” text", "“quoted” text"),
        ("**“quoted”**text", "**“quoted”**text"),
        ("~~gone~~ ~gone~ ~~~x~~~ ~5 km", "gone gone ~~~x~~~ ~5 km"),
        ("`a*b*` ``c`d`` `open", "a*b* c`d `open"),
        ("`` ` ``", "`"),
        ("\\*a\\* \\a \\\\", "*a* \\a \\"),
        ("[t](u) [t](<u v>) [t](u 'x') [](u)", "t t t"),
        ("[t] (u) [t](u v) [t](u", "[t] (u) [t](u v) [t](u"),
        ("[a [b](c) d](e)", "[a b d](e)"),
        ("![alt *x*](u) ![a [b](c)](d)", "alt x a b"),
        ("*[a*](u)", "*a*"),
        ("<https://a.example/b?c> <mailto:a@b.c> <a@b.c>", "https://a.example/b?c mailto:a@b.c a@b.c"),
        ("http://a.b/c\\_d\\*e*f* *g*", "http://a.b/c\\_d\\*e*f* g"),
        ("www.a.b/x*y*z_ (http://a.b/_c_d_) *http://a.b/_x*", "www.a.b/x*y*z_ (http://a.b/_c_d_) http://a.b/_x"),
        ("HTTPS://a.b/~~c~~d/`x`?e=[f](g) **h**", "HTTPS://a.b/~~c~~d/`x`?e=[f](g) h"),
        ("see:ftp://a.b/*c*d/i!*e*f<br>*g*", "see:ftp://a.b/*c*d/i!*e*f g"),
        ("http://a.b/(c_(d))) http://a.b?_c&d", "http://a.b/(c_(d))) http://a.b?_c&d"),
        ("http://a.b?c=_d&lt; http://a.b?c=_d&lt;e", "http://a.b?c=_d< http://a.b?c=_d&lt;e"),
        ("xhttp://a.b/*c* http://*a* awww.a/*b* WWW.a/*b*", "xhttp://a.b/c http://a awww.a/b WWW.a/b"),
        ("[http://a.b/*c*d](u) [http://a.b/*c*d", "http://a.b/cd [http://a.b/cd"),
        ("a<br>b<br/>c", "a b c"),
        ("a <b class='x'>b</b> <kbd>c</kbd>", "a b c"),
        ("<name> <your-name> </x>", "<name> <your-name> </x>"),
        ("1 < 2 > 0 <3 a<b", "1 < 2 > 0 <3 a<b"),
        ("a <!-- b --> c <? d ?> e", "a c e"),
        ("&amp; &lt; &quot; &eacute; &#233; &#xE9; &nosuch; &#0; &amp", "& < \" é é é &nosuch; \u{FFFD} &amp"),
        ("a\u{A0}b \u{2003}c", "a\u{A0}b c"),
        ("e\u{301}", "\u{E9}"),
    ])
    func unwraps(markdown: String, text: String) throws {
        let source = "# Title\n\n# \(markdown)\n\nText.\n"
        let document = try #require(Document.read(Array(source.utf8), path: "a.md").documents.first)
        let heading = try #require(document.sections.first { _ in true }?.heading)
        #expect(heading == text)
        #expect(Array(heading.utf8) == Array(text.utf8))
    }

    @Test(arguments: [
        ("a\nb", "a b"), ("a  \nb", "a b"), ("a\\\nb", "a b"), ("a `b\nc`", "a b c"), ("*a\nb*", "a b"),
        ("[a\nb](c)", "a b"),
    ])
    func joinsLines(markdown: String, text: String) throws {
        #expect(try blocks(markdown) == [.paragraph(text: text, line: 1)])
        #expect(
            try blocks("> " + markdown.split(separator: "\n").joined(separator: "\n> "))
                == [.quote(text: text, blocks: Parts([.paragraph(text: text, line: 1)]), line: 1)])
    }

    @Test(arguments: [
        ("<b>A</b><br>*b* <x>", "<b>A</b> b <x>"),
        ("2*3*4 = 24 and un*frigging*believable", "2*3*4 = 24 and un*frigging*believable"),
        ("**Ports:** *two*, (_three_) and *[four](u)*", "Ports: two, (three) and four"),
        ("a*b* and *c*d and **c*d**", "a*b* and *c*d and c*d"),
        ("~~gone~~ ~kept~ 5~6 and 7~8", "gone ~kept~ 5~6 and 7~8"),
        ("http://a.b/*c*_d_ *e*", "http://a.b/*c*_d_ e"),
    ])
    func unwrapsLessInText(line: String, text: String) throws {
        let document = try #require(Document.read(Array("Title: \(line)\n".utf8), path: "a.txt").documents.first)
        #expect(document.title.text == text)
    }
}

/// The blocks of the first section of a Markdown body.
func blocks(_ markdown: String, path: String = "a.md") throws -> [Block] {
    let document = try #require(
        Document.read(Array("---\ntitle: T\n---\n\(markdown)".utf8), path: path).documents.first)
    return document.sections.first?.blocks.map { $0.moved(by: -3) } ?? []
}

extension Block {
    /// The block moved down by `offset` lines.
    fileprivate func moved(by offset: Int) -> Block {
        let members = members.map { member in
            switch member.content {
            case .text, .flag: return member
            case .items(let items): return Member(member.name, .items(Parts(items.map { $0.moved(by: offset) })))
            case .blocks(let blocks): return Member(member.name, .blocks(Parts(blocks.map { $0.moved(by: offset) })))
            case .table(var table):
                table.line += offset
                table.rows = Parts(
                    table.rows.map { row in
                        var row = row
                        row.line += offset
                        return row
                    })
                return Member(member.name, .table(table))
            }
        }
        return Block(kind, line: line + offset, members)
    }

    static func paragraph(text: String, line: Int) -> Block {
        Block(.paragraph, line: line, [Member("text", .text(text))])
    }

    static func code(text: String, language: String?, line: Int) -> Block {
        Block(.code, line: line, [Member("text", .text(text)), Member("language", .text(language))])
    }

    static func quote(text: String, blocks: Parts<Block>, line: Int) -> Block {
        Block(.quote, line: line, [Member("text", .text(text)), Member("blocks", .blocks(blocks))])
    }

    static func list(_ list: List) -> Block {
        Block(
            .list, line: list.line,
            [Member("ordered", .flag(list.isOrdered)), Member("items", .items(list.items))])
    }
}

extension Parts where Element: Sendable {
    /// The parts that `elements` are.
    init(_ elements: [Element]) {
        self.init {
            var rest = elements.makeIterator()
            return { rest.next() }
        }
    }
}

extension ListItem {
    fileprivate func moved(by offset: Int) -> ListItem {
        var item = self
        item.line += offset
        item.items = Parts(items.map { $0.moved(by: offset) })
        item.blocks = Parts(blocks.map { $0.moved(by: offset) })
        return item
    }
}
