#include "support/random_roads.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "support/roads.h"

enum { SIDE = 13, SPACING_M = 3000 };

struct grid {
    uint64_t dice;
    int x_m[SIDE * SIDE], y_m[SIDE * SIDE];
};

static FILE *open_in(const char *folder, const char *name, const char *header)
{
    char path[RANDOM_ROADS_FOLDER + 16];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) abort();
    fprintf(file, "%s\n", header);
    return file;
}

static void close_file(FILE *file)
{
    if (fclose(file) != 0) abort();
}

static void write_nodes(struct grid *g, const char *folder)
{
    FILE *file = open_in(folder, "nodes.csv", "node,x_m,y_m,access");
    for (int n = 0; n < SIDE * SIDE; n++) {
        g->x_m[n] = (n % SIDE - SIDE / 2) * SPACING_M + (int)test_random(&g->dice, 1400) - 700;
        g->y_m[n] = (n / SIDE - SIDE / 2) * SPACING_M + (int)test_random(&g->dice, 1400) - 700;
        fprintf(file, "%d,%d,%d,%d\n", n, g->x_m[n], g->y_m[n], test_random(&g->dice, 15) > 0);
    }
    close_file(file);
}

static double length_m(const struct grid *g, int a, int b)
{
    return hypot(g->x_m[a] - g->x_m[b], g->y_m[a] - g->y_m[b]);
}

static void write_edge(struct grid *g, FILE *file, int a, int b)
{
    static const char *const classes[] = {"primary", "secondary", "residential"};
    const char *road_class = classes[test_random(&g->dice, 3)];
    if (test_random(&g->dice, 12) == 0) return;
    int length = (int)(length_m(g, a, b) * (1 + test_random(&g->dice, 40) / 100.0)) + 1;
    fprintf(file, "%d,%d,%d,%s\n", a, b, length, road_class);
    if (test_random(&g->dice, 8) > 0) fprintf(file, "%d,%d,%d,%s\n", b, a, length, road_class);
}

static void write_edges(struct grid *g, const char *folder)
{
    FILE *file = open_in(folder, "edges.csv", "from,to,length_m,class");
    for (int n = 0; n < SIDE * SIDE; n++) {
        if (n % SIDE + 1 < SIDE) write_edge(g, file, n, n + 1);
        if (n / SIDE + 1 < SIDE) write_edge(g, file, n, n + SIDE);
    }
    close_file(file);
}

/* At about 60 km/h in a straight line. */
static void write_times(struct grid *g, const char *folder)
{
    FILE *file = open_in(folder, "times.csv", "from");
    fseek(file, -1, SEEK_CUR); /* over the end of the line */
    for (int n = 0; n < SIDE * SIDE; n++) fprintf(file, ",%d", n);
    for (int a = 0; a < SIDE * SIDE; a++) {
        fprintf(file, "\n%d", a);
        for (int b = 0; b < SIDE * SIDE; b++) {
            int tenths = (int)(length_m(g, a, b) * (0.5 + test_random(&g->dice, 200) / 1000.0));
            fprintf(file, ",%d.%d", tenths / 10, tenths % 10);
        }
    }
    fprintf(file, "\n");
    close_file(file);
}

void random_roads_write(uint64_t seed, char folder[RANDOM_ROADS_FOLDER])
{
    struct grid grid = {.dice = seed};
    strcpy(folder, "/tmp/ems120-roads-XXXXXX");
    if (mkdtemp(folder) == NULL) abort();
    write_nodes(&grid, folder);
    write_edges(&grid, folder);
    write_times(&grid, folder);
}

void random_roads_remove(const char *folder)
{
    static const char *const names[] = {"nodes.csv", "edges.csv", "times.csv"};
    char path[RANDOM_ROADS_FOLDER + 16];
    for (int i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        unlink(path);
    }
    rmdir(folder);
}
