#include "api/messages.h"

#include <stdlib.h>

struct ems_messages *ems_messages_create(void)
{
    return calloc(1, sizeof(struct ems_messages));
}

int32_t ems_messages_count(const struct ems_messages *messages)
{
    return messages->diags.count;
}

struct ems_message ems_message_at(const struct ems_messages *messages, int32_t index, enum ems_lang lang)
{
    const struct ems_diag *diag = &messages->diags.items[index];
    struct ems_message out = {.file = diag->at.file,
                              .line = diag->at.line,
                              .column = diag->at.column,
                              .path = diag->path,
                              .is_warning = diag->is_warning};
    ems_text_format(out.text, sizeof out.text, diag->message, lang, diag->args, EMS_TEXT_ARGS);
    ems_text_format(out.hint, sizeof out.hint, diag->hint, lang, diag->hint_args, EMS_TEXT_ARGS);
    return out;
}

void ems_messages_clear(struct ems_messages *messages)
{
    ems_diags_free(&messages->diags);
}

void ems_messages_free(struct ems_messages *messages)
{
    if (messages == NULL) return;
    ems_diags_free(&messages->diags);
    free(messages);
}
