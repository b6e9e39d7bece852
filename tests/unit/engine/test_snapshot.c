/* Restoring at any moment goes on as the uninterrupted run; damaged bytes are refused. */
#include "engine/recording.h"

#include <unistd.h>

#include "play.h"

static struct ems_sim *create(const struct played *p, bool reference)
{
    struct ems_sim *sim;
    check_ok(ems_sim_create(p->model, 1, &(struct ems_sim_options){.reference = reference}, &sim));
    return sim;
}

static void run_out(struct ems_sim *sim)
{
    enum ems_step step;
    while ((step = ems_sim_step(sim)) == EMS_STEPPED) {
    }
    if (step == EMS_FAILED) print_error("broken: %s\n", ems_sim_broken_rule(sim));
    check_int(step, EMS_FINISHED);
}

static void check_same_end(struct ems_sim *a, struct ems_sim *b)
{
    const struct ems_tallies *x = ems_sim_tallies(a), *y = ems_sim_tallies(b);
    assert_true(ems_sim_hash(a) == ems_sim_hash(b));
    assert_memory_equal(x->outcomes, y->outcomes, sizeof x->outcomes);
    assert_memory_equal(x->parts, y->parts, sizeof x->parts);
    assert_memory_equal(&x->levels, &y->levels, sizeof x->levels);
    check_int(x->all.response_sum, y->all.response_sum);
    check_int(x->all.response.count, y->all.response.count);
    assert_memory_equal(x->all.within, y->all.within, sizeof x->all.within);
}

static void restoring_goes_on_as_if_nothing_had_happened(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *whole = create(p, false);
    run_out(whole);
    check_true(ems_sim_tallies(whole)->received > 200);
    int64_t events = ems_sim_tallies(whole)->work[EMS_WORK_EVENTS];
    for (int64_t stop = 1; stop < events; stop += events / 23) {
        struct ems_sim *sim = create(p, false), *other = create(p, false);
        for (int64_t i = 0; i < stop; i++) check_int(ems_sim_step(sim), EMS_STEPPED);
        unsigned char *bytes;
        size_t size;
        check_ok(ems_sim_snapshot(sim, &bytes, &size));
        uint64_t hash = ems_sim_hash(sim);
        check_ok(ems_sim_restore(other, bytes, size));
        assert_true(ems_sim_hash(other) == hash);
        run_out(other);
        check_same_end(whole, other);
        run_out(sim); /* taking a snapshot changes nothing */
        check_same_end(whole, sim);
        check_ok(ems_sim_restore(sim, bytes, size)); /* back in time */
        assert_true(ems_sim_hash(sim) == hash);
        free(bytes);
        ems_sim_free(sim);
        ems_sim_free(other);
    }
    ems_sim_free(whole);
    end_play(p);
}

static void fast_and_slow_modes_agree_at_every_event(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *fast = create(p, false), *slow = create(p, true);
    enum ems_step step = EMS_STEPPED;
    while (step == EMS_STEPPED) {
        step = ems_sim_step(fast);
        check_int(ems_sim_step(slow), step);
        assert_true(ems_sim_hash(fast) == ems_sim_hash(slow));
    }
    check_same_end(fast, slow);
    check_true(ems_sim_tallies(slow)->work[EMS_WORK_CANDIDATES] >
               ems_sim_tallies(fast)->work[EMS_WORK_CANDIDATES]);
    ems_sim_free(fast);
    ems_sim_free(slow);
    end_play(p);
}

