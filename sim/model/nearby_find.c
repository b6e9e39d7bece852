#include "model/nearby.h"
#include "travel/goal.h"

static const double SLACK_M = 0.01; /* positions are rounded */

/* What a search carries with it. */
struct search {
    const struct ems_model *model;
    const struct ems_world *world;
    const struct ems_location *scene;
    struct ems_travel_goal *goal; /* the scene */
    struct ems_nearest best;
    ems_time turnout; /* expected */
    enum ems_mode mode;
    uint32_t need;
    int32_t priority;
    int64_t looked_at;
    ems_time min_gain;
    double reach_m, reach_m2; /* no unit that is farther matters; the same with slack, squared */
    ems_vehicle_id nearest;   /* on its way home, not yet tried; EMS_NONE */
    double nearest_m;
    bool is_even; /* the farther, the longer it takes */
};

static struct search search_for(const struct ems_model *model, const struct ems_world *world,
                                ems_task_id task, ems_time min_gain, struct ems_travel_goal *goal)
{
    const struct ems_call_state *call = &world->calls.items[world->tasks.items[task].call];
    struct ems_candidate none = {EMS_NONE, EMS_NEVER};
    ems_travel_aim(goal, &model->travel, &call->at, ems_model_mode(model, call->priority), world->s.now);
    return (struct search){
        .goal = goal,
        .model = model,
        .world = world,
        .scene = &call->at,
        .best = {none, none},
        .turnout = ems_distribution_mean(ems_model_turnout(model, world->s.now)),
        .mode = goal->mode,
        .need = ems_need_bit(model->conditions[call->condition].need),
        .priority = call->priority,
        .min_gain = min_gain,
        .reach_m = INFINITY,
        .reach_m2 = INFINITY,
        .nearest = EMS_NONE,
        .nearest_m = INFINITY,
        .looked_at = 0,
        .is_even = model->travel.uniform[goal->mode],
    };
}

static void offer(struct ems_candidate *best, ems_vehicle_id vehicle, ems_time expected)
{
    if (expected < best->expected ||
        (expected == best->expected && expected != EMS_NEVER && vehicle < best->vehicle))
        *best = (struct ems_candidate){vehicle, expected};
}

static ems_time later(ems_time a, ems_time b)
{
    return ems_seldom(a == EMS_NEVER || b == EMS_NEVER) ? EMS_NEVER : a + b;
}

/* What is left of a turnout that was expected to take `turnout` and began when the order was given. */
static ems_time turnout_left(const struct search *s, const struct ems_vehicle_state *v)
{
    ems_time gone = s->world->s.now - v->trip.depart; /* a turnout is a trip that stands still */
    return gone < s->turnout ? s->turnout - gone : 0;
}

/* EMS_NEVER may be told for what takes longer than `most`. */
static ems_time unit_expected(const struct search *s, ems_vehicle_id vehicle, ems_time most)
{
    const struct ems_vehicle_state *v = &s->world->vehicles.items[vehicle];
    struct ems_location from = ems_vehicle_location(s->model, s->world, vehicle);
    ems_time travel = ems_travel_time_to(s->goal, &from, most, ems_world_way(s->world, vehicle));
    if (v->status == EMS_V_IDLE) return later(travel, s->turnout);
    if (v->status == EMS_V_TURNOUT) return later(travel, turnout_left(s, v));
    return travel;
}

static bool suits(const struct search *s, ems_vehicle_id vehicle)
{
    return (s->world->vehicles.items[vehicle].serves & s->need) != 0;
}

static void limit_reach(struct search *s, double reach_m)
{
    if (!(reach_m < s->reach_m)) return;
    s->reach_m = reach_m;
    s->reach_m2 = (reach_m + SLACK_M) * (reach_m + SLACK_M);
}

/* No unit that takes longer matters: what could be sent is worse, and the gain over it enough for what could
 * be reassigned. */
static void shrink_reach(struct search *s)
{
    ems_time bumped = later(s->best.reassignable.expected, s->min_gain);
    ems_time most = s->best.available.expected < bumped ? s->best.available.expected : bumped;
    limit_reach(s, ems_travel_reach_m(&s->model->travel, most, s->mode));
}

/* No unit on its way to another call is of use that takes longer: it must beat the available one as well. */
static ems_time most_for_reassigned(const struct search *s)
{
    ems_time most = s->best.reassignable.expected, available = s->best.available.expected;
    return available != EMS_NEVER && available - s->min_gain - 1 < most ? available - s->min_gain - 1 : most;
}

