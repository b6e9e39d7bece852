/* What an operation that can fail returns, and the languages that texts exist in. */
#ifndef EMS120_STATUS_H
#define EMS120_STATUS_H

enum ems_status {
    EMS_OK = 0,
    EMS_NO_MEMORY,   /* an allocation failed */
    EMS_IO,          /* a file could not be read or written; errno tells */
    EMS_BAD_INPUT,   /* diagnostics say what and where */
    EMS_BAD_USAGE,   /* a call or an option out of place */
    EMS_INTERRUPTED, /* the caller asked to stop; what is finished is kept */
    EMS_INFEASIBLE,  /* a target that cannot be met */
    EMS_BROKEN       /* a conservation check of the engine failed: a defect of this program */
};

enum ems_lang { EMS_LANG_EN, EMS_LANG_ZH, EMS_LANGS };

#endif
