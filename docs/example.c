/* A program that uses ems120 as a library: it plays the first day of a scenario, prints once an hour what the vehicles
 * do.
 *
 *     cc example.c $(pkg-config --cflags --libs ems120) -o example
 *     ./example jiaohe /usr/local/share/ems120
 */
#include <stdio.h>
#include <stdlib.h>

#include <ems120/scenario.h>
#include <ems120/sim.h>
#include <ems120/version.h>

static int tell(const struct ems_messages *messages)
{
    for (int32_t i = 0; i < ems_messages_count(messages); i++) {
        struct ems_message m = ems_message_at(messages, i, EMS_LANG_EN);
        fprintf(stderr, "%s:%d: %s: %s\n", m.file, m.line, m.path, m.text);
    }
    return EXIT_FAILURE;
}

static void print_hour(const struct ems_scenario *scenario, const struct ems_sim *sim)
{
    int32_t count[EMS_V_STATUSES] = {0}, vehicles = ems_scenario_info(scenario).vehicles;
    for (ems_vehicle_id v = 0; v < vehicles; v++) count[ems_sim_vehicle(sim, v).status]++;
    printf("%5.1f h  %d of %d vehicles idle, %d on their way, %d on scene, %d calls so far\n",
           (double)ems_sim_now(sim) / (double)EMS_HOUR, (int)count[EMS_V_IDLE], (int)vehicles,
           (int)count[EMS_V_EN_ROUTE], (int)count[EMS_V_ON_SCENE], (int)ems_sim_centre(sim).calls);
}

int main(int argc, char **argv)
{
    const char *const folders[] = {argc > 2 ? argv[2] : "."};
    struct ems_scenario_def def = ems_scenario_def_default();
    struct ems_messages *messages = ems_messages_create();
    struct ems_scenario *scenario = NULL;
    def.path = argc > 1 ? argv[1] : "jiaohe";
    def.data_folders = folders;
    def.data_folder_count = 1;
    if (ems_scenario_open(&def, messages, &scenario) != EMS_OK) return tell(messages);
    printf("%s, ems120 %s\n", ems_scenario_name(scenario, EMS_LANG_EN), ems_version());

    struct ems_sim_def sim_def = ems_sim_def_default();
    struct ems_sim *sim = NULL;
    if (ems_sim_open(scenario, &sim_def, &sim) != EMS_OK) return EXIT_FAILURE;
    for (int hour = 1; hour <= 24; hour++) {
        if (ems_sim_run_until(sim, hour * EMS_HOUR) == EMS_FAILED) return EXIT_FAILURE;
        print_hour(scenario, sim);
    }
    ems_sim_free(sim);
    ems_scenario_free(scenario);
    ems_messages_free(messages);
    return EXIT_SUCCESS;
}
