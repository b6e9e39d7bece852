#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app.h"
#include "fresh.h"

bool viz_config_path(char *out, size_t size, const char *name)
{
    const char *base = getenv("XDG_CONFIG_HOME"), *below = "";
    if (base == NULL || base[0] != '/') {
        base = getenv("HOME");
        below = "/.config";
    }
    if (base == NULL || base[0] == '\0') return false;
    int length = snprintf(out, size, "%s%s/ems120%s%s", base, below, name[0] != '\0' ? "/" : "", name);
    return length > 0 && (size_t)length < size;
}

static void show_only(struct viz_app *app, char *names)
{
    char *rest = NULL;
    for (int i = 0; i < VIZ_LAYERS; i++) app->look.shown[i] = false;
    for (char *name = strtok_r(names, ", ", &rest); name != NULL; name = strtok_r(NULL, ", ", &rest)) {
        int layer = viz_layer_named(name);
        if (layer >= 0)
            viz_look_show(&app->look, layer, true);
        else
            fprintf(stderr, "%s: %s\n", viz_app_text(app, VIZ_T_NO_LAYER), name);
    }
}

void viz_config_choose_layers(struct viz_app *app, const char *names)
{
    char copy[512];
    snprintf(copy, sizeof copy, "%s", names);
    show_only(app, copy);
}

static int number_within(const char *text, int low, int high, int otherwise)
{
    char *end = NULL;
    long value = strtol(text, &end, 10);
    return end != text && value >= low && value <= high ? (int)value : otherwise;
}

static void take(struct viz_app *app, const char *name, char *value)
{
    const struct viz_options *o = app->options;
    if (strcmp(name, "width") == 0 && !o->has_size)
        app->width = number_within(value, VIZ_SMALLEST_WIDTH, 16384, app->width);
    if (strcmp(name, "height") == 0 && !o->has_size)
        app->height = number_within(value, VIZ_SMALLEST_HEIGHT, 16384, app->height);
    if (strcmp(name, "lang") == 0 && !o->has_lang)
        app->look.lang = strcmp(value, "zh") == 0 ? EMS_LANG_ZH : EMS_LANG_EN;
    if (strcmp(name, "theme") == 0 && !o->has_theme)
        app->look.theme = viz_theme_of(strcmp(value, "dark") == 0);
    if (strcmp(name, "text_size") == 0 && !o->has_text_size)
        app->text_size = number_within(value, 1, 3, app->text_size);
    if (strcmp(name, "layers") == 0) show_only(app, value);
}

void viz_config_load(struct viz_app *app)
{
    char path[4096], line[512];
    if (app->options->render != NULL || !viz_config_path(path, sizeof path, "view.conf")) return;
    FILE *file = fopen(path, "r");
    if (file == NULL) return;
    while (fgets(line, sizeof line, file) != NULL) {
        char *value = strstr(line, " = ");
        line[strcspn(line, "\r\n")] = '\0';
        if (value == NULL) continue;
        *value = '\0';
        take(app, line, value + 3);
    }
    fclose(file);
}

static void write_all(const struct viz_app *app, FILE *file)
{
    fprintf(file, "width = %d\nheight = %d\nlang = %s\ntheme = %s\ntext_size = %d\nlayers = ", app->width,
            app->height, app->look.lang == EMS_LANG_ZH ? "zh" : "en",
            app->look.theme == viz_theme_of(true) ? "dark" : "light", app->text_size);
    for (int i = 0; viz_layers[i] != NULL; i++)
        if (app->look.shown[i]) fprintf(file, "%s,", viz_layers[i]->name);
    fprintf(file, "\n");
}

bool viz_config_folder(void)
{
    char folder[4096];
    if (!viz_config_path(folder, sizeof folder, "")) return false;
    char *slash = strrchr(folder, '/');
    *slash = '\0'; /* ~/.config itself may be missing, too */
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) return false;
    *slash = '/';
    return mkdir(folder, 0700) == 0 || errno == EEXIST;
}

void viz_config_save(const struct viz_app *app)
{
    char path[4096];
    struct viz_fresh fresh;
    if (!viz_config_folder() || !viz_config_path(path, sizeof path, "view.conf") ||
        !viz_fresh_begin(&fresh, path))
        return;
    FILE *file = fopen(fresh.written, "w");
    if (file == NULL) return;
    write_all(app, file);
    bool fine = ferror(file) == 0;
    fine = fclose(file) == 0 && fine;
    viz_fresh_end(&fresh, fine);
}
