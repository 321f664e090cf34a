// The system headers that Swift's Glibc module leaves out, and one function that its feature macros hide.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <linux/sockios.h>
#include <malloc.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

struct sockaddr;

/// accept(2) that makes the new descriptor non-blocking and close-on-exec in the same call.
int accept4(int listener, struct sockaddr *peer, unsigned *peerSize, int flags);

/// The bytes sent on a socket that its peer has not acknowledged; ioctl(2), whose arguments vary, is not in Glibc.
static inline int unacknowledgedSize(int socket) {
    int size = 0;
    return ioctl(socket, SIOCOUTQ, &size) < 0 ? 0 : size;
}

#endif
