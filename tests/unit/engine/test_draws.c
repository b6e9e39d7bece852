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

static void a_task_has_drawn_what_the_names_say(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *sim = with_a_task(p, &AHEAD);
    const struct ems_task_draws *draws = &sim->task_draws.items[0];
    const struct ems_call_state *c = &sim->world.calls.items[sim->world.tasks.items[0].call];
    const struct ems_condition *condition = &p->model->conditions[c->condition];
    const struct ems_distribution *scene = c->is_empty ? &condition->empty_scene : &condition->scene;
    struct ems_stream of_scene = by_name(sim, EMS_DRAW_SCENE, 0),
                      of_handover = by_name(sim, EMS_DRAW_HANDOVER, 0),
                      of_cleaning = by_name(sim, EMS_DRAW_CLEANING, 0),
                      of_transport = by_name(sim, EMS_DRAW_TRANSPORT, 0);
    sim->world.tasks.items[0].hospital = 0;
    check_int(ems_scene_time(sim, 0), ems_distribution_draw(scene, &of_scene));
    check_int(ems_handover_time(sim, 0), ems_distribution_draw(&condition->handover, &of_handover));
    check_int(ems_cleaning_time(sim, 0), ems_distribution_draw(&p->model->durations.cleaning, &of_cleaning));
    check_near(draws->transport, ems_stream_uniform(&of_transport), 0);
    check_int(ems_is_transported(sim, 0), draws->transport < condition->transport);
    ems_sim_free(sim);
    end_play(p);
}

/* A forged draw shows whether it is taken. */
static void only_what_was_drawn_is_taken(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *sim = with_a_task(p, &AHEAD);
    struct ems_task_draws *draws = &sim->task_draws.items[0];
    ems_time cleaning = draws->times[EMS_TASK_CLEANING];
    int64_t counted = sim->tallies->work[EMS_WORK_DRAWS];
    draws->times[EMS_TASK_CLEANING] = -7;
    check_int(ems_cleaning_time(sim, 0), -7);
    draws->from[EMS_TASK_CLEANING] = &p->model->conditions[0].scene;
    check_int(ems_cleaning_time(sim, 0), cleaning);
    check_int(sim->tallies->work[EMS_WORK_DRAWS], counted + 2); /* used, however it was made */
    bool transported = ems_is_transported(sim, 0);
    draws->transport = 1;
    check_true(!ems_is_transported(sim, 0));
    check_true(ems_task_draws_forget(sim));
    check_int(ems_is_transported(sim, 0), transported);
    ems_sim_free(sim);
    end_play(p);
}

static void each_order_has_its_own_turnout(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\nclock: {start: 2025-03-03T09:00+08:00}\n");
    struct ems_sim *sim = with_a_task(p, &AHEAD);
    struct ems_task_state *task = &sim->world.tasks.items[0];
    for (int32_t attempt = 1; attempt <= 3; attempt++) {
        struct ems_stream stream = by_name(sim, EMS_DRAW_TURNOUT, (uint8_t)attempt);
        task->attempt = attempt;
        check_int(ems_turnout_time(sim, 0), ems_distribution_draw(&p->model->durations.turnout_day, &stream));
    }
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
    struct ems_sim *ahead = with_a_task(p, &AHEAD), *at_the_moment = with_a_task(p, &AT_ITS_MOMENT);
    for (int i = 0; i < EMS_TASK_TIMES; i++) {
        check_true(ahead->task_draws.items[0].from[i] != NULL);
        check_true(at_the_moment->task_draws.items[0].from[i] == NULL);
    }
    check_int(ems_cleaning_time(at_the_moment, 0), ems_cleaning_time(ahead, 0));
    ems_sim_free(ahead);
    ems_sim_free(at_the_moment);
    end_play(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_task_has_drawn_what_the_names_say),
        cmocka_unit_test(only_what_was_drawn_is_taken),
        cmocka_unit_test(each_order_has_its_own_turnout),
        cmocka_unit_test(the_next_call_is_drawn_as_its_name_says),
        cmocka_unit_test(a_talk_is_known_of_the_call_that_rings),
        cmocka_unit_test(a_run_that_remembers_nothing_draws_at_the_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
