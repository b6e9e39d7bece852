/* What is drawn before its moment is what its name says: compared with streams made from the key by hand. */
#include "play.h"

#include "engine/internal.h"

static const struct ems_sim_options AHEAD = {0}, AT_ITS_MOMENT = {.reference = true};

/* A run up to its first task. */
static struct ems_sim *with_a_task(const struct played *p, const struct ems_sim_options *options)
{
    struct ems_sim *sim;
    check_ok(ems_sim_create(p->model, 1, options, &sim));
    while (sim->world.tasks.count == 0) check_int(ems_sim_step(sim), EMS_STEPPED);
    return sim;
}

static struct ems_stream by_name(const struct ems_sim *sim, enum ems_draw draw, uint8_t attempt)
{
    const struct ems_task_state *t = &sim->world.tasks.items[0];
    const struct ems_call_state *c = &sim->world.calls.items[t->call];
    return ems_stream_alone(sim->model->seed, 1,
                            (struct ems_draw_key){.origin = c->origin,
                                                  .index = c->index,
                                                  .role = (uint16_t)t->role,
                                                  .attempt = attempt,
                                                  .draw = (uint8_t)draw});
}

static void a_time_is_that_of_its_name(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *sim = with_a_task(p, &AHEAD);
    const struct ems_distribution *from = &p->model->durations.cleaning;
    struct ems_stream stream = by_name(sim, EMS_DRAW_CLEANING, 0),
                      turnout = by_name(sim, EMS_DRAW_TURNOUT, 1);
    ems_time expected = ems_distribution_draw(from, &stream), first = ems_distribution_draw(from, &turnout);
    ems_time_ahead(sim, 0, EMS_DRAW_CLEANING, from);
    check_int(ems_task_time(sim, 0, EMS_DRAW_CLEANING, 0, from), expected);
    check_int(ems_task_time(sim, 0, EMS_DRAW_CLEANING, 0, from), expected); /* made again */
    ems_time_ahead(sim, 0, EMS_DRAW_TURNOUT, from);                         /* that of the first order */
    check_int(ems_task_time(sim, 0, EMS_DRAW_TURNOUT, 1, from), first);
    check_true(ems_task_time(sim, 0, EMS_DRAW_TURNOUT, 2, from) != first);
    ems_sim_free(sim);
    end_play(p);
}

static void a_chance_is_that_of_its_name(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *sim = with_a_task(p, &AHEAD);
    struct ems_stream stream = by_name(sim, EMS_DRAW_TRANSPORT, 0);
    double u = ems_stream_uniform(&stream);
    const double chances[] = {0, u, nextafter(u, 1), 1}; /* yes where u is below */
    for (int i = 0; i < 4; i++) {
        ems_chance_ahead(sim, 0, EMS_DRAW_TRANSPORT, &chances[i]);
        check_int(ems_task_chance(sim, 0, EMS_DRAW_TRANSPORT, &chances[i]), i >= 2);
        check_int(ems_task_chance(sim, 0, EMS_DRAW_TRANSPORT, &chances[i]), i >= 2);
    }
    ems_sim_free(sim);
    end_play(p);
}

/* A forged draw shows which one is taken. */
static void only_what_is_asked_for_is_taken_and_once(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *sim = with_a_task(p, &AHEAD);
    const struct ems_distribution *from = &p->model->durations.cleaning, other = *from;
    int64_t draws = sim->tallies->work[EMS_WORK_DRAWS];
    ems_time_ahead(sim, 0, EMS_DRAW_CLEANING, from);
    check_int(sim->tallies->work[EMS_WORK_DRAWS], draws); /* counted when it is used */
    sim->ahead.items[0].drawn = -7;
    check_true(ems_task_time(sim, 0, EMS_DRAW_CLEANING, 0, &other) != -7);
    check_int(ems_task_time(sim, 0, EMS_DRAW_CLEANING, 0, from), -7);
    check_true(ems_task_time(sim, 0, EMS_DRAW_CLEANING, 0, from) != -7);
    check_int(sim->tallies->work[EMS_WORK_DRAWS], draws + 3);
    const struct ems_distribution constant = ems_distribution_constant(5);
    ems_time_ahead(sim, 0, EMS_DRAW_CLEANING, from);
    ems_time_ahead(sim, 0, EMS_DRAW_SCENE, &constant); /* in its place: nothing */
    check_true(sim->ahead.items[0].of == NULL);
    check_int(ems_task_time(sim, 0, EMS_DRAW_SCENE, 0, &constant), 5 * EMS_SECOND);
    ems_sim_free(sim);
    end_play(p);
}

/* The process of the first call: once that has rung, its next call is drawn. */
static void the_next_call_is_drawn_as_its_name_says(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *sim;
    check_ok(ems_sim_create(p->model, 1, &AHEAD, &sim));
    while (sim->world.calls.count == 0) check_int(ems_sim_step(sim), EMS_STEPPED);
    uint32_t origin = sim->world.calls.items[0].origin;
    const struct ems_arrival_draws *drawn = &sim->processes[origin].draws;
    struct ems_draw_key key = {.origin = origin, .index = 1, .draw = EMS_DRAW_PLACE};
    struct ems_stream place = ems_stream_alone(p->model->seed, 1, key);
    key.draw = EMS_DRAW_TALK;
    struct ems_stream talk = ems_stream_alone(p->model->seed, 1, key);
    key.draw = EMS_DRAW_ARRIVAL;
    key.index = 2;
    struct ems_stream gap = ems_stream_alone(p->model->seed, 1, key);
    check_int(drawn->index, 1);
    check_near(drawn->place, ems_stream_uniform(&place), 0);
    check_near(drawn->gap, ems_stream_exponential(&gap), 0);
    check_int(drawn->talk, ems_distribution_draw(&p->model->call_centre.talk, &talk));
    ems_sim_free(sim);
    end_play(p);
}

static void a_talk_is_known_of_the_call_that_rings(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *sim = with_a_task(p, &AHEAD);
    struct ems_call_state call = {.origin = 0, .index = 5};
    ems_time talk;
    sim->processes[0].draws = (struct ems_arrival_draws){.talk = 77, .index = 5, .are_drawn = true};
    check_true(ems_arrival_talk(sim, &call, &talk) && talk == 77);
    call.redial = 1;
    check_true(!ems_arrival_talk(sim, &call, &talk));
    call.redial = 0;
    call.repeat = 1;
    check_true(!ems_arrival_talk(sim, &call, &talk));
    call.repeat = 0;
    call.index = 6;
    check_true(!ems_arrival_talk(sim, &call, &talk));
    call.index = 5;
    call.origin = UINT32_MAX;
    check_true(!ems_arrival_talk(sim, &call, &talk));
    ems_sim_free(sim);
    end_play(p);
}

static void a_run_that_remembers_nothing_draws_at_the_moment(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *sim = with_a_task(p, &AT_ITS_MOMENT);
    ems_time_ahead(sim, 0, EMS_DRAW_CLEANING, &p->model->durations.cleaning);
    check_true(sim->ahead.items[0].of == NULL);
    ems_sim_free(sim);
    end_play(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_time_is_that_of_its_name),
        cmocka_unit_test(a_chance_is_that_of_its_name),
        cmocka_unit_test(only_what_is_asked_for_is_taken_and_once),
        cmocka_unit_test(the_next_call_is_drawn_as_its_name_says),
        cmocka_unit_test(a_talk_is_known_of_the_call_that_rings),
        cmocka_unit_test(a_run_that_remembers_nothing_draws_at_the_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
