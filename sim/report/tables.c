#include "report/tables.h"

#include <errno.h>

const char *ems_table_file(enum ems_table_kind kind)
{
    static const char *const names[] = {"calls.csv", "trips.csv", "events.csv"};
    return names[kind];
}

static void put_headers(const struct ems_tables *tables)
{
    bool plane = tables->model->projection.coordinates == EMS_COORD_PLANE;
    if (tables->wanted[EMS_TABLE_CALLS])
        fprintf(
            tables->writers[EMS_TABLE_CALLS].stream,
            "replication,call,arrival_s,%s,area,condition,priority,outcome,answered_s,ready_s,ordered_s,"
            "departed_s,"
            "on_scene_s,left_scene_s,at_hospital_s,accepted_s,free_s,response_s,queued,reassignments,vehicle,"
            "station,hospital\n",
            plane ? "x_m,y_m" : "lon,lat");
    if (tables->wanted[EMS_TABLE_TRIPS])
        fputs("replication,call,role,vehicle,crew,station,hospital,area,priority,ordered_s,departed_s,on_"
              "scene_s,"
              "left_scene_s,at_hospital_s,bay_s,accepted_s,free_s,to_scene_m,to_hospital_m,from_station,"
              "reassigned,"
              "cancelled,empty,counted\n",
              tables->writers[EMS_TABLE_TRIPS].stream);
    if (tables->wanted[EMS_TABLE_EVENTS])
        fputs("replication,time_s,event,call,vehicle,station,hospital\n",
              tables->writers[EMS_TABLE_EVENTS].stream);
}

struct ems_tables ems_tables_continue(const struct ems_model *model, FILE *const streams[EMS_TABLE_KINDS])
{
    struct ems_tables tables = {.model = model};
    for (int k = 0; k < EMS_TABLE_KINDS; k++) {
        tables.wanted[k] = streams[k] != NULL;
        tables.writers[k] = ems_csv_writer(streams[k]);
    }
    return tables;
}

struct ems_tables ems_tables_begin(const struct ems_model *model, FILE *const streams[EMS_TABLE_KINDS])
{
    struct ems_tables tables = ems_tables_continue(model, streams);
    put_headers(&tables);
    return tables;
}

static void put_call_id(struct ems_csv_writer *writer, uint64_t serial, const char *trace_id)
{
    if (trace_id != NULL)
        ems_csv_put_text(writer, trace_id);
    else if (serial > 0)
        ems_csv_put_integer(writer, (int64_t)serial);
    else
        ems_csv_put_empty(writer);
}

static const char *trace_id_of(const struct ems_model *model, int32_t trace)
{
    return trace == EMS_NONE ? NULL : model->trace[trace].id;
}

/* The entity's id, or an empty field for EMS_NONE. */
#define PUT_ID(writer, array, number) \
    ems_csv_put_text((writer), (number) == EMS_NONE ? NULL : (array)[number].id)

static void put_times(struct ems_csv_writer *writer, const ems_time *times, int count)
{
    for (int i = 0; i < count; i++) ems_csv_put_time(writer, times[i]);
}

static void put_call(void *self, const struct ems_call_fact *fact)
{
    struct ems_tables *tables = self;
    const struct ems_model *model = tables->model;
    struct ems_csv_writer *writer = &tables->writers[EMS_TABLE_CALLS];
    if (!fact->counted || !tables->wanted[EMS_TABLE_CALLS]) return;
    struct ems_position at = ems_unproject(&model->projection, fact->at);
    const ems_time times[] = {fact->answered, fact->ready,      fact->ordered,     fact->departed,
                              fact->on_scene, fact->left_scene, fact->at_hospital, fact->accepted,
                              fact->free,     fact->response};
    ems_csv_put_integer(writer, tables->replication);
    put_call_id(writer, fact->serial, fact->trace_id);
    ems_csv_put_time(writer, fact->rang);
    ems_csv_put_number(writer, at.x);
    ems_csv_put_number(writer, at.y);
    PUT_ID(writer, model->areas, fact->area);
    PUT_ID(writer, model->conditions, fact->condition);
    if (fact->priority > 0)
        ems_csv_put_integer(writer, fact->priority);
    else
        ems_csv_put_empty(writer);
    ems_csv_put_text(writer, ems_outcome_name((enum ems_outcome)fact->outcome));
    put_times(writer, times, sizeof times / sizeof *times);
    ems_csv_put_integer(writer, fact->queued);
    ems_csv_put_integer(writer, fact->reassignments);
    PUT_ID(writer, model->vehicles, fact->vehicle);
    PUT_ID(writer, model->stations, fact->station);
    PUT_ID(writer, model->hospitals, fact->hospital);
    ems_csv_end_row(writer);
}

