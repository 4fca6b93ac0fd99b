/*
 * Preloaded into a process, it fails with EIO what a worn stick fails with: files whose path holds
 *   "[eio open]"   cannot be opened,
 *   "[eio read]"   give nothing,
 *   "[eio later]"  give their first 8 KB and nothing behind them.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define FIRST 8192

static int fails_to_open(const char *path, int flags) {
  return path != NULL && (flags & O_PATH) == 0 && strstr(path, "[eio open]") != NULL;
}

/* How many bytes of a read are given, or -1. */
static ssize_t given(int fd, off_t from, size_t count) {
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return count;
  path[length] = 0;
  if (strstr(path, "[eio read]") != NULL) return -1;
  if (strstr(path, "[eio later]") == NULL || from + (off_t)count <= FIRST) return count;
  return from >= FIRST ? -1 : FIRST - from;
}

#define OPENS(name)                                                            \
  int name(const char *path, int flags, ...) {                                 \
    va_list rest;                                                              \
    va_start(rest, flags);                                                     \
    mode_t mode = va_arg(rest, mode_t);                                        \
    va_end(rest);                                                              \
    if (fails_to_open(path, flags)) return errno = EIO, -1;                    \
    int (*real)(const char *, int, mode_t) = dlsym(RTLD_NEXT, #name);          \
    return real(path, flags, mode);                                            \
  }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name)                                                         \
  int name(int folder, const char *path, int flags, ...) {                     \
    va_list rest;                                                              \
    va_start(rest, flags);                                                     \
    mode_t mode = va_arg(rest, mode_t);                                        \
    va_end(rest);                                                              \
    if (fails_to_open(path, flags)) return errno = EIO, -1;                    \
    int (*real)(int, const char *, int, mode_t) = dlsym(RTLD_NEXT, #name);     \
    return real(folder, path, flags, mode);                                    \
  }
OPENS_AT(openat)
OPENS_AT(openat64)

ssize_t read(int fd, void *target, size_t count) {
  ssize_t wanted = given(fd, lseek(fd, 0, SEEK_CUR), count);
  if (wanted < 0) return errno = EIO, -1;
  ssize_t (*real)(int, void *, size_t) = dlsym(RTLD_NEXT, "read");
  return real(fd, target, wanted);
}

#define READS_AT(name)                                                         \
  ssize_t name(int fd, void *target, size_t count, off_t from) {               \
    ssize_t wanted = given(fd, from, count);                                   \
    if (wanted < 0) return errno = EIO, -1;                                    \
    ssize_t (*real)(int, void *, size_t, off_t) = dlsym(RTLD_NEXT, #name);     \
    return real(fd, target, wanted, from);                                     \
  }
READS_AT(pread)
READS_AT(pread64)
