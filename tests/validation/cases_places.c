/* Geometry: the square-root law, distances in the unit square, and the nearest station of a Poisson field.
 * Times are driven at 1 km a minute on straight lines, so that minutes are kilometres. */
#include <stdio.h>
#include <stdlib.h>

#include "random/distribution.h"
#include "validation/case.h"
#include "validation/theory.h"

enum { CALLS_PER_DAY = 24 };

/* A text that grows; aborts when memory is out. */
struct text {
    char *bytes;
    size_t size;
    FILE *file;
};

static void text_open(struct text *t)
{
    t->file = open_memstream(&t->bytes, &t->size);
    if (!t->file) abort();
}

static char *text_close(struct text *t)
{
    if (fclose(t->file) != 0) abort();
    return t->bytes;
}

static struct ems_stream stream_of(uint64_t seed, int32_t replication)
{
    return ems_stream_alone(seed, (uint64_t)replication, (struct ems_draw_key){.draw = EMS_DRAW_PLACE});
}

static void put_station(FILE *out, int id, double x_m, double y_m)
{
    fprintf(out, "  - {id: s%d, at: [%.3f, %.3f], vehicles: {ambulance: 1}}\n", id, x_m, y_m);
}

static void put_square(FILE *out, int id, double x_m, double y_m, double side_m)
{
    double right = x_m + side_m, top = y_m + side_m;
    fprintf(
        out,
        "  - {id: a%d, class: urban, population: 1000, polygon: [[%.1f, %.1f], [%.1f, %.1f], [%.1f, %.1f], "
        "[%.1f, %.1f]]}\n",
        id, x_m, y_m, right, y_m, right, top, x_m, top);
}

/* A square of 100 m with its only station in the middle: trips are so short that calls do not meet. */
static char *centre_text(uint64_t seed, int32_t replication)
{
    struct text t;
    (void)seed;
    (void)replication;
    text_open(&t);
    fputs("lattice: 0.25 m\nareas:\n", t.file);
    put_square(t.file, 0, -50, -50, 100);
    fputs("stations:\n", t.file);
    put_station(t.file, 0, 0, 0);
    return text_close(&t);
}

/* Squares of 100 m, far apart, each with a station somewhere in it: the places are spread evenly, one in
 * each cell of a grid, so that few squares do. */
static char *two_points_text(uint64_t seed, int32_t replication)
{
    enum { SIDE = 10, SIDE_M = 100, APART_M = 1000 };
    struct ems_stream stream = stream_of(seed, replication);
    struct text t;
    text_open(&t);
    fputs("lattice: 2.5 m\nareas:\n", t.file);
    for (int i = 0; i < SIDE * SIDE; i++)
        put_square(t.file, i, APART_M * (i % SIDE), APART_M * (i / SIDE), SIDE_M);
    fputs("stations:\n", t.file);
    for (int i = 0; i < SIDE * SIDE; i++) {
        double x = (i % SIDE + ems_stream_uniform(&stream)) / SIDE,
               y = (i / SIDE + ems_stream_uniform(&stream)) / SIDE;
        put_station(t.file, i, APART_M * (i % SIDE) + SIDE_M * x, APART_M * (i / SIDE) + SIDE_M * y);
    }
    return text_close(&t);
}

/* Stations as a Poisson field, one to a square kilometre; calls in the inner square of 30 km, 4 km from the
 * edge. */
static char *field_text(uint64_t seed, int32_t replication)
{
    enum { INNER_KM = 30, MARGIN_KM = 4, SIDE_KM = INNER_KM + 2 * MARGIN_KM };
    struct ems_stream stream = stream_of(seed, replication);
    struct text t;
    text_open(&t);
    fputs("lattice: 500 m\nareas:\n", t.file);
    put_square(t.file, 0, 1000.0 * MARGIN_KM, 1000.0 * MARGIN_KM, 1000.0 * INNER_KM);
    fprintf(t.file,
            "  - {id: margin, class: rural, population: 1, demand: 0 %%, circle: {centre: [%d, %d], radius: "
            "%d km}}\n",
            500 * SIDE_KM, 500 * SIDE_KM, SIDE_KM);
    fputs("stations:\n", t.file);
    int stations = 0;
    for (int row = 0; row < SIDE_KM; row++)
        for (uint32_t n = ems_draw_poisson(SIDE_KM, &stream); n > 0; n--) {
            double x = 1000 * SIDE_KM * ems_stream_uniform(&stream);
            put_station(t.file, stations++, x, 1000 * (row + ems_stream_uniform(&stream)));
        }
    return text_close(&t);
}

static void law(struct case_list *list)
{
    static const int km[] = {1, 3, 5, 10};
    struct validation_case *c =
        case_add(list, "Square-root law", "law.yaml", CALLS_PER_DAY, "100.7 km/h, 41 km/h/min");
    c->replications = 4;
    for (int i = 0; i < 4; i++) {
        struct figure_wanted *f = case_figure(
            c, MEASURE_TRAVEL_OUT, 60 * theory_law_time(km[i], 41 * 60, 100.7), "minutes for %d km", km[i]);
        f->a = i;
        f->scale = 1.0 / 60;
        f->tolerance = 1e-7; /* times are whole microseconds */
    }
    case_set(case_mutant(c, "acceleration 2 % higher"), "travel.law.acceleration=41.82 km/h/min");
    case_set(case_mutant(c, "cruise 2 % higher"), "travel.law.cruise=102.714 km/h");
}

static struct validation_case *distance(struct case_list *list, const char *name, int32_t replications,
                                        char *(*text)(uint64_t, int32_t), double expected, double km)
{
    struct validation_case *c = case_add(list, "Distances", "distances.yaml", CALLS_PER_DAY, "%s", name);
    c->replications = replications;
    c->text = text;
    struct figure_wanted *f = case_figure(c, MEASURE_TRAVEL, expected, "mean, straight line");
    f->a = -1;
    f->scale = 1 / (60 * km);
    case_set(case_mutant(c, "2 % faster"), "travel.speed.lights=61.2 km/h");
    return c;
}

void cases_of_places(struct case_list *list)
{
    law(list);
    distance(list, "unit square, to the centre", 20, centre_text, theory_square_centre(), 0.1);
    distance(list, "unit square, two points", 20, two_points_text, theory_square_two_points(), 0.1);
    distance(list, "nearest in a Poisson field", 150, field_text, theory_nearest_in_field(1), 1);
}
