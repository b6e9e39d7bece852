/* Policies and their parameters, for fill.h: the descriptors of model/policy.h serve as fields. */
#include <string.h>

#include "scenario/fill.h"

static const struct ems_param *find_param(const struct ems_policy *policy, const char *key)
{
    for (int32_t i = 0; i < policy->param_count; i++)
        if (strcmp(policy->params[i].name, key) == 0) return &policy->params[i];
    return NULL;
}

/* The first policy of the role that has such a parameter. */
static const struct ems_policy *policy_with(enum ems_policy_role role, const char *key)
{
    int32_t count;
    const struct ems_policy *const *policies = ems_policies(role, &count);
    for (int32_t i = 0; i < count; i++)
        if (find_param(policies[i], key) != NULL) return policies[i];
    return NULL;
}

bool ems_fill_policy_knows(const struct ems_schema *schema, const char *key)
{
    return policy_with(schema->role, key) != NULL;
}

struct ems_field ems_field_of_param(const struct ems_param *param)
{
    static const enum ems_field_kind kinds[] = {
        [EMS_PARAM_DURATION] = EMS_FIELD_DURATION, [EMS_PARAM_LENGTH] = EMS_FIELD_LENGTH,
        [EMS_PARAM_SHARE] = EMS_FIELD_SHARE,       [EMS_PARAM_NUMBER] = EMS_FIELD_NUMBER,
        [EMS_PARAM_INTEGER] = EMS_FIELD_INTEGER,   [EMS_PARAM_BOOL] = EMS_FIELD_BOOL};
    return (struct ems_field){.key = param->name,
                              .kind = kinds[param->type],
                              .low = param->low,
                              .high = param->high,
                              .text = param->text};
}

static void put_number(void *params, const struct ems_param *param, double value)
{
    char *place = (char *)params + param->offset;
    ems_time time = ems_time_from_seconds(value);
    int32_t integer = (int32_t)value;
    bool truth = value != 0;
    switch (param->type) {
    case EMS_PARAM_DURATION:
        memcpy(place, &time, sizeof time);
        break;
    case EMS_PARAM_INTEGER:
        memcpy(place, &integer, sizeof integer);
        break;
    case EMS_PARAM_BOOL:
        memcpy(place, &truth, sizeof truth);
        break;
    default:
        memcpy(place, &value, sizeof value);
        break;
    }
}

static void read_param(struct ems_filler *filler, const struct ems_param *param, struct ems_node *node,
                       void *params, const struct ems_path *path)
{
    struct ems_field field = ems_field_of_param(param);
    union {
        struct ems_def_number number;
        struct ems_def_integer integer;
        struct ems_def_time time;
        struct ems_def_bool truth;
    } value = {0};
    if (node->broken) return;
    if (ems_field_fit(&field, node) < 0) {
        ems_fill_wrong_kind(filler, field.kind, node, path);
        return;
    }
    if (!ems_fill_value(filler, &field, node, &value, path)) return;
    switch (param->type) {
    case EMS_PARAM_DURATION:
        put_number(params, param, ems_time_seconds(value.time.value));
        break;
    case EMS_PARAM_INTEGER:
        put_number(params, param, (double)value.integer.value);
        break;
    case EMS_PARAM_BOOL:
        put_number(params, param, value.truth.value);
        break;
    default:
        put_number(params, param, value.number.value);
        break;
    }
}

static void read_params(struct ems_filler *filler, const struct ems_schema *schema,
                        const struct ems_policy *policy, struct ems_node *node, void *params,
                        const struct ems_path *path)
{
    for (struct ems_node *child = node->first; child != NULL; child = child->next) {
        const struct ems_param *param = find_param(policy, child->key);
        struct ems_path here = {path, child->key, 0};
        if (ems_schema_field(schema, child->key) != NULL) continue;
        if (param != NULL) {
            read_param(filler, param, child, params, &here);
            continue;
        }
        const struct ems_policy *other = policy_with(schema->role, child->key);
        if (other != NULL)
            ems_fill_error(filler, child->key_at, &here, EMS_T_IN_NOT_WITH_TAG,
                           EMS_ARGS(child->key, "policy", other->name));
    }
}

/* The policy that is named, the first of its role when none is; NULL with a diagnostic when there is none. */
static const struct ems_policy *choose(struct ems_filler *filler, const struct ems_schema *schema,
                                       const struct ems_node *node, const struct ems_path *path)
{
    int32_t count;
    const char *names[32];
    const struct ems_policy *const *policies = ems_policies(schema->role, &count);
    const struct ems_node *name = node != NULL ? ems_node_find(node, "policy") : NULL;
    if (name == NULL || name->kind != EMS_NODE_SCALAR || name->broken) return count > 0 ? policies[0] : NULL;
    const struct ems_policy *policy = ems_policy_find(schema->role, name->text);
    if (policy != NULL || ems_node_scalar_kind(name) != EMS_SCALAR_TEXT) return policy;
    struct ems_path here = {path, "policy", 0};
    struct ems_diag *diag = ems_fill_error(filler, name->at, &here, EMS_T_IN_NO_POLICY, EMS_ARGS(name->text));
    for (int32_t i = 0; i < count && i < 32; i++) names[i] = policies[i]->name;
    ems_fill_suggest(filler, diag, name->text, names, count < 32 ? count : 32);
    return NULL;
}

void ems_fill_policy(struct ems_filler *filler, const struct ems_schema *schema, struct ems_node *node,
                     void *out, const struct ems_path *path)
{
    struct ems_policy_choice choice = {.policy = choose(filler, schema, node, path)};
    if (choice.policy == NULL) return;
    void *params = ems_arena_alloc(filler->arena, 1, choice.policy->params_size + 1);
    if (params == NULL) return;
    for (int32_t i = 0; i < choice.policy->param_count; i++)
        put_number(params, &choice.policy->params[i], choice.policy->params[i].fallback);
    if (node != NULL) read_params(filler, schema, choice.policy, node, params, path);
    choice.params = params;
    memcpy((char *)out + schema->choice_offset, &choice, sizeof choice);
    const char *name = choice.policy->name;
    const struct ems_field *field = ems_schema_field(schema, "policy");
    memcpy((char *)out + field->offset + offsetof(struct ems_def_text, value), &name, sizeof name);
}

int32_t ems_fill_policy_keys(const struct ems_schema *schema, const struct ems_node *node, const char **names,
                             int32_t room)
{
    int32_t count, put = 0;
    const struct ems_policy *const *policies = ems_policies(schema->role, &count);
    const struct ems_node *name = ems_node_find(node, "policy");
    const struct ems_policy *policy = count > 0 ? policies[0] : NULL;
    if (name != NULL && name->kind == EMS_NODE_SCALAR) policy = ems_policy_find(schema->role, name->text);
    while (policy != NULL && put < policy->param_count && put < room) {
        names[put] = policy->params[put].name;
        put++;
    }
    return put;
}
