/* What a policy must bring along, for every one in the registry. */
#include "policy/policies.h"

#include "support/check.h"

static void check_functions(const struct ems_policy *policy)
{
    bool decides = policy->dispatch != NULL || policy->destination != NULL || policy->relocate != NULL;
    assert_true(decides != policy->asks_caller);
    assert_true((policy->dispatch != NULL) == (policy->next_task != NULL));
    if (policy->asks_caller) return;
    assert_true((policy->dispatch != NULL) == (policy->role == EMS_ROLE_DISPATCH));
    assert_true((policy->destination != NULL) == (policy->role == EMS_ROLE_DESTINATION));
    assert_true((policy->relocate != NULL) == (policy->role == EMS_ROLE_RELOCATION));
}

static void check_params(const struct ems_policy *policy)
{
    for (int32_t i = 0; i < policy->param_count; i++) {
        const struct ems_param *p = &policy->params[i];
        assert_true(p->low <= p->fallback && p->fallback <= p->high);
        assert_true(p->offset < policy->params_size);
        for (int lang = 0; lang < EMS_LANGS; lang++)
            assert_true(ems_text(p->text, (enum ems_lang)lang)[0] != '\0');
        for (int32_t j = 0; j < i; j++) assert_string_not_equal(p->name, policy->params[j].name);
    }
}

static void every_policy_is_complete(void **state)
{
    (void)state;
    for (int role = 0; role < EMS_ROLES; role++) {
        int32_t count;
        const struct ems_policy *const *policies = ems_policies((enum ems_policy_role)role, &count);
        assert_true(count > 0);
        for (int32_t i = 0; i < count; i++) {
            const struct ems_policy *policy = policies[i];
            check_int(policy->role, role);
            assert_ptr_equal(ems_policy_find((enum ems_policy_role)role, policy->name),
                             policy); /* no name twice */
            for (int lang = 0; lang < EMS_LANGS; lang++) {
                assert_true(ems_text(policy->summary, (enum ems_lang)lang)[0] != '\0');
                assert_true(strlen(ems_text(policy->text, (enum ems_lang)lang)) > 10);
            }
            check_functions(policy);
            check_params(policy);
        }
    }
}

static void unknown_names_are_not_found(void **state)
{
    (void)state;
    assert_null(ems_policy_find(EMS_ROLE_DISPATCH, "nearest-capable"));
    assert_null(ems_policy_find(EMS_ROLE_DISPATCH, ""));
    assert_non_null(ems_policy_find(EMS_ROLE_DESTINATION, "nearest-capable"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_policy_is_complete),
        cmocka_unit_test(unknown_names_are_not_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
