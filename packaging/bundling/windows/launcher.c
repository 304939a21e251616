/* Touchpoint.exe: starts the version named in current.txt beside it, in this process.

   Compiled twice: with a window (Touchpoint.exe) and with a console (touchpoint-console.exe). It only loads the Python
   runtime of that version and lets it run program\start.py with the arguments it was given; nothing is unpacked.

   With a window it also looks after an update. As long as previous.txt lies beside it, the new version is on trial:
   starting.txt is made before it starts and removed by the program once its door stands. If it is still there at the
   next start, or the program ended in a fault meanwhile, or its runtime cannot even be loaded, the version before
   comes back, and returned.txt says so to whoever opens it. What the program itself refuses (an address it does not
   understand) is no fault. While an installer is at work in its folder nothing starts. */

#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define LONGEST 32768
#define MOST_NAME 128
#define TRIES 20
#define BETWEEN_TRIES 100 /* ms; a scanner holds a new file for a moment */
#define PATIENCE 10000 /* ms; another start looks at the same files for a moment */
#define ENDED L"TOUCHPOINT_ENDED" /* start.py leaves the exit code in it: sys.exit would end the process before us */
#define NO_WINDOW 4 /* the exit code of a version that could make no window (desktop/app/__init__.py) */

typedef int (*py_main_t)(int, wchar_t **);

static wchar_t home[LONGEST];

static int refuse(const wchar_t *what)
{
    static wchar_t text[LONGEST + 256];
    _snwprintf(text, LONGEST + 255, L"%ls\n\n%ls", what, home);
#ifdef CONSOLE
    fwprintf(stderr, L"%ls\n", text);
#else
    MessageBoxW(NULL, text, L"Touchpoint \x89E6\x70B9\x524D\x53F0", MB_OK | MB_ICONERROR);
#endif
    return 3;
}

/* An installer is at work. Whoever waits for its window sees it; a box would keep this file from being replaced. */
static int stand_back(void)
{
#ifdef CONSOLE
    return refuse(L"\x89E6\x70B9\x524D\x53F0\x6B63\x5728\x5B89\x88C5\xFF0C\x8BF7\x7A0D\x540E\x518D\x8BD5\x3002\n"
                  L"Touchpoint is being installed; try again in a moment.");
#else
    return 3;
#endif
}

/* --- files beside it ---------------------------------------------------------------------------------------------- */

/* Where a file beside the launcher lies; good until the next call. */
static const wchar_t *beside(const wchar_t *name)
{
    static wchar_t path[LONGEST];
    _snwprintf(path, LONGEST - 1, L"%ls\\%ls", home, name);
    return path;
}

/* Where a file of a version lies, in a buffer of LONGEST characters. */
static const wchar_t *within(wchar_t *path, const wchar_t *version, const wchar_t *name)
{
    _snwprintf(path, LONGEST - 1, L"%ls\\versions\\%ls\\%ls", home, version, name);
    return path;
}

/* What this folder is called among the mutexes of the session, in a buffer of 80 characters, with an ending. It is the
   FNV-1a hash of the folder in lower case, as UTF-16; the installer makes the same. */
static const wchar_t *called(wchar_t *name, const wchar_t *ending)
{
    static wchar_t folder[LONGEST];
    unsigned int hash = 2166136261u;
    size_t at, length = wcslen(home) * sizeof(wchar_t);
    wcscpy(folder, home);
    CharLowerW(folder);
    for (at = 0; at < length; at++)
        hash = (hash ^ ((unsigned char *)folder)[at]) * 16777619u;
    _snwprintf(name, 79, L"Local\\Touchpoint-%08x", hash);
    return wcscat(name, ending);
}

/* Whether an installer is at work here: what it has put there so far is no version yet. It looks for open programs
   only after it has said so; either it sees this start, or this start sees it. */
static int is_being_installed(void)
{
    wchar_t name[80] = {0};
    HANDLE installing = OpenMutexW(SYNCHRONIZE, FALSE, called(name, L"-installing"));
    if (installing)
        CloseHandle(installing);
    return installing != NULL;
}

