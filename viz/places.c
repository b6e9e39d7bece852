/* Where the signs of what stands close together are drawn. */
#include "layer.h"

static const double step_px = 13, below_px = 18, above_px = 19; /* at scale 1 */

bool viz_station_is_tight(const struct viz_frame *frame, ems_station_id station)
{
    double row_px = (frame->moment->standing[station] + 0.5) * step_px * frame->look->scale;
    return frame->moment->standing[station] > 1 &&
           frame->ground->station_gap_m[station] / frame->camera->m_per_px < row_px;
}

struct viz_pixel viz_hospital_pixel(const struct viz_frame *frame, ems_hospital_id hospital)
{
    struct viz_pixel at = viz_frame_pixel(frame, ems_hospital_info(frame->moment->scenario, hospital).at);
    bool beside =
        frame->ground->hospital_gap_m[hospital] / frame->camera->m_per_px < above_px * frame->look->scale;
    if (beside) at.y -= above_px * frame->look->scale;
    return at;
}

/* At a tight station idle vehicles share one place, those about to leave stand beside it. */
static struct viz_pixel below_station(const struct viz_frame *frame, const struct viz_vehicle *v)
{
    struct viz_pixel at = viz_frame_pixel(frame, v->view.at);
    double step = step_px * frame->look->scale;
    at.y += below_px * frame->look->scale;
    if (!viz_station_is_tight(frame, v->view.station))
        at.x += (v->place - (v->row - 1) / 2.0) * step;
    else if (v->view.status != EMS_V_IDLE)
        at.x += 1.2 * step;
    return at;
}

struct viz_pixel viz_vehicle_pixel(const struct viz_frame *frame, ems_vehicle_id vehicle)
{
    const struct viz_vehicle *v = &frame->moment->vehicle[vehicle];
    if (v->row > 0) return below_station(frame, v);
    if (v->hospital < 0) return viz_frame_pixel(frame, v->view.at);
    struct viz_pixel at = viz_hospital_pixel(frame, v->hospital);
    at.x += v->place * step_px * frame->look->scale;
    at.y -= above_px * frame->look->scale;
    return at;
}
