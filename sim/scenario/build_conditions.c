/* Conditions: shares, and that what they need is there. */
#include <math.h>
#include <string.h>

#include "base/number.h"
#include "scenario/build_parts.h"

static struct ems_distribution first_given(const struct ems_def_distribution *own,
                                           const struct ems_def_distribution *other)
{
    return own->mark.given ? own->value : other->value;
}

static void check_need(struct ems_build *b, const struct ems_def_condition *def, ems_vehicle_type_id need)
{
    if (need == EMS_NONE || !b->fleet_is_good || b->served == 0 || (b->served >> need & 1)) return;
    ems_build_error(b, &def->vehicle.mark, EMS_T_NO_VEHICLE_SERVES,
                    EMS_ARGS(def->id.value, def->vehicle.value));
}

/* Told once: the first condition whose patients have nowhere to go. */
static void check_hospitals(struct ems_build *b)
{
    for (int32_t i = 0; i < b->def->demand.conditions.count && b->def->hospitals.count == 0; i++) {
        const struct ems_def_condition *def = &b->def->demand.conditions.items[i];
        if (!(def->transport.value > 0)) continue;
        struct ems_diag *d =
            ems_build_error(b, &b->def->hospitals.mark, EMS_T_NO_HOSPITALS, EMS_ARGS(def->id.value));
        ems_diag_hint(b->diags, d, EMS_T_HINT_NO_HOSPITALS, NULL);
        return;
    }
}

/* The bit of the capability that a condition needs. */
static int32_t capability_of(struct ems_build *b, const struct ems_def_condition *def)
{
    if (b->def->hospitals.count > 0) return ems_build_refer(b, EMS_KIND_CAPABILITY, &def->hospital);
    return EMS_NONE;
}

static struct ems_condition make_condition(struct ems_build *b, const struct ems_def_condition *def)
{
    const struct ems_def_durations *durations = &b->def->durations;
    const struct ems_def_cancel *cancel = &b->def->demand.cancel;
    struct ems_condition c = {
        .id = def->id.value,
        .name = def->name.value,
        .share = def->share.value,
        .priority = (int32_t)def->priority.value,
        .vehicles = (int32_t)def->vehicles.value,
        .full_response = def->full_response.value,
        .transport = def->transport.value,
        .empty = def->empty.mark.given ? def->empty.value : b->def->demand.empty.value,
        .cancel = cancel->mark.given ? cancel->share.value : 0,
        .scene = first_given(&def->scene, &durations->scene),
        .handover = first_given(&def->handover, &durations->handover),
    };
    c.empty_scene = durations->empty_scene.mark.given ? durations->empty_scene.value : c.scene;
    c.need = ems_build_refer(b, EMS_KIND_TYPE, &def->vehicle);
    check_need(b, def, c.need);
    c.hospital_capability = capability_of(b, def);
    return c;
}

/* Shares sum to 100 % within 0.01 points; the cumulative ones end at exactly 1, because both sums are
 * taken in one order. */
static void accumulate(struct ems_build *b, struct ems_condition *conditions, int32_t count)
{
    char found[EMS_NUMBER_SIZE];
    double sum = 0;
    for (int32_t i = 0; i < count; i++) sum += conditions[i].share;
    if (!(fabs(sum - 1) <= 1e-4 + 1e-12)) {
        ems_number_format(rint(sum * 1e6) / 1e4, found);
        ems_build_error(b, &b->def->demand.conditions.mark, EMS_T_SHARES_SUM, EMS_ARGS(found));
        return;
    }
    double before = 0;
    for (int32_t i = 0; i < count; i++) {
        before += conditions[i].share;
        conditions[i].share /= sum;
        conditions[i].cumulative = before / sum;
    }
}

void ems_build_conditions(struct ems_build *b)
{
    int32_t count = b->def->demand.conditions.count;
    struct ems_condition *conditions = EMS_BUILD_ARRAY(b, struct ems_condition, count);
    struct ems_names *names = &b->names[EMS_KIND_CONDITION];
    names->items = EMS_BUILD_ARRAY(b, const char *, count);
    if (b->no_memory) return;
    for (int32_t i = 0; i < count; i++) {
        conditions[i] = make_condition(b, &b->def->demand.conditions.items[i]);
        names->items[names->count++] = conditions[i].id;
    }
    ems_build_sort(b, EMS_KIND_CONDITION);
    check_hospitals(b);
    accumulate(b, conditions, count);
    b->model->conditions = conditions;
    b->model->condition_count = count;
}
