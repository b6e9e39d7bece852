#include "study/threads.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct team {
    void (*work)(void *self, int32_t number);
    void *self;
    pthread_mutex_t lock;
    pthread_cond_t ended;
    int32_t working;
};

struct member {
    struct team *team;
    pthread_t thread;
    int32_t number;
};

double ems_threads_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void *begin(void *self)
{
    struct member *member = self;
    struct team *team = member->team;
    team->work(team->self, member->number);
    pthread_mutex_lock(&team->lock);
    team->working--;
    pthread_cond_signal(&team->ended);
    pthread_mutex_unlock(&team->lock);
    return NULL;
}

static bool init(struct team *team)
{
    pthread_condattr_t attributes;
    if (pthread_mutex_init(&team->lock, NULL) != 0) return false;
    bool done = pthread_condattr_init(&attributes) == 0;
    if (done) {
        done = pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC) == 0 &&
               pthread_cond_init(&team->ended, &attributes) == 0;
        pthread_condattr_destroy(&attributes);
    }
    if (!done) pthread_mutex_destroy(&team->lock);
    return done;
}

/* Waits for the next thread to end, but no longer than so many milliseconds; the lock is held. */
static void wait_a_moment(struct team *team, int32_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    int late = 0;
    while (team->working > 0 && late == 0) late = pthread_cond_timedwait(&team->ended, &team->lock, &until);
}

static void look_after(struct team *team, int32_t every_ms, void (*idle)(void *self))
{
    pthread_mutex_lock(&team->lock);
    while (team->working > 0) {
        wait_a_moment(team, every_ms);
        pthread_mutex_unlock(&team->lock);
        idle(team->self);
        pthread_mutex_lock(&team->lock);
    }
    pthread_mutex_unlock(&team->lock);
}

enum ems_status ems_threads_run(int32_t jobs, int32_t every_ms, void (*work)(void *self, int32_t number),
                                void (*idle)(void *self), void *self)
{
    struct team team = {.work = work, .self = self};
    struct member *members = calloc((size_t)jobs, sizeof *members);
    int32_t count = 0;
    if (members == NULL || !init(&team)) {
        free(members);
        return EMS_NO_MEMORY;
    }
    pthread_mutex_lock(&team.lock);
    for (; count < jobs; count++) {
        members[count] = (struct member){.team = &team, .number = count};
        if (pthread_create(&members[count].thread, NULL, begin, &members[count]) != 0) break;
        team.working++;
    }
    pthread_mutex_unlock(&team.lock);
    if (count > 0) look_after(&team, every_ms, idle);
    for (int32_t i = 0; i < count; i++) pthread_join(members[i].thread, NULL);
    pthread_cond_destroy(&team.ended);
    pthread_mutex_destroy(&team.lock);
    free(members);
    return count > 0 ? EMS_OK : EMS_NO_MEMORY;
}
