// Splitting of paths into folder and name.
import Testing

@testable import briefd

@Suite struct SystemPathTests {
    @Test(arguments: [
        ("/srv/docs", "/srv/", "docs"), ("/srv/docs//", "/srv/", "docs"), ("docs", ".", "docs"), ("/docs", "/", "docs"),
        ("a/b.txt", "a/", "b.txt"),
    ])
    func `a path has a folder and a name`(_ path: String, _ folder: String, _ name: String) throws {
        let parts = try #require(SystemPath(path).split())
        #expect(parts.folder == SystemPath(folder))
        #expect(parts.name == name.utf8.map(CChar.init(bitPattern:)))
    }

    @Test(arguments: ["/", "", ".", "..", "a/.."])
    func `a path without a name is not split`(_ path: String) {
        #expect(SystemPath(path).split() == nil)
    }
}
