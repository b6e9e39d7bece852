#include "study/issue.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "study/threads.h"

enum { RENEW_EVERY_S = 15 };
#define LOOK_EVERY_S 0.5

static void stop(struct ems_issue *issue)
{
    atomic_store(&issue->sweep->stop, true);
    pthread_cond_broadcast(&issue->changed);
}

static enum ems_status fail(struct ems_issue *issue, enum ems_status status)
{
    if (status == EMS_OK) return status;
    if (issue->trouble->where == EMS_TROUBLE_NONE) {
        issue->status = status;
        issue->trouble->where = EMS_TROUBLE_DATABASE;
    }
    stop(issue);
    return status;
}

/* ---- points; the lock is held ---- */

static enum ems_status look(struct ems_issue *issue, int32_t point)
{
    struct ems_sweep_point *item = &issue->sweep->items[point];
    return ems_database_state(issue->database, item->model, issue->sweep->replications, &item->state);
}

static void defer(struct ems_issue *issue, int32_t point, bool deferred)
{
    issue->deferred_count += deferred - issue->deferred[point];
    issue->deferred[point] = deferred;
}

/* Opens a point if it has items that nobody is at. */
static enum ems_status open_point(struct ems_issue *issue, int32_t point, bool *opened)
{
    struct ems_open_point open = {.point = point};
    const struct ems_sweep_point *item = &issue->sweep->items[point];
    *opened = false;
    enum ems_status status = look(issue, point);
    if (status != EMS_OK) return status;
    defer(issue, point, item->state.claimed > 0);
    if (item->state.done + item->state.failed + item->state.claimed >= issue->sweep->replications)
        return EMS_OK;
    status = ems_database_missing(issue->database, item->model, issue->sweep->replications, &open.missing,
                                  &open.count);
    if (status == EMS_OK && open.count > 0) {
        *opened = EMS_PUSH(&issue->open, open);
        if (!*opened) status = EMS_NO_MEMORY;
    }
    if (!*opened) free(open.missing);
    return status;
}

static void open_next(struct ems_issue *issue, bool *opened)
{
    const struct ems_sweep *sweep = issue->sweep;
    *opened = false;
    while (!*opened && issue->next_point < sweep->count && issue->status == EMS_OK) {
        int32_t point = issue->next_point++;
        if (sweep->items[point].wrong != NULL || sweep->items[point].same_as != point) continue;
        if (fail(issue, open_point(issue, point, opened)) != EMS_OK) return;
    }
}

/* Looks at what others had claimed: it may be done, or theirs no longer. */
static void look_again(struct ems_issue *issue, bool *opened)
{
    double now = ems_threads_now_s();
    *opened = false;
    if (issue->deferred_count == 0 || now - issue->looked_s < LOOK_EVERY_S) return;
    issue->looked_s = now;
    for (int32_t i = 0; i < issue->sweep->count && !*opened; i++)
        if (issue->deferred[i] && fail(issue, open_point(issue, i, opened)) != EMS_OK) return;
}

static struct ems_open_point *find_open(struct ems_issue *issue, int32_t near, bool warm_only)
{
    struct ems_open_point *found = NULL;
    for (int32_t i = 0; i < issue->open.count; i++) {
        struct ems_open_point *open = &issue->open.items[i];
        if (open->point == near) return open;
        if (found == NULL && (open->warm || !warm_only)) found = open;
    }
    return found;
}

static void close_point(struct ems_issue *issue, struct ems_open_point *open)
{
    int64_t *missing = open->missing;
    *open = issue->open.items[--issue->open.count];
    issue->open.items[issue->open.count].missing = NULL;
    free(missing);
}

/* An open point with items: the one at hand, one whose model is there, a new one, any. */
static struct ems_open_point *choose(struct ems_issue *issue, int32_t near)
{
    bool opened = false;
    struct ems_open_point *open = find_open(issue, near, true);
    if (open != NULL) return open;
    open_next(issue, &opened);
    if (!opened && issue->open.count == 0) look_again(issue, &opened);
    if (opened) return &issue->open.items[issue->open.count - 1];
    return find_open(issue, near, false);
}

/* ---- items ---- */

static enum ems_issued next_item(struct ems_issue *issue, int32_t near, struct ems_item *out)
{
    for (;;) {
        enum ems_claim claim;
        if (issue->status != EMS_OK || atomic_load(&issue->sweep->stop)) return EMS_ISSUE_END;
        struct ems_open_point *open = choose(issue, near);
        if (issue->status != EMS_OK) return EMS_ISSUE_END;
        if (open == NULL)
            return issue->flying > 0 || issue->deferred_count > 0 ? EMS_ISSUE_WAIT : EMS_ISSUE_END;
        int32_t point = open->point;
        struct ems_sweep_point *item = &issue->sweep->items[point];
        *out = (struct ems_item){point, open->missing[open->next++]};
        if (open->next == open->count) close_point(issue, open);
        if (fail(issue, ems_database_claim(issue->database, item->model, out->replication, &claim)) != EMS_OK)
            return EMS_ISSUE_END;
        if (claim == EMS_CLAIM_MINE) {
            issue->flying++;
            return EMS_ISSUED;
        }
        item->state.done += claim == EMS_CLAIM_DONE;
        if (claim == EMS_CLAIM_OTHERS) defer(issue, point, true);
    }
}

