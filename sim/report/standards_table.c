#include "report/report.h"

#include "report/table.h"
#include "report/words.h"

static enum ems_saying saying_of(const struct ems_clause_result *result)
{
    return result->unit == EMS_UNIT_SHARE ? EMS_SAY_SHARE : EMS_SAY_NUMBER;
}

/* Counts as whole numbers where they are. */
static const char *say_amount(struct ems_words *words, const struct ems_clause_result *result, double value)
{
    if (result->unit != EMS_UNIT_SHARE && isfinite(value) && value == rint(value) && fabs(value) < 1e15)
        return ems_say_integer(words, (int64_t)value);
    return ems_say_number(words, saying_of(result), value);
}

static void clause_row(struct ems_words *words, struct ems_table *table,
                       const struct ems_clause_result *result)
{
    const char *required = say_amount(words, result, result->required);
    const char *bound = ems_arena_format(&words->arena, "%s %s", result->at_most ? "<=" : ">=", required);
    bool judged = result->judgement.verdict != EMS_VERDICT_NA;
    const char *label = ems_name_in(&result->clause->text, words->lang, result->clause->id);
    EMS_ROW(table, ems_arena_format(&words->arena, "  %s", label), bound != NULL ? bound : "?",
            say_amount(words, result, result->found.value), ems_say_verdict(words, &result->judgement),
            judged ? ems_say_origin(words, result->origin) : "");
}

bool ems_report_standards_table(const struct ems_standards_result *standards, enum ems_lang lang, FILE *out)
{
    struct ems_words words = {.lang = lang};
    struct ems_table table = ems_table_begin(5);
    bool undecided = false;
    EMS_ROW(&table, ems_text(EMS_T_R_HEAD_STANDARDS, lang), ems_text(EMS_T_R_REQUIRED, lang),
            ems_text(EMS_T_R_FOUND, lang), ems_text(EMS_T_R_VERDICT, lang), ems_text(EMS_T_R_ORIGIN, lang));
    for (int32_t i = 0; i < standards->count; i++) {
        const struct ems_clause_result *result = &standards->clauses[i];
        if (i == 0 || result->standard != standards->clauses[i - 1].standard)
            EMS_ROW(&table, ems_name_in(&result->standard->title, lang, result->standard->id), NULL, NULL,
                    NULL, NULL);
        clause_row(&words, &table, result);
        undecided = undecided || result->judgement.replications_needed > 0;
    }
    bool done = ems_table_end(&table, out);
    if (undecided) fprintf(out, "%s\n", ems_text(EMS_T_R_UNDECIDED_NOTE, lang));
    done = done && !words.arena.failed;
    ems_arena_free(&words.arena);
    return done;
}
