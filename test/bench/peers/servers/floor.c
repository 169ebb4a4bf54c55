/* The floor: the whole job of a redirect with nothing around it, one thread and epoll. Usage: floor PORT
   Parses the request line, decodes the video URL once, checks its host, sends every tenth to the origin and all others to the
   CDN. Answers on connections that stay and on ones that close. No timeouts, no limits but those of its buffers. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <ctype.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEAD_BYTES 16384
#define VIDEO_BYTES 4096
#define RATIO 10

static const char suffix[] = ".origin-cluster";

struct connection {
  int fd;
  size_t length;
  char head[HEAD_BYTES];
};

static unsigned long turn;

static int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Returns the length, or -1 for broken encoding, a character that no URL holds, or one that is too long. */
static int decode(const char *from, const char *end, char *video) {
  int length = 0;
  while (from < end) {
    unsigned char c = *from++;
    if (c == '%') {
      if (end - from < 2) return -1;
      int high = hex_digit(from[0]), low = hex_digit(from[1]);
      if (high < 0 || low < 0) return -1;
      c = high << 4 | low;
      from += 2;
    }
    if (c <= ' ' || c == 0x7f || c == '\\' || length == VIDEO_BYTES) return -1;
    video[length++] = c;
  }
  video[length] = 0;
  return length;
}

/* Writes the Location. Returns 0 when the URL isn't one of the origin cluster's. */
static int locate(const char *video, char *location, size_t size) {
  size_t scheme = strncmp(video, "http://", 7) == 0 ? 7 : strncmp(video, "https://", 8) == 0 ? 8 : 0;
  if (scheme == 0) return 0;
  const char *label = video + scheme, *end = label + 1;
  if (*label != 's') return 0;
  while (isdigit((unsigned char)*end) && end - label < 5) end++;
  if (end == label + 1 || strncmp(end, suffix, sizeof suffix - 1) != 0) return 0;
  const char *path = end + sizeof suffix - 1;
  if (path[0] != '/' || path[1] == 0) return 0;
  if (++turn % RATIO == 0) return snprintf(location, size, "%s", video);
  return snprintf(location, size, "%.*scdn.example.com/%.*s%s", (int)scheme, video, (int)(end - label), label, path);
}

static int answer(int fd, const char *head, const char *end) {
  static char video[VIDEO_BYTES + 1], location[VIDEO_BYTES + 64], response[VIDEO_BYTES + 512];
  int closes = strcasestr(head, "\r\nConnection: close\r\n") != NULL;
  const char *connection = closes ? "close" : "keep-alive";
  int length;
  const char *line_end = memchr(head, '\r', end - head);
  const char *query = "GET /?video=", *from = head + strlen(query), *to = NULL;
  if (strncmp(head, query, strlen(query)) == 0) to = memchr(from, ' ', line_end - from);
  if (to != NULL && decode(from, to, video) > 0 && locate(video, location, sizeof location) > 0)
    length = snprintf(response, sizeof response,
                      "HTTP/1.1 302 Found\r\nLocation: %s\r\nCache-Control: no-store\r\nAccess-Control-Allow-Origin: *\r\n"
                      "Content-Length: 0\r\nConnection: %s\r\n\r\n", location, connection);
  else
    length = snprintf(response, sizeof response,
                      "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: %s\r\n\r\n", connection);
  return send(fd, response, length, MSG_NOSIGNAL) == length && !closes;
}

/* Answers every whole head in the buffer. Returns 0 when the connection is over. */
static int serve(struct connection *c) {
  ssize_t got = recv(c->fd, c->head + c->length, HEAD_BYTES - 1 - c->length, 0);
  if (got <= 0) return 0;
  c->length += got;
  c->head[c->length] = 0;
  char *head = c->head, *end;
  while ((end = strstr(head, "\r\n\r\n")) != NULL) {
    char next = end[4];
    end[4] = 0;
    if (!answer(c->fd, head, end + 4)) return 0;
    end[4] = next;
    head = end + 4;
  }
  c->length -= head - c->head;
  memmove(c->head, head, c->length);
  return c->length < HEAD_BYTES - 1;
}

int main(int count, char **arguments) {
  if (count != 2) return fprintf(stderr, "usage: floor PORT\n"), 64;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(arguments[1])), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), yes = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 511) != 0) return perror("floor"), 69;
  int poll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN}, events[256];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int ready = epoll_wait(poll, events, 256, -1);
    for (int i = 0; i < ready; i++) {
      struct connection *c = events[i].data.ptr;
      if (c == NULL) {
        int fd;
        while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          c = malloc(sizeof *c);
          if (c == NULL) return 1;
          c->fd = fd;
          c->length = 0;
          event.data.ptr = c;
          epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
        }
      } else if (!serve(c)) {
        close(c->fd);
        free(c);
      }
    }
  }
}
