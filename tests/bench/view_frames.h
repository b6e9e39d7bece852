/* The window's speed: frames of a running simulation, answers to pan and zoom, the map of arrival times. */
#ifndef EMS_TESTS_BENCH_VIEW_FRAMES_H
#define EMS_TESTS_BENCH_VIEW_FRAMES_H

/* A generated city of 20,000 road segments and 300 vehicles at 1280 x 800 on the software renderer, coverage
 * on, `frames` frames at the pace of the screen: under the dummy driver, and in a real window where Xvfb is
 * installed. Prints; returns how many assertions (that it is the city which is meant) did not hold. */
int bench_frames(int frames);
/* 400 x 400 cells, 100 stations, 50,000 nodes of road: the map of the vehicles available now. */
int bench_arrival(int rounds);

#endif
