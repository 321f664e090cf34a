// System headers and functions that Swift's Glibc module does not have.
#ifndef CSYSTEM_H
#define CSYSTEM_H

#include <linux/openat2.h>
#include <linux/sockios.h>
#include <malloc.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

struct sockaddr;

/// Accepts a connection like accept(2); `flags` make the new descriptor non-blocking and close-on-exec.
int accept4(int listener, struct sockaddr *peer, unsigned *peerSize, int flags);

/// Returns the place of the first `partSize` bytes in `text` that are equal to those at `part`, like memmem(3).
void *memmem(const void *text, size_t size, const void *part, size_t partSize);

/// Returns the number of bytes sent on a socket that its peer has not acknowledged.
/// It is a C function because Swift cannot call the variadic ioctl(2).
static inline int unacknowledgedSize(int socket) {
    int size = 0;
    return ioctl(socket, SIOCOUTQ, &size) < 0 ? 0 : size;
}

/// Returns an argument of main, NULL after the last one. Swift reads the arguments from /proc, which may be missing.
const char *programArgument(int index);

/// Exchanges two names, like renameat2(2) with RENAME_EXCHANGE; only tests do that.
static inline int exchangeNames(const char *one, const char *other) {
    return (int)syscall(SYS_renameat2, -100 /* AT_FDCWD */, one, -100, other, 2u);
}

/// O_PATH of open(2), which Swift does not import: the descriptor names a file, but cannot read it.
extern const int pathOnly;

/// Opens a path like open(2); fails with ELOOP if a part of it is a symbolic link, and with ENOSYS before Linux 5.6.
/// It is a C function because Swift cannot call the variadic syscall(2).
static inline int openat2WithoutLinks(const char *path, int flags) {
    struct open_how how = {.flags = (unsigned)flags, .resolve = RESOLVE_NO_SYMLINKS};
    return (int)syscall(SYS_openat2, -100 /* AT_FDCWD */, path, &how, sizeof how);
}

#endif
