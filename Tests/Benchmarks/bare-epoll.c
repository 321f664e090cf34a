// The limit: one thread, one epoll set, one answer. It reads until an empty line, never parses, and answers pipelined
// requests by one write. Whatever a server does besides costs time that this loop does not spend.
//
// Usage: bare-epoll PORT FILE — answers every request with the content of FILE as application/json.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { batch = 64, content = 1 << 16, connections = 1 << 16 };

static char answers[batch * (content + 256)];
static size_t answer_size;
static unsigned char matched[connections];  // bytes of CRLF CRLF seen so far, by descriptor

static void prepare(const char *path) {
    static char body[content];
    FILE *file = fopen(path, "rb");
    if (!file) { perror(path); exit(1); }
    size_t size = fread(body, 1, sizeof body, file);
    fclose(file);
    int head = sprintf(answers,
        "HTTP/1.1 200 OK\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Type: application/json\r\n"
        "ETag: \"0123456789abcdef\"\r\nCache-Control: no-cache\r\nContent-Length: %zu\r\n\r\n", size);
    memcpy(answers + head, body, size);
    answer_size = (size_t)head + size;
    for (int i = 1; i < batch; i++) memcpy(answers + i * answer_size, answers, answer_size);
}

// The number of requests that end in these bytes.
static size_t count(int client, const char *bytes, ssize_t size) {
    static const char end[] = "\r\n\r\n";
    size_t requests = 0;
    unsigned char state = matched[client];
    for (ssize_t i = 0; i < size; i++) {
        state = bytes[i] == end[state] ? state + 1 : bytes[i] == '\r';
        if (state == 4) { requests++; state = 0; }
    }
    matched[client] = state;
    return requests;
}

static void serve(int client) {
    char bytes[16384];
    ssize_t size = read(client, bytes, sizeof bytes);
    if (size <= 0) { close(client); return; }
    for (size_t left = count(client, bytes, size); left > 0;) {
        size_t some = left < batch ? left : batch;
        // The loop has no queues, so it closes the connection of a client that does not read.
        if (write(client, answers, some * answer_size) != (ssize_t)(some * answer_size)) { close(client); return; }
        left -= some;
    }
}

int main(int argc, char **argv) {
    if (argc != 3) { fprintf(stderr, "usage: %s PORT FILE\n", argv[0]); return 2; }
    signal(SIGPIPE, SIG_IGN);
    prepare(argv[2]);
    int on = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), set = epoll_create1(0);
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons((unsigned short)atoi(argv[1]))};
    name.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(listener, (struct sockaddr *)&name, sizeof name) || listen(listener, 4096)) { perror("bind"); return 1; }
    struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[256];
    epoll_ctl(set, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(set, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.fd != listener) { serve(events[i].data.fd); continue; }
            int client = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (client < 0 || client >= connections) { close(client); continue; }
            setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
            matched[client] = 0;
            event = (struct epoll_event){.events = EPOLLIN, .data.fd = client};
            epoll_ctl(set, EPOLL_CTL_ADD, client, &event);
        }
    }
}
