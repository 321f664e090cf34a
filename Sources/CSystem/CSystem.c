// What include/CSystem.h declares and a header cannot define, because of state or of headers that Swift must not see.
#define _GNU_SOURCE
#include "CSystem.h"

#include <fcntl.h>

const int pathOnly = O_PATH;

static int argumentCount = 0;
static char **arguments = 0;

// The C library passes the arguments of main to constructors too.
__attribute__((constructor)) static void keepArguments(int count, char **values) {
    argumentCount = count;
    arguments = values;
}

const char *programArgument(int index) { return index < argumentCount ? arguments[index] : 0; }
