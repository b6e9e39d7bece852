#include "study/site_cast.h"

#include <stdatomic.h>

#include "study/threads.h"
#include "study/warmup.h"

/* Plans being loaded; each thread takes the next number. */
struct loading {
    const struct ems_site *site;
    int32_t k;
    const int32_t *plans;
    struct ems_site_cast *cast;
    int32_t count;
    atomic_int next;
    enum ems_status status[EMS_COMPARED_MOST];
};

void ems_site_cast_free(struct ems_site_cast *cast)
{
    for (int32_t i = 0; i < cast->count; i++) ems_scenario_free(cast->scenarios[i]);
    cast->count = 0;
}

/* The scenario with plan `i` of the round, from 1; 0: as it is. */
static enum ems_status load_one(const struct loading *l, int32_t i, struct ems_diags *diags,
                                struct ems_scenario **out)
{
    const struct ems_site_request *request = l->site->request;
    struct ems_load_options load = request->load;
    if (i > 0) load.overlay = l->site->plans[l->plans[i - 1]].overlay;
    return ems_scenario_load(l->k == 0 ? request->path : request->also[l->k - 1].path, &load, diags, out);
}

/* Warnings have been told with the scenario as it is; what is wrong is told on loading it again. */
static void load_some(void *self, int32_t number)
{
    struct loading *l = self;
    (void)number;
    for (;;) {
        struct ems_diags unheard = {0};
        int32_t i = atomic_fetch_add_explicit(&l->next, 1, memory_order_relaxed);
        if (i >= l->count) return;
        l->status[i] = load_one(l, i, &unheard, &l->cast->scenarios[i]);
        ems_diags_free(&unheard);
    }
}

static void idle(void *self)
{
    (void)self;
}

/* The scenario as it is: its warnings are told the first time; those of scenario 0 have been. */
static enum ems_status load_first(const struct loading *l, struct ems_diags *diags, struct ems_scenario **out)
{
    struct ems_diags unheard = {0};
    bool told = l->k == 0 || l->site->screened > 0;
    enum ems_status status = load_one(l, 0, told ? &unheard : diags, out);
    if (status == EMS_BAD_INPUT && told) status = load_one(l, 0, diags, out);
    ems_diags_free(&unheard);
    return status;
}

static enum ems_status load_all(struct loading *l, struct ems_diags *diags)
{
    int32_t jobs = l->site->request->run.jobs > 0 ? l->site->request->run.jobs : ems_study_processors();
    enum ems_status status = load_first(l, diags, &l->cast->scenarios[0]);
    if (status != EMS_OK) return status;
    atomic_init(&l->next, 1);
    if (jobs > l->count - 1) jobs = l->count - 1;
    if (jobs > 1) status = ems_threads_run(jobs, 100, load_some, idle, l);
    if (jobs == 1) load_some(l, 0);
    if (status != EMS_OK) l->count = 1;
    for (int32_t i = 1; i < l->count && status == EMS_OK; i++) {
        status = l->status[i];
        if (status == EMS_BAD_INPUT) status = load_one(l, i, diags, &l->cast->scenarios[i]);
    }
    return status;
}

static enum ems_status settle_warmup(struct ems_site *site, int32_t k, struct ems_scenario *scenario)
{
    const struct ems_model *model = ems_scenario_model(scenario);
    struct ems_warmup found;
    if (!model->clock.warmup_auto) return EMS_OK;
    if (site->warmups[k] < 0) {
        enum ems_status status = ems_warmup_find(model, &site->request->run, &found);
        if (status != EMS_OK) return status;
        site->warmups[k] = found.warmup < model->clock.warmup ? found.warmup : model->clock.warmup;
    }
    ems_scenario_settle_warmup(scenario, site->warmups[k]);
    return EMS_OK;
}

enum ems_status ems_site_cast_load(struct ems_site *site, int32_t k, const int32_t *plans, int32_t count,
                                   struct ems_diags *diags, struct ems_site_cast *out)
{
    struct loading l = {.site = site, .k = k, .plans = plans, .cast = out, .count = count + 1};
    *out = (struct ems_site_cast){.count = count + 1};
    enum ems_status status = load_all(&l, diags);
    for (int32_t i = 0; i <= count && status == EMS_OK; i++) {
        status = settle_warmup(site, k, out->scenarios[i]);
        out->models[i] = ems_scenario_model(out->scenarios[i]);
    }
    if (status != EMS_OK) ems_site_cast_free(out);
    return status;
}
