/* A stand-in for the icuuc.dll of Windows 10, which Debian's wine lacks and Qt's core is linked with.

   Only `check.py` compiles it, into its own wine prefix; it is never shipped. No converter is ever found: the program
   reads foreign encodings with Python's own. */

#include <stddef.h>
#include <stdint.h>

#define EXPORTED __declspec(dllexport)
#define FILE_ACCESS_ERROR 4

EXPORTED void *ucnv_open(const char *name, int *status)
{
    (void)name;
    *status = FILE_ACCESS_ERROR;
    return NULL;
}

EXPORTED const char *ucnv_getName(const void *converter, int *status)
{
    (void)converter;
    *status = FILE_ACCESS_ERROR;
    return NULL;
}

EXPORTED const char *ucnv_getStandardName(const char *name, const char *standard, int *status)
{
    (void)name, (void)standard;
    *status = FILE_ACCESS_ERROR;
    return NULL;
}

EXPORTED const char *ucnv_getAvailableName(int32_t at)
{
    (void)at;
    return NULL;
}

EXPORTED int32_t ucnv_countAvailable(void)
{
    return 0;
}

EXPORTED int8_t ucnv_getMaxCharSize(const void *converter)
{
    (void)converter;
    return 1;
}

/* Linked with, but out of reach as long as ucnv_open opens nothing. */
#define UNREACHED(name) \
    EXPORTED void name(void) \
    { \
        __builtin_trap(); \
    }

UNREACHED(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
UNREACHED(UCNV_TO_U_CALLBACK_SUBSTITUTE)
UNREACHED(ucnv_cbFromUWriteUChars)
UNREACHED(ucnv_cbToUWriteUChars)
UNREACHED(ucnv_fromUCountPending)
UNREACHED(ucnv_fromUnicode)
UNREACHED(ucnv_getFromUCallBack)
UNREACHED(ucnv_getToUCallBack)
UNREACHED(ucnv_reset)
UNREACHED(ucnv_setFromUCallBack)
UNREACHED(ucnv_setToUCallBack)
UNREACHED(ucnv_toUCountPending)
UNREACHED(ucnv_toUnicode)

EXPORTED void ucnv_close(void *converter)
{
    (void)converter;
}
