#include "state.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"
#include "format.h"

enum { NOTES = 160, LABEL = 96 };
static const Uint64 between_ms = 250; /* lines that only tell that time passes */

struct note {
    struct viz_rect rect;
    char label[LABEL];
};

struct viz_notes {
    struct viz_rect bounds; /* of the pane */
    int count;
    struct note note[NOTES];
};

struct viz_state {
    FILE *file; /* NULL once it could not be written */
    char *last; /* of the last line, without time and buttons */
    Uint64 told_at;
    ems_time at; /* in the last line */
    struct viz_notes drawn[VIZ_PANES], told[VIZ_PANES];
};

enum ems_status viz_state_open(const char *path, struct viz_state **out)
{
    struct viz_state *state = calloc(1, sizeof *state);
    if (state == NULL) return EMS_NO_MEMORY;
    state->file = fopen(path, "w");
    if (state->file == NULL) {
        free(state);
        return EMS_IO;
    }
    *out = state;
    return EMS_OK;
}

void viz_state_close(struct viz_state *state)
{
    if (state == NULL) return;
    if (state->file != NULL) fclose(state->file);
    free(state->last);
    free(state);
}

/* ---- widgets ---- */

struct viz_notes *viz_state_pane(struct viz_state *state, int pane, struct viz_rect bounds)
{
    if (state == NULL) return NULL;
    state->drawn[pane].bounds = bounds;
    state->drawn[pane].count = 0;
    return &state->drawn[pane];
}

/* The part of a rectangle that is inside another. */
static struct viz_rect common(struct viz_rect a, struct viz_rect b)
{
    int left = a.x > b.x ? a.x : b.x, top = a.y > b.y ? a.y : b.y;
    int right = a.x + a.w < b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h < b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct viz_rect){left, top, right - left, bottom - top};
}

void viz_note(struct viz_ui *ui, struct viz_rect rect, const char *label)
{
    struct viz_notes *notes = ui->notes;
    if (notes == NULL || notes->count == NOTES || label[0] == '\0') return;
    struct note *note = &notes->note[notes->count];
    *note = (struct note){.rect = common(rect, notes->bounds)};
    if (viz_rect_is_empty(note->rect)) return;
    size_t length = strlen(label);
    if (length >= LABEL) /* at a whole character */
        for (length = LABEL - 1; length > 0 && ((unsigned char)label[length] & 0xc0) == 0x80;) length--;
    memcpy(note->label, label, length);
    notes->count++;
}

/* Notes of what is seen now; true: they are other ones than were told. */
static bool settle_notes(struct viz_app *app)
{
    struct viz_state *state = app->state;
    bool changed = false;
    for (int p = 0; p < VIZ_PANES; p++) {
        struct viz_notes *drawn = &state->drawn[p], *told = &state->told[p];
        bool hidden = viz_rect_is_empty(app->panes[p].rect) || (app->dialog != NULL && p != VIZ_PANE_DIALOG);
        int count = hidden ? 0 : drawn->count;
        if (count == told->count && memcmp(drawn->note, told->note, (size_t)count * sizeof *drawn->note) == 0)
            continue;
        memcpy(told->note, drawn->note, (size_t)count * sizeof *drawn->note);
        told->count = count;
        changed = true;
    }
    return changed;
}

/* ---- JSON ---- */

static void put_text(FILE *out, const char *text)
{
    fputc('"', out);
    for (const unsigned char *p = (const unsigned char *)text; *p != '\0'; p++) {
        if (*p == '"' || *p == '\\')
            fprintf(out, "\\%c", *p);
        else if (*p < 0x20)
            fprintf(out, "\\u%04x", *p);
        else
            fputc(*p, out);
    }
    fputc('"', out);
}

static void put_string(FILE *out, const char *name, const char *text)
{
    fprintf(out, ",\"%s\":", name);
    put_text(out, text);
}

static void put_bool(FILE *out, const char *name, bool value)
{
    fprintf(out, ",\"%s\":%s", name, value ? "true" : "false");
}

static void put_rect(FILE *out, struct viz_rect r)
{
    fprintf(out, "%d,%d,%d,%d", r.x, r.y, r.w, r.h);
}

