/* ems120-view: the window. */
#include <stdlib.h>

#include "app.h"
#include "render.h"

int main(int argc, char **argv)
{
    struct viz_options options;
    char seed_set[VIZ_SEED_ROOM];
    struct viz_app *app = malloc(sizeof *app);
    if (app == NULL) return EXIT_FAILURE;
    viz_options_parse(argc, argv, &options, seed_set);
    enum ems_status status = viz_app_open(app, &options);
    if (status == EMS_OK && options.render != NULL)
        status = viz_render(app);
    else if (status == EMS_OK)
        viz_app_run(app);
    viz_app_close(app);
    free(app);
    return status == EMS_OK          ? EXIT_SUCCESS
           : status == EMS_BAD_INPUT ? 3
           : status == EMS_BAD_USAGE ? 2
                                     : EXIT_FAILURE;
}
