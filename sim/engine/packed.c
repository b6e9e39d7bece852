#include "engine/packed.h"

#include <string.h>

#include "model/model.h"

_Static_assert(sizeof(struct ems_packed_call) == 104, "no padding");
_Static_assert(sizeof(struct ems_packed_trip) == 80, "no padding");

static uint32_t after(ems_time start, ems_time at)
{
    if (at == EMS_NEVER) return EMS_PACKED_NEVER;
    ems_time ms = (at - start + EMS_MILLISECOND / 2) / EMS_MILLISECOND;
    return ms < 0 ? 0 : ms >= EMS_PACKED_NEVER ? EMS_PACKED_NEVER - 1 : (uint32_t)ms;
}

static uint8_t byte(int32_t value)
{
    return value < 0 ? 0 : value > UINT8_MAX ? UINT8_MAX : (uint8_t)value;
}

static uint8_t flag(bool on, int bit)
{
    return on ? (uint8_t)bit : 0;
}

struct ems_packed_call ems_call_pack(const struct ems_call_fact *f, ems_time ended)
{
    struct ems_packed_call p;
    memset(&p, 0, sizeof p);
    p.serial = f->serial;
    p.rang = f->rang;
    p.x_m = (float)f->at.x_m;
    p.y_m = (float)f->at.y_m;
    uint32_t *const offsets[] = {&p.answered, &p.ready,    &p.first_ordered, &p.cancelled,   &p.ordered,
                                 &p.departed, &p.on_scene, &p.left_scene,    &p.at_hospital, &p.bay,
                                 &p.accepted, &p.free,     &p.ended};
    const ems_time times[] = {
        f->answered,   f->ready,       f->first_ordered, f->cancelled, f->ordered, f->departed, f->on_scene,
        f->left_scene, f->at_hospital, f->bay,           f->accepted,  f->free,    ended};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) *offsets[i] = after(f->rang, times[i]);
    p.bumped = after(0, f->bumped);
    p.area = f->area;
    p.vehicle = f->vehicle;
    p.hospital = f->hospital;
    p.trace = f->trace;
    p.condition = (int16_t)f->condition;
    p.priority = byte(f->priority);
    p.vehicles = byte(f->vehicles);
    p.reassignments = byte(f->reassignments);
    p.outcome = byte(f->outcome);
    p.flags = (uint8_t)(flag(f->counted, EMS_PACKED_COUNTED) | flag(f->is_request, EMS_PACKED_REQUEST) |
                        flag(f->queued, EMS_PACKED_QUEUED) | flag(f->at_station, EMS_PACKED_AT_STATION) |
                        flag(f->response != EMS_NEVER, EMS_PACKED_REACHED));
    return p;
}

struct ems_packed_trip ems_trip_pack(const struct ems_trip_fact *f, ems_time ended)
{
    struct ems_packed_trip p;
    memset(&p, 0, sizeof p);
    p.call = f->call;
    p.ordered = f->ordered;
    uint32_t *const offsets[] = {&p.departed, &p.on_scene, &p.left_scene, &p.at_hospital,
                                 &p.bay,      &p.accepted, &p.free,       &p.ended};
    const ems_time times[] = {f->departed, f->on_scene, f->left_scene, f->at_hospital,
                              f->bay,      f->accepted, f->free,       ended};
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) *offsets[i] = after(f->ordered, times[i]);
    p.vehicle = f->vehicle;
    p.crew = f->crew;
    p.hospital = f->hospital;
    p.area = f->area;
    p.trace = f->trace;
    p.to_scene_m = (float)f->to_scene_m;
    p.to_hospital_m = (float)f->to_hospital_m;
    p.role = byte(f->role);
    p.priority = byte(f->priority);
    p.flags = (uint8_t)(flag(f->counted, EMS_PACKED_COUNTED) | flag(f->from_station, EMS_PACKED_AT_STATION) |
                        flag(f->reassigned, EMS_PACKED_REASSIGNED) |
                        flag(f->cancelled, EMS_PACKED_CANCELLED) | flag(f->is_empty, EMS_PACKED_EMPTY));
    return p;
}

