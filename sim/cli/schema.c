/* `ems120 schema`: what scenario files may say, for editors and as a document. */
#include "scenario/schema_export.h"

#include "cli/cli.h"

enum ems_status ems_cli_schema(struct ems_cli *cli)
{
    if (cli->options.reference) return ems_schema_write_reference(stdout, cli->options.lang);
    json_t *schema = NULL;
    enum ems_status status = ems_schema_json(cli->options.lang, &schema);
    if (status != EMS_OK) return status;
    status = ems_cli_print_json(cli, schema);
    json_decref(schema);
    return status;
}