/* The name of a version, letters, digits, dots and dashes only: it becomes part of a path. 0 for anything else. */
static int read_version(const wchar_t *from, wchar_t *version)
{
    char bytes[MOST_NAME] = {0};
    DWORD got = 0, at;
    HANDLE file = CreateFileW(beside(from), GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
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

#ifndef CONSOLE

static int is_there(const wchar_t *name)
{
    return GetFileAttributesW(beside(name)) != INVALID_FILE_ATTRIBUTES;
}

static void take_away(const wchar_t *name)
{
    int tries = TRIES;
    while (!DeleteFileW(beside(name)) && GetLastError() != ERROR_FILE_NOT_FOUND && --tries)
        Sleep(BETWEEN_TRIES);
}

/* Put a file there as a whole: it holds what it held before, or `content`, never half of it. */
static int put(const wchar_t *name, const char *content)
{
    static wchar_t aside[LONGEST];
    DWORD length = (DWORD)strlen(content), written = 0;
    int done, tries = TRIES;
    HANDLE file;
    _snwprintf(aside, LONGEST - 1, L"%ls\\%ls.new", home, name);
    file = CreateFileW(aside, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_WRITE_THROUGH, NULL);
    if (file == INVALID_HANDLE_VALUE)
        return 0;
    done = WriteFile(file, content, length, &written, NULL) && written == length;
    CloseHandle(file);
    while (done && !MoveFileExW(aside, beside(name), MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) {
        done = --tries > 0;
        Sleep(BETWEEN_TRIES);
    }
    if (!done)
        DeleteFileW(aside);
    return done;
}

/* --- a version on trial ------------------------------------------------------------------------------------------- */

static struct {
    HANDLE place; /* kept until the process ends: by it the installer knows that the program is open */
    int first, proving; /* whether the trial is this process's business; whether this start has to stand */
} trial;

/* One start at a time looks at the files and changes them. */
static void take_turn(void)
{
    if (trial.place)
        WaitForSingleObject(trial.place, PATIENCE);
}

static void end_turn(void)
{
    if (trial.place)
        ReleaseMutex(trial.place);
}

/* Find out whether this is the first of its kind in this folder and session, and take a turn. */
static void take_place(void)
{
    wchar_t name[80] = {0};
    DWORD error;
    trial.place = CreateMutexW(NULL, TRUE, called(name, L""));
    error = GetLastError();
    trial.first = error != ERROR_ALREADY_EXISTS && error != ERROR_ACCESS_DENIED;
    if (!trial.first)
        take_turn();
}

/* Whether there is a version to go back to from `version`; its name is put into `before`. */
static int on_trial(const wchar_t *version, wchar_t *before)
{
    static wchar_t library[LONGEST];
    return read_version(L"previous.txt", before) && wcscmp(before, version) != 0
        && GetFileAttributesW(within(library, before, L"runtime\\python311.dll")) != INVALID_FILE_ATTRIBUTES;
}

/* Nothing is on trial any more. */
static void forget_trial(void)
{
    take_away(L"starting.txt");
    take_away(L"previous.txt");
}

/* Give up `version` for the one before; puts the name of that into it. 0 if there is none, or nothing can be written. */
static int go_back(wchar_t *version)
{
    wchar_t before[MOST_NAME], number[MOST_NAME], *dash;
    char content[MOST_NAME + 16];
    if (!on_trial(version, before))
        return 0;
    wcscpy(number, version);
    dash = wcsrchr(number, L'-');
    if (dash)
        *dash = 0;
    /* In this order a cut at any point leaves either what was, to be done once more, or what is to be. */
    snprintf(content, sizeof content, "%ls\nstart\n", number);
    if (!put(L"returned.txt", content))
        return 0;
    snprintf(content, sizeof content, "%ls\n", before);
    if (!put(L"current.txt", content))
        return 0;
    forget_trial();
    wcscpy(version, before);
    return 1;
}

static void start_anew(void)
{
    static wchar_t path[LONGEST];
    STARTUPINFOW how = {.cb = sizeof how};
    PROCESS_INFORMATION started;
    GetModuleFileNameW(NULL, path, LONGEST - 1);
    if (CreateProcessW(path, GetCommandLineW(), NULL, NULL, FALSE, 0, NULL, NULL, &how, &started)) {
        CloseHandle(started.hThread);
        CloseHandle(started.hProcess);
    }
}

/* Before a version starts: go back if its last start never stood. 0 if there is no version at all. */
static int begin(wchar_t *version)
{
    wchar_t before[MOST_NAME];
    int found;
    take_place();
    /* Only now: a start before this one may have gone back a moment ago. */
    found = read_version(L"current.txt", version);
    if (found && trial.first) {
        if (!on_trial(version, before))
            forget_trial();
        else if (is_there(L"starting.txt"))
            go_back(version);
        else
            trial.proving = put(L"starting.txt", "");
    }
    end_turn();
    return found;
}

/* The runtime of a version cannot be loaded: whether there is another one now to try. */
static int is_replaced(wchar_t *version)
{
    trial.proving = 0;
    return trial.first && go_back(version);
}

/* A version has ended: as it meant to, or in a fault before it stood. */
static void end(wchar_t *version, int fault)
{
    int gone_back;
    if (!trial.proving)
        return;
    /* A command, or an address that was refused, never opened a door, and is no reason to go back. */
    if (!fault) {
        take_away(L"starting.txt");
        return;
    }
    take_turn();
    gone_back = is_there(L"starting.txt") && go_back(version);
    end_turn();
    if (gone_back) {
        if (trial.place)
            CloseHandle(trial.place);
        start_anew();
    }
}

#else

static int begin(wchar_t *version)
{
    return read_version(L"current.txt", version);
}

static int is_replaced(wchar_t *version)
{
    (void)version;
    return 0;
}

static void end(wchar_t *version, int fault)
{
    (void)version, (void)fault;
}

#endif

/* --- running ------------------------------------------------------------------------------------------------------ */

static py_main_t load(const wchar_t *version)
{
    static wchar_t library[LONGEST];
    HMODULE python = LoadLibraryExW(within(library, version, L"runtime\\python311.dll"), NULL,
                                    LOAD_WITH_ALTERED_SEARCH_PATH);
    return python ? (py_main_t)(void *)GetProcAddress(python, "Py_Main") : NULL;
}

/* Run the program with the arguments given, and return its exit code; it ended in a fault if it did not say it. */
static int run(py_main_t py_main, const wchar_t *version, int argc, wchar_t **argv, int *fault)
{
    static wchar_t script[LONGEST];
    wchar_t number[16] = {0};
    wchar_t **given = (wchar_t **)HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, sizeof(wchar_t *) * (argc + 6));
    int at, count = 0, ended;
    within(script, version, L"program\\start.py");
    given[count++] = argv[0];
    given[count++] = L"-B";
    given[count++] = L"-X";
    given[count++] = L"utf8";
    given[count++] = script;
    for (at = 1; at < argc; at++)
        given[count++] = argv[at];
    SetEnvironmentVariableW(ENDED, NULL);
    ended = py_main(count, given);
    *fault = ended != 0;
    if (!ended && GetEnvironmentVariableW(ENDED, number, 15)) {
        ended = _wtoi(number);
        *fault = ended == NO_WINDOW;
    }
    SetEnvironmentVariableW(ENDED, NULL);
    return ended;
}

int wmain(int argc, wchar_t **argv)
{
    wchar_t version[MOST_NAME], *last;
    py_main_t py_main;
    int code, fault;
    GetModuleFileNameW(NULL, home, LONGEST - 1);
    last = wcsrchr(home, L'\\');
    if (last)
        *last = 0;
    if (is_being_installed())
        return stand_back();
    if (!begin(version))
        return refuse(L"\x89E6\x70B9\x524D\x53F0\x6CA1\x6709\x88C5\x597D\xFF0C\x8BF7\x91CD\x65B0\x5B89\x88C5\x3002\n"
                      L"Touchpoint is not installed completely; install it again.");
    SetEnvironmentVariableW(L"PYTHONHOME", NULL);
    SetEnvironmentVariableW(L"PYTHONPATH", NULL);
    SetDllDirectoryW(L"");
    py_main = load(version);
    if (!py_main && is_replaced(version))
        py_main = load(version);
    if (!py_main)
        return refuse(L"\x89E6\x70B9\x524D\x53F0\x7684\x6587\x4EF6\x4E0D\x5B8C\x6574\xFF0C\x8BF7\x91CD\x65B0\x5B89\x88C5\x3002\n"
                      L"Files of Touchpoint are missing; install it again.");
    code = run(py_main, version, argc, argv, &fault);
    end(version, fault);
    return code;
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
