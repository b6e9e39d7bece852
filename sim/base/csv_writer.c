/* The writer of base/csv.h. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include <csv.h>

#include "base/csv.h"

struct ems_csv_writer ems_csv_writer(FILE *stream)
{
    return (struct ems_csv_writer){.stream = stream};
}

static void check(struct ems_csv_writer *writer, bool good)
{
    if (good || writer->failed) return;
    writer->failed = true;
    writer->error = errno != 0 ? errno : EIO;
}

static void put(struct ems_csv_writer *writer, const char *text, size_t length)
{
    if (writer->in_row) check(writer, putc(',', writer->stream) != EOF);
    writer->in_row = true;
    check(writer, fwrite(text, 1, length, writer->stream) == length);
}

/* Whether a reader gets the same text without quotes: outer spaces would be dropped, and a byte order mark.
 */
static bool is_plain(const char *text, size_t length)
{
    if (length == 0) return true;
    return text[strcspn(text, ",\"\r\n")] == '\0' && strchr(" \t", text[0]) == NULL &&
           strchr(" \t", text[length - 1]) == NULL && strncmp(text, "\xEF\xBB\xBF", 3) != 0;
}

void ems_csv_put_text(struct ems_csv_writer *writer, const char *text)
{
    if (text == NULL) text = "";
    size_t length = strlen(text);
    bool plain = is_plain(text, length);
    put(writer, text, plain ? length : 0);
    if (!plain) check(writer, csv_fwrite(writer->stream, text, length) == 0);
}

void ems_csv_put_integer(struct ems_csv_writer *writer, int64_t value)
{
    char text[24];
    int length = snprintf(text, sizeof text, "%" PRId64, value);
    put(writer, text, (size_t)length);
}

void ems_csv_put_number(struct ems_csv_writer *writer, double value)
{
    char text[EMS_NUMBER_SIZE];
    size_t length = ems_number_format(value, text);
    put(writer, text, length);
}

void ems_csv_put_time(struct ems_csv_writer *writer, ems_time time)
{
    char text[EMS_NUMBER_SIZE] = "";
    size_t length = time == EMS_NEVER ? 0 : ems_number_format_seconds(time, text);
    put(writer, text, length);
}

void ems_csv_put_empty(struct ems_csv_writer *writer)
{
    put(writer, "", 0);
}

void ems_csv_end_row(struct ems_csv_writer *writer)
{
    check(writer, putc('\n', writer->stream) != EOF);
    writer->in_row = false;
}

enum ems_status ems_csv_end(struct ems_csv_writer *writer)
{
    check(writer, fflush(writer->stream) == 0);
    check(writer, !ferror(writer->stream));
    if (!writer->failed) return EMS_OK;
    errno = writer->error;
    return EMS_IO;
}
