/* Touchpoint.exe: starts the version named in current.txt beside it, in this process.

   Compiled twice: with a window (Touchpoint.exe) and with a console (touchpoint-console.exe). It only loads the Python
   runtime of that version and lets it run program\start.py with the arguments it was given; nothing is unpacked. */

#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define LONGEST 32768
#define MOST_NAME 128

typedef int (*py_main_t)(int, wchar_t **);

static wchar_t home[LONGEST], folder[LONGEST], text[LONGEST];

static int refuse(const wchar_t *what)
{
    _snwprintf(text, LONGEST - 1, L"%ls\n\n%ls", what, home);
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", text);
#else
    MessageBoxW(NULL, text, L"Touchpoint \x89E6\x70B9\x524D\x53F0", MB_OK | MB_ICONERROR);
#endif
    return 3;
}

/* The name of the version, letters, digits, dots and dashes only: it becomes part of a path. */
static int read_version(wchar_t *version)
{
    char bytes[MOST_NAME] = {0};
    DWORD got = 0, at;
    HANDLE file;
    _snwprintf(text, LONGEST - 1, L"%ls\\current.txt", home);
    file = CreateFileW(text, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return 0;
    ReadFile(file, bytes, MOST_NAME - 1, &got, NULL);
    CloseHandle(file);
    for (at = 0; at < got; at++) {
        char each = bytes[at];
        if (each == '\r' || each == '\n')
            break;
        if (!((each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') || each == '.' || each == '-'))
            return 0;
        version[at] = (wchar_t)each;
    }
    version[at] = 0;
    return at > 0 && version[0] != L'.';
}

int wmain(int argc, wchar_t **argv)
{
    wchar_t version[MOST_NAME], library[LONGEST], script[LONGEST], *end;
    wchar_t **given;
    HMODULE python;
    py_main_t py_main;
    int at, count = 0;

    GetModuleFileNameW(NULL, home, LONGEST - 1);
    end = wcsrchr(home, L'\\');
    if (end)
        *end = 0;
    if (!read_version(version))
        return refuse(L"\x89E6\x70B9\x524D\x53F0\x6CA1\x6709\x88C5\x597D\xFF0C\x8BF7\x91CD\x65B0\x5B89\x88C5\x3002\n"
                      L"Touchpoint is not installed completely; install it again.");
    _snwprintf(folder, LONGEST - 1, L"%ls\\versions\\%ls", home, version);
    _snwprintf(library, LONGEST - 1, L"%ls\\runtime\\python311.dll", folder);
    _snwprintf(script, LONGEST - 1, L"%ls\\program\\start.py", folder);
    SetEnvironmentVariableW(L"PYTHONHOME", NULL);
    SetEnvironmentVariableW(L"PYTHONPATH", NULL);
    SetDllDirectoryW(L"");
    python = LoadLibraryExW(library, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    py_main = python ? (py_main_t)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!py_main)
        return refuse(L"\x89E6\x70B9\x524D\x53F0\x7684\x6587\x4EF6\x4E0D\x5B8C\x6574\xFF0C\x8BF7\x91CD\x65B0\x5B89\x88C5\x3002\n"
                      L"Files of Touchpoint are missing; install it again.");
    given = (wchar_t **)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(wchar_t *) * (argc + 6));
    given[count++] = argv[0];
    given[count++] = L"-B";
    given[count++] = L"-X";
    given[count++] = L"utf8";
    given[count++] = script;
    for (at = 1; at < argc; at++)
        given[count++] = argv[at];
    return py_main(count, given);
}

#ifndef CONSOLE
#include <shellapi.h>
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR line, int show)
{
    int argc;
    wchar_t **argv = CommandLineToArgvW(GetCommandLineW(), &argc);
    (void)instance, (void)before, (void)line, (void)show;
    return wmain(argc, argv);
}
#endif
