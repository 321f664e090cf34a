// Measures the processor time of cmark-gfm to parse files from memory, with tables and strikethrough.
//
//     cmark ROUNDS FOLDER < NAMES
//
// Prints `cmark SECONDS` for each round, which is one pass over all files.
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct file { char *bytes; size_t count; };

int main(int count, char **arguments) {
    if (count != 3) return 2;
    struct file *files = NULL;
    size_t number = 0;
    char name[4096], path[8192];
    while (fgets(name, sizeof name, stdin)) {
        name[strcspn(name, "\n")] = 0;
        snprintf(path, sizeof path, "%s/%s", arguments[2], name);
        FILE *stream = fopen(path, "rb");
        if (!stream) return 1;
        fseek(stream, 0, SEEK_END);
        size_t size = (size_t)ftell(stream);
        rewind(stream);
        files = realloc(files, (number + 1) * sizeof *files);
        files[number].bytes = malloc(size + 1);
        files[number].count = fread(files[number].bytes, 1, size, stream);
        fclose(stream);
        number++;
    }
    cmark_gfm_core_extensions_ensure_registered();
    cmark_syntax_extension *table = cmark_find_syntax_extension("table");
    cmark_syntax_extension *strike = cmark_find_syntax_extension("strikethrough");
    for (int round = atoi(arguments[1]); round > 0; round--) {
        struct timespec start, end;
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start);
        for (size_t index = 0; index < number; index++) {
            cmark_parser *parser = cmark_parser_new(CMARK_OPT_DEFAULT);
            cmark_parser_attach_syntax_extension(parser, table);
            cmark_parser_attach_syntax_extension(parser, strike);
            cmark_parser_feed(parser, files[index].bytes, files[index].count);
            cmark_node *document = cmark_parser_finish(parser);
            cmark_node_free(document);
            cmark_parser_free(parser);
        }
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
        printf("cmark %.9f\n", (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9);
    }
    return 0;
}
