/* How the centre and the crews do: picked up in 10 s, rolling in 3 min, utilisation. */
#include "section.h"

static void draw(struct viz_app *app, struct viz_ui *ui, struct viz_rect *rest)
{
    const struct ems_figures *f = &viz_section_map(app)->figures;
    char text[32];
    viz_section_line(ui, rest, viz_text(VIZ_T_ANSWERED_10S, ui->lang),
                     viz_format_share(text, sizeof text, f->answered_10s_share));
    viz_section_line(ui, rest, viz_text(VIZ_T_DEPARTED_3MIN, ui->lang),
                     viz_format_share(text, sizeof text, f->departed_180s_share));
    viz_section_line(ui, rest, viz_text(VIZ_T_TURNOUT_MEAN, ui->lang),
                     viz_format_minutes(text, sizeof text, f->turnout_mean_s));
    viz_section_line(ui, rest, viz_text(VIZ_T_UTILISATION, ui->lang),
                     viz_format_share(text, sizeof text, f->utilisation));
    viz_section_line(ui, rest, viz_text(VIZ_T_LOST, ui->lang), viz_format_count(text, sizeof text, f->lost));
}

const struct viz_section viz_section_service = {
    .name = "service", .title = VIZ_T_SECTION_SERVICE, .draw = draw};
