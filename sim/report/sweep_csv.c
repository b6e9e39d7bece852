#include <stdlib.h>

#include "base/csv.h"
#include "report/sweep_report.h"

enum ems_point_state ems_sweep_point_state(const struct ems_sweep *sweep, int32_t point)
{
    const struct ems_sweep_point *item = &sweep->items[point];
    if (item->wrong != NULL || item->state.failed > 0) return EMS_POINT_FAILED;
    if (item->state.done >= sweep->replications) return EMS_POINT_DONE;
    return item->state.done > 0 ? EMS_POINT_PARTIAL : EMS_POINT_MISSING;
}

const char *ems_point_state_name(enum ems_point_state state)
{
    static const char *const names[] = {"done", "partial", "missing", "failed"};
    return names[state];
}

double ems_sweep_each_s(const struct ems_sweep *sweep)
{
    int64_t done = 0;
    double seconds = 0;
    for (int32_t i = 0; i < sweep->count; i++) {
        const struct ems_sweep_point *item = &sweep->items[i];
        if (item->wrong != NULL || item->same_as != i) continue;
        done += item->state.done;
        seconds += item->state.seconds;
    }
    return done > 0 ? seconds / (double)done : NAN;
}

double ems_sweep_left_s(const struct ems_sweep_report *report, int32_t point, double each_s)
{
    const struct ems_sweep *sweep = report->sweep;
    int64_t done, total;
    if (point < 0) {
        ems_sweep_progress(sweep, &done, &total);
    } else {
        const struct ems_sweep_point *item = &sweep->items[point];
        done = item->state.done + item->state.failed;
        total = item->wrong != NULL ? done : sweep->replications;
    }
    return total == done ? 0 : each_s * (double)(total - done) / report->jobs;
}

static void put_levels(struct ems_csv_writer *csv, const struct ems_sweep *sweep, int32_t point)
{
    ems_csv_put_integer(csv, point + 1);
    for (int32_t f = 0; f < sweep->experiment->factor_count; f++)
        ems_csv_put_text(csv, sweep->items[point].levels[f]);
}

static void put_head(struct ems_csv_writer *csv, const struct ems_sweep *sweep)
{
    ems_csv_put_text(csv, "point");
    for (int32_t f = 0; f < sweep->experiment->factor_count; f++)
        ems_csv_put_text(csv, sweep->experiment->factors[f].label);
}

/* ---- points ---- */

static void put_bound(struct ems_csv_writer *csv, const char *metric, const char *bound)
{
    char name[256];
    snprintf(name, sizeof name, "%.200s %s", metric, bound);
    ems_csv_put_text(csv, name);
}

static void put_points_head(struct ems_csv_writer *csv, const struct ems_sweep *sweep)
{
    put_head(csv, sweep);
    ems_csv_put_text(csv, "state");
    ems_csv_put_text(csv, "replications");
    for (int32_t m = 0; m < sweep->kept.count; m++) {
        ems_csv_put_text(csv, sweep->kept.metrics[m].name);
        put_bound(csv, sweep->kept.metrics[m].name, "low");
        put_bound(csv, sweep->kept.metrics[m].name, "high");
    }
    ems_csv_end_row(csv);
}

static void put_point(struct ems_csv_writer *csv, const struct ems_sweep *sweep, int32_t point,
                      const struct ems_figure *figures)
{
    put_levels(csv, sweep, point);
    ems_csv_put_text(csv, ems_point_state_name(ems_sweep_point_state(sweep, point)));
    ems_csv_put_integer(csv, sweep->items[point].state.done);
    for (int32_t m = 0; m < sweep->kept.count; m++) {
        ems_csv_put_number(csv, figures[m].value);
        ems_csv_put_number(csv, figures[m].low);
        ems_csv_put_number(csv, figures[m].high);
    }
    ems_csv_end_row(csv);
}

enum ems_status ems_sweep_csv_points(const struct ems_sweep_report *report, FILE *out)
{
    const struct ems_sweep *sweep = report->sweep;
    struct ems_csv_writer csv = ems_csv_writer(out);
    struct ems_figure *figures = calloc((size_t)sweep->kept.count + 1, sizeof *figures);
    enum ems_status status = figures != NULL ? EMS_OK : EMS_NO_MEMORY;
    if (status == EMS_OK) put_points_head(&csv, sweep);
    for (int32_t i = 0; i < sweep->count && status == EMS_OK; i++) {
        status = ems_sweep_figures(sweep, report->database, i, figures);
        if (status == EMS_OK) put_point(&csv, sweep, i, figures);
    }
    free(figures);
    return status == EMS_OK ? ems_csv_end(&csv) : status;
}

/* ---- replications ---- */

struct rows {
    struct ems_csv_writer csv;
    const struct ems_sweep *sweep;
    int32_t point;
};

static enum ems_status put_replication(void *self, int64_t replication, const struct ems_record *record)
{
    struct rows *rows = self;
    const struct ems_kept *kept = &rows->sweep->kept;
    put_levels(&rows->csv, rows->sweep, rows->point);
    ems_csv_put_integer(&rows->csv, replication);
    for (int32_t m = 0; m < kept->count; m++)
        ems_csv_put_number(&rows->csv,
                           ems_kept_value(&kept->metrics[m], record->first[m], record->second[m]));
    ems_csv_end_row(&rows->csv);
    return EMS_OK;
}

enum ems_status ems_sweep_csv_replications(const struct ems_sweep_report *report, FILE *out)
{
    const struct ems_sweep *sweep = report->sweep;
    struct rows rows = {.csv = ems_csv_writer(out), .sweep = sweep};
    enum ems_status status = EMS_OK;
    put_head(&rows.csv, sweep);
    ems_csv_put_text(&rows.csv, "replication");
    for (int32_t m = 0; m < sweep->kept.count; m++) ems_csv_put_text(&rows.csv, sweep->kept.metrics[m].name);
    ems_csv_end_row(&rows.csv);
    for (; rows.point < sweep->count && status == EMS_OK; rows.point++) {
        const struct ems_sweep_point *point = &sweep->items[rows.point];
        if (point->wrong != NULL || point->model == 0 || report->database == NULL) continue;
        status =
            ems_database_read(report->database, point->model, sweep->replications, put_replication, &rows);
    }
    return status == EMS_OK ? ems_csv_end(&rows.csv) : status;
}
