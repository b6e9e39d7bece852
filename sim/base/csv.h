/* Comma-separated values in and out (RFC 4180; the reader is libcsv). A table is read whole: a header line,
 * then rows, each with its line number. Lines may end in LF, CR LF or CR; a byte order mark, empty lines and
 * spaces around unquoted fields are dropped. What is wrong with the file becomes diagnostics; a table with
 * errors is still whole, so that a caller may go on and find more. */
#ifndef EMS_BASE_CSV_H
#define EMS_BASE_CSV_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/diag.h"
#include "base/number.h"
#include "base/status.h"
#include "base/time.h"

enum { EMS_CSV_COLUMNS_MAX = 10000, EMS_CSV_BYTES_MAX = 1 << 29 };

struct ems_csv {
    const char *file; /* as shown in diagnostics; borrowed */
    int32_t columns;
    int64_t rows;       /* the header is none */
    const char **cells; /* header, then rows * columns; a missing cell is "" */
    int32_t *lines;     /* of each row */
    bool features;      /* rows are features of a GeoJSON file, which have no lines */
    char *text;         /* what cells point into */
};

/* Reads text from memory. EMS_BAD_INPUT with diagnostics for text that is no table (no header, not UTF-8, an
 * open quote, too many columns) and for rows of another length than the header. `file` must outlive the
 * table. Free with ems_csv_free whatever the status. */
enum ems_status ems_csv_parse(const char *text, size_t length, const char *file, struct ems_diags *diags,
                              struct ems_csv *out);
void ems_csv_free(struct ems_csv *csv);

/* The column of that name, or -1. */
int32_t ems_csv_column(const struct ems_csv *csv, const char *name);
/* The same, with a diagnostic (did you mean) when it is not there. */
int32_t ems_csv_require(const struct ems_csv *csv, const char *name, struct ems_diags *diags);
/* Warns of columns that are none of `known` but nearly one: they would be left out in silence. */
void ems_csv_check_columns(const struct ems_csv *csv, const char *const *known, int32_t count,
                           struct ems_diags *diags);

/* A cell; "" when the column is -1. */
const char *ems_csv_text(const struct ems_csv *csv, int64_t row, int32_t column);
/* The place of a row for diagnostics; the column of the text file is not known. */
struct ems_place_in_file ems_csv_place(const struct ems_csv *csv, int64_t row);
enum { EMS_CSV_PATH = 40 };
/* What names a row where its line does not, for diagnostics: "" or features[12]; `out` is returned. */
const char *ems_csv_path(const struct ems_csv *csv, int64_t row, char out[EMS_CSV_PATH]);
/* A number in [low, high]; false with a diagnostic when it is none. An empty cell is none, too. */
bool ems_csv_number(const struct ems_csv *csv, int64_t row, int32_t column, double low, double high,
                    struct ems_diags *diags, double *out);
bool ems_csv_integer(const struct ems_csv *csv, int64_t row, int32_t column, int64_t low, int64_t high,
                     struct ems_diags *diags, int64_t *out);

/* Writes fields one by one; quotes where needed. A failed write is kept and told by ems_csv_end. */
struct ems_csv_writer {
    FILE *stream;
    bool in_row, failed;
    int error; /* errno of the first failure */
};
struct ems_csv_writer ems_csv_writer(FILE *stream);
void ems_csv_put_text(struct ems_csv_writer *writer, const char *text); /* NULL writes an empty field */
void ems_csv_put_integer(struct ems_csv_writer *writer, int64_t value);
void ems_csv_put_number(struct ems_csv_writer *writer,
                        double value); /* at most six decimals; not finite: empty */
void ems_csv_put_time(struct ems_csv_writer *writer, ems_time time); /* seconds; EMS_NEVER: empty */
void ems_csv_put_empty(struct ems_csv_writer *writer);
/* Ends the row. */
void ems_csv_end_row(struct ems_csv_writer *writer);
/* Flushes the stream; EMS_IO with errno when anything failed. Does not close it. */
enum ems_status ems_csv_end(struct ems_csv_writer *writer);

#endif
