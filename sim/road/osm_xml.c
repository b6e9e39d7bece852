/* .osm: XML, read piece by piece with expat. */
#include <errno.h>
#include <expat.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "road/osm_source.h"

enum {
    PIECE = 64 * 1024,
    DEPTH_MAX = 16,         /* osm, relation, member, and room for what is not known */
    TOKEN_MAX = 1024 * 1024 /* bytes of one tag; the longest value the database takes has 255 characters */
};

struct reader {
    struct ems_osm_source *source;
    XML_Parser parser;
    enum ems_status status;
    int depth;
    bool in_way;             /* which is read in this pass */
    EMS_ARRAY(int64_t) refs; /* of the way so far */
    EMS_ARRAY(struct ems_osm_tag) tags;
    struct ems_arena text; /* of these tags */
};

static void stop(struct reader *r, enum ems_status status)
{
    if (r->status == EMS_OK) r->status = status;
    XML_StopParser(r->parser, XML_FALSE);
}

static struct ems_place_in_file here(const struct reader *r)
{
    /* Expat counts columns from 0. */
    XML_Size line = XML_GetCurrentLineNumber(r->parser), column = XML_GetCurrentColumnNumber(r->parser);
    bool fits = line <= INT32_MAX && column < INT32_MAX;
    return (struct ems_place_in_file){r->source->name, fits ? (int32_t)line : 0,
                                      fits ? (int32_t)column + 1 : 0};
}

static void wrong(struct reader *r, enum ems_text message, const char *const *args, enum ems_text hint)
{
    struct ems_diag *diag = ems_diag_error(r->source->diags, here(r), "", message, args);
    if (hint != EMS_T_NONE) ems_diag_hint(r->source->diags, diag, hint, NULL);
    stop(r, EMS_BAD_INPUT);
}

static const char *attribute(const char *const *attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2) {
        if (strcmp(attributes[0], name) == 0) return attributes[1];
    }
    return NULL;
}

/* An attribute that must be there and a whole number. */
static bool read_id(struct reader *r, const char *const *attributes, const char *name, int64_t *out)
{
    const char *text = attribute(attributes, name);
    if (text != NULL && ems_integer_parse(text, strlen(text), out)) return true;
    wrong(r, EMS_T_OSM_ATTRIBUTE, EMS_ARGS(name, text != NULL ? text : ""), EMS_T_NONE);
    return false;
}

/* Degrees as 10^-9 of them; on no globe when that does not fit. */
static bool read_degrees(struct reader *r, const char *const *attributes, const char *name, int64_t *out)
{
    const char *text = attribute(attributes, name);
    double degrees;
    if (text == NULL || !ems_number_parse(text, strlen(text), &degrees)) {
        wrong(r, EMS_T_OSM_ATTRIBUTE, EMS_ARGS(name, text != NULL ? text : ""), EMS_T_NONE);
        return false;
    }
    *out = fabs(degrees) > 1000 ? INT64_MAX : (int64_t)rint(degrees * 1e7) * 100;
    return true;
}

/* Editors keep what was deleted until it is uploaded. */
static bool is_deleted(const char *const *attributes)
{
    const char *action = attribute(attributes, "action"), *visible = attribute(attributes, "visible");
    return (action != NULL && strcmp(action, "delete") == 0) ||
           (visible != NULL && strcmp(visible, "false") == 0);
}

static void read_node(struct reader *r, const char *const *attributes)
{
    int64_t id, lon, lat;
    if (is_deleted(attributes)) return;
    if (!read_id(r, attributes, "id", &id) || !read_degrees(r, attributes, "lon", &lon) ||
        !read_degrees(r, attributes, "lat", &lat))
        return;
    ems_osm_gather_node(r->source->gather, id, lon, lat);
}

static void read_nd(struct reader *r, const char *const *attributes)
{
    int64_t ref;
    if (read_id(r, attributes, "ref", &ref) && !EMS_PUSH(&r->refs, ref)) stop(r, EMS_NO_MEMORY);
}

static void read_tag(struct reader *r, const char *const *attributes)
{
    const char *key = attribute(attributes, "k"), *value = attribute(attributes, "v");
    if (key == NULL || value == NULL) {
        wrong(r, EMS_T_OSM_ATTRIBUTE, EMS_ARGS(key == NULL ? "k" : "v", ""), EMS_T_NONE);
        return;
    }
    struct ems_osm_tag tag = {ems_arena_strdup(&r->text, key), ems_arena_strdup(&r->text, value)};
    if (r->text.failed || !EMS_PUSH(&r->tags, tag)) stop(r, EMS_NO_MEMORY);
}

