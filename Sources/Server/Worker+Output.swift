// How answers leave: what is sent at once, what waits for the reader, and what a connection then waits for.
import CSystem
import Glibc
import HTTP

extension Worker {
    /// Sends what is staged and about `share` bytes of what waits, and decides what the connection waits for next.
    func flush(_ connection: Connection, share: Int = OutputQueue.share) {
        guard !connection.isClosed else { return writeBuffer.removeAll() }
        if !writeBuffer.isEmpty {
            var sent = 0
            if connection.output.isEmpty {
                sent = writeBuffer.send(to: connection.descriptor)
                if sent < 0 {
                    guard errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR else {
                        writeBuffer.removeAll()
                        return end(connection)
                    }
                    sent = 0
                }
                counters.add(.sent, sent)
            }
            if sent < writeBuffer.count { connection.output.append(writeBuffer.rest(from: sent)) }
            writeBuffer.removeAll()
        }
        if !connection.output.isEmpty {
            if connection.timeouts.phase != .writing {
                let unconfirmed = Int(unconfirmedSize(connection.descriptor))
                connection.timeouts.waitForReader(at: now, unconfirmed: unconfirmed, limits)
            }
            let now = now
            let progress = connection.output.send(to: connection.descriptor, share: share) {
                connection.timeouts.gave($0, at: now)
                counters.add(.sent, $0)
            }
            if progress == .failed { return end(connection) }
        }
        if connection.output.isEmpty {
            if connection.isLast, connection.subscription == nil { return finish(connection) }
            if connection.pendingResponse != nil || connection.subscription != nil {
                connection.timeouts.wait(for: .answer, at: now)
            } else if connection.peerHasEnded {
                return end(connection)
            } else if connection.parser?.hasBegun == true {
                connection.timeouts.wait(for: .head, at: now)
            } else {
                connection.timeouts.renewIdle(at: now)
            }
        }
        watch(connection)
    }

    /// Ends the server's side after the last answer, and stays to read away what the client still sends
    /// (RFC 9112 section 9.6).
    private func finish(_ connection: Connection) {
        if connection.peerHasEnded { return end(connection) }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        connection.input = []
        connection.parser = nil
        connection.timeouts.wait(for: .lingering, at: now)
        watch(connection)
    }

    /// Watches for just those events that the connection can use.
    func watch(_ connection: Connection) {
        var interest: UInt32 = 0
        let isLingering = connection.timeouts.phase == .lingering
        if isLingering || (connection.isServing && !connection.peerHasEnded) { interest |= EPOLLIN.rawValue }
        if !connection.output.isEmpty { interest |= EPOLLOUT.rawValue }
        if let pending = connection.pendingResponse, pending.partedAt == nil { interest |= EPOLLRDHUP.rawValue }
        if connection.subscription != nil { interest |= EPOLLRDHUP.rawValue }
        guard interest != connection.interest else { return }
        connection.interest = interest
        var event = epoll_event(events: interest, data: epoll_data_t(fd: connection.descriptor))
        epoll_ctl(set, EPOLL_CTL_MOD, connection.descriptor, &event)
    }
}
