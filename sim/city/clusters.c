#include "city/clusters.h"

#include <math.h>

enum { ROUNDS = 25 };

/* Coordinates are summed in tenths of a metre, weighted with people: exact in 64 bits. */
struct lloyd {
    struct ems_city_clusters *clusters;
    const struct ems_city_home **homes;
    int32_t home_count;
    int32_t *nearest; /* cluster of each home */
    double *distance; /* squared, to it */
    int64_t *x, *y;
};

static double square(struct ems_point a, struct ems_point b)
{
    double dx = a.x_m - b.x_m, dy = a.y_m - b.y_m;
    return dx * dx + dy * dy;
}

static void take_homes(struct ems_city_work *work, bool in_city, struct lloyd *l)
{
    const struct ems_city *city = work->city;
    for (int32_t h = 0; h < city->homes.count; h++) {
        const struct ems_city_home *home = &city->homes.items[h];
        bool is_city = city->areas.items[home->area].kind == EMS_CITY_DISTRICT;
        if (is_city == in_city) l->homes[l->home_count++] = home;
    }
}

/* The next start: where most people are farthest from those before; the first: most people. */
static void add_start(struct lloyd *l)
{
    int32_t best = 0;
    double most = -1;
    for (int32_t h = 0; h < l->home_count; h++) {
        double weight = (double)l->homes[h]->people * (l->clusters->count > 0 ? l->distance[h] : 1);
        if (weight > most) {
            most = weight;
            best = h;
        }
    }
    const int32_t k = l->clusters->count++;
    l->clusters->at[k] = l->homes[best]->at;
    for (int32_t h = 0; h < l->home_count; h++) {
        double distance = square(l->homes[h]->at, l->clusters->at[k]);
        if (k == 0 || distance < l->distance[h]) l->distance[h] = distance;
    }
}

static void assign(struct lloyd *l)
{
    for (int32_t h = 0; h < l->home_count; h++) {
        int32_t best = 0;
        double least = INFINITY;
        for (int32_t k = 0; k < l->clusters->count; k++) {
            double distance = square(l->homes[h]->at, l->clusters->at[k]);
            if (distance < least) {
                least = distance;
                best = k;
            }
        }
        l->nearest[h] = best;
    }
}

static void move(struct lloyd *l)
{
    struct ems_city_clusters *c = l->clusters;
    for (int32_t k = 0; k < c->count; k++) c->people[k] = l->x[k] = l->y[k] = 0;
    for (int32_t h = 0; h < l->home_count; h++) {
        const struct ems_city_home *home = l->homes[h];
        c->people[l->nearest[h]] += home->people;
        l->x[l->nearest[h]] += home->people * (int64_t)rint(home->at.x_m * 10);
        l->y[l->nearest[h]] += home->people * (int64_t)rint(home->at.y_m * 10);
    }
    for (int32_t k = 0; k < c->count; k++) {
        if (c->people[k] == 0) continue;
        const int64_t x = l->x[k] / c->people[k], y = l->y[k] / c->people[k]; /* whole tenths of a metre */
        c->at[k] = (struct ems_point){(double)x / 10, (double)y / 10};
    }
}

void ems_city_cluster(struct ems_city_work *work, bool in_city, int32_t count, struct ems_city_clusters *out)
{
    const int64_t homes = work->city->homes.count;
    *out = (struct ems_city_clusters){0};
    struct lloyd l = {.clusters = out};
    out->at = ems_city_alloc(work, (int64_t)count + 1, sizeof *out->at);
    out->people = ems_city_alloc(work, (int64_t)count + 1, sizeof *out->people);
    l.x = ems_city_alloc(work, (int64_t)count + 1, sizeof *l.x);
    l.y = ems_city_alloc(work, (int64_t)count + 1, sizeof *l.y);
    l.homes = ems_city_alloc(work, homes + 1, sizeof *l.homes);
    l.nearest = ems_city_alloc(work, homes + 1, sizeof *l.nearest);
    l.distance = ems_city_alloc(work, homes + 1, sizeof *l.distance);
    if (work->no_memory) return;
    take_homes(work, in_city, &l);
    while (out->count < count && out->count < l.home_count) add_start(&l);
    for (int r = 0; r < ROUNDS && out->count > 0; r++) {
        assign(&l);
        move(&l);
    }
}
