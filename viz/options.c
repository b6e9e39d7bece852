#include "options.h"

#include <argp.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "layout.h"
#include "texts.h"
#include "times.h"

enum {
    OPT_LANG = 256,
    OPT_SIZE,
    OPT_SET,
    OPT_SEED,
    OPT_REPLICATION,
    OPT_MODE,
    OPT_LAYERS,
    OPT_THEME,
    OPT_TEXT_SIZE,
    OPT_RENDER,
    OPT_AT,
    OPT_UNTIL,
    OPT_STATE,
    OPT_SPEED
};

struct parsing {
    struct viz_options *out;
    char *seed_set; /* room for "seed=..." */
};

static bool whole_number(const char *text, long long low, long long high, long long *out)
{
    char *end = NULL;
    *out = strtoll(text, &end, 10);
    return end != text && *end == '\0' && *out >= low && *out <= high;
}

static bool parse_size(struct viz_options *o, const char *text)
{
    long long w = 0, h = 0;
    char *cross = NULL;
    w = strtoll(text, &cross, 10);
    if (cross == text || (*cross != 'x' && *cross != 'X') ||
        !whole_number(cross + 1, VIZ_SMALLEST_HEIGHT, 8192, &h))
        return false;
    if (w < VIZ_SMALLEST_WIDTH || w > 16384) return false;
    o->width = (int)w;
    o->height = (int)h;
    o->has_size = true;
    return true;
}

static bool add_set(struct viz_options *o, const char *text)
{
    if (o->set_count >= VIZ_SETS) return false;
    o->sets[o->set_count++] = text;
    return true;
}

static bool take_choice(struct viz_options *o, int key, const char *arg)
{
    switch (key) {
    case OPT_LANG:
        o->lang = strcmp(arg, "zh") == 0 ? EMS_LANG_ZH : EMS_LANG_EN;
        o->has_lang = true;
        return strcmp(arg, "zh") == 0 || strcmp(arg, "en") == 0;
    case OPT_THEME:
        o->dark = strcmp(arg, "dark") == 0;
        o->has_theme = true;
        return strcmp(arg, "dark") == 0 || strcmp(arg, "light") == 0;
    case OPT_MODE:
        o->mode = arg;
        return true;
    case OPT_LAYERS:
        o->layers = arg;
        return true;
    case OPT_RENDER:
        o->render = arg;
        return true;
    case OPT_STATE:
        o->state = arg;
        return true;
    default:
        return false;
    }
}

static bool take_number(struct parsing *p, int key, const char *arg)
{
    struct viz_options *o = p->out;
    long long number = 0;
    switch (key) {
    case OPT_SEED:
        if (!whole_number(arg, 0, INT64_MAX, &number)) return false;
        snprintf(p->seed_set, VIZ_SEED_ROOM, "seed=%lld", number);
        return add_set(o, p->seed_set);
    case OPT_REPLICATION:
        if (!whole_number(arg, 1, INT32_MAX, &number)) return false;
        o->replication = number;
        return true;
    case OPT_TEXT_SIZE:
        if (!whole_number(arg, 1, 3, &number)) return false;
        o->text_size = (int)number;
        o->has_text_size = true;
        return true;
    case OPT_SPEED:
        if (strcmp(arg, "max") != 0 && !whole_number(arg, 1, 86400, &number)) return false;
        o->speed = strcmp(arg, "max") == 0 ? INFINITY : (double)number;
        return true;
    default:
        return false;
    }
}

static bool take(struct parsing *p, int key, char *arg)
{
    switch (key) {
    case OPT_SIZE:
        return parse_size(p->out, arg);
    case OPT_SET:
        return add_set(p->out, arg);
    case OPT_AT:
        return viz_time_parse(arg, &p->out->at);
    case OPT_UNTIL:
        return viz_time_parse(arg, &p->out->until);
    case OPT_SEED:
    case OPT_REPLICATION:
    case OPT_TEXT_SIZE:
    case OPT_SPEED:
        return take_number(p, key, arg);
    default:
        return take_choice(p->out, key, arg);
    }
}

