#include "model/inputs.h"

#include <math.h>
#include <string.h>

#include "random/redraw.h"

/* A copy of the model whose parts with inputs can be written. */
struct copy {
    struct ems_model *model;
    struct ems_area *areas;
    struct ems_condition *conditions;
    struct ems_hospital *hospitals;
};

static bool copy_model(const struct ems_model *model, struct ems_arena *arena, struct ems_model *out,
                       struct copy *copy)
{
    *out = *model;
    copy->model = out;
    copy->areas = EMS_NEW_ARRAY(arena, struct ems_area, model->area_count + 1);
    copy->conditions = EMS_NEW_ARRAY(arena, struct ems_condition, model->condition_count + 1);
    copy->hospitals = EMS_NEW_ARRAY(arena, struct ems_hospital, model->hospital_count + 1);
    if (copy->areas == NULL || copy->conditions == NULL || copy->hospitals == NULL) return false;
    for (int32_t i = 0; i < model->area_count; i++) copy->areas[i] = model->areas[i];
    for (int32_t i = 0; i < model->condition_count; i++) copy->conditions[i] = model->conditions[i];
    for (int32_t i = 0; i < model->hospital_count; i++) copy->hospitals[i] = model->hospitals[i];
    out->areas = copy->areas;
    out->conditions = copy->conditions;
    out->hospitals = copy->hospitals;
    return true;
}

/* Every distribution of the model. */
static void each_distribution(const struct copy *copy, void (*visit)(void *self, struct ems_distribution *),
                              void *self)
{
    struct ems_model *m = copy->model;
    struct ems_call_centre *c = &m->call_centre;
    struct ems_distribution *const singles[] = {
        &c->pick_up,
        &c->talk,
        &c->process,
        &c->patience,
        &c->redial_after,
        &c->advice_talk,
        &c->hoax_talk,
        &c->duplicate_talk,
        &m->demand.duplicate_after,
        &m->demand.call_back_after,
        &m->demand.call_back_talk,
        &m->demand.cancel_after,
        &m->durations.turnout_day,
        &m->durations.turnout_night,
        &m->durations.cleaning,
        &m->rules.vehicle_patience,
    };
    for (size_t i = 0; i < sizeof singles / sizeof *singles; i++) visit(self, singles[i]);
    for (int32_t i = 0; i < m->condition_count; i++) {
        visit(self, &copy->conditions[i].scene);
        visit(self, &copy->conditions[i].empty_scene);
        visit(self, &copy->conditions[i].handover);
    }
    for (int32_t i = 0; i < m->hospital_count; i++)
        if (copy->hospitals[i].has_handover) visit(self, &copy->hospitals[i].handover);
}

/* ---- which there are ---- */

struct list {
    const struct ems_input **items; /* with room for all */
    int32_t count;
};

static void add(struct list *list, const struct ems_input *input)
{
    if (input == NULL) return;
    for (int32_t i = 0; i < list->count; i++)
        if (list->items[i]->key == input->key) return;
    list->items[list->count++] = input;
}

static void add_distribution(void *self, struct ems_distribution *distribution)
{
    add(self, distribution->input);
}

static void count_distribution(void *self, struct ems_distribution *distribution)
{
    int32_t *count = self;
    (void)distribution;
    ++*count;
}

int32_t ems_model_list_inputs(const struct ems_model *model, const struct ems_input **out, int32_t most)
{
    struct list list = {0};
    struct ems_arena scratch = {0};
    struct ems_model own;
    struct copy copy;
    int32_t room = 2;
    if (copy_model(model, &scratch, &own, &copy)) {
        each_distribution(&copy, count_distribution, &room);
        list.items = EMS_NEW_ARRAY(&scratch, const struct ems_input *, room);
    }
    if (list.items != NULL) {
        add(&list, model->demand.input);
        add(&list, model->travel_input);
        each_distribution(&copy, add_distribution, &list);
    }
    for (int32_t i = 0; i < list.count && i < most; i++) out[i] = list.items[i];
    ems_arena_free(&scratch);
    return list.count;
}

/* ---- drawing them anew ---- */

/* What is drawn of one input. */
enum part {
    PART_ALL,
    PART_RATE,
    PART_ADVICE,
    PART_HOAX,
    PART_DUPLICATES,
    PART_CALL_BACKS,
    PART_SHARES,
    PART_CANCEL,
    PART_EMPTY,
    PART_TRANSPORT
};

static struct ems_stream stream_of(const struct ems_stream_seed *seed, const struct ems_input *input,
                                   enum part part, int32_t index)
{
    return ems_stream(seed, (struct ems_draw_key){.origin = input->key,
                                                  .index = (uint32_t)index,
                                                  .role = (uint16_t)part,
                                                  .draw = EMS_DRAW_INPUT});
}

static void redraw_distribution(void *self, struct ems_distribution *distribution)
{
    if (distribution->input == NULL) return;
    struct ems_stream stream = stream_of(self, distribution->input, PART_ALL, 0);
    *distribution = ems_distribution_redraw(distribution, &stream);
}

/* A factor for what was counted `cases` times. */
static double count_factor(const struct ems_stream_seed *seed, const struct ems_input *input, enum part part,
                           double cases, double overdispersion)
{
    struct ems_stream stream = stream_of(seed, input, part, 0);
    return cases > 0 ? ems_draw_unit_gamma(sqrt(overdispersion / cases), &stream) : 1;
}

