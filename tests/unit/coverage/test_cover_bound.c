#include "support/check.h"

#include "coverage/cover_bound.h"
#include "random/stream.h"

/* Small problems at random, every plan tried. */

enum { POINTS = 9, FIXED = 4, LOOSE = 3, SITES = FIXED + LOOSE, CASES = 40, MOST = 4 };

struct small {
    double weight[POINTS];
    int64_t first[SITES + 1];
    int32_t point[SITES * POINTS], chance[SITES * POINTS], full[SITES][POINTS];
};

static void draw(struct small *s, uint32_t number)
{
    struct ems_stream stream = ems_stream_alone(7, 1, (struct ems_draw_key){.index = number});
    double sum = 0;
    int64_t links = 0;
    memset(s, 0, sizeof *s);
    for (int i = 0; i < POINTS; i++) sum += s->weight[i] = ems_stream_uniform(&stream);
    for (int i = 0; i < POINTS; i++) s->weight[i] /= sum;
    for (int site = 0; site < SITES; site++) {
        s->first[site] = links;
        for (int i = 0; i < POINTS; i++) {
            if (ems_stream_uniform(&stream) < 0.5) continue;
            s->point[links] = i;
            s->chance[links] = s->full[site][i] = (int32_t)(ems_stream_uniform(&stream) * EMS_COVER_CHANCE);
            links++;
        }
    }
    s->first[SITES] = links;
}

static double cover(const struct small *s, unsigned open)
{
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
        int32_t best = 0;
        for (int site = 0; site < SITES; site++)
            if (open >> site & 1 && s->full[site][i] > best) best = s->full[site][i];
        sum += s->weight[i] * best / EMS_COVER_CHANCE;
    }
    return sum;
}

static double best_cover(const struct small *s, int n, int y, bool extra)
{
    double best = 0;
    for (unsigned open = 0; open < 1u << SITES; open++) {
        int fixed = 0, loose = 0;
        for (int site = 0; site < SITES; site++)
            *(site < FIXED ? &fixed : &loose) += (int)(open >> site & 1u);
        if (loose > y || (extra ? fixed > n : fixed + loose > n)) continue;
        best = fmax(best, cover(s, open));
    }
    return best;
}

static struct ems_cover_bound_problem problem_of(const struct small *s, bool extra)
{
    return (struct ems_cover_bound_problem){.point_count = POINTS,
                                            .site_count = SITES,
                                            .fixed_count = FIXED,
                                            .weight = s->weight,
                                            .first = s->first,
                                            .point = s->point,
                                            .chance = s->chance,
                                            .units_most = MOST,
                                            .loose_most = MOST,
                                            .extra = extra};
}

/* Never below the best plan, and on the mean within 3 points of it. */
static void bounds_every_plan(void **state)
{
    (void)state;
    for (int extra = 0; extra < 2; extra++) {
        double over = 0;
        int count = 0;
        for (uint32_t number = 0; number < CASES; number++) {
            struct small s;
            struct ems_arena arena = {0};
            struct ems_cover_bound bound;
            draw(&s, number);
            struct ems_cover_bound_problem problem = problem_of(&s, extra);
            check_ok(ems_cover_bound_solve(&problem, &arena, &bound));
            for (int n = 0; n <= MOST; n++)
                for (int l = 0; l < bound.level_count; l++) {
                    double best = best_cover(&s, n, bound.level[l] < MOST ? bound.level[l] : SITES, extra);
                    check_within(bound.value[n * bound.level_count + l], best - 1e-12, best + 0.25);
                    over += bound.value[n * bound.level_count + l] - best;
                    count++;
                }
            ems_arena_free(&arena);
        }
        check_within(over / count, 0, 0.03);
    }
}

static bool at_once(void *self)
{
    (void)self;
    return true;
}

static void stops_when_asked(void **state)
{
    (void)state;
    struct small s;
    struct ems_arena arena = {0};
    struct ems_cover_bound bound;
    draw(&s, 1);
    struct ems_cover_bound_problem problem = problem_of(&s, false);
    problem.interrupted = at_once;
    check_int(ems_cover_bound_solve(&problem, &arena, &bound), EMS_INTERRUPTED);
    ems_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(bounds_every_plan),
                                       cmocka_unit_test(stops_when_asked)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