/* What has no ending (a pipe) is written as PNG. */
static bool is_picture(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash != NULL ? slash : path, '.');
    return dot == NULL || strcasecmp(dot, ".png") == 0 || strcmp(dot, ".mp4") == 0;
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
    struct parsing *p = state->input;
    if (key == ARGP_KEY_ARG && p->out->input == NULL) {
        p->out->input = arg;
        return 0;
    }
    if (key == ARGP_KEY_ARG && p->out->second == NULL) {
        p->out->second = arg;
        return 0;
    }
    if (key == ARGP_KEY_NO_ARGS) argp_usage(state);
    if (key < OPT_LANG || key > OPT_SPEED) return ARGP_ERR_UNKNOWN;
    enum viz_text wrong = VIZ_T_BAD_OPTION;
    if (key == OPT_RENDER && !is_picture(arg))
        wrong = VIZ_T_BAD_PICTURE;
    else if (take(p, key, arg))
        return 0;
    argp_error(state, "%s %s", viz_text(wrong, p->out->lang), arg);
    return EINVAL;
}

static enum ems_lang lang_of_environment(int argc, char **argv)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (int i = 1; i < argc && argv[i] != NULL; i++) {
        const char *lang = strncmp(argv[i], "--lang=", 7) == 0              ? argv[i] + 7
                           : strcmp(argv[i], "--lang") == 0 && i + 1 < argc ? argv[i + 1]
                                                                            : NULL;
        if (lang != NULL) return strcmp(lang, "zh") == 0 ? EMS_LANG_ZH : EMS_LANG_EN;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value != NULL && *value != '\0') return strncmp(value, "zh", 2) == 0 ? EMS_LANG_ZH : EMS_LANG_EN;
    }
    return EMS_LANG_EN;
}

void viz_options_parse(int argc, char **argv, struct viz_options *out, char *seed_set)
{
    *out = (struct viz_options){.replication = 1, .width = 1280, .height = 800, .text_size = 1};
    out->lang = lang_of_environment(argc, argv);
    enum ems_lang l = out->lang;
    const struct argp_option options[] = {
        {"lang", OPT_LANG, "en|zh", 0, viz_text(VIZ_T_OPT_LANG, l), 0},
        {"size", OPT_SIZE, "WxH", 0, viz_text(VIZ_T_OPT_SIZE, l), 0},
        {"theme", OPT_THEME, "light|dark", 0, viz_text(VIZ_T_OPT_THEME, l), 0},
        {"text-size", OPT_TEXT_SIZE, "1-3", 0, viz_text(VIZ_T_OPT_TEXT_SIZE, l), 0},
        {"mode", OPT_MODE, "NAME", 0, viz_text(VIZ_T_OPT_MODE, l), 0},
        {"layers", OPT_LAYERS, "NAMES", 0, viz_text(VIZ_T_OPT_LAYERS, l), 0},
        {"set", OPT_SET, "PATH=VALUE", 0, viz_text(VIZ_T_OPT_SET, l), 0},
        {"seed", OPT_SEED, "N", 0, viz_text(VIZ_T_OPT_SEED, l), 0},
        {"replication", OPT_REPLICATION, "N", 0, viz_text(VIZ_T_OPT_REPLICATION, l), 0},
        {"at", OPT_AT, "TIME", 0, viz_text(VIZ_T_OPT_AT, l), 0},
        {"speed", OPT_SPEED, "N|max", 0, viz_text(VIZ_T_OPT_SPEED, l), 0},
        {"render", OPT_RENDER, "FILE", 0, viz_text(VIZ_T_OPT_RENDER, l), 0},
        {"until", OPT_UNTIL, "TIME", 0, viz_text(VIZ_T_OPT_UNTIL, l), 0},
        {"state", OPT_STATE, "FILE", 0, viz_text(VIZ_T_OPT_STATE, l), 0},
        {0}};
    const struct argp argp = {
        options, parse, "SCENARIO|RUN|PLANS [SCENARIO|RUN]", viz_text(VIZ_T_OPT_ABOUT, l), NULL, NULL, NULL};
    struct parsing parsing = {out, seed_set};
    argp_err_exit_status = 2;
    argp_parse(&argp, argc, argv, 0, NULL, &parsing);
}
