/* Playing a sweep, and its figures; for study/sweep.h. */
#include <stdlib.h>
#include <time.h>

#include "study/ranks.h"
#include "study/sample_bytes.h"
#include "study/threads.h"

enum { LAST_WAIT_S = 10 };

/* After a stop, what other ranks have under way comes back within a simulated hour. */
static void wait_for_ranks(struct ems_ranks *ranks)
{
    double begun = ems_threads_now_s();
    while (!ems_issue_idle(ranks->issue) && ems_threads_now_s() - begun < LAST_WAIT_S) {
        ems_ranks_serve(ranks);
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
}

static bool take(void *self, int32_t near, struct ems_item *out)
{
    return ems_issue_take(((struct ems_ranks *)self)->issue, near, out);
}

static void give(void *self, const struct ems_played *outcome)
{
    ems_issue_give(((struct ems_ranks *)self)->issue, outcome);
}

enum ems_status ems_sweep_run(struct ems_sweep *sweep, struct ems_database *database,
                              struct ems_transport *transport, struct ems_sweep_trouble *trouble)
{
    struct ems_issue issue;
    struct ems_ranks ranks = {.transport = transport, .issue = &issue};
    *trouble = (struct ems_sweep_trouble){.where = EMS_TROUBLE_NONE};
    enum ems_status status = ems_issue_init(&issue, sweep, database, trouble);
    if (status != EMS_OK) return status;
    ranks.others = calloc((size_t)transport->size, sizeof *ranks.others);
    if (ranks.others != NULL) {
        for (int rank = 0; rank < transport->size; rank++) ranks.others[rank].near = -1;
        struct ems_players players = {.sweep = sweep,
                                      .source = {&ranks, take, give},
                                      .jobs = ems_sweep_jobs(sweep, transport),
                                      .every_ms = transport->size > 1 ? 2 : 100,
                                      .idle = ems_ranks_serve};
        status = ems_players_run(&players);
        wait_for_ranks(&ranks);
    } else {
        status = EMS_NO_MEMORY;
    }
    if (status == EMS_OK) status = issue.status;
    for (int32_t i = 0; i < sweep->count; i++)
        sweep->items[i].state = sweep->items[sweep->items[i].same_as].state;
    free(ranks.others);
    ems_issue_free(&issue);
    return status;
}

int32_t ems_sweep_jobs(const struct ems_sweep *sweep, const struct ems_transport *transport)
{
    if (sweep->options->jobs > 0) return sweep->options->jobs;
    return transport->size > 1 ? 1 : ems_study_processors();
}

/* ---- figures ---- */

/* The replications of one point. */
struct gathering {
    const struct ems_kept *kept;
    double *first, *second; /* metrics x replications */
    struct ems_sample *pooled;
    int64_t count, room;
};

static enum ems_status gather(void *self, int64_t replication, const struct ems_record *record)
{
    struct gathering *g = self;
    (void)replication;
    if (g->count == g->room) return EMS_OK;
    for (int32_t m = 0; m < g->kept->count; m++) {
        g->first[m * g->room + g->count] = record->first[m];
        g->second[m * g->room + g->count] = record->second[m];
    }
    g->count++;
    for (int32_t s = 0; s < g->kept->sample_count; s++) {
        const struct ems_bytes *bytes = &record->samples[s];
        if (bytes->bytes == NULL) continue;
        enum ems_status status = ems_sample_bytes_merge(bytes->bytes, bytes->count, &g->pooled[s]);
        if (status != EMS_OK) return status;
    }
    return EMS_OK;
}

/* A metric that the point's scenario has not has no value in any replication. */
static bool is_there(const double *first, int64_t count)
{
    for (int64_t r = 0; r < count; r++)
        if (!isnan(first[r])) return true;
    return false;
}

static struct ems_figure make(const struct gathering *g, int32_t metric)
{
    const struct ems_kept_metric *kept = &g->kept->metrics[metric];
    const double *first = g->first + metric * g->room, *second = g->second + metric * g->room;
    struct ems_sample none = {0}, *pooled = kept->sample != EMS_NONE ? &g->pooled[kept->sample] : &none;
    if (!is_there(first, g->count)) return ems_figure_missing(EMS_NOTE_NO_CASES);
    return ems_source_figure(&kept->source, first, second, g->count, pooled);
}

enum ems_status ems_sweep_figures(const struct ems_sweep *sweep, struct ems_database *database, int32_t point,
                                  struct ems_figure *figures)
{
    const struct ems_sweep_point *item = &sweep->items[point];
    const struct ems_kept *kept = &sweep->kept;
    struct gathering g = {.kept = kept, .room = item->state.done};
    size_t cells = (size_t)(kept->count * g.room + 1);
    enum ems_status status = EMS_NO_MEMORY;
    g.first = calloc(cells, sizeof *g.first);
    g.second = calloc(cells, sizeof *g.second);
    g.pooled = calloc((size_t)kept->sample_count + 1, sizeof *g.pooled);
    if (g.first != NULL && g.second != NULL && g.pooled != NULL) {
        bool any = item->wrong == NULL && item->model != 0;
        status = any ? ems_database_read(database, item->model, sweep->replications, gather, &g) : EMS_OK;
        for (int32_t m = 0; m < kept->count && status == EMS_OK; m++) figures[m] = make(&g, m);
    }
    for (int32_t s = 0; g.pooled != NULL && s < kept->sample_count; s++) ems_sample_free(&g.pooled[s]);
    free(g.pooled);
    free(g.second);
    free(g.first);
    return status;
}
