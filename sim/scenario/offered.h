/* What there is to choose from in the folders of shipped files, as a hint for a name that is in none of them.
 */
#ifndef EMS_SCENARIO_OFFERED_H
#define EMS_SCENARIO_OFFERED_H

#include "base/array.h"
#include "scenario/fill.h"

typedef EMS_ARRAY(const char *) ems_offered;

/* The name under which an entry of a folder is offered, in the filler's arena; NULL: it is not. */
typedef const char *ems_offer(struct ems_filler *filler, const char *folder, const char *entry);

/* Adds what a folder offers; nothing when it cannot be read. */
void ems_offered_add(struct ems_filler *filler, const char *folder, ems_offer *offer, ems_offered *names);
/* Adds the hint to a diagnostic about `word`, in an order that does not depend on the disk, and frees the
 * names. */
void ems_offered_suggest(struct ems_filler *filler, struct ems_diag *diag, const char *word,
                         ems_offered *names);

#endif
