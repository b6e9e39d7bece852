/* What is wrong with an input, where, and what would be right: filled by the functions that read files,
 * spoken in either language.
 *
 *     struct ems_messages *messages = ems_messages_create();
 *     ... ems_scenario_open(&def, messages, &scenario) ...
 *     for (int32_t i = 0; i < ems_messages_count(messages); i++) ... ems_message_at(messages, i, lang) ...
 *     ems_messages_free(messages);
 */
#ifndef EMS120_MESSAGES_H
#define EMS120_MESSAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "ems120/status.h"

#ifdef __cplusplus
extern "C" {
#endif

struct ems_messages;

/* Texts longer than their room are cut at a whole character. */
struct ems_message {
    const char *file;     /* "" when it concerns no file; lives as long as the messages */
    int32_t line, column; /* from 1, 0 when unknown; columns count characters */
    const char *path; /* the scenario's value, such as stations.centre.crews, or ""; lives as `file` does */
    bool is_warning;
    char text[1024];
    char hint[1024]; /* "" when there is none */
};

struct ems_messages *ems_messages_create(void); /* NULL when memory is out */
int32_t ems_messages_count(const struct ems_messages *messages);
/* 0 <= index < count. */
struct ems_message ems_message_at(const struct ems_messages *messages, int32_t index, enum ems_lang lang);
/* Forgets them all. */
void ems_messages_clear(struct ems_messages *messages);
void ems_messages_free(struct ems_messages *messages); /* NULL is fine */

#ifdef __cplusplus
}
#endif
#endif