static void put_trip(void *self, const struct ems_trip_fact *fact)
{
    struct ems_tables *tables = self;
    const struct ems_model *model = tables->model;
    struct ems_csv_writer *writer = &tables->writers[EMS_TABLE_TRIPS];
    if (!tables->wanted[EMS_TABLE_TRIPS]) return;
    const ems_time times[] = {fact->ordered,     fact->departed, fact->on_scene, fact->left_scene,
                              fact->at_hospital, fact->bay,      fact->accepted, fact->free};
    ems_csv_put_integer(writer, tables->replication);
    put_call_id(writer, fact->call, trace_id_of(model, fact->trace));
    ems_csv_put_integer(writer, fact->role);
    PUT_ID(writer, model->vehicles, fact->vehicle);
    PUT_ID(writer, model->crews, fact->crew);
    PUT_ID(writer, model->stations, fact->station);
    PUT_ID(writer, model->hospitals, fact->hospital);
    PUT_ID(writer, model->areas, fact->area);
    ems_csv_put_integer(writer, fact->priority);
    put_times(writer, times, sizeof times / sizeof *times);
    ems_csv_put_number(writer, fact->to_scene_m);
    ems_csv_put_number(writer, fact->to_hospital_m);
    const bool marks[] = {fact->from_station, fact->reassigned, fact->cancelled, fact->is_empty,
                          fact->counted};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) ems_csv_put_integer(writer, marks[i]);
    ems_csv_end_row(writer);
}

static void put_event(void *self, const struct ems_event_fact *fact)
{
    struct ems_tables *tables = self;
    const struct ems_model *model = tables->model;
    struct ems_csv_writer *writer = &tables->writers[EMS_TABLE_EVENTS];
    if (!tables->wanted[EMS_TABLE_EVENTS]) return;
    ems_csv_put_integer(writer, tables->replication);
    ems_csv_put_time(writer, fact->at);
    ems_csv_put_text(writer, ems_event_name((enum ems_event)fact->kind));
    put_call_id(writer, fact->call, trace_id_of(model, fact->trace));
    PUT_ID(writer, model->vehicles, fact->vehicle);
    PUT_ID(writer, model->stations, fact->station);
    PUT_ID(writer, model->hospitals, fact->hospital);
    ems_csv_end_row(writer);
}

struct ems_observer ems_tables_observer(struct ems_tables *tables)
{
    return (struct ems_observer){.self = tables,
                                 .event = tables->wanted[EMS_TABLE_EVENTS] ? put_event : NULL,
                                 .trip = tables->wanted[EMS_TABLE_TRIPS] ? put_trip : NULL,
                                 .call = tables->wanted[EMS_TABLE_CALLS] ? put_call : NULL};
}

void ems_tables_replication(struct ems_tables *tables, int64_t replication)
{
    tables->replication = replication;
}

enum ems_status ems_tables_status(const struct ems_tables *tables)
{
    for (int k = 0; k < EMS_TABLE_KINDS; k++) {
        if (!tables->writers[k].failed) continue;
        errno = tables->writers[k].error;
        return EMS_IO;
    }
    return EMS_OK;
}

enum ems_status ems_tables_flush(struct ems_tables *tables)
{
    for (int k = 0; k < EMS_TABLE_KINDS; k++)
        if (tables->writers[k].stream != NULL && ems_csv_end(&tables->writers[k]) != EMS_OK) return EMS_IO;
    return EMS_OK;
}
