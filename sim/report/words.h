/* Figures and names as words of a language, for the terminal. Texts live in the page's arena; when memory is
 * out they read "?", and the arena says so. */
#ifndef EMS_REPORT_WORDS_H
#define EMS_REPORT_WORDS_H

#include "base/arena.h"
#include "base/text.h"
#include "stats/figure.h"
#include "stats/verdict.h"
#include "study/results.h"

struct ems_words {
    struct ems_arena arena;
    enum ems_lang lang;
};

/* How a number is said: 12:34 (minutes and seconds, of seconds), 92.3 % (of a share), 1234.5, 12.35. */
enum ems_saying { EMS_SAY_MINUTES, EMS_SAY_SHARE, EMS_SAY_COUNT, EMS_SAY_NUMBER };

const char *ems_say(struct ems_words *words, enum ems_text text, const char *const *args);
#define EMS_SAY(words, text, ...) ems_say((words), EMS_T_##text, (const char *const[]){__VA_ARGS__, NULL})
/* "-" when it is not finite. */
const char *ems_say_number(struct ems_words *words, enum ems_saying saying, double value);
const char *ems_say_integer(struct ems_words *words, int64_t value);
/* The value, or why there is none. */
const char *ems_say_figure(struct ems_words *words, enum ems_saying saying, const struct ems_figure *figure);
/* "1.2 to 3.4", or "" when there is no interval. */
const char *ems_say_interval(struct ems_words *words, enum ems_saying saying,
                             const struct ems_figure *figure);
/* A limit: 10 min, 90 s. */
const char *ems_say_limit(struct ems_words *words, ems_time limit);
const char *ems_say_class(struct ems_words *words, const char *id);
const char *ems_say_verdict(struct ems_words *words, const struct ems_judgement *judgement);
const char *ems_say_origin(struct ems_words *words, enum ems_origin_kind origin);
const char *ems_say_target(struct ems_words *words, const struct ems_model *model,
                           const struct ems_target *target);

#endif
