/*
 * Preloaded into a process, writes down what it does to the files of one folder, in the order in which it is done:
 *
 *   RECORD_FOLDER  the folder; names in the record are relative to it, "" is the folder itself
 *   RECORD_LOG     the record, appended to
 *
 * An entry is 16 bytes (little endian: kind u8, 0 u8, length of name u16, length of data u32, offset u64), the name, the data.
 * Kinds: O opened (offset 1: truncated), W write, T truncate (offset: length), S sync, U unlink, R rename (data: new name).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define DESCRIPTORS 1024
#define NAME_BYTES 256
#define LOG_DESCRIPTOR 900

static int log_fd = -1;
static char folder[PATH_MAX];
static size_t folder_length;
static char names[DESCRIPTORS][NAME_BYTES];
static char is_ours[DESCRIPTORS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int (*real_open)(const char *, int, ...);
static int (*real_openat)(int, const char *, int, ...);
static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off64_t);
static int (*real_ftruncate)(int, off64_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);
static int (*real_close)(int);

__attribute__((constructor)) static void start(void) {
  real_open = dlsym(RTLD_NEXT, "open64");
  real_openat = dlsym(RTLD_NEXT, "openat64");
  real_write = dlsym(RTLD_NEXT, "write");
  real_pwrite = dlsym(RTLD_NEXT, "pwrite64");
  real_ftruncate = dlsym(RTLD_NEXT, "ftruncate64");
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_unlink = dlsym(RTLD_NEXT, "unlink");
  real_rename = dlsym(RTLD_NEXT, "rename");
  real_close = dlsym(RTLD_NEXT, "close");

  const char *wanted = getenv("RECORD_FOLDER");
  const char *log = getenv("RECORD_LOG");
  if (!wanted || !log) return;
  strncpy(folder, wanted, sizeof folder - 1);
  folder_length = strlen(folder);
  int fd = real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0) return;
  /* Out of the way: programs close low descriptors that they do not know. */
  log_fd = fcntl(fd, F_DUPFD_CLOEXEC, LOG_DESCRIPTOR);
  real_close(fd);
}

/* The path relative to the folder, or NULL for what lies elsewhere. */
static const char *name_of(const char *path) {
  if (log_fd < 0 || !path || strncmp(path, folder, folder_length) != 0) return NULL;
  if (path[folder_length] == 0) return path + folder_length;
  return path[folder_length] == '/' ? path + folder_length + 1 : NULL;
}

static const char *name_of_fd(int fd) {
  return fd >= 0 && fd < DESCRIPTORS && is_ours[fd] ? names[fd] : NULL;
}

static void record(char kind, const char *name, uint64_t offset, const void *data, uint32_t length) {
  uint8_t head[16] = {(uint8_t)kind};
  uint16_t name_length = (uint16_t)strlen(name);
  memcpy(head + 2, &name_length, 2);
  memcpy(head + 4, &length, 4);
  memcpy(head + 8, &offset, 8);
  pthread_mutex_lock(&lock);
  /* A record that is not whole would be replayed as something that never happened. */
  if (real_write(log_fd, head, sizeof head) != sizeof head || real_write(log_fd, name, name_length) != name_length ||
      (length > 0 && real_write(log_fd, data, length) != (ssize_t)length))
    abort();
  pthread_mutex_unlock(&lock);
}

static int opened(int fd, const char *path, int flags) {
  if (fd < 0 || fd >= DESCRIPTORS) return fd;
  const char *name = name_of(path);
  is_ours[fd] = name != NULL;
  if (!name) return fd;
  strncpy(names[fd], name, NAME_BYTES - 1);
  record('O', name, flags & O_TRUNC ? 1 : 0, NULL, 0);
  return fd;
}

#define MODE_OF(flags)                     \
  mode_t mode = 0;                         \
  if ((flags) & (O_CREAT | O_TMPFILE)) {   \
    va_list rest;                          \
    va_start(rest, flags);                 \
    mode = (mode_t)va_arg(rest, int);      \
    va_end(rest);                          \
  }

int open(const char *path, int flags, ...) {
  MODE_OF(flags)
  return opened(real_open(path, flags, mode), path, flags);
}

int open64(const char *path, int flags, ...) {
  MODE_OF(flags)
  return opened(real_open(path, flags, mode), path, flags);
}

int openat(int at, const char *path, int flags, ...) {
  MODE_OF(flags)
  return opened(real_openat(at, path, flags, mode), path, flags);
}

int openat64(int at, const char *path, int flags, ...) {
  MODE_OF(flags)
  return opened(real_openat(at, path, flags, mode), path, flags);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  ssize_t written = real_pwrite(fd, data, length, offset);
  const char *name = name_of_fd(fd);
  if (name && written > 0) record('W', name, (uint64_t)offset, data, (uint32_t)written);
  return written;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
  return pwrite64(fd, data, length, offset);
}

ssize_t write(int fd, const void *data, size_t length) {
  ssize_t written = real_write(fd, data, length);
  const char *name = name_of_fd(fd);
  if (name && written > 0) record('W', name, (uint64_t)(lseek64(fd, 0, SEEK_CUR) - written), data, (uint32_t)written);
  return written;
}

int ftruncate64(int fd, off64_t length) {
  int result = real_ftruncate(fd, length);
  const char *name = name_of_fd(fd);
  if (name && result == 0) record('T', name, (uint64_t)length, NULL, 0);
  return result;
}

int ftruncate(int fd, off_t length) {
  return ftruncate64(fd, length);
}

int fsync(int fd) {
  int result = real_fsync(fd);
  const char *name = name_of_fd(fd);
  if (name && result == 0) record('S', name, 0, NULL, 0);
  return result;
}

int fdatasync(int fd) {
  int result = real_fdatasync(fd);
  const char *name = name_of_fd(fd);
  if (name && result == 0) record('S', name, 0, NULL, 0);
  return result;
}

int unlink(const char *path) {
  int result = real_unlink(path);
  const char *name = name_of(path);
  if (name && result == 0) record('U', name, 0, NULL, 0);
  return result;
}

int rename(const char *from, const char *to) {
  int result = real_rename(from, to);
  const char *name = name_of(from);
  const char *target = name_of(to);
  if (name && target && result == 0) record('R', name, 0, target, (uint32_t)strlen(target));
  return result;
}

int close(int fd) {
  if (fd >= 0 && fd < DESCRIPTORS) is_ours[fd] = 0;
  return real_close(fd);
}
