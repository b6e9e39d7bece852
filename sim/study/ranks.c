#include "study/ranks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "study/threads.h"

/* Messages. WANT, LOST: to rank 0; ITEM, STOP, END: from it; RESULT as result_bytes writes it. */
enum tag { TAG_WANT = 1, TAG_RESULT, TAG_LOST, TAG_ITEM, TAG_STOP, TAG_END };

#define TEND_EVERY_S 0.1

/* ---- results as bytes; all ranks run the same program ---- */

struct result_head {
    struct ems_played outcome; /* its record is not */
    char key[EMS_HASH_HEX];
};

static unsigned char *put(unsigned char *at, const void *bytes, size_t count)
{
    if (count > 0) memcpy(at, bytes, count);
    return at + count;
}

static size_t result_size(const struct ems_kept *kept, const struct ems_played *outcome)
{
    size_t size = sizeof(struct result_head);
    if (outcome->status != EMS_OK) return size;
    size += 2 * (size_t)kept->count * sizeof(double);
    for (int32_t i = 0; i < kept->sample_count; i++)
        size += sizeof(size_t) + outcome->record.samples[i].count;
    return size;
}

/* The caller's to free; NULL when memory is out. */
static unsigned char *result_bytes(const struct ems_sweep *sweep, const struct ems_played *outcome,
                                   size_t *count)
{
    const struct ems_kept *kept = &sweep->kept;
    const struct ems_record *record = &outcome->record;
    struct result_head head = {.outcome = *outcome};
    size_t values = (size_t)kept->count * sizeof(double);
    *count = result_size(kept, outcome);
    unsigned char *bytes = malloc(*count), *at = bytes;
    if (bytes == NULL) return NULL;
    head.outcome.record = (struct ems_record){0};
    memcpy(head.key, sweep->items[outcome->item.point].key, sizeof head.key);
    at = put(at, &head, sizeof head);
    if (outcome->status != EMS_OK) return bytes;
    at = put(put(at, record->first, values), record->second, values);
    for (int32_t i = 0; i < kept->sample_count; i++) {
        at = put(at, &record->samples[i].count, sizeof(size_t));
        at = put(at, record->samples[i].bytes, record->samples[i].count);
    }
    return bytes;
}

struct cursor {
    const unsigned char *at;
    size_t left;
};

static bool take(struct cursor *cursor, void *out, size_t count)
{
    if (cursor->left < count) return false;
    if (count > 0) memcpy(out, cursor->at, count);
    cursor->at += count;
    cursor->left -= count;
    return true;
}

static bool take_sample(struct cursor *cursor, struct ems_bytes *sample)
{
    if (!take(cursor, &sample->count, sizeof sample->count) || sample->count > cursor->left) return false;
    if (sample->count == 0) return true;
    sample->bytes = malloc(sample->count);
    return sample->bytes != NULL && take(cursor, sample->bytes, sample->count);
}

/* The outcome's record is the caller's to free, after any answer. */
static bool read_result(const struct ems_sweep *sweep, const struct ems_message *message,
                        struct ems_played *out)
{
    const struct ems_kept *kept = &sweep->kept;
    struct cursor cursor = {message->bytes, message->count};
    struct result_head head;
    size_t values = (size_t)kept->count * sizeof(double);
    *out = (struct ems_played){0};
    if (!take(&cursor, &head, sizeof head)) return false;
    *out = head.outcome;
    out->record = (struct ems_record){0};
    if (out->item.point < 0 || out->item.point >= sweep->count) return false;
    if (strncmp(head.key, sweep->items[out->item.point].key, sizeof head.key) != 0) {
        out->status = EMS_BAD_INPUT;
        snprintf(out->text, sizeof out->text, "rank %d", message->from);
        return true;
    }
    if (out->status != EMS_OK) return true;
    bool good = ems_record_init(&out->record, kept) == EMS_OK && take(&cursor, out->record.first, values) &&
                take(&cursor, out->record.second, values);
    for (int32_t i = 0; good && i < kept->sample_count; i++)
        good = take_sample(&cursor, &out->record.samples[i]);
    return good;
}

/* ---- rank 0 ---- */

static void send_items(struct ems_ranks *ranks, int rank)
{
    struct ems_rank *other = &ranks->others[rank];
    struct ems_item item;
    while (other->wanted > 0 && ems_issue_try(ranks->issue, other->near, &item) == EMS_ISSUED) {
        other->wanted--;
        other->near = item.point;
        ems_transport_send(ranks->transport, rank, TAG_ITEM, &item, sizeof item);
    }
}

