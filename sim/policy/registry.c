/* The list of policies: add one by a file in this folder and a line here. */
#include <string.h>

#include "model/policy.h"
#include "policy/policies.h"

static const struct ems_policy *const dispatch[] = {&ems_policy_nearest, &ems_policy_fixed_order,
                                                    &ems_policy_human_dispatch};
static const struct ems_policy *const destination[] = {&ems_policy_nearest_capable,
                                                       &ems_policy_human_destination};
static const struct ems_policy *const relocation[] = {&ems_policy_home};

static const struct {
    const struct ems_policy *const *policies;
    int32_t count;
} roles[EMS_ROLES] = {
    [EMS_ROLE_DISPATCH] = {dispatch, sizeof dispatch / sizeof *dispatch},
    [EMS_ROLE_DESTINATION] = {destination, sizeof destination / sizeof *destination},
    [EMS_ROLE_RELOCATION] = {relocation, sizeof relocation / sizeof *relocation},
};

const struct ems_policy *const *ems_policies(enum ems_policy_role role, int32_t *count)
{
    *count = roles[role].count;
    return roles[role].policies;
}

const struct ems_policy *ems_policy_find(enum ems_policy_role role, const char *name)
{
    for (int32_t i = 0; i < roles[role].count; i++)
        if (strcmp(roles[role].policies[i]->name, name) == 0) return roles[role].policies[i];
    return NULL;
}
