/* The clock: local days, and that all times stay inside what a run can hold. */
#include "scenario/build_parts.h"

/* The longest that a study may find, so that profiles reach far enough. */
static void plan_warmup(struct ems_build *b)
{
    struct ems_clock *clock = &b->model->clock;
    if (clock->duration != EMS_NEVER && clock->duration >= EMS_WARMUP_DAYS_LEAST * EMS_DAY)
        clock->warmup = clock->duration / 2;
    else
        ems_build_error(b, &b->def->clock.warmup.mark, EMS_T_WARMUP_SHORT, NULL);
}

void ems_build_clock(struct ems_build *b)
{
    const struct ems_def_clock *def = &b->def->clock;
    struct ems_clock *clock = &b->model->clock;
    clock->start = def->start.value;
    clock->start_day = ems_days_from_civil(clock->start.year, clock->start.month, clock->start.day);
    clock->start_of_day = clock->start.of_day;
    clock->warmup_auto = def->warmup.value == EMS_NEVER;
    clock->warmup = clock->warmup_auto ? 0 : def->warmup.value;
    clock->duration = def->duration.mark.given ? def->duration.value : EMS_NEVER;
    clock->drain = def->drain.value;
    if (clock->warmup_auto) plan_warmup(b);
    if (!def->duration.mark.given) return; /* a trace: the loader has seen to that */
    /* each is at most EMS_TIME_LIMIT, so the sum does not overflow */
    if (clock->warmup + clock->duration + clock->drain <= EMS_TIME_LIMIT) return;
    ems_build_error(b, &def->mark, EMS_T_TIME_TOO_LONG, NULL);
    clock->duration = EMS_DAY;
    clock->warmup = clock->drain = 0;
}
