/* Files: read whole with a limit, written whole or not at all; and paths as text. */
#ifndef EMS_BASE_FILE_H
#define EMS_BASE_FILE_H

#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/status.h"

/* The whole file, with a zero byte behind it; the caller frees *out with free(). EMS_IO leaves errno: EFBIG
 * when it has more than `limit` bytes, EISDIR for a folder. */
enum ems_status ems_file_read(const char *path, size_t limit, char **out, size_t *length);

/* The same for a file that a scenario or a command names: EMS_BAD_INPUT with a diagnostic at `at` (where the
 * file is named) when it cannot be read or is too large. `scenario_path` is the path of the value, or "". */
enum ems_status ems_file_read_input(const char *path, size_t limit, struct ems_place_in_file at,
                                    const char *scenario_path, struct ems_diags *diags, char **out,
                                    size_t *length);

/* A file being written under another name beside its own until it is complete. What is there and no file,
 * such as a device or a pipe, is written to as it stands: `temporary` is then NULL. */
struct ems_file_out {
    FILE *stream; /* write here; NULL when closed */
    char *path, *temporary;
};
/* EMS_IO leaves errno. After EMS_OK exactly one of commit, discard and finish must follow. */
enum ems_status ems_file_create(const char *path, struct ems_file_out *out);
/* Flushes, syncs to the disk and renames. On failure (a full disk is ENOSPC) the old file stays as it was. */
enum ems_status ems_file_commit(struct ems_file_out *out);
void ems_file_discard(struct ems_file_out *out); /* errno stays as it was */
/* Commits what was written well, when `status` is EMS_OK, and discards it else. The first failure is
 * returned. */
enum ems_status ems_file_finish(struct ems_file_out *out, enum ems_status status);

/* `name` as seen from `folder`: an absolute name stays. NULL when memory is out, as below. */
char *ems_path_join(struct ems_arena *arena, const char *folder, const char *name);
/* The folder of a file: "." when the path has no slash. */
char *ems_path_folder(struct ems_arena *arena, const char *path);
/* The last part of a path. */
const char *ems_path_name(const char *path);
/* `path` as seen from `folder`, by text alone: `.` and inner `..` are taken out, and `../` put before as
 * needed. The cleaned path itself when one is absolute and the other not, or `folder` climbs out of sight. */
char *ems_path_relative(struct ems_arena *arena, const char *folder, const char *path);

#endif
