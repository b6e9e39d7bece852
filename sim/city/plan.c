/* Numbers that follow from the population alone. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "city/work.h"

#define CITY_SHARE 68 /* per cent of the people */
#define TOWN_SHARE 12
#define PEOPLE_PER_TOWN 8000
#define PEOPLE_PER_VILLAGE 500
#define COUNTRY_PER_KM2 250.0
#define PI 3.14159265358979

int64_t ems_city_nodes_for(int64_t population)
{
    return EMS_CITY_NODES_MIN + population / 120;
}

static void share_people(int64_t population, struct ems_city_plan *plan)
{
    plan->people_towns = population * TOWN_SHARE / 100;
    plan->towns = (int32_t)(plan->people_towns / PEOPLE_PER_TOWN);
    if (plan->towns == 0) plan->people_towns = 0;
    plan->people_villages = population * (100 - CITY_SHARE - TOWN_SHARE) / 100;
    plan->villages = (int32_t)(plan->people_villages / PEOPLE_PER_VILLAGE);
    plan->people_city = population - plan->people_towns - plan->people_villages;
}

static int32_t ring_count(int64_t population)
{
    static const int64_t from[EMS_CITY_RINGS_MAX] = {0, 50000, 300000, 1000000, 5000000, 12000000};
    int32_t rings = 0;
    while (rings < EMS_CITY_RINGS_MAX && population >= from[rings]) rings++;
    return rings;
}

/* Half-width of the city: its outline, a bent square, encloses 3.3 half-widths squared. */
static double city_radius_m(int64_t population, int64_t people_city)
{
    double density = 7000 * sqrt(sqrt((double)population / 2e6));
    if (density > 10000) density = 10000;
    return rint(sqrt((double)people_city / density / 3.3) * 1e3);
}

/* Lines that give about half of the nodes: (2 h + 1)^2 crossings within the outer ring, 8 % more at the rim.
 */
static int32_t half_lines(int64_t nodes, int32_t rings)
{
    int32_t half = 4 * (int32_t)rint((sqrt((double)nodes * 0.5 / 1.08) - 1) / 8);
    return half < 4 * rings ? 4 * rings : half;
}

void ems_city_make_plan(const struct ems_city_def *def, struct ems_city_plan *plan)
{
    *plan = (struct ems_city_plan){0};
    share_people(def->population, plan);
    plan->nodes = def->nodes > 0 ? def->nodes : ems_city_nodes_for(def->population);
    plan->town_nodes = plan->towns > 0 ? plan->nodes * 15 / 100 : 0;
    plan->village_nodes = plan->nodes * 16 / 100;
    plan->radius_m = city_radius_m(def->population, plan->people_city);
    double country = (double)(plan->people_towns + plan->people_villages) / COUNTRY_PER_KM2 * 1e6;
    plan->reach_m = rint(sqrt((country + 3.3 * plan->radius_m * plan->radius_m) / PI));
    plan->rings = ring_count(def->population);
    plan->half = half_lines(plan->nodes, plan->rings);
    plan->rivers = def->population >= 300000 ? 2 : 1;
    plan->highways = def->population >= 50000 ? 8 : 4;
    plan->motorway = def->population >= 500000;
    plan->bridge_gap_m = 0.3 * plan->radius_m;
    if (plan->bridge_gap_m > 3000) plan->bridge_gap_m = 3000;
}

struct remainder {
    int64_t left;
    int32_t at;
};

static int by_remainder(const void *a, const void *b)
{
    const struct remainder *x = a, *y = b;
    if (x->left != y->left) return x->left > y->left ? -1 : 1;
    return x->at < y->at ? -1 : 1;
}

void ems_city_share(int64_t total, const int64_t *weights, int32_t count, int64_t *shares,
                    struct ems_city_work *work)
{
    __extension__ typedef __int128 wide;
    int64_t sum = 0, given = 0;
    struct remainder *remainders = calloc((size_t)count + 1, sizeof *remainders);
    if (remainders == NULL) {
        work->no_memory = true;
        return;
    }
    for (int32_t i = 0; i < count; i++) sum += weights[i];
    for (int32_t i = 0; i < count && sum > 0; i++) {
        wide product = (wide)total * (wide)weights[i];
        shares[i] = (int64_t)(product / (wide)sum);
        given += shares[i];
        remainders[i] = (struct remainder){(int64_t)(product % (wide)sum), i};
    }
    if (sum > 0) {
        qsort(remainders, (size_t)count, sizeof *remainders, by_remainder);
        for (int32_t i = 0; i < count && given < total; i++, given++) shares[remainders[i].at]++;
    }
    free(remainders);
}
