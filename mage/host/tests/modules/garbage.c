/* A module that does everything wrong that can be told from right. */
#include "interface.h"
#include <stdlib.h>
#include <string.h>

static mgp_value *kept;

static void row(mgp_result *result, mgp_memory *memory, int64_t number) {
    mgp_result_record *record;
    mgp_value *value;
    if (mgp_result_new_record(result, &record) || mgp_value_make_int(number, memory, &value)) return;
    mgp_result_record_insert(record, "n", value);
    mgp_value_destroy(value);
}

static void misuse(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)graph;
    mgp_value *value, *inner;
    mgp_list *list;
    int64_t number;
    size_t size;
    int failures = 0;
    mgp_value_make_int(1, memory, &value);
    mgp_value_destroy(value);
    mgp_value_destroy(value);                                    /* twice: noted */
    failures += mgp_value_get_int(value, &number) == 6;          /* destroyed: DELETED_OBJECT */
    failures += mgp_value_get_int(NULL, &number) == 7;
    failures += mgp_value_get_int((mgp_value *)args, &number) == 7; /* a list is no value */
    failures += mgp_list_size(NULL, &size) == 7;
    failures += mgp_list_size(args, NULL) == 7;
    failures += mgp_value_make_int(1, NULL, &value) == 7;
    failures += mgp_value_make_string(NULL, memory, &value) == 7;
    mgp_list_make_empty(1, memory, &list);
    mgp_value_make_int(2, memory, &value);
    mgp_list_append(list, value);
    mgp_value_destroy(value);
    mgp_list_at(list, 0, &inner);
    mgp_value_destroy(inner);                                    /* the list's own: noted */
    failures += mgp_value_get_int(inner, &number) == 0 && number == 2;
    mgp_value_make_list(list, &value);
    failures += mgp_value_make_list(list, &inner) == 5;          /* given away already */
    mgp_list_destroy(list);                                      /* the value's own: noted */
    mgp_value_destroy(value);
    mgp_free(memory, &value);                                    /* no block: noted */
    mgp_list_destroy(args);                                      /* the call's own: noted */
    row(result, memory, failures);
}

static void leak(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)args; (void)graph;
    void *block;
    for (int i = 0; i < 100; i++) mgp_value_make_string("leaked", memory, &kept);
    mgp_alloc(memory, 1000, &block);
    row(result, memory, 1);
}

static void hoard(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)args; (void)graph;
    int64_t count = 0;
    while (mgp_value_make_int(count, memory, &kept) == 0) count++;
    mgp_result_set_error_msg(result, "not enough memory");
}

static void half(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)args; (void)graph;
    mgp_result_record *record;
    mgp_value *value;
    row(result, memory, 1);
    mgp_result_new_record(result, &record);
    mgp_value_make_string("two", memory, &value);
    mgp_result_record_insert(record, "n", value);
    mgp_result_record_insert(record, "m", value);
    mgp_value_destroy(value);
}

static void patient(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)args;
    while (!mgp_must_abort(graph)) { }
    row(result, memory, 1);
}

static void deaf(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)args; (void)graph; (void)result;
    mgp_value *value;
    while (mgp_value_make_int(1, memory, &value) == 0) mgp_value_destroy(value);
}

static void nested(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)args; (void)graph;
    mgp_value *value;
    int depth = 0;
    mgp_value_make_int(0, memory, &value);
    for (;;) {
        mgp_list *list;
        mgp_list_make_empty(1, memory, &list);
        if (mgp_list_append(list, value)) break;
        mgp_value_destroy(value);
        mgp_value_make_list(list, &value);
        depth++;
    }
    mgp_value_destroy(value);
    row(result, memory, depth);
}

/* Asks for several properties by one buffer, whose address says nothing of what is in it. */
static void buffer(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)args;
    static const char *const names[] = {"born", "name", "born", "nothing", "name"};
    mgp_vertices_iterator *iterator;
    mgp_vertex *vertex;
    char name[16];
    int kinds = 0;
    if (mgp_graph_iter_vertices(graph, memory, &iterator)) return;
    mgp_vertices_iterator_get(iterator, &vertex);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        mgp_value *value;
        int kind;
        strcpy(name, names[i]);
        if (mgp_vertex_get_property(vertex, name, memory, &value) || mgp_value_get_type(value, &kind)) return;
        kinds = kinds * 10 + kind;
        mgp_value_destroy(value);
    }
    mgp_vertices_iterator_destroy(iterator);
    row(result, memory, kinds);
}

int mgp_init_module(mgp_module *module, mgp_memory *memory) {
    (void)memory;
    struct { const char *name; mgp_proc_cb callback; } all[] = {
        {"misuse", misuse}, {"leak", leak}, {"hoard", hoard}, {"half", half}, {"patient", patient}, {"deaf", deaf},
        {"nested", nested}, {"buffer", buffer},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        mgp_proc *procedure;
        mgp_type *type;
        if (mgp_module_add_read_procedure(module, all[i].name, all[i].callback, &procedure)) return 1;
        if (mgp_type_int(&type) || mgp_proc_add_result(procedure, "n", type)) return 2;
    }
    return 0;
}