/* Of the calls that are no requests, those that want advice and hoaxes are counted apart. */
static double redraw_others(struct ems_demand *demand, const struct ems_stream_seed *seed, double cases)
{
    double hoax = demand->hoax_share;
    double hoaxes = hoax * count_factor(seed, demand->input, PART_HOAX, cases * hoax, 1);
    double advice = (1 - hoax) * count_factor(seed, demand->input, PART_ADVICE, cases * (1 - hoax), 1);
    if (!(hoaxes + advice > 0)) return 1;
    demand->hoax_share = hoaxes / (hoaxes + advice);
    return hoaxes + advice;
}

static double others_per_request(const struct copy *copy)
{
    double requests = 0, others = 0;
    for (int32_t a = 0; a < copy->model->area_count; a++) {
        requests += copy->areas[a].requests_per_year;
        others += copy->areas[a].other_calls_per_year;
    }
    return requests > 0 ? others / requests : 0;
}

static void redraw_rates(const struct copy *copy, const struct ems_stream_seed *seed)
{
    struct ems_demand *demand = &copy->model->demand;
    const struct ems_input *input = demand->input;
    double requests = 1, others = 1, cases = input->observed;
    if (cases > 0) {
        double per_day = demand->requests_per_year / EMS_DAYS_PER_YEAR, variation = demand->daily_variation;
        requests = count_factor(seed, input, PART_RATE, cases, 1 + variation * variation * per_day);
        others = redraw_others(demand, seed, cases * others_per_request(copy));
        demand->duplicates_per_request *=
            count_factor(seed, input, PART_DUPLICATES, cases * demand->duplicates_per_request, 1);
        demand->call_backs_per_request *=
            count_factor(seed, input, PART_CALL_BACKS, cases * demand->call_backs_per_request, 1);
    }
    struct ems_stream stream = stream_of(seed, input, PART_ALL, 0);
    double all = ems_draw_unit_lognormal(input->error, &stream);
    for (int32_t a = 0; a < copy->model->area_count; a++) {
        copy->areas[a].requests_per_year *= requests * all;
        copy->areas[a].other_calls_per_year *= others * all;
    }
}

static void redraw_shares(const struct copy *copy, const struct ems_stream_seed *seed)
{
    const struct ems_input *input = copy->model->demand.input;
    int32_t count = copy->model->condition_count;
    double sum = 0, before = 0;
    for (int32_t i = 0; i < count; i++) {
        struct ems_condition *c = &copy->conditions[i];
        struct ems_stream stream = stream_of(seed, input, PART_SHARES, i);
        if (c->share > 0) c->share *= ems_draw_unit_gamma(1 / sqrt(c->share * input->observed), &stream);
        sum += c->share;
    }
    if (!(sum > 0)) return;
    for (int32_t i = 0; i < count; i++) {
        before += copy->conditions[i].share;
        copy->conditions[i].share /= sum;
        copy->conditions[i].cumulative = before / sum;
    }
}

/* Conditions with one value are drawn together, from the cases of them all: it was counted in all of them. */
static void redraw_chances(const struct copy *copy, const struct ems_stream_seed *seed,
                           const struct ems_condition *before, enum part part, size_t offset)
{
    const struct ems_input *input = copy->model->demand.input;
    int32_t count = copy->model->condition_count;
    for (int32_t i = 0; i < count; i++) {
        double value, share = 0;
        int32_t first = i;
        memcpy(&value, (const char *)&before[i] + offset, sizeof value);
        for (int32_t k = count - 1; k >= 0; k--) {
            double other;
            memcpy(&other, (const char *)&before[k] + offset, sizeof other);
            if (other != value) continue;
            share += before[k].share;
            first = k;
        }
        struct ems_stream stream = stream_of(seed, input, part, first);
        double drawn = ems_chance_redraw(value, share * input->observed, &stream);
        memcpy((char *)&copy->conditions[i] + offset, &drawn, sizeof drawn);
    }
}

static void redraw_demand(const struct copy *copy, const struct ems_stream_seed *seed,
                          const struct ems_condition *before)
{
    redraw_rates(copy, seed);
    if (!(copy->model->demand.input->observed > 0)) return;
    redraw_shares(copy, seed);
    redraw_chances(copy, seed, before, PART_CANCEL, offsetof(struct ems_condition, cancel));
    redraw_chances(copy, seed, before, PART_EMPTY, offsetof(struct ems_condition, empty));
    redraw_chances(copy, seed, before, PART_TRANSPORT, offsetof(struct ems_condition, transport));
}

enum ems_status ems_model_redraw(const struct ems_model *model, int64_t draw, struct ems_arena *arena,
                                 struct ems_model *out)
{
    /* the replications' own streams have numbers from 1 */
    struct ems_stream_seed seed = ems_stream_seed(model->seed, UINT64_C(1) << 63 | (uint64_t)draw);
    struct copy copy;
    if (!copy_model(model, arena, out, &copy)) return EMS_NO_MEMORY;
    each_distribution(&copy, redraw_distribution, &seed);
    if (model->demand.input != NULL) redraw_demand(&copy, &seed, model->conditions);
    if (model->travel_input != NULL) {
        struct ems_stream stream = stream_of(&seed, model->travel_input, PART_ALL, 0);
        ems_travel_hasten(&out->travel, ems_draw_unit_lognormal(model->travel_input->error, &stream));
    }
    return EMS_OK;
}
