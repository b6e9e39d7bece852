#include "filter.h"

#include <stdio.h>
#include <string.h>

#include "app.h"
#include "player.h"

enum { ALL_HOURS = (1 << 24) - 1 };

bool viz_filter_is_on(const struct ems_call_filter *filter)
{
    return filter->priorities != 0 || filter->hours != 0 || filter->area != EMS_NONE;
}

bool viz_filter_takes(const struct ems_call_filter *filter, int priority, int hour, ems_area_id area)
{
    if (filter->priorities != 0 && (priority < 1 || (filter->priorities >> (priority - 1) & 1) == 0))
        return false;
    if (filter->hours != 0 && (filter->hours >> hour & 1) == 0) return false;
    return filter->area == EMS_NONE || filter->area == area;
}

static int hour_of(const struct viz_moment *m, ems_time rang)
{
    return (int)((m->info.start_of_day + rang) / EMS_HOUR % 24);
}

/* When the call of a task rang; now, when nobody knows. */
static ems_time rang_at(const struct viz_moment *m, const struct ems_sim *sim, uint64_t serial)
{
    struct ems_call_fact call;
    for (int32_t i = 0; i < ems_sim_call_limit(sim); i++)
        if (ems_sim_open_call(sim, i, &call) && call.serial == serial) return call.rang;
    return m->now;
}

void viz_filter_moment(const struct ems_call_filter *filter, struct viz_moment *m, const struct ems_sim *sim)
{
    int32_t kept = 0;
    if (!viz_filter_is_on(filter)) return;
    for (int32_t t = 0; t < m->task_count; t++) {
        const struct ems_task_view task = m->task[t];
        int hour = filter->hours != 0 ? hour_of(m, rang_at(m, sim, task.call)) : 0;
        if (viz_filter_takes(filter, task.priority, hour, task.area)) m->task[kept++] = task;
    }
    m->task_count = kept;
}

/* ---- in words ---- */

static void add(char *out, size_t size, const char *text)
{
    size_t length = strlen(out);
    snprintf(out + length, size - length, "%s%s", length > 0 ? " \xc2\xb7 " : "", text);
}

static void add_priorities(const struct ems_call_filter *f, enum ems_lang lang, char *out, size_t size)
{
    char list[32] = "", text[96];
    for (int p = 0; p < EMS_FIGURES_PRIORITIES; p++) {
        size_t length = strlen(list);
        if (f->priorities >> p & 1)
            snprintf(list + length, sizeof list - length, "%s%d", length > 0 ? "," : "", p + 1);
    }
    if (f->priorities != 0)
        add(out, size, viz_text_with(text, sizeof text, VIZ_T_PRIORITY_N, lang, list, NULL));
}

/* Stretches of hours, such as "8-20, 22-24 h". */
static void add_hours(const struct ems_call_filter *f, enum ems_lang lang, char *out, size_t size)
{
    char list[128] = "", text[160];
    for (int h = 0; h < 24; h++) {
        int end = h;
        size_t length = strlen(list);
        while (end < 24 && (f->hours >> end & 1)) end++;
        if (end == h) continue;
        snprintf(list + length, sizeof list - length, "%s%d\xe2\x80\x93%d", length > 0 ? ", " : "", h, end);
        h = end;
    }
    if (f->hours != 0 && f->hours != ALL_HOURS)
        add(out, size, viz_text_with(text, sizeof text, VIZ_T_HOURS_N, lang, list, NULL));
}

const char *viz_filter_words(const struct viz_app *app, char *out, size_t size)
{
    enum ems_lang lang = app->look.lang;
    out[0] = '\0';
    add_priorities(&app->filter, lang, out, size);
    add_hours(&app->filter, lang, out, size);
    if (app->filter.area != EMS_NONE && app->filter.area < app->map[0].ground.info.areas)
        add(out, size, ems_area_name(app->map[0].scenario, app->filter.area, lang));
    return out;
}

void viz_filter_apply(struct viz_app *app)
{
    for (int m = 0; m < app->map_count; m++)
        if (app->map[m].player != NULL) viz_player_show(app->map[m].player, app);
    viz_app_touch(app);
}