static void lose_rank(struct ems_ranks *ranks, int rank)
{
    struct ems_issue *issue = ranks->issue;
    pthread_mutex_lock(&issue->lock);
    if (issue->status == EMS_OK) {
        issue->status = EMS_BAD_INPUT;
        issue->trouble->where = EMS_TROUBLE_PLAYING;
        issue->trouble->point = -1;
        snprintf(issue->trouble->text, sizeof issue->trouble->text, "rank %d", rank);
    }
    atomic_store(&issue->sweep->stop, true);
    pthread_cond_broadcast(&issue->changed);
    pthread_mutex_unlock(&issue->lock);
}

static void answer(struct ems_ranks *ranks, const struct ems_message *message)
{
    struct ems_played outcome;
    switch (message->tag) {
    case TAG_WANT:
        if (message->count == sizeof(int64_t)) {
            int64_t wanted;
            memcpy(&wanted, message->bytes, sizeof wanted);
            ranks->others[message->from].wanted += wanted;
        }
        break;
    case TAG_RESULT:
        if (!read_result(ranks->issue->sweep, message, &outcome)) outcome.status = EMS_NO_MEMORY;
        ems_issue_give(ranks->issue, &outcome);
        ems_record_free(&outcome.record);
        break;
    default:
        lose_rank(ranks, message->from);
        break;
    }
}

static void tell_all(struct ems_transport *transport, enum tag tag)
{
    for (int rank = 1; rank < transport->size; rank++) ems_transport_send(transport, rank, (int)tag, "", 0);
}

void ems_ranks_serve(void *self)
{
    struct ems_ranks *ranks = self;
    struct ems_message message;
    bool any;
    while (ems_transport_poll(ranks->transport, &message, &any) == EMS_OK && any) {
        answer(ranks, &message);
        free(message.bytes);
    }
    for (int rank = 1; rank < ranks->transport->size; rank++) send_items(ranks, rank);
    double now = ems_threads_now_s();
    if (now - ranks->tended_s > TEND_EVERY_S) {
        ranks->tended_s = now;
        ems_issue_tend(ranks->issue);
    }
    if (ranks->told_stop || !atomic_load(&ranks->issue->sweep->stop)) return;
    ranks->told_stop = true;
    tell_all(ranks->transport, TAG_STOP);
}

void ems_ranks_end(struct ems_transport *transport)
{
    tell_all(transport, TAG_END);
}

/* ---- the other ranks ---- */

struct sent {
    unsigned char *bytes;
    size_t count;
};

/* What passes between a rank's players and its one thread that speaks. */
struct post {
    struct ems_transport *transport;
    struct ems_sweep *sweep;
    pthread_mutex_t lock;
    pthread_cond_t changed;
    EMS_ARRAY(struct ems_item) inbox;
    EMS_ARRAY(struct sent) outbox;
    int64_t asked, played; /* items wanted, and sent back */
    int32_t ahead;         /* items to be asked for ahead of results */
    bool over, no_memory;
};

static bool take_item(void *self, int32_t near, struct ems_item *out)
{
    struct post *post = self;
    int32_t chosen = 0;
    pthread_mutex_lock(&post->lock);
    while (post->inbox.count == 0 && !post->over) pthread_cond_wait(&post->changed, &post->lock);
    bool any = post->inbox.count > 0 && !post->over;
    for (int32_t i = 0; any && i < post->inbox.count && near >= 0; i++)
        if (post->inbox.items[i].point == near) {
            chosen = i;
            break;
        }
    if (any) {
        *out = post->inbox.items[chosen];
        post->inbox.count--;
        memmove(&post->inbox.items[chosen], &post->inbox.items[chosen + 1],
                (size_t)(post->inbox.count - chosen) * sizeof *post->inbox.items);
    }
    pthread_mutex_unlock(&post->lock);
    return any;
}

static void give_result(void *self, const struct ems_played *outcome)
{
    struct post *post = self;
    struct sent sent = {.bytes = NULL};
    sent.bytes = result_bytes(post->sweep, outcome, &sent.count);
    pthread_mutex_lock(&post->lock);
    if (sent.bytes == NULL || !EMS_PUSH(&post->outbox, sent)) {
        post->no_memory = true;
        free(sent.bytes);
    }
    pthread_mutex_unlock(&post->lock);
}