/* A unit away from its station, exactly. */
static void offer_unit(struct search *s, ems_vehicle_id vehicle)
{
    if (s->world->vehicles.items[vehicle].status == EMS_V_RETURNING)
        offer(&s->best.available, vehicle, unit_expected(s, vehicle, s->best.available.expected));
    else
        offer(&s->best.reassignable, vehicle, unit_expected(s, vehicle, most_for_reassigned(s)));
}

static void try_unit(struct search *s, ems_vehicle_id vehicle)
{
    offer_unit(s, vehicle);
    shrink_reach(s);
}

/* Whether a unit away from its station may be sent, and whether it would be available or reassigned. */
static bool may_be_sent(const struct search *s, ems_vehicle_id vehicle)
{
    if (!suits(s, vehicle)) return false;
    if (s->world->vehicles.items[vehicle].status == EMS_V_RETURNING)
        return ems_vehicle_dispatchable(s->model, s->world, vehicle);
    return ems_vehicle_reassignable(s->model, s->world, vehicle, s->priority);
}

/* A unit on its way home, seen from afar. Only the nearest is tried, and those too near it to tell. */
static void put_off(struct search *s, ems_vehicle_id vehicle, double away_m)
{
    if (s->nearest != EMS_NONE && away_m >= s->nearest_m - SLACK_M) try_unit(s, s->nearest);
    s->nearest = vehicle;
    s->nearest_m = away_m;
    limit_reach(s, away_m + SLACK_M);
}

static __attribute__((noinline)) void look_at_unit(struct search *s, const struct ems_moving_unit *unit,
                                                   double away_m2)
{
    const ems_vehicle_id vehicle = unit->vehicle;
    __builtin_prefetch(&s->world->crews.items[unit->crew]); /* while the vehicle is on its way from memory */
    s->looked_at++;
    if (!may_be_sent(s, vehicle)) return;
    if (s->is_even && !isnan(away_m2) && s->world->vehicles.items[vehicle].status == EMS_V_RETURNING)
        put_off(s, vehicle, sqrt(away_m2));
    else
        try_unit(s, vehicle);
}

static void look_at_station(struct search *s, ems_station_id station)
{
    const struct ems_location *at = &s->model->index.stations.at[station];
    ems_time travel = ems_travel_time(&s->model->travel, at, s->scene, s->mode, s->world->s.now);
    ems_time expected = later(travel, s->turnout);
    s->looked_at++;
    if (expected > s->best.available.expected || expected == EMS_NEVER) return;
    offer(&s->best.available, ems_station_vehicle(s->model, s->world, station, s->need), expected);
}

/* Units under way that one list has. */
static inline void look_at_list(struct search *s, int32_t list, struct ems_point scene, double now)
{
    const struct ems_moving_unit *units = s->world->moving_units.items;
    const struct ems_moving_unit *u;
    for (int32_t i = s->world->moving_lists.items[list]; i != EMS_NONE; i = u->next) {
        u = &units[i];
        double dx = u->x_m + now * u->x_each - scene.x_m, dy = u->y_m + now * u->y_each - scene.y_m;
        double away_m2 = dx * dx + dy * dy;
        if (!(away_m2 > s->reach_m2)) look_at_unit(s, u, away_m2);
    }
}

/* Units whose time costs a search, with bounds on it: first one that needs no position, then a better one
 * from there. They are looked at in order of these, a block at a time so that nothing need be allocated. */
enum { BLOCK = 128 };
struct bounded {
    ems_time least;
    ems_vehicle_id vehicle;
    bool is_located;
};
struct block {
    int32_t count;
    struct bounded units[BLOCK];
};

static struct bounded take_least(struct block *b)
{
    int32_t least = 0;
    for (int32_t i = 1; i < b->count; i++)
        if (b->units[i].least < b->units[least].least) least = i;
    struct bounded unit = b->units[least];
    b->units[least] = b->units[--b->count];
    return unit;
}

static void try_in_order(struct search *s, struct block *block, bool returning)
{
    while (block->count > 0) {
        struct bounded unit = take_least(block);
        if (unit.least > (returning ? s->best.available.expected : most_for_reassigned(s))) break;
        if (unit.is_located) {
            try_unit(s, unit.vehicle);
            continue;
        }
        struct ems_location at = ems_vehicle_location(s->model, s->world, unit.vehicle);
        ems_time least = ems_travel_least_to(s->goal, &at);
        block->units[block->count++] = (struct bounded){least, unit.vehicle, true};
    }
    block->count = 0;
}

static void try_all_in_order(struct search *s, struct block *returning, struct block *on_the_way)
{
    try_in_order(s, returning, true);
    try_in_order(s, on_the_way, false);
}

