/* GeoJSON (RFC 7946) for maps: one FeatureCollection in WGS-84 with what a feature is in `kind`: area,
 * station, radius, isochrone, hospital, place. Outer rings run anticlockwise, holes clockwise. A scenario in
 * plane metres keeps its metres, which GIS programs must be told. Properties are flat, as those programs like
 * them; what is not known is null. */
#ifndef EMS_REPORT_GEOJSON_H
#define EMS_REPORT_GEOJSON_H

#include <jansson.h>

#include "base/status.h"
#include "study/coverage.h"
#include "study/results.h"

/* Areas with cover, isochrones by day (the ground within each time of ems_cover_threshold), stations with the
 * circle of the radius that holds where they stand, hospitals, and each demand place: in radius or not, the
 * nearest station, minutes from the quickest. A new reference. */
enum ems_status ems_geojson_coverage(const struct ems_coverage *coverage, json_t **out);
/* Areas with the response times of a run, stations, hospitals. A new reference. */
enum ems_status ems_geojson_results(const struct ems_results *results, json_t **out);

#endif
