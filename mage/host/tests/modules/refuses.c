/* A module whose initialisation fails. */
#include "interface.h"

int mgp_init_module(mgp_module *module, mgp_memory *memory) {
    (void)module; (void)memory;
    return 42;
}
