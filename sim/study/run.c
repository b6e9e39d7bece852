#include "study/run.h"

#include <errno.h>
#include <sched.h>
#include <time.h>

#include "study/play.h"

struct ems_run_options ems_run_options_default(void)
{
    return (struct ems_run_options){0};
}

int32_t ems_study_processors(void)
{
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    int count = CPU_COUNT(&set);
    return count < 1 ? 1 : count;
}

double ems_study_now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Are the figures as precise as they were wanted? */
static int64_t look_at_precision(void *self, int64_t most)
{
    const struct ems_play *play = self;
    const struct ems_run_options *options = play->options;
    ems_summary_finish(play->summaries[0], play->results[0]);
    return ems_precision_next(options->precisions, options->precision_count, play->results[0], most);
}

static void finish(const struct ems_play *play, struct ems_results *results, double begun)
{
    const struct ems_run_options *options = play->options;
    results->asked = play->total;
    results->warmup = options->warmup;
    results->inner = options->input_uncertainty ? EMS_RUN_INNER : 0;
    ems_summary_finish(play->summaries[0], results);
    ems_precision_report(options->precisions, options->precision_count, results);
    results->wall_s = ems_study_now_s() - begun;
}

enum ems_status ems_study_run(const struct ems_model *model, const struct ems_run_options *options,
                              struct ems_results **out)
{
    double begun = ems_study_now_s();
    struct ems_summary *summary = NULL;
    enum ems_status status = ems_summary_create(model, &summary);
    *out = status == EMS_OK ? ems_results_create(model) : NULL;
    if (*out == NULL) {
        ems_summary_free(summary);
        return EMS_NO_MEMORY;
    }
    if (options->input_uncertainty) ems_summary_group(summary, EMS_RUN_INNER);
    struct ems_play play = {.models = &model,
                            .count = 1,
                            .options = options,
                            .summaries = &summary,
                            .results = out,
                            .next = look_at_precision,
                            .self = &play};
    ems_play_plan(&play);
    status = ems_play_all(&play);
    int error = errno;
    finish(&play, *out, begun);
    ems_summary_free(summary);
    errno = error;
    return status;
}
