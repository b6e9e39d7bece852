/* A model with its inputs drawn anew: what changes, by how much, and what is drawn together. */
#include "model/inputs.h"

#include "random/redraw.h"
#include "support/check.h"

enum { DRAWS = 3000 };

/* Two areas, three conditions, one hospital; the talk serves for the process, too. */
struct small {
    struct ems_model model;
    struct ems_area areas[2];
    struct ems_condition conditions[3];
    struct ems_hospital hospitals[1];
    struct ems_input demand, travel, talk, handover;
};

static void init(struct small *s)
{
    *s = (struct small){0};
    s->demand = ems_input_named("demand");
    s->travel = ems_input_named("travel");
    s->talk = ems_input_named("call_centre.talk");
    s->handover = ems_input_named("hospitals.people.handover");
    s->demand.observed = 500;
    s->travel.error = 0.1;
    s->talk.observed = 50;
    s->handover.observed = 50;
    s->areas[0] = (struct ems_area){.requests_per_year = 730, .other_calls_per_year = 2190};
    s->areas[1] = (struct ems_area){.requests_per_year = 365, .other_calls_per_year = 1095};
    static const double shares[] = {0.5, 0.3, 0.2}, transport[] = {0.8, 0.8, 0.4};
    double before = 0;
    for (int i = 0; i < 3; i++) {
        before += shares[i];
        s->conditions[i] = (struct ems_condition){.share = shares[i],
                                                  .cumulative = before,
                                                  .transport = transport[i],
                                                  .cancel = 0.05,
                                                  .empty = 0.1};
        s->conditions[i].scene = s->conditions[i].empty_scene = s->conditions[i].handover =
            ems_distribution_exponential(600);
    }
    s->conditions[2].cumulative = 1;
    s->hospitals[0] =
        (struct ems_hospital){.has_handover = true, .handover = ems_distribution_exponential(900)};
    s->hospitals[0].handover.input = &s->handover;
    s->model = (struct ems_model){.seed = 3,
                                  .areas = s->areas,
                                  .area_count = 2,
                                  .conditions = s->conditions,
                                  .condition_count = 3,
                                  .hospitals = s->hospitals,
                                  .hospital_count = 1,
                                  .travel_input = &s->travel};
    s->model.demand = (struct ems_demand){.hoax_share = 0.2,
                                          .duplicates_per_request = 0.15,
                                          .requests_per_year = 1095,
                                          .daily_variation = 0.4,
                                          .input = &s->demand};
    s->model.call_centre.talk = ems_distribution_lognormal(90, 40);
    s->model.call_centre.talk.input = &s->talk;
    s->model.call_centre.process = s->model.call_centre.talk;
    for (int h = 0; h < 24; h++) s->model.travel.def.hour_factor[h] = 1;
    s->model.travel.timeless = true;
    s->model.travel.fastest_factor = 1;
}

static void inputs_are_listed_once(void **state)
{
    (void)state;
    struct small s;
    const struct ems_input *inputs[8];
    init(&s);
    check_int(ems_model_list_inputs(&s.model, inputs, 8), 4);
    check_text(inputs[0]->path, "demand");
    check_text(inputs[1]->path, "travel");
    check_text(inputs[2]->path, "call_centre.talk");
    check_text(inputs[3]->path, "hospitals.people.handover");
    check_int(ems_model_list_inputs(&s.model, NULL, 0), 4);
    s.model.demand.input = s.model.travel_input = NULL;
    s.model.call_centre.talk.input = s.model.call_centre.process.input = s.hospitals[0].handover.input = NULL;
    check_int(ems_model_list_inputs(&s.model, inputs, 8), 0);
}