static void begin_way(struct reader *r, const char *const *attributes)
{
    r->in_way = r->source->pass == EMS_OSM_WAYS && !is_deleted(attributes);
    r->refs.count = 0;
    r->tags.count = 0;
    ems_arena_reset(&r->text);
}

static void end_way(struct reader *r)
{
    enum ems_status status =
        ems_osm_gather_way(r->source->gather, r->refs.items, r->refs.count, r->tags.items, r->tags.count);
    r->in_way = false;
    if (status != EMS_OK) stop(r, status);
}

static void XMLCALL begin_element(void *context, const XML_Char *name, const XML_Char **given)
{
    struct reader *r = context;
    const char *const *attributes = given;
    if (r->status != EMS_OK) return;
    r->depth++;
    if (r->depth > DEPTH_MAX)
        wrong(r, EMS_T_OSM_DEPTH, NULL, EMS_T_NONE);
    else if (r->depth == 1 && strcmp(name, "osm") != 0)
        wrong(r, EMS_T_OSM_ROOT, EMS_ARGS(name), EMS_T_HINT_OSM_KINDS);
    else if (r->depth == 2 && strcmp(name, "way") == 0)
        begin_way(r, attributes);
    else if (r->depth == 2 && strcmp(name, "node") == 0 && r->source->pass == EMS_OSM_NODES)
        read_node(r, attributes);
    else if (r->depth == 3 && r->in_way && strcmp(name, "nd") == 0)
        read_nd(r, attributes);
    else if (r->depth == 3 && r->in_way && strcmp(name, "tag") == 0)
        read_tag(r, attributes);
}

static void XMLCALL end_element(void *context, const XML_Char *name)
{
    struct reader *r = context;
    (void)name;
    if (r->status != EMS_OK) return;
    if (r->depth == 2 && r->in_way) end_way(r);
    r->depth--;
}

/* Entities of its own can make a small file endless; OpenStreetMap has no use for them. */
static void XMLCALL refuse_doctype(void *context, const XML_Char *name, const XML_Char *system,
                                   const XML_Char *public, int has_subset)
{
    struct reader *r = context;
    (void)name;
    (void)system;
    (void)public;
    (void)has_subset;
    if (r->status == EMS_OK) wrong(r, EMS_T_OSM_DOCTYPE, NULL, EMS_T_NONE);
}

/* A piece of the file, read into expat's own buffer. */
static void read_piece(struct reader *r, int64_t *position, bool *more)
{
    void *buffer = XML_GetBuffer(r->parser, PIECE);
    if (buffer == NULL) {
        r->status = EMS_NO_MEMORY;
        return;
    }
    size_t have = fread(buffer, 1, PIECE, r->source->stream);
    if (ferror(r->source->stream)) {
        r->status = ems_osm_wrong(r->source, EMS_T_FILE_UNREADABLE,
                                  EMS_ARGS(r->source->name, strerror(errno)), EMS_T_NONE);
        return;
    }
    *more = have == PIECE;
    *position += (int64_t)have;
    enum XML_Status parsed = XML_ParseBuffer(r->parser, (int)have, !*more);
    if (parsed == XML_STATUS_OK && *position - XML_GetCurrentByteIndex(r->parser) > TOKEN_MAX)
        wrong(r, EMS_T_OSM_TOKEN, NULL, EMS_T_NONE);
    if (parsed == XML_STATUS_OK || r->status != EMS_OK) return;
    enum XML_Error error = XML_GetErrorCode(r->parser);
    if (error == XML_ERROR_NO_MEMORY)
        r->status = EMS_NO_MEMORY;
    else
        wrong(r, EMS_T_OSM_XML, EMS_ARGS(XML_ErrorString(error)), EMS_T_HINT_OSM_AGAIN);
}

enum ems_status ems_osm_scan_xml(struct ems_osm_source *source)
{
    struct reader r = {.source = source, .parser = XML_ParserCreate(NULL)};
    if (r.parser == NULL) return EMS_NO_MEMORY;
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, begin_element, end_element);
    XML_SetStartDoctypeDeclHandler(r.parser, refuse_doctype);
    int64_t position = 0;
    bool more = true;
    while (more && r.status == EMS_OK) {
        read_piece(&r, &position, &more);
        if (r.status == EMS_OK) r.status = ems_osm_tell(source, position);
    }
    XML_ParserFree(r.parser);
    ems_arena_free(&r.text);
    free(r.refs.items);
    free(r.tags.items);
    return r.status;
}
