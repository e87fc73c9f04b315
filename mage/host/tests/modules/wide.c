/* Records of more fields than a word has bits, in whatever order. */
#include <stdio.h>

#include "interface.h"

enum { FIELDS = 70 };

static const char *field(int number) {
    static char name[8];
    snprintf(name, sizeof name, "f%d", number);
    return name;
}

/* One record from the first field to the last, one the other way round; then one without the field `missing`. */
static void wide(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)graph;
    mgp_value *argument;
    int64_t missing;
    if (mgp_list_at(args, 0, &argument) || mgp_value_get_int(argument, &missing)) return;
    for (int record = 0; record < 3; record++) {
        mgp_result_record *row;
        if (mgp_result_new_record(result, &row)) return;
        for (int i = 0; i < FIELDS; i++) {
            int number = record == 1 ? FIELDS - 1 - i : i;
            mgp_value *value;
            if (record == 2 && number == missing) continue;
            if (mgp_value_make_int(100 * record + number, memory, &value)) return;
            mgp_result_record_insert(row, field(number), value);
            mgp_value_destroy(value);
        }
    }
}

int mgp_init_module(mgp_module *module, mgp_memory *memory) {
    (void)memory;
    mgp_proc *procedure;
    mgp_type *type;
    if (mgp_module_add_read_procedure(module, "wide", wide, &procedure) || mgp_type_int(&type)) return 1;
    if (mgp_proc_add_arg(procedure, "missing", type)) return 2;
    for (int i = 0; i < FIELDS; i++) {
        if (mgp_proc_add_result(procedure, field(i), type)) return 3;
    }
    return 0;
}
