/* Replay of a long run of a large city: the file, opening it, scrubbing, memory. */
#ifndef EMS_TESTS_BENCH_VIEW_REPLAY_H
#define EMS_TESTS_BENCH_VIEW_REPLAY_H

/* A city of 8 million people with 400 ambulances over `days` (364 days: 800,000 calls) is recorded, opened in
 * the window under the dummy driver, and shown at random moments. Prints; returns how many assertions (that
 * the calls are there, and the moments reached) did not hold. */
int bench_replay(int days);

#endif
