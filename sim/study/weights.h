/* How many requests a year come from each demand place, at demand factor 1: the alias table by which places
 * are drawn, read backwards. Inside study only. */
#ifndef EMS_STUDY_WEIGHTS_H
#define EMS_STUDY_WEIGHTS_H

#include "model/model.h"

/* `weight` has place_count zeros. */
void ems_place_weights(const struct ems_model *model, double *weight);

#endif
