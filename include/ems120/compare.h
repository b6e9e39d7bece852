/* What a change brings: two scenarios (or the scenarios of two runs) that meet the same calls, as the JSON
 * document that `ems120 compare --json` prints (docs/results.md lists its keys), and who gains and who loses
 * by place. */
#ifndef EMS120_COMPARE_H
#define EMS120_COMPARE_H

#include <stdint.h>

#include "ems120/ids.h"
#include "ems120/status.h"
#include "ems120/study.h"
#include "ems120/time.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_scenario;
struct ems_cover_sources;

/* The second minus the first, with intervals by pairs of replications. Of `study`, replications (0: as many
 * as the first scenario says), jobs and the functions count. *json as from ems_study_json: free with free();
 * NULL unless EMS_OK. When interrupted, what is compared are the replications that
 * were finished in both; with fewer than two *json is NULL. */
enum ems_status ems_compare_two_json(const struct ems_scenario *first, const struct ems_scenario *second,
                                     const struct ems_study_def *study, char **json);

/* One figure with its interval, for those who do not want to read JSON: of all requests, the second minus the
 * first. */
struct ems_change_figure {
    double first, second, difference, low, high; /* seconds, or shares */
    int32_t verdict;                             /* 1 better, -1 worse, 0 not told apart */
};
struct ems_area_change {
    double people;
    struct ems_change_figure mean_s; /* NAN where an area had no requests or is not in both */
};
struct ems_change_summary {
    int64_t replications;
    struct ems_change_figure mean_s, p90_s, within_share; /* within: of the first target, or 10 min */
    ems_time within;
    double people_better, people_worse, people_unclear; /* by area of the first scenario */
    int32_t area_count;
    struct ems_area_change *areas; /* of the first scenario */
};
/* Both at once: `json` may be NULL. */
enum ems_status ems_compare_two(const struct ems_scenario *first, const struct ems_scenario *second,
                                const struct ems_study_def *study, char **json,
                                struct ems_change_summary *out);
void ems_change_summary_free(struct ems_change_summary *summary);

/* What changes for people by expected arrival, without chance: minutes at each place of the first scenario,
 * second minus first; places closer than `least` minutes count as the same. */
struct ems_place_change {
    double gain, lose, same; /* people */
    double unreached_before, unreached_after;
};
/* `minutes` (may be NULL) has room for the first scenario's places: second minus first, -INFINITY where only
 * the second can come, INFINITY where only the first can, 0 where neither. EMS_BAD_USAGE: people live in
 * other places in the second scenario. */
enum ems_status ems_compare_places(const struct ems_scenario *first, const struct ems_cover_sources *before,
                                   const struct ems_scenario *second, const struct ems_cover_sources *after,
                                   double least, float *minutes, struct ems_place_change *out);

#ifdef __cplusplus
}
#endif
#endif
