/* What a policy is: one file in sim/policy with one `const struct ems_policy`, listed once in
 * policy/registry.c. A policy looks at a const world and returns a decision; only engine changes the world.
 * Its parameter descriptors drive YAML, the JSON schema, `ems120 policies`, the manual and menus.
 *
 * Times that a policy sees are expected ones (mean turnout, expected travel), never what will be drawn. */
#ifndef EMS_MODEL_POLICY_H
#define EMS_MODEL_POLICY_H

#include <stddef.h>

#include "base/text.h"
#include "ems120/states.h"
#include "model/model.h"
#include "random/stream.h"

struct ems_world; /* model/world.h */

enum ems_param_type {
    EMS_PARAM_DURATION,
    EMS_PARAM_LENGTH,
    EMS_PARAM_SHARE,
    EMS_PARAM_NUMBER,
    EMS_PARAM_INTEGER,
    EMS_PARAM_BOOL
};

/* A parameter: where it lies in the policy's own struct. DURATION is an ems_time, LENGTH (metres), SHARE
 * (0..1) and NUMBER are double, INTEGER is int32_t, BOOL is bool. Range and default are in seconds, metres,
 * shares. */
struct ems_param {
    const char *name;
    enum ems_param_type type;
    double low, high, fallback;
    size_t offset;
    enum ems_text text;
};

/* What a policy is given. `params` is its own struct; `scratch` is emptied after the call. */
struct ems_policy_view {
    const struct ems_model *model;
    const struct ems_world *world;
    const void *params;
    struct ems_arena *scratch;
    const struct ems_stream_seed *seed; /* ems_stream(seed, draw): its own numbers, keyed by decision */
    struct ems_draw_key draw;           /* neither for RELOCATION, which has no number */
    int64_t *looked_at;                 /* candidates looked at: work, counted by whoever searches */
};

struct ems_policy {
    const char *name;
    enum ems_policy_role role;
    enum ems_text summary; /* one line */
    enum ems_text text;    /* what it does, exactly */
    const struct ems_param *params;
    int32_t param_count;
    size_t params_size;    /* of its own struct; 0 when it has none */
    bool asks_caller;      /* `human`: the engine asks whoever drives it, and no function below is called */
    bool needs_preference; /* reads dispatch.preference */

    /* DISPATCH: the vehicle to send for a task, or EMS_NONE to hold it. The vehicle is dispatchable (idle at
     * its station with a crew, or returning) or reassignable under the model's rules. */
    ems_vehicle_id (*dispatch)(struct ems_policy_view *view, ems_task_id task);
    /* DISPATCH: which waiting task a vehicle that became available takes, or EMS_NONE. */
    ems_task_id (*next_task)(struct ems_policy_view *view, ems_vehicle_id vehicle);
    /* DESTINATION: the hospital for a task's patient; EMS_NONE when none is capable and open. */
    ems_hospital_id (*destination)(struct ems_policy_view *view, ems_task_id task);
    /* RELOCATION: the station that a vehicle with no task drives to. */
    ems_station_id (*relocate)(struct ems_policy_view *view, ems_vehicle_id vehicle);
};

/* All policies of a role, in order of the manual; the first is the default. policy/registry.c. */
const struct ems_policy *const *ems_policies(enum ems_policy_role role, int32_t *count);
/* NULL when there is none of that name. */
const struct ems_policy *ems_policy_find(enum ems_policy_role role, const char *name);

#endif
