#include "cli/diagnostics.h"

#include <string.h>

#include "base/utf8.h"
#include "cli/cli.h"

enum { LINE_MAX_BYTES = 4096 };

static void format(char *out, enum ems_text id, enum ems_lang lang, const char *const *args)
{
    ems_text_format(out, LINE_MAX_BYTES, id, lang, args, EMS_TEXT_ARGS);
}

static void clean(char *text)
{
    for (; *text != '\0'; text++) {
        if (((unsigned char)*text < 0x20 && *text != '\t') || *text == 0x7f) *text = '?';
    }
}

static void print_place(FILE *out, const struct ems_place_in_file *at)
{
    char file[LINE_MAX_BYTES];
    snprintf(file, sizeof file, "%s", at->file[0] != '\0' ? at->file : EMS_PROGRAM_NAME);
    clean(file);
    if (at->line > 0 && at->column > 0)
        fprintf(out, "%s:%d:%d: ", file, at->line, at->column);
    else if (at->line > 0)
        fprintf(out, "%s:%d: ", file, at->line);
    else
        fprintf(out, "%s: ", file);
}

static void print_one(FILE *out, const struct ems_diag *diag, enum ems_lang lang)
{
    char text[LINE_MAX_BYTES];
    const char *colon = lang == EMS_LANG_ZH ? "：" : ": ";
    print_place(out, &diag->at);
    fprintf(out, "%s%s", ems_text(diag->is_warning ? EMS_T_CLI_WARNING : EMS_T_CLI_ERROR, lang), colon);
    snprintf(text, sizeof text, "%s", diag->path);
    clean(text);
    if (text[0] != '\0') fprintf(out, "%s%s", text, colon);
    format(text, diag->message, lang, diag->args);
    clean(text);
    fprintf(out, "%s\n", text);
    if (diag->hint == EMS_T_NONE) return;
    char hint[LINE_MAX_BYTES];
    format(text, diag->hint, lang, diag->hint_args);
    clean(text);
    format(hint, EMS_T_CLI_HINT, lang, (const char *const[EMS_TEXT_ARGS]){text});
    fprintf(out, "  %s\n", hint);
}

void ems_diagnostics_print(FILE *out, const struct ems_diags *diags, enum ems_lang lang, bool warnings)
{
    for (int32_t i = 0; i < diags->count; i++) {
        if (warnings || !diags->items[i].is_warning) print_one(out, &diags->items[i], lang);
    }
    if (diags->dropped == 0) return;
    char count[32], text[LINE_MAX_BYTES];
    snprintf(count, sizeof count, "%d", diags->dropped);
    format(text, EMS_T_CLI_DROPPED, lang, (const char *const[EMS_TEXT_ARGS]){count});
    fprintf(out, "%s\n", text);
}

/* JSON takes valid UTF-8 only: the other bytes of a broken file are shown as '?'. */
static json_t *text_json(const char *text)
{
    char copy[LINE_MAX_BYTES];
    size_t bad;
    snprintf(copy, sizeof copy, "%s", text);
    while (!ems_utf8_valid(copy, strlen(copy), &bad)) copy[bad] = '?';
    return json_string(copy);
}

static json_t *text_or_null(const char *text)
{
    return text[0] == '\0' ? json_null() : text_json(text);
}

static json_t *number_or_null(int32_t number)
{
    return number > 0 ? json_integer(number) : json_null();
}

static json_t *one_json(const struct ems_diag *diag, enum ems_lang lang)
{
    char message[LINE_MAX_BYTES], hint[LINE_MAX_BYTES];
    format(message, diag->message, lang, diag->args);
    format(hint, diag->hint, lang, diag->hint_args);
    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "severity",
                     diag->is_warning ? "warning" : "error", "file", text_or_null(diag->at.file), "line",
                     number_or_null(diag->at.line), "column", number_or_null(diag->at.column), "path",
                     text_or_null(diag->path), "message", text_json(message), "hint", text_or_null(hint));
}

json_t *ems_diagnostics_json(const struct ems_diags *diags, enum ems_lang lang)
{
    json_t *list = json_array();
    for (int32_t i = 0; list != NULL && i < diags->count; i++) {
        if (json_array_append_new(list, one_json(&diags->items[i], lang)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}