/* The parts of the response, as the engine reckons them. */
static void split(struct ems_call_fact *f, ems_time ended)
{
    f->answer = f->answered == EMS_NEVER ? 0 : f->answered - f->rang;
    f->process = f->ready == EMS_NEVER || f->answered == EMS_NEVER ? 0 : f->ready - f->answered;
    if (f->response != EMS_NEVER) {
        f->queue = f->ordered - f->ready - f->bumped;
        f->turnout = f->departed - f->ordered;
        f->travel = f->on_scene - f->departed;
    } else if (f->is_request) {
        f->queue = (f->first_ordered != EMS_NEVER ? f->first_ordered : ended) - f->ready;
    }
}

static ems_station_id station_of(const struct ems_model *model, ems_vehicle_id vehicle)
{
    return vehicle >= 0 && vehicle < model->vehicle_count ? model->vehicles[vehicle].station : EMS_NONE;
}

struct ems_call_fact ems_call_unpack(const struct ems_model *model, const struct ems_packed_call *p)
{
    ems_time rang = p->rang;
    bool has_trace = p->trace >= 0 && p->trace < model->trace_count;
    struct ems_call_fact f = {
        .serial = p->serial,
        .trace_id = has_trace ? model->trace[p->trace].id : NULL,
        .trace = p->trace,
        .outcome = p->outcome,
        .counted = (p->flags & EMS_PACKED_COUNTED) != 0,
        .is_request = (p->flags & EMS_PACKED_REQUEST) != 0,
        .queued = (p->flags & EMS_PACKED_QUEUED) != 0,
        .at_station = (p->flags & EMS_PACKED_AT_STATION) != 0,
        .at = {(double)p->x_m, (double)p->y_m},
        .area = p->area,
        .condition = p->condition,
        .priority = p->priority,
        .vehicles = p->vehicles,
        .reassignments = p->reassignments,
        .rang = rang,
        .answered = ems_unpack_after(rang, p->answered),
        .ready = ems_unpack_after(rang, p->ready),
        .first_ordered = ems_unpack_after(rang, p->first_ordered),
        .cancelled = ems_unpack_after(rang, p->cancelled),
        .ordered = ems_unpack_after(rang, p->ordered),
        .departed = ems_unpack_after(rang, p->departed),
        .on_scene = ems_unpack_after(rang, p->on_scene),
        .left_scene = ems_unpack_after(rang, p->left_scene),
        .at_hospital = ems_unpack_after(rang, p->at_hospital),
        .bay = ems_unpack_after(rang, p->bay),
        .accepted = ems_unpack_after(rang, p->accepted),
        .free = ems_unpack_after(rang, p->free),
        .response =
            (p->flags & EMS_PACKED_REACHED) != 0 ? (ems_time)p->on_scene * EMS_MILLISECOND : EMS_NEVER,
        .bumped = (ems_time)p->bumped * EMS_MILLISECOND,
        .vehicle = p->vehicle,
        .station = station_of(model, p->vehicle),
        .hospital = p->hospital,
    };
    split(&f, ems_unpack_after(rang, p->ended));
    return f;
}

struct ems_trip_fact ems_trip_unpack(const struct ems_model *model, const struct ems_packed_trip *p)
{
    ems_time from = p->ordered;
    return (struct ems_trip_fact){
        .call = p->call,
        .trace = p->trace,
        .role = p->role,
        .vehicle = p->vehicle,
        .crew = p->crew,
        .station = station_of(model, p->vehicle),
        .hospital = p->hospital,
        .priority = p->priority,
        .area = p->area,
        .from_station = (p->flags & EMS_PACKED_AT_STATION) != 0,
        .reassigned = (p->flags & EMS_PACKED_REASSIGNED) != 0,
        .cancelled = (p->flags & EMS_PACKED_CANCELLED) != 0,
        .counted = (p->flags & EMS_PACKED_COUNTED) != 0,
        .is_empty = (p->flags & EMS_PACKED_EMPTY) != 0,
        .ordered = from,
        .departed = ems_unpack_after(from, p->departed),
        .on_scene = ems_unpack_after(from, p->on_scene),
        .left_scene = ems_unpack_after(from, p->left_scene),
        .at_hospital = ems_unpack_after(from, p->at_hospital),
        .bay = ems_unpack_after(from, p->bay),
        .accepted = ems_unpack_after(from, p->accepted),
        .free = ems_unpack_after(from, p->free),
        .to_scene_m = (double)p->to_scene_m,
        .to_hospital_m = (double)p->to_hospital_m,
    };
}
