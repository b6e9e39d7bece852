/* The answer of `size`: one JSON document, one page for a terminal. Nothing here computes but people and
 * money from crew-hours. */
#ifndef EMS_REPORT_SIZE_REPORT_H
#define EMS_REPORT_SIZE_REPORT_H

#include <jansson.h>
#include <stdio.h>

#include "base/text.h"
#include "study/size.h"

struct ems_size_report {
    const struct ems_size *size;
    double persons; /* that a crew around the clock takes at 40 hours a week, leave counted */
    double price;   /* of a person a year; 0: not given */
};

/* Persons for a plan: by its paid hours and the hours that a person is paid for. */
double ems_size_persons(const struct ems_size_report *report, const struct ems_size_plan *plan);
/* The document of `size --json`, a new reference; fields are listed in docs/results.md. */
enum ems_status ems_size_json(const struct ems_size_report *report, json_t **out);
/* A page of 80 columns. EMS_IO when the stream failed. */
enum ems_status ems_size_print(const struct ems_size_report *report, enum ems_lang lang, FILE *out);

#endif
