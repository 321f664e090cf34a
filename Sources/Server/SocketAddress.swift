// Socket addresses in the kernel's form, and the addresses of clients.
import CSystem
import Glibc

/// A socket address in the kernel's form.
struct SocketAddress {
    private var storage = sockaddr_storage()
    private(set) var length: socklen_t = 0

    static func isIPv4(_ host: String) -> Bool {
        var address = in_addr()
        return inet_pton(AF_INET, host, &address) == 1
    }

    static func isIPv6(_ host: String) -> Bool {
        var address = in6_addr()
        return inet_pton(AF_INET6, host, &address) == 1
    }

    /// Converts `address`, which must be valid, as every result of `Address.init(_:)` is.
    init(_ address: Address) {
        switch address {
        case .ip(let host, let port):
            var v4 = sockaddr_in()
            var v6 = sockaddr_in6()
            if inet_pton(AF_INET, host, &v4.sin_addr) == 1 {
                v4.sin_family = sa_family_t(AF_INET)
                v4.sin_port = port.bigEndian
                copy(v4)
            } else if inet_pton(AF_INET6, host, &v6.sin6_addr) == 1 {
                v6.sin6_family = sa_family_t(AF_INET6)
                v6.sin6_port = port.bigEndian
                copy(v6)
            }
        case .unix(let path):
            var local = sockaddr_un()
            local.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &local.sun_path) { $0.copyBytes(from: path.utf8.prefix(Address.maxPathLength)) }
            copy(local)
        }
    }

    /// Reads the address to which `descriptor` is bound; returns nil if that fails.
    init?(boundTo descriptor: Int32) {
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        guard result == 0 else { return nil }
        length = size
    }

    /// The port; 0 if the address has none.
    var port: UInt16 {
        withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET: UInt16(bigEndian: bytes.loadUnaligned(as: sockaddr_in.self).sin_port)
            case AF_INET6: UInt16(bigEndian: bytes.loadUnaligned(as: sockaddr_in6.self).sin6_port)
            default: 0
            }
        }
    }

    /// The address in the form that users write; nil for another family or a unix-domain socket without a path.
    var address: Address? {
        switch family {
        case AF_INET, AF_INET6:
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            let isConverted = withUnsafeBytes(of: storage) { bytes in
                var v4 = bytes.loadUnaligned(as: sockaddr_in.self).sin_addr
                var v6 = bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr
                return
                    (family == AF_INET
                    ? inet_ntop(AF_INET, &v4, &text, socklen_t(text.count))
                    : inet_ntop(AF_INET6, &v6, &text, socklen_t(text.count))) != nil
            }
            let host = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
            return isConverted ? .ip(host: host, port: port) : nil
        case AF_UNIX:
            let path = withUnsafeBytes(of: storage) { bytes in
                bytes.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }
                    .map { $0 }
            }
            return path.isEmpty ? nil : .unix(path: String(decoding: path, as: UTF8.self))
        default: return nil
        }
    }

    var family: Int32 { Int32(storage.ss_family) }

    /// Calls `body` with a pointer that is valid during the call, and the length of the address.
    func withPointer<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        withUnsafePointer(to: storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }

    private mutating func copy<Form>(_ form: Form) {
        withUnsafeMutableBytes(of: &storage) { target in
            withUnsafeBytes(of: form) { target.copyMemory(from: $0) }
        }
        length = socklen_t(MemoryLayout<Form>.size)
    }
}

/// The IP address of a client without its port; all zero for a unix-domain socket.
struct PeerAddress: Hashable {
    /// The bytes of the address in network order; an IPv4 address is in the first four bytes of `low`.
    private var high: UInt64 = 0
    private var low: UInt64 = 0

    private var isIPv6 = false

    /// Calls `body` with the address family and a pointer to the address, which is valid during the call.
    func withAddressBytes(_ body: (Int32, UnsafeRawPointer) -> Void) {
        if isIPv6 {
            withUnsafePointer(to: (high, low)) { body(AF_INET6, $0) }
        } else {
            withUnsafePointer(to: low) { body(AF_INET, $0) }
        }
    }

    /// The address without the last 64 bits of IPv6, which one client chooses freely.
    var network: PeerAddress {
        guard isIPv6 else { return self }
        var network = self
        network.low = 0
        return network
    }

    /// True if connections of this client are counted by address; false for a unix-domain socket.
    var isCounted: Bool { high != 0 || low != 0 }

    init(_ storage: sockaddr_storage) {
        withUnsafeBytes(of: storage) { bytes in
            switch Int32(storage.ss_family) {
            case AF_INET:
                low = UInt64(bytes.loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr)
            case AF_INET6:
                isIPv6 = true
                withUnsafeBytes(of: bytes.loadUnaligned(as: sockaddr_in6.self).sin6_addr) {
                    high = $0.loadUnaligned(as: UInt64.self)
                    low = $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
                }
            default: break
            }
        }
    }
}

extension PeerAddress: CustomStringConvertible {
    /// The text form, such as `127.0.0.1` or `::1`; empty for a unix-domain socket.
    var description: String {
        guard isCounted else { return "" }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        withAddressBytes { family, bytes in _ = inet_ntop(family, bytes, &text, socklen_t(text.count)) }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