static void put_unit(struct search *s, ems_vehicle_id vehicle, struct block *returning,
                     struct block *on_the_way)
{
    const struct ems_vehicle_state *v = &s->world->vehicles.items[vehicle];
    if (!may_be_sent(s, vehicle)) return;
    bool stands = v->status == EMS_V_TURNOUT; /* its turnout and a look-up: soon known */
    ems_time least =
        stands ? 0 : ems_trip_bound(&s->model->travel, &v->trip, s->world->s.now, s->scene, s->mode);
    struct block *block = v->status == EMS_V_RETURNING ? returning : on_the_way;
    if (least > (block == returning ? s->best.available.expected : most_for_reassigned(s))) return;
    s->looked_at++;
    block->units[block->count++] = (struct bounded){least, vehicle, stands};
    if (block->count == BLOCK) try_all_in_order(s, returning, on_the_way);
}

static void search_roads(struct search *s)
{
    const struct ems_moving_unit *units = s->world->moving_units.items;
    struct block returning, on_the_way;
    returning.count = on_the_way.count = 0;
    int32_t first = s->world->moving_lists.items[s->model->index.way_lists];
    for (int32_t i = first; i != EMS_NONE; i = units[i].next)
        put_unit(s, units[i].vehicle, &returning, &on_the_way);
    try_all_in_order(s, &returning, &on_the_way);
}

/* Units that no cell lists. */
static void search_elsewhere(struct search *s)
{
    if (s->model->travel.def.kind == EMS_TRAVEL_ROAD)
        search_roads(s);
    else
        look_at_list(s, s->model->index.way_lists, s->scene->at, (double)s->world->s.now);
}

/* How far a station may be that is as good as the best one, squared. */
static double station_reach_m2(const struct search *s)
{
    ems_time best = s->best.available.expected, most = best == EMS_NEVER ? EMS_NEVER : best - s->turnout;
    double reach_m = ems_travel_reach_m(&s->model->travel, most, s->mode);
    return reach_m * reach_m;
}

static void search_stations(struct search *s)
{
    double reach_m2 = INFINITY;
    struct ems_site_walk walk;
    ems_site_walk_from(&walk, &s->model->index.stations, s->scene, s->world->ready_stations.items);
    for (ems_station_id station; (station = ems_site_walk_next(&walk, reach_m2)) != EMS_NONE;) {
        if (!(s->world->stations.items[station].ready & s->need)) continue;
        look_at_station(s, station);
        reach_m2 = station_reach_m2(s);
    }
    shrink_reach(s);
}

/* Units under way, in the cells that the middle of their way may lie in. */
static void search_cells(struct search *s, const struct ems_way_level *level)
{
    const struct ems_grid *g = &level->grid;
    struct ems_point at = s->scene->at;
    double reach_m = s->reach_m + SLACK_M + g->cell_m / 2;
    int32_t west = ems_grid_column(g, at.x_m - reach_m), east = ems_grid_column(g, at.x_m + reach_m);
    int32_t south = ems_grid_row(g, at.y_m - reach_m), north = ems_grid_row(g, at.y_m + reach_m);
    for (int32_t row = south; row <= north; row++)
        for (int32_t column = west; column <= east; column++)
            look_at_list(s, level->first_list + row * g->columns + column, at, (double)s->world->s.now);
}

/* What stands is looked for first: mostly it leaves little room for what moves. */
static void search_index(struct search *s)
{
    search_stations(s);
    for (int32_t l = 0; l < s->model->index.way_levels; l++) search_cells(s, &s->model->index.ways[l]);
    search_elsewhere(s);
    if (s->nearest != EMS_NONE) offer_unit(s, s->nearest);
}

static void search_everything(struct search *s)
{
    for (int32_t v = 0; v < s->model->vehicle_count; v++) {
        s->looked_at++;
        if (!suits(s, v)) continue;
        if (ems_vehicle_dispatchable(s->model, s->world, v))
            offer(&s->best.available, v, unit_expected(s, v, EMS_NEVER));
        else if (ems_vehicle_reassignable(s->model, s->world, v, s->priority))
            offer(&s->best.reassignable, v, unit_expected(s, v, EMS_NEVER));
    }
}

struct ems_nearest ems_nearby_find(const struct ems_model *model, const struct ems_world *world,
                                   ems_task_id task, ems_time min_gain, int64_t *looked_at)
{
    struct ems_travel_goal goal;
    struct search s = search_for(model, world, task, min_gain, &goal);
    if (ems_seldom(world->reference))
        search_everything(&s);
    else
        search_index(&s);
    *looked_at += s.looked_at;
    return s.best;
}

ems_time ems_nearby_expected(const struct ems_model *model, const struct ems_world *world,
                             ems_vehicle_id vehicle, ems_task_id task)
{
    struct ems_travel_goal goal;
    struct search s = search_for(model, world, task, 0, &goal);
    return unit_expected(&s, vehicle, EMS_NEVER);
}
