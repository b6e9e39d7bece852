/* Turns the tallies of replications, added one after another in their order, into results. What is kept of
 * each replication is one number or two for each figure (numerator, denominator, or quantile), and the
 * samples pooled: memory does not grow with calls.
 *
 *   ems_summary_create(model, &summary);
 *   for each replication: ems_summary_add(summary, tallies);
 *       or, in any thread, ems_summary_take_down and then, in order, ems_summary_merge
 *   ems_summary_finish(summary, results);   may be called at any time, and again later
 *   ems_summary_free(summary);
 */
#ifndef EMS_STUDY_SUMMARY_H
#define EMS_STUDY_SUMMARY_H

#include "base/status.h"
#include "study/results.h"

struct ems_summary;

enum ems_status ems_summary_create(const struct ems_model *model, struct ems_summary **out);
/* From now on figures hold what inputs are not known: `inner` replications at a time share a draw of them. */
void ems_summary_group(struct ems_summary *summary, int32_t inner);
/* Numbers in a replication's row. */
int32_t ems_summary_columns(const struct ems_summary *summary);
/* Writes the numbers of a replication into `row`, and sorts the samples of `tallies` for that. Several
 * threads may do this at once. */
enum ems_status ems_summary_take_down(const struct ems_summary *summary, struct ems_tallies *tallies,
                                      double *row);
/* Adds a row and pools the samples of its tallies. EMS_NO_MEMORY leaves the summary as it was, but for
 * samples merged already: it is not to be used further. */
enum ems_status ems_summary_merge(struct ems_summary *summary, const double *row,
                                  struct ems_tallies *tallies);
/* Both at once. */
enum ems_status ems_summary_add(struct ems_summary *summary, struct ems_tallies *tallies);
/* The values of the replications behind a figure of these results, one for each (stats/paired.h), into `out`,
 * and what they scatter about. False when there are none: no cases, a maximum, or under two replications. Not
 * for two threads at once. */
bool ems_summary_values(const struct ems_summary *summary, const struct ems_figure *figure, double *out,
                        double *centre);
struct ems_source;
/* How that figure is made of a replication's row (study/walk.h); NULL when it is of no walk. Figures know
 * once they were filled, be it of no replication. */
const struct ems_source *ems_summary_source(const struct ems_summary *summary,
                                            const struct ems_figure *figure);
/* Fills all figures, the verdicts on targets, `replications`, `simulated` and `work`. O(replications x
 * figures). */
void ems_summary_finish(struct ems_summary *summary, struct ems_results *results);
void ems_summary_free(struct ems_summary *summary);

#endif
