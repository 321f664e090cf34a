// The system headers that Swift's Glibc module leaves out, and one function that its feature macros hide.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <sys/epoll.h>
#include <sys/eventfd.h>

struct sockaddr;

/// accept(2) that makes the new descriptor non-blocking and close-on-exec in the same call.
int accept4(int listener, struct sockaddr *peer, unsigned *peerSize, int flags);

#endif
