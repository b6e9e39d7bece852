#include "cli/progress.h"

#include <stdio.h>
#include <unistd.h>

static double seconds_between(struct timespec from, struct timespec to)
{
    return (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
}

struct ems_progress ems_progress_begin(enum ems_lang lang, bool wanted)
{
    struct ems_progress progress = {.lang = lang, .shown = wanted && isatty(STDERR_FILENO) == 1};
    clock_gettime(CLOCK_MONOTONIC, &progress.started);
    progress.last = progress.started;
    return progress;
}

static void format_left(char *out, size_t size, double seconds)
{
    long whole = (long)(seconds + 0.5);
    if (whole >= 3600)
        snprintf(out, size, "%ld h %02ld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        snprintf(out, size, "%ld min %02ld s", whole / 60, whole % 60);
    else
        snprintf(out, size, "%ld s", whole);
}

void ems_progress_tell(struct ems_progress *progress, int64_t done, int64_t total, double under_way)
{
    struct timespec now;
    if (!progress->shown) return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (!progress->told) {
        progress->told = true;
        progress->before = (double)done + under_way;
        progress->started = now;
    }
    if (seconds_between(progress->last, now) < 0.2) return;
    progress->last = now;
    char done_text[24], total_text[24], left[48], text[256];
    double part = (double)done + under_way - progress->before, gone = seconds_between(progress->started, now);
    snprintf(done_text, sizeof done_text, "%lld", (long long)done);
    snprintf(total_text, sizeof total_text, "%lld", (long long)total);
    const char *const args[] = {done_text, total_text, left};
    /* An estimate from the first moments would jump about. */
    bool known = part > 0 && gone >= 1;
    if (known) format_left(left, sizeof left, gone * ((double)total - progress->before - part) / part);
    ems_text_format(text, sizeof text, known ? EMS_T_CLI_PROGRESS : EMS_T_CLI_PROGRESS_FIRST, progress->lang,
                    args, known ? 3 : 2);
    fprintf(stderr, "\r\033[K%s", text);
    fflush(stderr);
}

void ems_progress_tell_share(struct ems_progress *progress, double share)
{
    struct timespec now;
    if (!progress->shown) return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds_between(progress->last, now) < 0.2) return;
    progress->last = now;
    char percent[24], left[48], text[256];
    double gone = seconds_between(progress->started, now);
    snprintf(percent, sizeof percent, "%d", (int)(100 * share));
    const char *const args[] = {percent, left};
    bool known = share > 0 && gone >= 1;
    if (known) format_left(left, sizeof left, gone * (1 - share) / share);
    ems_text_format(text, sizeof text, known ? EMS_T_CLI_PROGRESS_SHARE : EMS_T_CLI_PROGRESS_SHARE_FIRST,
                    progress->lang, args, known ? 2 : 1);
    fprintf(stderr, "\r\033[K%s", text);
    fflush(stderr);
}

void ems_progress_say(struct ems_progress *progress, enum ems_text text)
{
    if (!progress->shown) return;
    fprintf(stderr, "\r\033[K%s", ems_text(text, progress->lang));
    fflush(stderr);
}

void ems_progress_end(struct ems_progress *progress)
{
    if (progress->shown) fputs("\r\033[K", stderr);
    progress->shown = false;
}
