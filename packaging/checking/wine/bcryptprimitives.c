/* A stand-in for the bcryptprimitives.dll of Windows 10, which Debian's wine lacks and `cryptography` is linked with.

   Only `check.py` compiles it, into its own wine prefix; it is never shipped. The random bytes are wine's own. */

#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *buffer, SIZE_T size)
{
    return RtlGenRandom(buffer, (ULONG)size);
}
