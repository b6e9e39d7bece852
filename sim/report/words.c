#include "report/words.h"

#include <stdio.h>
#include <string.h>

#include "base/number.h"

const char *ems_say(struct ems_words *words, enum ems_text text, const char *const *args)
{
    char out[512];
    size_t count = 0;
    while (args != NULL && args[count] != NULL) count++;
    ems_text_format(out, sizeof out, text, words->lang, args, count);
    const char *copy = ems_arena_strdup(&words->arena, out);
    return copy != NULL ? copy : "?";
}

const char *ems_say_integer(struct ems_words *words, int64_t value)
{
    const char *text = ems_arena_format(&words->arena, "%lld", (long long)value);
    return text != NULL ? text : "?";
}

static const char *say_minutes(struct ems_words *words, double seconds)
{
    long long whole = (long long)rint(seconds);
    const char *text = ems_arena_format(&words->arena, "%lld:%02lld", whole / 60, whole % 60);
    return text != NULL ? text : "?";
}

const char *ems_say_number(struct ems_words *words, enum ems_saying saying, double value)
{
    char number[EMS_NUMBER_SIZE];
    if (!isfinite(value)) return ems_text(EMS_T_R_NONE, words->lang);
    if (saying == EMS_SAY_MINUTES) return say_minutes(words, value);
    if (saying == EMS_SAY_SHARE) {
        ems_number_format_fixed(value * 100, 1, number);
        strcat(number, words->lang == EMS_LANG_ZH ? "%" : " %");
    } else {
        ems_number_format_fixed(value, saying == EMS_SAY_COUNT ? 1 : 2, number);
    }
    const char *text = ems_arena_strdup(&words->arena, number);
    return text != NULL ? text : "?";
}

const char *ems_say_figure(struct ems_words *words, enum ems_saying saying, const struct ems_figure *figure)
{
    if (isnan(figure->value) && figure->note == EMS_NOTE_TOO_FEW)
        return ems_text(EMS_T_R_TOO_FEW, words->lang);
    return ems_say_number(words, saying, figure->value);
}

const char *ems_say_interval(struct ems_words *words, enum ems_saying saying, const struct ems_figure *figure)
{
    if (isnan(figure->value) || isnan(figure->low) || isnan(figure->high)) return "";
    const char *high = ems_say_number(words, saying, figure->high);
    if (saying != EMS_SAY_SHARE)
        return EMS_SAY(words, R_RANGE, ems_say_number(words, saying, figure->low), high);
    /* the unit once: 12.3 to 45.6 % */
    return EMS_SAY(words, R_RANGE, ems_say_number(words, EMS_SAY_COUNT, figure->low * 100), high);
}

const char *ems_say_limit(struct ems_words *words, ems_time limit)
{
    char number[EMS_NUMBER_SIZE];
    bool minutes = limit % EMS_MINUTE == 0;
    ems_number_format((double)limit / (double)(minutes ? EMS_MINUTE : EMS_SECOND), number);
    return minutes ? EMS_SAY(words, R_MINUTES, number) : EMS_SAY(words, R_SECONDS, number);
}

const char *ems_say_class(struct ems_words *words, const char *id)
{
    static const struct {
        const char *id;
        enum ems_text text;
    } known[] = {{"urban", EMS_T_R_CLASS_URBAN},
                 {"suburban", EMS_T_R_CLASS_SUBURBAN},
                 {"rural", EMS_T_R_CLASS_RURAL},
                 {"remote", EMS_T_R_CLASS_REMOTE},
                 {"outside", EMS_T_R_OUTSIDE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(id, known[i].id) == 0) return ems_text(known[i].text, words->lang);
    return id;
}

const char *ems_say_verdict(struct ems_words *words, const struct ems_judgement *judgement)
{
    switch (judgement->verdict) {
    case EMS_VERDICT_YES:
        return ems_text(EMS_T_R_YES, words->lang);
    case EMS_VERDICT_NO:
        return ems_text(EMS_T_R_NO, words->lang);
    case EMS_VERDICT_UNDECIDED:
        if (judgement->replications_needed == 0) return ems_text(EMS_T_R_UNDECIDED, words->lang);
        return EMS_SAY(words, R_UNDECIDED_N, ems_say_integer(words, judgement->replications_needed));
    case EMS_VERDICT_NA:
    case EMS_VERDICT_COUNT:
        break;
    }
    return ems_text(EMS_T_R_NA, words->lang);
}

const char *ems_say_origin(struct ems_words *words, enum ems_origin_kind origin)
{
    static const enum ems_text texts[] = {[EMS_ORIGIN_SIMULATED] = EMS_T_R_SIMULATED,
                                          [EMS_ORIGIN_COMPUTED] = EMS_T_R_COMPUTED,
                                          [EMS_ORIGIN_INPUT] = EMS_T_R_INPUT,
                                          [EMS_ORIGIN_HYPERCUBE] = EMS_T_R_HYPERCUBE};
    return ems_text(texts[origin], words->lang);
}

/* Adds a part to a list separated by commas. */
static const char *add_part(struct ems_words *words, const char *list, const char *part)
{
    if (list == NULL) return part;
    const char *comma = words->lang == EMS_LANG_ZH ? "，" : ", ";
    const char *text = ems_arena_format(&words->arena, "%s%s%s", list, comma, part);
    return text != NULL ? text : "?";
}

const char *ems_say_target(struct ems_words *words, const struct ems_model *model,
                           const struct ems_target *target)
{
    const char *about = NULL;
    if (target->priority > 0)
        about = add_part(words, about,
                         EMS_SAY(words, R_TARGET_PRIORITY, ems_say_integer(words, target->priority)));
    if (target->class_id != EMS_NONE)
        about = add_part(words, about, ems_say_class(words, model->classes[target->class_id].id));
    if (target->area != EMS_NONE) {
        const struct ems_area *area = &model->areas[target->area];
        about = add_part(words, about, ems_name_in(&area->name, words->lang, area->id));
    }
    if (about == NULL) about = ems_text(EMS_T_R_TARGET_ALL, words->lang);
    return EMS_SAY(words, R_TARGET, about, ems_say_limit(words, target->within));
}
