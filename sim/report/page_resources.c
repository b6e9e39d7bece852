#include "report/page.h"

static void station_row(struct ems_page *page, struct ems_table *table, const char *name, int32_t vehicles,
                        int32_t crews, const struct ems_crew_result *result,
                        const struct ems_figure *response)
{
    struct ems_words *words = &page->words;
    EMS_ROW(table, name, ems_say_integer(words, vehicles), ems_say_integer(words, crews),
            ems_say_figure(words, EMS_SAY_COUNT, &result->orders),
            ems_say_figure(words, EMS_SAY_SHARE, &result->utilisation),
            ems_say_figure(words, EMS_SAY_MINUTES, response));
}

static void print_stations(struct ems_page *page)
{
    const struct ems_model *model = page->model;
    const struct ems_results *results = page->results;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    fputc('\n', page->out);
    EMS_ROW(&table, ems_page_text(page, EMS_T_R_HEAD_STATIONS), ems_page_text(page, EMS_T_R_COL_VEHICLES),
            ems_page_text(page, EMS_T_R_COL_CREWS), ems_page_text(page, EMS_T_R_COL_ORDERS),
            ems_page_text(page, EMS_T_R_COL_BUSY), ems_page_text(page, EMS_T_R_COL_RESPONSE));
    for (int32_t s = 0; s < model->station_count && s < EMS_PAGE_ROWS; s++) {
        const struct ems_station *station = &model->stations[s];
        station_row(page, &table, ems_name_in(&station->name, words->lang, station->id),
                    station->vehicle_count, station->crew_count, &results->stations[s].crews,
                    &results->stations[s].response_s);
    }
    if (model->station_count > EMS_PAGE_ROWS)
        EMS_ROW(&table, EMS_SAY(words, R_MORE, ems_say_integer(words, model->station_count - EMS_PAGE_ROWS)),
                NULL, NULL, NULL, NULL, NULL);
    station_row(page, &table, ems_page_text(page, EMS_T_R_ALL_STATIONS), model->vehicle_count,
                model->crew_count, &results->fleet, &results->all.mean_s);
    ems_page_end_table(page, &table);
    ems_page_line(page, EMS_SAY(words, R_FLEET_LINE,
                                ems_say_figure(words, EMS_SAY_NUMBER, &results->fleet.unit_hour_utilisation),
                                ems_say_figure(words, EMS_SAY_MINUTES, &results->fleet.overtime_s),
                                ems_say_number(words, EMS_SAY_COUNT, results->distance_m.value / 1000)));
}

static void print_centre(struct ems_page *page)
{
    const struct ems_service_figures *service = &page->results->service;
    const struct ems_level_figures *levels = &page->results->levels;
    struct ems_table table = ems_page_begin_figures(page, EMS_T_R_HEAD_CENTRE);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_ANSWERED_10S), EMS_SAY_SHARE,
                    &service->answered_10s_share);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_LOST), EMS_SAY_SHARE, &service->lost_share);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_SEATS), EMS_SAY_SHARE, &levels->seats_share);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_DEPARTED), EMS_SAY_SHARE,
                    &service->departed_180s_share);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_ON_ROAD), EMS_SAY_SHARE,
                    &service->ordered_on_road_share);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_SATISFACTION), EMS_SAY_SHARE,
                    &service->satisfaction_share);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_QUEUED), EMS_SAY_SHARE, &service->queued_share);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_WAITING), EMS_SAY_NUMBER, &levels->waiting);
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_WAITING_MAX), EMS_SAY_COUNT,
                    &levels->waiting_max);
    if (page->report->radius != NULL && page->report->radius->all.measured > 0) {
        const struct ems_radius_group *all = &page->report->radius->all;
        EMS_ROW(&table, ems_page_text(page, EMS_T_R_RADIUS),
                ems_say_number(&page->words, EMS_SAY_SHARE, all->covered / all->measured), "");
    }
    ems_page_figure(page, &table, ems_page_text(page, EMS_T_R_COVER), EMS_SAY_SHARE, &levels->cover_share);
    ems_page_end_table(page, &table);
}

static void print_hospitals(struct ems_page *page)
{
    const struct ems_model *model = page->model;
    struct ems_words *words = &page->words;
    struct ems_table table = ems_table_begin(6);
    if (model->hospital_count == 0) return;
    fputc('\n', page->out);
    EMS_ROW(&table, ems_page_text(page, EMS_T_R_HEAD_HOSPITALS), ems_page_text(page, EMS_T_R_COL_ARRIVALS),
            ems_page_text(page, EMS_T_R_COL_BAYS), ems_page_text(page, EMS_T_R_COL_OCCUPIED),
            ems_page_text(page, EMS_T_R_COL_BAY_WAIT), ems_page_text(page, EMS_T_R_COL_HANDOVER));
    for (int32_t h = 0; h < model->hospital_count && h < EMS_PAGE_ROWS; h++) {
        const struct ems_hospital *hospital = &model->hospitals[h];
        const struct ems_hospital_result *result = &page->results->hospitals[h];
        EMS_ROW(&table, ems_name_in(&hospital->name, words->lang, hospital->id),
                ems_say_figure(words, EMS_SAY_COUNT, &result->arrivals),
                hospital->bays == EMS_UNLIMITED ? ems_page_text(page, EMS_T_R_NONE)
                                                : ems_say_integer(words, hospital->bays),
                ems_say_figure(words, EMS_SAY_SHARE, &result->occupancy_share),
                ems_say_figure(words, EMS_SAY_MINUTES, &result->bay_wait_s),
                ems_say_figure(words, EMS_SAY_MINUTES, &result->handover_s));
    }
    if (model->hospital_count > EMS_PAGE_ROWS)
        EMS_ROW(&table, EMS_SAY(words, R_MORE, ems_say_integer(words, model->hospital_count - EMS_PAGE_ROWS)),
                NULL, NULL, NULL, NULL, NULL);
    ems_page_end_table(page, &table);
}

static void print_outcomes(struct ems_page *page)
{
    static const enum ems_text names[] = {
#define EMS_X(id, name) EMS_T_R_OUT_##id,
        EMS_OUTCOMES(EMS_X)
#undef EMS_X
    };
    struct ems_table table = ems_page_begin_figures(page, EMS_T_R_HEAD_OUTCOMES);
    for (int32_t o = 0; o < EMS_OUTCOME_COUNT; o++)
        if (page->results->calls.outcomes[o].value > 0)
            ems_page_figure(page, &table, ems_page_text(page, names[o]), EMS_SAY_COUNT,
                            &page->results->calls.outcomes[o]);
    ems_page_end_table(page, &table);
}

void ems_page_resources(struct ems_page *page)
{
    print_stations(page);
    print_centre(page);
    print_hospitals(page);
    print_outcomes(page);
}