static void the_model_itself_stays(void **state)
{
    (void)state;
    struct small s, before;
    struct ems_arena arena = {0};
    struct ems_model drawn, again, other;
    init(&s);
    before = s;
    check_ok(ems_model_redraw(&s.model, 1, &arena, &drawn));
    check_ok(ems_model_redraw(&s.model, 1, &arena, &again));
    check_ok(ems_model_redraw(&s.model, 2, &arena, &other));
    assert_memory_equal(s.areas, before.areas, sizeof s.areas);
    assert_memory_equal(s.conditions, before.conditions, sizeof s.conditions);
    assert_memory_equal(s.hospitals, before.hospitals, sizeof s.hospitals);
    check_near(drawn.areas[0].requests_per_year, again.areas[0].requests_per_year, 0);
    check_true(drawn.areas[0].requests_per_year != other.areas[0].requests_per_year);
    /* one input, one draw */
    check_near(drawn.call_centre.talk.mean_s, drawn.call_centre.process.mean_s, 0);
    check_true(drawn.call_centre.talk.mean_s != 90);
    check_near(drawn.areas[0].requests_per_year, 2 * drawn.areas[1].requests_per_year, 1e-9);
    /* conditions with one chance in common share its draw; others have their own */
    check_near(drawn.conditions[0].transport, drawn.conditions[1].transport, 0);
    check_true(drawn.conditions[2].transport != 0.4 && drawn.conditions[0].transport != 0.8);
    check_near(drawn.conditions[2].cumulative, 1, 0);
    check_near(drawn.travel.def.hour_factor[7], drawn.travel.fastest_factor, 1e-15);
    check_true(!drawn.travel.timeless && drawn.travel.fastest_factor != 1);
    ems_arena_free(&arena);
}

struct sums {
    double sum, squares;
};

static void add(struct sums *sums, double value)
{
    sums->sum += value;
    sums->squares += value * value;
}

static void check_moments(const struct sums *sums, double mean, double sd)
{
    double found = sums->sum / DRAWS;
    check_near(found, mean, 4 * sd / sqrt(DRAWS));
    check_relative(sqrt(sums->squares / DRAWS - found * found), sd, 0.06);
}

static void draws_scatter_as_counts_do(void **state)
{
    (void)state;
    struct small s;
    struct sums requests = {0}, others = {0}, hoax = {0}, share = {0}, chance = {0}, duplicates = {0},
                speed = {0};
    init(&s);
    for (int64_t draw = 1; draw <= DRAWS; draw++) {
        struct ems_arena arena = {0};
        struct ems_model drawn;
        check_ok(ems_model_redraw(&s.model, draw, &arena, &drawn));
        double sum = 0;
        for (int i = 0; i < 3; i++) sum += drawn.conditions[i].share;
        check_near(sum, 1, 1e-12);
        add(&requests, drawn.areas[0].requests_per_year / 730);
        add(&others, drawn.areas[0].other_calls_per_year / 2190);
        add(&hoax, drawn.demand.hoax_share);
        add(&share, drawn.conditions[1].share);
        add(&chance, drawn.conditions[0].transport);
        add(&duplicates, drawn.demand.duplicates_per_request / 0.15);
        add(&speed, drawn.travel.fastest_factor);
        ems_arena_free(&arena);
    }
    /* 3 requests a day, whose rate varies by 40 % from day to day: 1 + 0.16 * 3 times Poisson's variance */
    check_moments(&requests, 1, sqrt(1.48 / 500));
    check_moments(&others, 1, 1 / sqrt(1500));
    check_moments(&hoax, 0.2, sqrt(0.2 * 0.8 / 1500));
    check_moments(&share, 0.3, sqrt(0.3 * 0.7 / 500));
    check_moments(&chance, 0.8, sqrt(0.8 * 0.2 / (0.8 * 500))); /* counted in both that have it */
    check_moments(&duplicates, 1, 1 / sqrt(75));
    check_moments(&speed, 1, 0.1);
}

static void a_rate_may_have_an_error_of_its_own(void **state)
{
    (void)state;
    struct small s;
    struct sums requests = {0};
    init(&s);
    s.demand.observed = 0;
    s.demand.error = 0.2;
    for (int64_t draw = 1; draw <= DRAWS; draw++) {
        struct ems_arena arena = {0};
        struct ems_model drawn;
        check_ok(ems_model_redraw(&s.model, draw, &arena, &drawn));
        add(&requests, drawn.areas[1].requests_per_year / 365);
        check_near(drawn.areas[1].other_calls_per_year / 1095, drawn.areas[1].requests_per_year / 365, 1e-12);
        check_near(drawn.conditions[1].share, 0.3, 0);
        check_near(drawn.conditions[1].transport, 0.8, 0);
        ems_arena_free(&arena);
    }
    check_moments(&requests, 1, 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(inputs_are_listed_once),
        cmocka_unit_test(the_model_itself_stays),
        cmocka_unit_test(draws_scatter_as_counts_do),
        cmocka_unit_test(a_rate_may_have_an_error_of_its_own),
    };
    return cmocka_run_group_tests_name("model/inputs", tests, NULL, NULL);
}
