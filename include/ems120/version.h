/* The version of the library. */
#ifndef EMS120_VERSION_H
#define EMS120_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

/* Such as "0.1.0": major.minor.patch. */
const char *ems_version(void);

#ifdef __cplusplus
}
#endif
#endif
