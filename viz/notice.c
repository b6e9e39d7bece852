/* What is wrong with a file, on stderr and in a dialog. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app.h"

enum { NOTICE_SIZE = 8192 };

struct notice {
    double scroll;
    char text[NOTICE_SIZE];
};

static void write_message(char *out, size_t size, const struct ems_message *m)
{
    char place[64] = "";
    if (m->line > 0) snprintf(place, sizeof place, ":%d:%d", m->line, m->column);
    snprintf(out, size, "%s%s%s%s%s%s%s%s\n", m->file, place, m->file[0] != '\0' ? ": " : "", m->path,
             m->path[0] != '\0' ? ": " : "", m->text, m->hint[0] != '\0' ? "\n    " : "", m->hint);
}

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect inside)
{
    struct notice *notice = app->dialog_state;
    cairo_save(ui->cr);
    cairo_rectangle(ui->cr, inside.x, inside.y, inside.w, inside.h);
    cairo_clip(ui->cr);
    struct viz_rect text = {inside.x, inside.y - (int)notice->scroll, inside.w - viz_px(ui, 10), inside.h};
    int height = viz_paragraph(ui, text, notice->text, 13, ui->theme->text);
    viz_scroll(ui, inside, height, &notice->scroll);
    cairo_restore(ui->cr);
}

static void close(struct viz_app *app, void *state)
{
    (void)app;
    free(state);
}

static const struct viz_dialog dialog = {
    .title = VIZ_T_NOTICE, .width = 560, .height = 320, .draw = draw, .close = close};

void viz_app_tell_text(struct viz_app *app, enum viz_text text)
{
    struct notice *notice = app->window != NULL ? calloc(1, sizeof *notice) : NULL;
    fprintf(stderr, "%s\n", viz_app_text(app, text));
    if (notice == NULL) return;
    snprintf(notice->text, sizeof notice->text, "%s", viz_app_text(app, text));
    viz_dialog_open(app, &dialog, notice);
}

void viz_app_tell(struct viz_app *app, struct ems_messages *messages)
{
    struct notice *notice = app->window != NULL ? calloc(1, sizeof *notice) : NULL;
    int32_t count = ems_messages_count(messages);
    size_t used = 0;
    for (int32_t i = 0; i < count; i++) {
        char line[3072];
        struct ems_message m = ems_message_at(messages, i, app->look.lang);
        write_message(line, sizeof line, &m);
        fputs(line, stderr);
        if (notice == NULL || used + strlen(line) >= NOTICE_SIZE) continue;
        memcpy(notice->text + used, line, strlen(line) + 1);
        used += strlen(line);
    }
    if (notice != NULL && used > 0)
        viz_dialog_open(app, &dialog, notice);
    else
        free(notice);
}
