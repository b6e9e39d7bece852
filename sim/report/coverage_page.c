#include "report/coverage_report.h"

#include "base/number.h"
#include "report/report.h"
#include "report/table.h"
#include "report/words.h"

enum { ROWS_MAX = 40, FIRST_WITHIN = 2 /* 10 min, of ems_cover_threshold */ };

struct page {
    const struct ems_coverage *coverage;
    struct ems_words words;
    FILE *out;
    bool no_memory;
};

static const char *text_of(const struct page *page, enum ems_text text)
{
    return ems_text(text, page->words.lang);
}

static const char *people(struct page *page, double count)
{
    return ems_say_integer(&page->words, (int64_t)rint(count));
}

static const char *kilometres(struct page *page, double metres)
{
    return ems_say_number(&page->words, EMS_SAY_COUNT, metres / 1000);
}

static const char *share(struct page *page, double part, double whole)
{
    return ems_say_number(&page->words, EMS_SAY_SHARE, whole > 0 ? part / whole : NAN);
}

static void end_table(struct page *page, struct ems_table *table)
{
    if (!ems_table_end(table, page->out)) page->no_memory = true;
}

static void line(struct page *page, const char *text)
{
    struct ems_table table = ems_table_begin(2);
    EMS_ROW(&table, text, NULL);
    end_table(page, &table);
}

static const char *area_name(const struct page *page, int32_t area)
{
    const struct ems_area *a = &page->coverage->model->areas[area];
    return ems_name_in(&a->name, page->words.lang, a->id);
}

static const char *more(struct page *page, int32_t count)
{
    return EMS_SAY(&page->words, R_MORE, ems_say_integer(&page->words, count));
}

static void print_title(struct page *page)
{
    const struct ems_model *model = page->coverage->model;
    const struct ems_radius_group *all = &page->coverage->radius.all;
    struct ems_words *words = &page->words;
    line(page, EMS_SAY(words, COV_TITLE, ems_name_in(&model->name, words->lang, model->scenario_id)));
    line(page,
         EMS_SAY(words, COV_STATIONS, ems_say_integer(words, all->stations),
                 ems_say_integer(words, model->station_count), kilometres(page, all->service_radius_m)));
    putc('\n', page->out);
}

static void radius_row(struct page *page, struct ems_table *table, const char *name,
                       const struct ems_radius_group *group)
{
    EMS_ROW(table, name, people(page, group->people), share(page, group->covered, group->measured),
            share(page, group->surface_covered_m2, group->surface_m2), kilometres(page, group->mean_m),
            kilometres(page, group->p90_m), kilometres(page, group->max_m));
}

static const char *class_name(struct page *page, int32_t class_id)
{
    const struct ems_class *class = &page->coverage->model->classes[class_id];
    const char *name = ems_say_class(&page->words, class->id);
    char number[EMS_NUMBER_SIZE];
    if (!(class->service_radius_m > 0)) return EMS_SAY(&page->words, COV_CLASS_NO_RADIUS, name);
    ems_number_format(class->service_radius_m / 1000, number);
    return EMS_SAY(&page->words, COV_CLASS_RADIUS, name, number);
}

static void print_radius(struct page *page)
{
    const struct ems_model *model = page->coverage->model;
    const struct ems_radius_cover *radius = &page->coverage->radius;
    struct ems_table table = ems_table_begin(7);
    EMS_ROW(&table, text_of(page, EMS_T_COV_HEAD_RADIUS), NULL, NULL, NULL, NULL, NULL, NULL);
    EMS_ROW(&table, "", text_of(page, EMS_T_COV_COL_PEOPLE), text_of(page, EMS_T_COV_COL_COVERED),
            text_of(page, EMS_T_COV_COL_GROUND), text_of(page, EMS_T_COV_COL_MEAN_KM),
            text_of(page, EMS_T_COV_COL_P90_KM), text_of(page, EMS_T_COV_COL_MAX_KM));
    radius_row(page, &table, text_of(page, EMS_T_COV_ALL), &radius->all);
    for (int32_t c = 0; c < model->class_count; c++)
        if (radius->by_class[c].people > 0)
            radius_row(page, &table, class_name(page, c), &radius->by_class[c]);
    for (int32_t a = 0; a < model->area_count && a < ROWS_MAX; a++)
        radius_row(page, &table, area_name(page, a), &radius->by_area[a]);
    end_table(page, &table);
    if (model->area_count > ROWS_MAX) line(page, more(page, model->area_count - ROWS_MAX));
    line(page, text_of(page, EMS_T_COV_RADIUS_NOTE));
    putc('\n', page->out);
}

/* `within`: by time of ems_cover_threshold, parts of `whole`. */
static void share_row(struct page *page, struct ems_table *table, const char *name, const double *within,
                      double whole)
{
    const char *cells[1 + EMS_COVER_TIMES] = {name};
    for (int32_t i = 0; i < EMS_COVER_TIMES; i++)
        cells[i + 1] = ems_say_number(&page->words, EMS_SAY_COUNT, whole > 0 ? 100 * within[i] / whole : NAN);
    ems_table_row(table, cells);
}

