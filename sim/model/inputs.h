/* What a model rests on that is known from so many cases only, and a variant of the model with all of it
 * drawn anew (random/redraw.h).
 *
 * Demand that was counted in N requests: the rate is multiplied by a gamma factor of mean 1 (a Poisson count;
 * where days vary, with their share on top), other calls, further calls and call-backs likewise by their own
 * counts; shares of conditions are a Dirichlet draw, chances beta draws of the requests they are about, and
 * conditions with one chance in common share a draw. Draws are named by what they are for: scenarios with one
 * seed draw the same for the same input. */
#ifndef EMS_MODEL_INPUTS_H
#define EMS_MODEL_INPUTS_H

#include "model/model.h"

/* The inputs that are not known exactly, each once: at most `most` of them into `out`. Returns how many there
 * are. */
int32_t ems_model_list_inputs(const struct ems_model *model, const struct ems_input **out, int32_t most);
/* Draw number `draw` (from 1) of the inputs. *out borrows from the model what is the same, and must not
 * outlive it nor the arena. */
enum ems_status ems_model_redraw(const struct ems_model *model, int64_t draw, struct ems_arena *arena,
                                 struct ems_model *out);

#endif