static bool next_out(struct post *post, struct sent *out)
{
    pthread_mutex_lock(&post->lock);
    bool any = post->outbox.count > 0;
    if (any) {
        *out = post->outbox.items[0];
        memmove(&post->outbox.items[0], &post->outbox.items[1],
                (size_t)--post->outbox.count * sizeof *post->outbox.items);
    }
    pthread_mutex_unlock(&post->lock);
    return any;
}

/* An item that is not played after all goes back, so that rank 0 waits for nothing. */
static void hand_back(struct post *post)
{
    struct ems_item item;
    while (post->inbox.count > 0) {
        item = post->inbox.items[--post->inbox.count];
        struct ems_played outcome = {.item = item, .status = EMS_INTERRUPTED};
        struct sent sent;
        sent.bytes = result_bytes(post->sweep, &outcome, &sent.count);
        if (sent.bytes != NULL) ems_transport_send(post->transport, 0, TAG_RESULT, sent.bytes, sent.count);
        free(sent.bytes);
    }
}

static void hear(struct post *post, const struct ems_message *message)
{
    struct ems_item item;
    pthread_mutex_lock(&post->lock);
    if (message->tag == TAG_ITEM && message->count == sizeof item) {
        memcpy(&item, message->bytes, sizeof item);
        if (!EMS_PUSH(&post->inbox, item)) post->no_memory = true;
    } else if (message->tag == TAG_STOP) {
        atomic_store(&post->sweep->stop, true);
    } else if (message->tag == TAG_END) {
        atomic_store(&post->sweep->stop, true);
        post->over = true;
    }
    if (atomic_load(&post->sweep->stop)) hand_back(post);
    pthread_cond_broadcast(&post->changed);
    pthread_mutex_unlock(&post->lock);
}

static void speak(void *self)
{
    struct post *post = self;
    struct ems_message message;
    struct sent sent;
    bool any;
    const struct ems_run_hooks *hooks = &post->sweep->options->hooks;
    if (hooks->interrupted != NULL && hooks->interrupted(hooks->self)) atomic_store(&post->sweep->stop, true);
    while (next_out(post, &sent)) {
        ems_transport_send(post->transport, 0, TAG_RESULT, sent.bytes, sent.count);
        free(sent.bytes);
        post->played++;
    }
    while (ems_transport_poll(post->transport, &message, &any) == EMS_OK && any) {
        hear(post, &message);
        free(message.bytes);
    }
    int64_t more = post->played + post->ahead - post->asked;
    if (more > 0 && !atomic_load(&post->sweep->stop)) {
        ems_transport_send(post->transport, 0, TAG_WANT, &more, sizeof more);
        post->asked += more;
    }
    if (!post->no_memory) return;
    post->no_memory = false;
    ems_transport_send(post->transport, 0, TAG_LOST, "", 0);
}

/* Waits for the end without playing. */
static void wait_for_end(struct ems_transport *transport)
{
    struct ems_message message;
    bool any, over = false;
    while (!over) {
        if (ems_transport_poll(transport, &message, &any) != EMS_OK) return;
        if (any) {
            over = message.tag == TAG_END;
            free(message.bytes);
        } else {
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
        }
    }
}

enum ems_status ems_ranks_work(struct ems_transport *transport, struct ems_sweep *sweep, int32_t jobs)
{
    struct post post = {.transport = transport, .sweep = sweep, .ahead = jobs + 1};
    enum ems_status status = EMS_NO_MEMORY;
    if (sweep == NULL || pthread_mutex_init(&post.lock, NULL) != 0) {
        ems_transport_send(transport, 0, TAG_LOST, "", 0);
        wait_for_end(transport);
        return sweep == NULL ? EMS_BAD_INPUT : status;
    }
    if (pthread_cond_init(&post.changed, NULL) == 0) {
        struct ems_players players = {.sweep = sweep,
                                      .source = {&post, take_item, give_result},
                                      .jobs = jobs,
                                      .every_ms = 2,
                                      .idle = speak};
        status = ems_players_run(&players);
        pthread_cond_destroy(&post.changed);
    }
    if (!post.over) {
        ems_transport_send(transport, 0, TAG_LOST, "", 0);
        wait_for_end(transport);
    }
    pthread_mutex_destroy(&post.lock);
    for (int32_t i = 0; i < post.outbox.count; i++) free(post.outbox.items[i].bytes);
    free(post.outbox.items);
    free(post.inbox.items);
    return status;
}
