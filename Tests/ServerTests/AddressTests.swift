// The text form of addresses, and its conversion to the kernel's form.
import Testing

@testable import Server

@Suite struct AddressTests {
    @Test(arguments: [
        ("127.0.0.1:8080", Address.ip(host: "127.0.0.1", port: 8080)),
        ("0.0.0.0:0", .ip(host: "0.0.0.0", port: 0)),
        ("[::1]:65535", .ip(host: "::1", port: 65535)),
        ("localhost:80", .ip(host: "127.0.0.1", port: 80)),
        ("unix:/run/briefd.sock", .unix(path: "/run/briefd.sock")),
        ("unix:relative.sock", .unix(path: "relative.sock")),
    ])
    func readsEveryForm(_ text: String, _ address: Address) {
        #expect(Address(text) == address)
    }

    @Test(arguments: [
        "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:+80", "127.0.0.1:8 0",
        "127.0.0.1:000080", "::1:80", "[::1]", "[127.0.0.1]:80", "[::1:80", "example.org:80", "1.2.3:80",
        "unix:", "unix:\u{0}", "unix:/" + String(repeating: "a", count: 107), "http://127.0.0.1:80", "127.0.0.1:８０",
    ])
    func refusesAnythingElse(_ text: String) {
        #expect(Address(text) == nil)
    }

    @Test(arguments: ["127.0.0.1:8080", "[::1]:0", "unix:/a b"])
    func theDescriptionParsesToTheSameAddress(_ text: String) {
        #expect(Address(text)?.description == text)
    }

    @Test(arguments: [
        ("127.0.0.1:1", true), ("127.9.9.9:1", true), ("[::1]:1", true), ("unix:/s", true), ("0.0.0.0:1", false),
        ("[::]:1", false), ("10.0.0.1:1", false),
    ])
    func knowsWhatIsLocal(_ text: String, _ isLocal: Bool) {
        #expect(Address(text)?.isLocal == isLocal)
    }

    @Test func aSocketAddressHasItsPort() {
        let address = SocketAddress(.ip(host: "127.0.0.1", port: 4711))
        #expect(address.port == 4711)
        #expect(SocketAddress(.unix(path: "/s")).port == 0)
    }
}