enum ems_issued ems_issue_try(struct ems_issue *issue, int32_t near, struct ems_item *out)
{
    pthread_mutex_lock(&issue->lock);
    enum ems_issued issued = next_item(issue, near, out);
    pthread_mutex_unlock(&issue->lock);
    return issued;
}

static void wait_a_moment(struct ems_issue *issue)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 100000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_cond_timedwait(&issue->changed, &issue->lock, &until);
}

bool ems_issue_take(void *self, int32_t near, struct ems_item *out)
{
    struct ems_issue *issue = self;
    enum ems_issued issued;
    pthread_mutex_lock(&issue->lock);
    while ((issued = next_item(issue, near, out)) == EMS_ISSUE_WAIT) wait_a_moment(issue);
    pthread_mutex_unlock(&issue->lock);
    return issued == EMS_ISSUED;
}

static void note_trouble(struct ems_issue *issue, const struct ems_played *outcome)
{
    if (issue->trouble->where != EMS_TROUBLE_NONE) return;
    issue->status = outcome->status;
    issue->trouble->where = EMS_TROUBLE_PLAYING;
    issue->trouble->point = outcome->item.point;
    issue->trouble->replication = outcome->item.replication;
    snprintf(issue->trouble->text, sizeof issue->trouble->text, "%s", outcome->text);
    stop(issue);
}

static enum ems_status keep(struct ems_issue *issue, const struct ems_played *outcome)
{
    struct ems_sweep_point *point = &issue->sweep->items[outcome->item.point];
    int64_t replication = outcome->item.replication;
    enum ems_status status;
    switch (outcome->status) {
    case EMS_OK:
        status = ems_database_store(issue->database, point->model, replication, &outcome->record,
                                    outcome->seconds);
        point->state.done += status == EMS_OK;
        point->state.seconds += outcome->seconds;
        return status;
    case EMS_BROKEN:
        status = ems_database_store_failure(issue->database, point->model, replication, outcome->text);
        point->state.failed += status == EMS_OK;
        return status;
    case EMS_INTERRUPTED:
        defer(issue, outcome->item.point, true); /* for whoever goes on */
        break;
    default:
        note_trouble(issue, outcome);
        break;
    }
    return ems_database_release(issue->database, point->model, replication);
}

void ems_issue_give(void *self, const struct ems_played *outcome)
{
    struct ems_issue *issue = self;
    pthread_mutex_lock(&issue->lock);
    issue->flying--;
    for (int32_t i = 0; i < issue->open.count; i++)
        if (issue->open.items[i].point == outcome->item.point) issue->open.items[i].warm = true;
    if (issue->trouble->where != EMS_TROUBLE_DATABASE) (void)fail(issue, keep(issue, outcome));
    pthread_cond_broadcast(&issue->changed);
    pthread_mutex_unlock(&issue->lock);
}

/* ---- around it ---- */

void ems_issue_tend(struct ems_issue *issue)
{
    const struct ems_run_hooks *hooks = &issue->sweep->options->hooks;
    int64_t done, total;
    double now = ems_threads_now_s();
    pthread_mutex_lock(&issue->lock);
    ems_sweep_progress(issue->sweep, &done, &total);
    if (now - issue->renewed_s > RENEW_EVERY_S && issue->status == EMS_OK) {
        issue->renewed_s = now;
        (void)fail(issue, ems_database_renew(issue->database));
    }
    pthread_mutex_unlock(&issue->lock);
    if (hooks->progress != NULL) hooks->progress(hooks->self, done, total, issue->sweep->under_way);
    if (hooks->interrupted == NULL || !hooks->interrupted(hooks->self)) return;
    pthread_mutex_lock(&issue->lock);
    if (issue->status == EMS_OK) issue->status = EMS_INTERRUPTED;
    stop(issue);
    pthread_mutex_unlock(&issue->lock);
}

bool ems_issue_idle(struct ems_issue *issue)
{
    pthread_mutex_lock(&issue->lock);
    bool idle = issue->flying == 0;
    pthread_mutex_unlock(&issue->lock);
    return idle;
}

enum ems_status ems_issue_init(struct ems_issue *issue, struct ems_sweep *sweep,
                               struct ems_database *database, struct ems_sweep_trouble *trouble)
{
    *issue = (struct ems_issue){
        .sweep = sweep, .database = database, .trouble = trouble, .renewed_s = ems_threads_now_s()};
    if (pthread_mutex_init(&issue->lock, NULL) != 0) return EMS_NO_MEMORY;
    if (pthread_cond_init(&issue->changed, NULL) != 0) {
        pthread_mutex_destroy(&issue->lock);
        return EMS_NO_MEMORY;
    }
    issue->deferred = calloc((size_t)sweep->count + 1, sizeof *issue->deferred);
    if (issue->deferred != NULL) return EMS_OK;
    ems_issue_free(issue);
    return EMS_NO_MEMORY;
}

void ems_issue_free(struct ems_issue *issue)
{
    for (int32_t i = 0; i < issue->open.count; i++) free(issue->open.items[i].missing);
    free(issue->open.items);
    free(issue->deferred);
    pthread_cond_destroy(&issue->changed);
    pthread_mutex_destroy(&issue->lock);
}
