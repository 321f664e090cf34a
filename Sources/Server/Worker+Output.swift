// Sending of responses, and the phase that a connection enters after that.
import CSystem
import Glibc
import HTTP

extension Worker {
    /// Sends the write buffer and about `share` bytes of the output queue, then sets the connection's phase.
    ///
    /// It empties the write buffer: the output queue gets what the socket does not accept.
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
                let unacknowledged = Int(unacknowledgedSize(connection.descriptor))
                connection.timeouts.startWriting(at: now, unacknowledged: unacknowledged, limits)
            }
            let now = now
            let progress = connection.output.send(to: connection.descriptor, share: share) {
                connection.timeouts.recordSent($0, at: now)
                counters.add(.sent, $0)
            }
            if progress == .failed { return end(connection) }
        }
        if connection.output.isEmpty {
            if connection.isClosing, connection.subscription == nil { return linger(connection) }
            if connection.pendingResponse != nil || connection.subscription != nil {
                connection.timeouts.enter(.response, at: now)
            } else if connection.peerHasEnded {
                return end(connection)
            } else if connection.parser?.hasBegun == true {
                connection.timeouts.enter(.head, at: now)
            } else {
                connection.timeouts.restartIdle(at: now)
            }
        }
        updateInterest(connection)
    }

    /// Closes the sending side after the last response, and waits for the client to close (RFC 9112 section 9.6).
    private func linger(_ connection: Connection) {
        if connection.peerHasEnded { return end(connection) }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        connection.input = []
        connection.parser = nil
        connection.timeouts.enter(.lingering, at: now)
        updateInterest(connection)
    }

    /// Makes epoll watch exactly the events that the connection can handle in its current state.
    func updateInterest(_ connection: Connection) {
        var interest: UInt32 = 0
        let isLingering = connection.timeouts.phase == .lingering
        if isLingering || (connection.isServing && !connection.peerHasEnded) { interest |= EPOLLIN.rawValue }
        if !connection.output.isEmpty { interest |= EPOLLOUT.rawValue }
        if let pending = connection.pendingResponse, pending.clientEndTime == nil { interest |= EPOLLRDHUP.rawValue }
        if connection.subscription != nil { interest |= EPOLLRDHUP.rawValue }
        guard interest != connection.interest else { return }
        connection.interest = interest
        var event = epoll_event(events: interest, data: epoll_data_t(fd: connection.descriptor))
        epoll_ctl(epollSet, EPOLL_CTL_MOD, connection.descriptor, &event)
    }
}
