// The functions of include/CSystem.h that need state.
#include "CSystem.h"

static int argumentCount = 0;
static char **arguments = 0;

// The C library passes the arguments of main to constructors too.
__attribute__((constructor)) static void keepArguments(int count, char **values) {
    argumentCount = count;
    arguments = values;
}

const char *programArgument(int index) { return index < argumentCount ? arguments[index] : 0; }
