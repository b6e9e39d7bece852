#include "report/report.h"

#include "base/number.h"
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

/* The measure in few words, so that a line has room for the numbers; the clause's own text is in the JSON. */
static const char *say_clause(struct ems_words *words, const struct ems_clause_result *result)
{
    static const enum ems_text texts[EMS_MEASURE_COUNT] = {
        [EMS_MEASURE_RADIUS_COVER] = EMS_T_CLAUSE_RADIUS,
        [EMS_MEASURE_PEOPLE_PER_VEHICLE] = EMS_T_CLAUSE_FLEET_PREFECTURE,
        [EMS_MEASURE_NEGATIVE_PRESSURE_SHARE] = EMS_T_CLAUSE_NEGATIVE_PRESSURE,
        [EMS_MEASURE_ANSWER_10S_SHARE] = EMS_T_CLAUSE_ANSWER,
        [EMS_MEASURE_DEPARTURE_3MIN_SHARE] = EMS_T_CLAUSE_DEPARTURE,
        [EMS_MEASURE_CALL_SATISFACTION] = EMS_T_CLAUSE_SATISFACTION,
        [EMS_MEASURE_TWO_HOUR_REACH] = EMS_T_CLAUSE_REACH,
        [EMS_MEASURE_CRITICAL_CARE_ON_SCENE] = EMS_T_CLAUSE_CRITICAL_CARE,
    };
    const struct ems_clause *clause = result->clause;
    char number[EMS_NUMBER_SIZE];
    if (clause->measure == EMS_MEASURE_RADIUS_COVER) {
        ems_number_format(result->radius_m / 1000, number);
        return EMS_SAY(words, CLAUSE_RADIUS, ems_say_class(words, clause->class_id), number);
    }
    if (clause->measure == EMS_MEASURE_PEOPLE_PER_VEHICLE && clause->form == EMS_FLEET_COUNTY)
        return EMS_SAY(words, CLAUSE_FLEET_COUNTY, ems_say_integer(words, clause->people));
    return ems_text(texts[clause->measure], words->lang);
}

static void clause_row(struct ems_words *words, struct ems_table *table,
                       const struct ems_clause_result *result)
{
    const char *required = say_amount(words, result, result->required);
    const char *bound = ems_arena_format(&words->arena, "%s %s", result->at_most ? "<=" : ">=", required);
    bool judged = result->judgement.verdict != EMS_VERDICT_NA;
    EMS_ROW(table, ems_arena_format(&words->arena, "  %s", say_clause(words, result)),
            bound != NULL ? bound : "?", say_amount(words, result, result->found.value),
            ems_say_verdict(words, &result->judgement), judged ? ems_say_origin(words, result->origin) : "");
    if (result->reason == EMS_T_NONE) return;
    EMS_ROW(table, ems_arena_format(&words->arena, "    %s", ems_text(result->reason, words->lang)), NULL,
            NULL, NULL, NULL);
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
