#include "coverage/location_search.h"

typedef bool wanted_column(const struct ems_program_state *state, int32_t column);

static bool may_keep_open(const struct ems_program_state *state, int32_t c)
{
    return state->program->columns[c].existing && state->units[c] == 0 && ems_program_may_add(state, c);
}

/* The column whose unit makes the best plan: with what is lacking weighed by cost. -1 when none may. */
static int32_t best_addition(const struct ems_program_state *state, wanted_column *wanted,
                             struct ems_program_score *out)
{
    const struct ems_program *program = state->program;
    struct ems_program_score now = ems_program_score(state);
    int32_t best = -1;
    double best_rate = 0;
    for (int32_t c = 0; c < program->column_count; c++) {
        if (!wanted(state, c)) continue;
        struct ems_program_score score = ems_program_score_with(state, c);
        double rate = (double)(now.lack - score.lack) / (double)(1 + program->columns[c].cost);
        bool better =
            rate > best_rate ||
            (rate == best_rate && best >= 0 &&
             (score.value > out->value || (score.value == out->value && score.potential > out->potential)));
        if (best >= 0 && !better) continue;
        best = c;
        best_rate = rate;
        *out = score;
    }
    return best;
}

void ems_search_fill_existing(struct ems_program_state *state)
{
    struct ems_program_score score = {0};
    while (state->existing_open < state->program->existing_least) {
        int32_t c = best_addition(state, may_keep_open, &score);
        if (c < 0) return;
        ems_program_state_add(state, c, 1);
    }
}

void ems_search_greedy(struct ems_program_state *state)
{
    struct ems_program_score score = {0};
    ems_search_fill_existing(state);
    for (;;) {
        struct ems_program_score now = ems_program_score(state);
        int32_t c = best_addition(state, ems_program_may_add, &score);
        if (c < 0 || ems_program_score_compare(&score, &now) <= 0) return;
        ems_program_state_add(state, c, 1);
    }
}

/* The best move found so far in a pass: -1 for no column. */
struct move {
    int32_t out, in;
    struct ems_program_score score;
};

static void offer(struct move *best, int32_t out, int32_t in, const struct ems_program_score *score)
{
    if (ems_program_score_compare(score, &best->score) > 0) *best = (struct move){out, in, *score};
}

/* Each unit that may come in, after `out` has gone. Unless `alone`, only an existing site may: as many must
 * stay open as there are. */
static void offer_additions(const struct ems_program_state *state, int32_t out, bool alone, struct move *best)
{
    for (int32_t c = 0; c < state->program->column_count; c++) {
        if (c == out || (!alone && !may_keep_open(state, c)) || !ems_program_may_add(state, c)) continue;
        struct ems_program_score score = ems_program_score_with(state, c);
        offer(best, out, c, &score);
    }
}

static void offer_swaps(struct ems_program_state *state, int32_t out, struct move *best)
{
    if (state->units[out] <= state->program->columns[out].least) return;
    bool alone = ems_program_may_drop(state, out);
    ems_program_state_add(state, out, -1);
    struct ems_program_score score = ems_program_score(state);
    if (alone) offer(best, out, -1, &score);
    offer_additions(state, out, alone, best);
    ems_program_state_add(state, out, 1);
}

static bool step(struct ems_program_state *state)
{
    struct move best = {-1, -1, ems_program_score(state)};
    offer_additions(state, -1, true, &best);
    for (int32_t out = 0; out < state->program->column_count; out++) offer_swaps(state, out, &best);
    if (best.out < 0 && best.in < 0) return false;
    if (best.out >= 0) ems_program_state_add(state, best.out, -1);
    if (best.in >= 0) ems_program_state_add(state, best.in, 1);
    return true;
}

int32_t ems_search_interchange(struct ems_program_state *state, int32_t passes)
{
    int32_t done = 0;
    while (done < passes && step(state)) done++;
    return done;
}