static void put_view(const struct viz_app *app, FILE *out)
{
    const struct viz_camera *c = &app->camera;
    struct ems_lon_lat centre = ems_scenario_lon_lat(app->map[0].scenario, c->centre);
    put_string(out, "lang", app->look.lang == EMS_LANG_ZH ? "zh" : "en");
    put_string(out, "theme", app->look.theme == viz_theme_of(true) ? "dark" : "light");
    fprintf(out, ",\"text_size\":%d,\"size\":[%d,%d],\"camera\":[%lld,%lld,%lld],\"maps\":[", app->text_size,
            app->width, app->height, llround(centre.lon * 1e6), llround(centre.lat * 1e6),
            llround(c->m_per_px * 1e6));
    for (int m = 0; m < app->map_count; m++) {
        fputs(m > 0 ? ",[" : "[", out);
        put_rect(out, app->map[m].rect);
        fputc(']', out);
    }
    fputs("],\"layers\":[", out);
    for (int i = 0, count = 0; viz_layers[i] != NULL; i++) {
        if (!app->look.shown[i]) continue;
        if (count++ > 0) fputc(',', out);
        put_text(out, viz_layers[i]->name);
    }
    fputc(']', out);
    put_bool(out, "panel", app->show_panel);
    put_bool(out, "legend", app->show_legend);
    put_bool(out, "log", app->log.shown);
    put_bool(out, "now", app->look.now);
}

static void put_rest(const struct viz_app *app, FILE *out, bool moves)
{
    char text[256];
    bool busy = moves;
    for (int m = 0; m < app->map_count; m++) busy = busy || viz_base_is_busy(app->map[m].base);
    put_string(out, "mode", app->mode != NULL ? app->mode->name : "");
    put_bool(out, "playing", app->clock.playing);
    put_string(out, "speed", viz_format_speed(text, sizeof text, app->clock.speed, EMS_LANG_EN));
    put_view(app, out);
    put_string(out, "selected", viz_pick_name(app, app->selected, text, sizeof text));
    put_string(out, "dialog", app->dialog != NULL ? viz_app_text(app, app->dialog->title) : "");
    put_string(out, "said", app->said);
    put_bool(out, "following", app->following);
    fprintf(out, ",\"menu\":%d,\"choices\":%d,\"bookmarks\":%d", app->open_menu, app->picks.count,
            app->bookmarks.count);
    put_bool(out, "busy", busy);
}

static void put_buttons(const struct viz_state *state, FILE *out)
{
    bool first = true;
    fputs(",\"buttons\":[", out);
    for (int p = VIZ_PANES - 1; p >= 0; p--)
        for (int i = 0; i < state->told[p].count; i++) {
            fputs(first ? "[" : ",[", out);
            put_text(out, state->told[p].note[i].label);
            fputc(',', out);
            put_rect(out, state->told[p].note[i].rect);
            fputc(']', out);
            first = false;
        }
    fputc(']', out);
}

/* All but time and buttons; NULL when memory is out. */
static char *state_text(const struct viz_app *app, bool moves)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (out == NULL) return NULL;
    put_rest(app, out, moves);
    if (fclose(out) == 0) return text;
    free(text);
    return NULL;
}

static void write_line(struct viz_app *app, bool with_buttons)
{
    char clock[32];
    struct viz_state *state = app->state;
    const struct viz_moment *m = &app->map[0].moment;
    fprintf(state->file, "{\"at_ms\":%lld,\"clock\":\"%s\"%s", (long long)(m->now / EMS_MILLISECOND),
            viz_format_clock(clock, sizeof clock, &m->info, m->now), state->last);
    if (with_buttons) put_buttons(state, state->file);
    if (fputs("}\n", state->file) >= 0 && fflush(state->file) == 0) return;
    fprintf(stderr, "%s: %s\n", app->options->state, strerror(errno));
    fclose(state->file);
    state->file = NULL;
}

void viz_state_tell(struct viz_app *app, bool moves)
{
    struct viz_state *state = app->state;
    if (state == NULL || state->file == NULL) return;
    Uint64 now = SDL_GetTicks64();
    bool buttons = settle_notes(app), passes = app->map[0].moment.now != state->at;
    char *text = state_text(app, moves);
    if (text == NULL) return;
    bool same = state->last != NULL && strcmp(text, state->last) == 0 && !buttons;
    if (same && (!passes || (moves && now - state->told_at < between_ms))) {
        free(text);
        return;
    }
    free(state->last);
    state->last = text;
    state->told_at = now;
    state->at = app->map[0].moment.now;
    write_line(app, buttons);
}
