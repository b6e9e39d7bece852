#include "scenario/write.h"

#include <string.h>
#include <yaml.h>

struct output {
    yaml_emitter_t emitter;
    enum ems_status status;
};

static int put_bytes(void *data, unsigned char *buffer, size_t size)
{
    return fwrite(buffer, 1, size, data) == size;
}

/* Hands the event over, whether it was made or not. */
static void emit(struct output *o, int made, yaml_event_t *event)
{
    if (!made)
        o->status = EMS_NO_MEMORY;
    else if (!yaml_emitter_emit(&o->emitter, event) && o->status == EMS_OK)
        o->status = o->emitter.error == YAML_MEMORY_ERROR ? EMS_NO_MEMORY : EMS_IO;
}

/* libyaml takes double quotes where single ones do not do, and quotes a plain text where it must: one that
 * was quoted is written the same way again. */
static void put_scalar(struct output *o, const char *text, bool plain)
{
    yaml_event_t event;
    yaml_scalar_style_t style = plain ? YAML_PLAIN_SCALAR_STYLE : YAML_SINGLE_QUOTED_SCALAR_STYLE;
    /* libyaml copies the text and does not write to it */
    char *unconst;
    memcpy(&unconst, &text, sizeof unconst);
    int made = yaml_scalar_event_initialize(&event, NULL, NULL, (yaml_char_t *)unconst, (int)strlen(text),
                                            plain, 1, style);
    emit(o, made, &event);
}

static void put_node(struct output *o, const struct ems_node *node)
{
    yaml_event_t event;
    if (o->status != EMS_OK) return;
    if (node->kind == EMS_NODE_SCALAR) {
        put_scalar(o, node->renamed != NULL ? node->renamed : node->text,
                   node->plain && node->renamed == NULL);
        return;
    }
    bool list = node->kind == EMS_NODE_LIST;
    int made =
        list ? yaml_sequence_start_event_initialize(
                   &event, NULL, NULL, 1, node->flow ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE)
             : yaml_mapping_start_event_initialize(
                   &event, NULL, NULL, 1, node->flow ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE);
    emit(o, made, &event);
    for (const struct ems_node *child = node->first; child != NULL && o->status == EMS_OK;
         child = child->next) {
        if (!list) put_scalar(o, child->key, true);
        put_node(o, child);
    }
    made = list ? yaml_sequence_end_event_initialize(&event) : yaml_mapping_end_event_initialize(&event);
    if (o->status == EMS_OK || made) emit(o, made, &event);
}

static void put_document(struct output *o, const struct ems_node *root)
{
    yaml_event_t event;
    emit(o, yaml_stream_start_event_initialize(&event, YAML_UTF8_ENCODING), &event);
    if (o->status == EMS_OK)
        emit(o, yaml_document_start_event_initialize(&event, NULL, NULL, NULL, 1), &event);
    put_node(o, root);
    if (o->status == EMS_OK) emit(o, yaml_document_end_event_initialize(&event, 1), &event);
    if (o->status == EMS_OK) emit(o, yaml_stream_end_event_initialize(&event), &event);
}

enum ems_status ems_node_write(const struct ems_node *root, FILE *out)
{
    struct output o = {.status = EMS_OK};
    if (!yaml_emitter_initialize(&o.emitter)) return EMS_NO_MEMORY;
    yaml_emitter_set_output(&o.emitter, put_bytes, out);
    yaml_emitter_set_unicode(&o.emitter, 1);
    yaml_emitter_set_width(&o.emitter, -1);
    yaml_emitter_set_indent(&o.emitter, 2);
    put_document(&o, root);
    yaml_emitter_delete(&o.emitter);
    if (o.status == EMS_OK && (fflush(out) != 0 || ferror(out))) o.status = EMS_IO;
    return o.status;
}
