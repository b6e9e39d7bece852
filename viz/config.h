/* What is remembered from one time to the next: window size, language, theme, text size, layers, in
 * $XDG_CONFIG_HOME/ems120/view.conf. Lines `name = value`; what is not understood is passed over, and a file
 * that cannot be written is no failure. */
#ifndef EMS_VIZ_CONFIG_H
#define EMS_VIZ_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

struct viz_app;

/* Options of the command line go before what is remembered. */
void viz_config_load(struct viz_app *app);
/* The folder when `name` is "", else a file in it. False: there is no home, or the path is too long. */
bool viz_config_path(char *out, size_t size, const char *name);
/* Makes the folder. */
bool viz_config_folder(void);
void viz_config_save(const struct viz_app *app);
/* Shows these layers and no others; names with commas between. Unknown names are told on stderr. */
void viz_config_choose_layers(struct viz_app *app, const char *names);

#endif
