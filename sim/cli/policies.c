/* `ems120 policies`: the rules that a scenario can choose, from their own descriptors. */
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "cli/cli.h"
#include "model/policy.h"
#include "report/columns.h"

static const char *role_name(enum ems_policy_role role)
{
    static const char *const names[EMS_ROLES] = {"dispatch", "destination", "relocation"};
    return names[role];
}

static const char *type_name(enum ems_param_type type)
{
    static const char *const names[] = {"duration", "length", "share", "number", "integer", "bool"};
    return names[type];
}

/* A value as a scenario would write it. */
static void format_value(char *out, size_t size, enum ems_param_type type, double value)
{
    if (value > 1e15 || value < -1e15) {
        snprintf(out, size, "%s", value > 0 ? "inf" : "-inf");
    } else if (type == EMS_PARAM_BOOL) {
        snprintf(out, size, "%s", value != 0 ? "true" : "false");
    } else {
        static const char *const units[] = {" s", " m", " %", "", "", ""};
        char number[EMS_NUMBER_SIZE];
        ems_number_format(type == EMS_PARAM_SHARE ? value * 100 : value, number);
        snprintf(out, size, "%.40s%s", number, units[type]);
    }
}

/* Where a line of at most `columns` ends: at a space if there is one, and not before a Chinese comma or stop.
 */
static size_t line_length(const char *text, int32_t columns)
{
    size_t fits = ems_columns_fit(text, columns);
    if (text[fits] == '\0') return fits;
    for (size_t i = fits; i > 0; i--) {
        if (text[i] == ' ') return i;
        bool starts = ((unsigned char)text[i] & 0xc0) != 0x80,
             follows_wide = (unsigned char)text[i - 1] >= 0x80;
        bool stop = strncmp(text + i, "，", 3) == 0 || strncmp(text + i, "。", 3) == 0 ||
                    strncmp(text + i, "；", 3) == 0 || strncmp(text + i, "、", 3) == 0 ||
                    strncmp(text + i, "）", 3) == 0 || strncmp(text + i, "：", 3) == 0;
        if (starts && follows_wide && !stop) return i;
    }
    return fits > 0 ? fits : strlen(text);
}

/* Text in lines of 80 columns; the first begins at `first`, the others at `indent`. */
static void print_wrapped(const char *text, int32_t first, int32_t indent)
{
    int32_t room = 80 - first;
    while (*text != '\0') {
        size_t length = line_length(text, room);
        printf("%.*s\n", (int)length, text);
        text += length;
        while (*text == ' ') text++;
        if (*text != '\0') printf("%*s", indent, "");
        room = 80 - indent;
    }
}

static void print_param(const struct ems_param *param, enum ems_lang lang)
{
    char fallback[64], low[64], high[64], range[256], line[1024];
    format_value(fallback, sizeof fallback, param->type, param->fallback);
    format_value(low, sizeof low, param->type, param->low);
    format_value(high, sizeof high, param->type, param->high);
    const char *const args[] = {fallback, low, high};
    ems_text_format(range, sizeof range, EMS_T_CLI_PARAMETER, lang, args, 3);
    snprintf(line, sizeof line, lang == EMS_LANG_ZH ? "%s：%s（%s）" : "%s: %s (%s)", param->name,
             ems_text(param->text, lang), range);
    printf("      ");
    print_wrapped(line, 6, 8);
}

static void print_policy(const struct ems_policy *policy, bool is_default, enum ems_lang lang)
{
    printf("  %s", policy->name);
    if (is_default) printf(lang == EMS_LANG_ZH ? "（%s）" : " (%s)", ems_text(EMS_T_CLI_DEFAULT, lang));
    printf(lang == EMS_LANG_ZH ? "：%s\n    " : ": %s\n    ", ems_text(policy->summary, lang));
    print_wrapped(ems_text(policy->text, lang), 4, 4);
    for (int32_t i = 0; i < policy->param_count; i++) print_param(&policy->params[i], lang);
}

static json_t *param_json(const struct ems_param *param, enum ems_lang lang)
{
    return json_pack("{s:s, s:s, s:f, s:f, s:f, s:s}", "name", param->name, "type", type_name(param->type),
                     "low", param->low, "high", param->high, "default", param->fallback, "text",
                     ems_text(param->text, lang));
}

static json_t *policy_json(const struct ems_policy *policy, bool is_default, enum ems_lang lang)
{
    json_t *params = json_array();
    for (int32_t i = 0; i < policy->param_count; i++)
        json_array_append_new(params, param_json(&policy->params[i], lang));
    return json_pack("{s:s, s:s, s:b, s:s, s:s, s:o}", "role", role_name(policy->role), "name", policy->name,
                     "default", (int)is_default, "summary", ems_text(policy->summary, lang), "text",
                     ems_text(policy->text, lang), "parameters", params);
}

static enum ems_status print_json(struct ems_cli *cli)
{
    json_t *list = json_array();
    for (int role = 0; role < EMS_ROLES; role++) {
        int32_t count;
        const struct ems_policy *const *policies = ems_policies((enum ems_policy_role)role, &count);
        for (int32_t i = 0; i < count; i++)
            json_array_append_new(list, policy_json(policies[i], i == 0, cli->options.lang));
    }
    json_t *document = json_pack("{s:o}", "policies", list);
    enum ems_status status = ems_cli_print_json(cli, document);
    json_decref(document);
    return status;
}

enum ems_status ems_cli_policies(struct ems_cli *cli)
{
    static const enum ems_text titles[EMS_ROLES] = {EMS_T_CLI_ROLE_DISPATCH, EMS_T_CLI_ROLE_DESTINATION,
                                                    EMS_T_CLI_ROLE_RELOCATION};
    if (cli->options.json) return print_json(cli);
    for (int role = 0; role < EMS_ROLES; role++) {
        int32_t count;
        const struct ems_policy *const *policies = ems_policies((enum ems_policy_role)role, &count);
        printf("%s%s\n", role > 0 ? "\n" : "", ems_text(titles[role], cli->options.lang));
        for (int32_t i = 0; i < count; i++) print_policy(policies[i], i == 0, cli->options.lang);
    }
    return EMS_OK;
}