static void time_row(struct page *page, struct ems_table *table, const char *name,
                     const struct ems_time_group *group)
{
    share_row(page, table, name, group->within, group->people);
}

static void time_head(struct page *page, struct ems_table *table)
{
    const char *cells[1 + EMS_COVER_TIMES] = {text_of(page, EMS_T_COV_HEAD_TIME)};
    ems_table_row(table, cells);
    cells[0] = "";
    for (int32_t i = 0; i < EMS_COVER_TIMES; i++)
        cells[i + 1] = ems_say_integer(&page->words, ems_cover_threshold(i) / EMS_MINUTE);
    ems_table_row(table, cells);
}

static void time_rows(struct page *page, struct ems_table *table, const struct ems_time_cover *cover,
                      const char *title)
{
    const struct ems_model *model = page->coverage->model;
    const char *heading[1 + EMS_COVER_TIMES] = {title};
    ems_table_row(table, heading);
    time_row(page, table, text_of(page, EMS_T_COV_ALL), &cover->all);
    share_row(page, table, text_of(page, EMS_T_COV_ALL_GROUND), cover->all.surface_within_m2,
              cover->all.surface_m2);
    for (int32_t c = 0; c < model->class_count; c++)
        if (cover->by_class[c].people > 0)
            time_row(page, table, ems_say_class(&page->words, model->classes[c].id), &cover->by_class[c]);
}

static void print_time(struct page *page)
{
    const struct ems_coverage *coverage = page->coverage;
    struct ems_words *words = &page->words;
    const char *day = ems_say_number(words, EMS_SAY_MINUTES, ems_time_seconds(coverage->day.turnout));
    const char *night = ems_say_number(words, EMS_SAY_MINUTES, ems_time_seconds(coverage->night.turnout));
    struct ems_table table = ems_table_begin(1 + EMS_COVER_TIMES);
    time_head(page, &table);
    time_rows(page, &table, &coverage->day, EMS_SAY(words, COV_DAY, day));
    for (int32_t a = 0; a < coverage->model->area_count && a < ROWS_MAX; a++)
        time_row(page, &table, area_name(page, a), &coverage->day.by_area[a]);
    time_rows(page, &table, &coverage->night, EMS_SAY(words, COV_NIGHT, night));
    end_table(page, &table);
    if (coverage->reach.bases > 0)
        line(page, EMS_SAY(words, COV_REACH, ems_say_integer(words, coverage->reach.bases),
                           share(page, coverage->reach.reached, coverage->reach.people)));
    putc('\n', page->out);
}

static void station_row(struct page *page, struct ems_table *table, int32_t number)
{
    const struct ems_coverage *coverage = page->coverage;
    const struct ems_station *station = &coverage->model->stations[number];
    const struct ems_radius_station *radius = &coverage->radius.stations[number];
    const char *name = ems_name_in(&station->name, page->words.lang, station->id);
    if (!radius->counts) {
        EMS_ROW(table, name, text_of(page, EMS_T_COV_NOT_CREWED), "", "", "", "");
        return;
    }
    EMS_ROW(table, name, people(page, radius->covered), people(page, radius->only),
            people(page, radius->nearest), kilometres(page, radius->farther_m),
            people(page, coverage->day.stations[number].first[FIRST_WITHIN]));
}

static void print_stations(struct page *page)
{
    const int32_t count = page->coverage->model->station_count;
    const char *minutes = ems_say_integer(&page->words, ems_cover_threshold(FIRST_WITHIN) / EMS_MINUTE);
    struct ems_table table = ems_table_begin(6);
    EMS_ROW(&table, text_of(page, EMS_T_COV_HEAD_STATIONS), NULL, NULL, NULL, NULL, NULL);
    EMS_ROW(&table, "", text_of(page, EMS_T_COV_COL_COVERS), text_of(page, EMS_T_COV_COL_ONLY),
            text_of(page, EMS_T_COV_COL_NEAREST), text_of(page, EMS_T_COV_COL_FARTHER),
            EMS_SAY(&page->words, COV_COL_FIRST, minutes));
    for (int32_t s = 0; s < count && s < ROWS_MAX; s++) station_row(page, &table, s);
    end_table(page, &table);
    if (count > ROWS_MAX) line(page, more(page, count - ROWS_MAX));
    line(page, text_of(page, EMS_T_COV_NOTE_ONLY));
    line(page, text_of(page, EMS_T_COV_NOTE_FARTHER));
    line(page, EMS_SAY(&page->words, COV_NOTE_FIRST, minutes));
}

enum ems_status ems_coverage_report_print(const struct ems_coverage *coverage, enum ems_lang lang, FILE *out)
{
    struct page page = {.coverage = coverage, .words = {.lang = lang}, .out = out};
    print_title(&page);
    print_radius(&page);
    print_time(&page);
    print_stations(&page);
    if (coverage->standards.count > 0) {
        putc('\n', out);
        if (!ems_report_standards_table(&coverage->standards, lang, out)) page.no_memory = true;
    }
    if (page.words.arena.failed) page.no_memory = true;
    ems_arena_free(&page.words.arena);
    if (page.no_memory) return EMS_NO_MEMORY;
    return ferror(out) != 0 ? EMS_IO : EMS_OK;
}
