#include "base/csv.h"

#include <csv.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/utf8.h"

struct reader {
    struct ems_csv *csv;
    struct ems_diags *diags;
    EMS_ARRAY(size_t) starts; /* of cells in csv->text */
    EMS_ARRAY(int32_t) lines;
    size_t used, room;    /* bytes of csv->text */
    int32_t line, in_row; /* line of the row that is being read; its cells so far */
    bool has_header, no_memory, too_wide;
    int32_t bad_rows;
};

static struct ems_place_in_file place(const struct reader *r)
{
    return (struct ems_place_in_file){r->csv->file, r->line, 0};
}

/* All fields together are no longer than the text they came from, ends included, so `room` never runs out. */
static void add_cell(struct reader *r, const char *text, size_t length)
{
    size_t start = r->used;
    if (r->no_memory || start + length + 1 > r->room || !EMS_PUSH(&r->starts, start)) {
        r->no_memory = true;
        return;
    }
    if (length > 0) memcpy(r->csv->text + start, text, length);
    r->csv->text[start + length] = '\0';
    r->used += length + 1;
}

static void on_field(void *field, size_t length, void *data)
{
    struct reader *r = data;
    r->in_row++;
    if (r->in_row > EMS_CSV_COLUMNS_MAX) r->too_wide = true;
    if (r->too_wide || (r->has_header && r->in_row > r->csv->columns)) return; /* told at the row's end */
    add_cell(r, field, length);
}

static void tell_row_length(struct reader *r)
{
    char have[24], want[24];
    if (r->bad_rows++ >= 20) return; /* a wrong separator spoils every row: twenty tell enough */
    snprintf(have, sizeof have, "%" PRId32, r->in_row);
    snprintf(want, sizeof want, "%" PRId32, r->csv->columns);
    ems_diag_error(r->diags, place(r), "", EMS_T_CSV_ROW_LENGTH, EMS_ARGS(have, want));
}

static void on_row(int end, void *data)
{
    (void)end;
    struct reader *r = data;
    if (!r->has_header) {
        r->has_header = true;
        r->csv->columns = r->in_row;
    } else if (!r->too_wide) {
        if (r->in_row != r->csv->columns) tell_row_length(r);
        for (int32_t i = r->in_row; i < r->csv->columns && !r->no_memory; i++)
            if (!EMS_PUSH(&r->starts, r->room)) r->no_memory = true; /* the empty text at the end */
        if (!EMS_PUSH(&r->lines, r->line)) r->no_memory = true;
    }
    r->in_row = 0;
}

static size_t line_end(const char *text, size_t at, size_t length)
{
    while (at < length && text[at] != '\n' && text[at] != '\r') at++;
    if (at + 1 < length && text[at] == '\r' && text[at + 1] == '\n') at++;
    return at < length ? at + 1 : length;
}

/* Gives libcsv one line at a time, so that each row knows where it begins. */
static bool feed(struct reader *r, const char *text, size_t length)
{
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        r->no_memory = true;
        return true;
    }
    int32_t line = 1;
    bool good = true;
    for (size_t at = 0; at < length && good && !r->no_memory && !r->too_wide; line++) {
        size_t end = line_end(text, at, length);
        if (parser.pstate == 0) r->line = line; /* between rows */
        good = csv_parse(&parser, text + at, end - at, on_field, on_row, r) == end - at;
        at = end;
    }
    if (good && !r->no_memory) good = csv_fini(&parser, on_field, on_row, r) == 0;
    if (!good && csv_error(&parser) == CSV_ENOMEM) r->no_memory = true;
    csv_free(&parser);
    return good || r->no_memory;
}

static bool is_text(const char *text, size_t length, const char *file, struct ems_diags *diags)
{
    size_t bad = 0;
    const char *zero = memchr(text, '\0', length);
    if (zero != NULL) bad = (size_t)(zero - text);
    if (zero == NULL && ems_utf8_valid(text, length, &bad)) return true;
    struct ems_place_in_file at = ems_utf8_place(text, bad, file);
    struct ems_diag *d = ems_diag_error(diags, at, "", EMS_T_NOT_UTF8, NULL);
    ems_diag_hint(diags, d, EMS_T_HINT_SAVE_UTF8, NULL);
    return false;
}

/* Cells were kept as offsets while the arrays grew. */
static enum ems_status finish(struct reader *r)
{
    struct ems_csv *csv = r->csv;
    size_t count = (size_t)r->starts.count;
    csv->cells = malloc((count + 1) * sizeof *csv->cells);
    if (csv->cells == NULL) return EMS_NO_MEMORY;
    for (size_t i = 0; i < count; i++) csv->cells[i] = csv->text + r->starts.items[i];
    csv->rows = r->lines.count;
    csv->lines = r->lines.items;
    r->lines.items = NULL;
    return EMS_OK;
}

static enum ems_status read_table(struct reader *r, const char *text, size_t length)
{
    struct ems_csv *csv = r->csv;
    r->room = length + 2;
    csv->text = calloc(1, r->room + 1);
    if (csv->text == NULL) return EMS_NO_MEMORY;
    int32_t before = r->diags->errors;
    if (!feed(r, text, length)) ems_diag_error(r->diags, place(r), "", EMS_T_CSV_QUOTE, NULL);
    if (r->no_memory) return EMS_NO_MEMORY;
    if (r->too_wide) {
        char limit[24];
        snprintf(limit, sizeof limit, "%d", EMS_CSV_COLUMNS_MAX);
        ems_diag_error(r->diags, place(r), "", EMS_T_CSV_TOO_WIDE, EMS_ARGS(limit));
        return EMS_BAD_INPUT;
    }
    if (!r->has_header) {
        ems_diag_error(r->diags, (struct ems_place_in_file){csv->file, 1, 1}, "", EMS_T_CSV_EMPTY, NULL);
        return EMS_BAD_INPUT;
    }
    if (r->starts.count < csv->columns) return EMS_BAD_INPUT;
    enum ems_status status = finish(r);
    return status != EMS_OK ? status : r->diags->errors > before ? EMS_BAD_INPUT : EMS_OK;
}

enum ems_status ems_csv_parse(const char *text, size_t length, const char *file, struct ems_diags *diags,
                              struct ems_csv *out)
{
    *out = (struct ems_csv){.file = file};
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        length -= 3;
    }
    if (length > EMS_CSV_BYTES_MAX || !is_text(text, length, file, diags)) return EMS_BAD_INPUT;
    struct reader r = {.csv = out, .diags = diags, .line = 1};
    enum ems_status status = read_table(&r, text, length);
    free(r.starts.items);
    free(r.lines.items);
    return status;
}

void ems_csv_free(struct ems_csv *csv)
{
    free(csv->text);
    free(csv->cells);
    free(csv->lines);
    *csv = (struct ems_csv){0};
}
