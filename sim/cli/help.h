/* The help of the program and of its commands, made from the tables. */
#ifndef EMS_CLI_HELP_H
#define EMS_CLI_HELP_H

#include <stdio.h>

#include "cli/cli.h"

void ems_cli_help(FILE *out, enum ems_lang lang);
void ems_cli_command_help(FILE *out, const struct ems_command *command, enum ems_lang lang);
/* "ems120 run SCENARIO [OPTION...]" */
void ems_cli_usage(char *out, size_t size, const struct ems_command *command, enum ems_lang lang);

#endif