/* Whoever restores need not sample dynamic cover, though whoever saved did. */
static void cover_may_be_left_out_from_then_on(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_sim *without, *with = create(p, false);
    check_ok(ems_sim_create(p->model, 1, &(struct ems_sim_options){.skip_coverage = true}, &without));
    check_int(ems_sim_run_until(with, 12 * EMS_HOUR), EMS_STEPPED);
    unsigned char *bytes;
    size_t size;
    check_ok(ems_sim_snapshot(with, &bytes, &size));
    check_ok(ems_sim_restore(without, bytes, size));
    int64_t samples = ems_sim_tallies(with)->levels.cover_samples;
    run_out(with);
    run_out(without);
    check_true(samples > 0 && ems_sim_tallies(with)->levels.cover_samples > samples);
    check_int(ems_sim_tallies(without)->levels.cover_samples, samples);
    check_int(ems_sim_tallies(without)->all.response_sum, ems_sim_tallies(with)->all.response_sum);
    free(bytes);
    ems_sim_free(with);
    ems_sim_free(without);
    end_play(p);
}

static void damaged_bytes_are_refused(void **state)
{
    (void)state;
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    check_int(ems_sim_run_until(p->sim, 3 * EMS_HOUR), EMS_STEPPED);
    unsigned char *bytes;
    size_t size;
    check_ok(ems_sim_snapshot(p->sim, &bytes, &size));
    uint64_t hash = ems_sim_hash(p->sim);
    for (size_t at = 0; at < size; at += 1 + at / 40) {
        bytes[at] ^= 0x41;
        if (at < 32 || at >= 40) check_int(ems_sim_restore(p->sim, bytes, size), EMS_BAD_INPUT);
        bytes[at] ^= 0x41;
        check_int(ems_sim_restore(p->sim, bytes, at), EMS_BAD_INPUT);
    }
    assert_true(ems_sim_hash(p->sim) == hash);
    free(bytes);
    end_play(p);
}

static void a_recording_tells_the_run_again(void **state)
{
    (void)state;
    char path[] = "/tmp/ems120-recording-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    struct played *p = begin_play("ems120: 1\nextends: busy.yaml\n");
    struct ems_recorder *recorder;
    check_ok(ems_recorder_create(path, p->model, &recorder));
    struct ems_observer observers[] = {ems_recorder_observer(recorder), p->observer};
    struct ems_sim *sim;
    check_ok(ems_sim_create(p->model, 1,
                            &(struct ems_sim_options){.observers = observers, .observer_count = 2}, &sim));
    check_ok(ems_recorder_begin(recorder, sim));
    for (ems_time until = EMS_HOUR; ems_sim_run_until(sim, until) == EMS_STEPPED; until += EMS_HOUR)
        check_ok(ems_recorder_advance(recorder, sim));
    check_ok(ems_recorder_close(recorder, true));

    struct ems_recording *recording;
    enum ems_recording_fault fault = EMS_RECORDING_NONE;
    check_ok(ems_recording_open(path, &recording, &fault));
    check_true(ems_recording_snapshot_count(recording) >= 3);
    check_ok(ems_recording_events_from(recording, 0));
    struct ems_event_fact fact;
    int count = 0;
    for (; ems_recording_next(recording, &fact); count++)
        if (count < p->event_count) assert_memory_equal(&fact, &p->events[count], sizeof fact);
    check_ok(ems_recording_status(recording));
    check_true(count >= p->event_count && p->event_count > 1000);

    struct ems_sim *again = create(p, false);
    check_ok(ems_recording_restore(recording, 1, again));
    check_int(ems_sim_now(again) <= ems_recording_snapshot(recording, 1).at, 1);
    run_out(again);
    assert_true(ems_sim_hash(again) == ems_sim_hash(sim));
    ems_sim_free(again);
    ems_recording_free(recording);

    assert_int_equal(truncate(path, 5000), 0);
    check_int(ems_recording_open(path, &recording, &fault), EMS_BAD_INPUT);
    check_int(fault, EMS_RECORDING_SHORT);
    unlink(path);
    ems_sim_free(sim);
    end_play(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(restoring_goes_on_as_if_nothing_had_happened),
        cmocka_unit_test(fast_and_slow_modes_agree_at_every_event),
        cmocka_unit_test(cover_may_be_left_out_from_then_on),
        cmocka_unit_test(damaged_bytes_are_refused),
        cmocka_unit_test(a_recording_tells_the_run_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
