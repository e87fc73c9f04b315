/* One procedure for each group of the interface. Each yields one row for every check: its name, and whether it held. */
#include "interface.h"
#include <stdio.h>
#include <string.h>

static mgp_result *the_result;
static mgp_memory *the_memory;

static void check(const char *name, int holds) {
    mgp_result_record *record;
    mgp_value *value;
    if (mgp_result_new_record(the_result, &record)) return;
    mgp_value_make_string(name, the_memory, &value);
    mgp_result_record_insert(record, "name", value);
    mgp_value_destroy(value);
    mgp_value_make_bool(holds, the_memory, &value);
    mgp_result_record_insert(record, "holds", value);
    mgp_value_destroy(value);
}
#define CHECK(expression) check(#expression, (expression))
#define BEGIN(result, memory) the_result = result; the_memory = memory

static void memory_group(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    BEGIN(result, memory);
    (void)args; (void)graph;
    void *block = NULL;
    CHECK(mgp_alloc(memory, 100, &block) == 0);
    if (block) memset(block, 1, 100);
    mgp_free(memory, block);
    CHECK(mgp_aligned_alloc(memory, 64, 256, &block) == 0);
    CHECK((uintptr_t)block % 256 == 0);
    mgp_free(memory, block);
    CHECK(mgp_alloc(memory, 0, &block) == 7);
    CHECK(mgp_aligned_alloc(memory, 64, 3, &block) == 7);
    CHECK(mgp_alloc(memory, (size_t)1 << 40, &block) == 2);
    CHECK(mgp_alloc(memory, SIZE_MAX, &block) != 0);
    CHECK(mgp_global_alloc(10, &block) == 0);
    mgp_global_free(block);
    CHECK(mgp_global_aligned_alloc(10, 64, &block) == 0);
    CHECK((uintptr_t)block % 64 == 0);
    mgp_global_free(block);
    mgp_free(memory, NULL);
}

static void values_group(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    BEGIN(result, memory);
    (void)args; (void)graph;
    mgp_value *value = NULL, *copy = NULL, *inner = NULL;
    int type = -1, truth = 0;
    int64_t integer = 0;
    double number = 0;
    const char *text = "";
    CHECK(mgp_value_make_null(memory, &value) == 0 && mgp_value_get_type(value, &type) == 0 && type == 0);
    CHECK(mgp_value_is_null(value, &truth) == 0 && truth);
    CHECK(mgp_value_get_int(value, &integer) == 5);
    mgp_value_destroy(value);
    CHECK(mgp_value_make_int(INT64_MIN, memory, &value) == 0 && mgp_value_get_int(value, &integer) == 0);
    CHECK(integer == INT64_MIN);
    mgp_value_destroy(value);
    CHECK(mgp_value_make_double(0.5, memory, &value) == 0 && mgp_value_get_double(value, &number) == 0 && number == 0.5);
    mgp_value_destroy(value);
    CHECK(mgp_value_make_string("\xC3\xA9t\xC3\xA9", memory, &value) == 0);
    CHECK(mgp_value_copy(value, memory, &copy) == 0);
    mgp_value_destroy(value);
    CHECK(mgp_value_get_string(copy, &text) == 0 && strcmp(text, "\xC3\xA9t\xC3\xA9") == 0);
    mgp_value_destroy(copy);
    CHECK(mgp_value_make_string("\xFF", memory, &value) == 7);

    mgp_list *list = NULL, *other = NULL;
    size_t size = 0;
    CHECK(mgp_list_make_empty(1, memory, &list) == 0);
    mgp_value_make_int(7, memory, &value);
    CHECK(mgp_list_append(list, value) == 0);
    CHECK(mgp_list_append(list, value) == 3);
    CHECK(mgp_list_append_extend(list, value) == 0);
    CHECK(mgp_list_size(list, &size) == 0 && size == 2);
    CHECK(mgp_list_capacity(list, &size) == 0 && size >= 2);
    CHECK(mgp_list_at(list, 1, &inner) == 0 && mgp_value_get_int(inner, &integer) == 0 && integer == 7);
    CHECK(mgp_list_at(list, 2, &inner) == 4);
    mgp_value_destroy(value);
    CHECK(mgp_list_copy(list, memory, &other) == 0);
    mgp_list_destroy(other);
    CHECK(mgp_value_make_list(list, &value) == 0 && mgp_value_get_list(value, &other) == 0 && other == list);
    mgp_value_destroy(value);

    mgp_map *map;
    mgp_map_items_iterator *items = NULL;
    mgp_map_item *item = NULL;
    CHECK(mgp_map_make_empty(memory, &map) == 0);
    mgp_value_make_int(1, memory, &value);
    CHECK(mgp_map_insert(map, "b", value) == 0 && mgp_map_insert(map, "a", value) == 0);
    CHECK(mgp_map_insert(map, "a", value) == 8);
    CHECK(mgp_map_update(map, "a", value) == 0);
    mgp_value_destroy(value);
    CHECK(mgp_map_size(map, &size) == 0 && size == 2);
    CHECK(mgp_map_at(map, "c", &inner) == 0 && inner == NULL);
    CHECK(mgp_map_iter_items(map, memory, &items) == 0 && mgp_map_items_iterator_get(items, &item) == 0);
    CHECK(mgp_map_item_key(item, &text) == 0 && strcmp(text, "a") == 0);
    CHECK(mgp_map_item_value(item, &inner) == 0 && mgp_value_get_int(inner, &integer) == 0 && integer == 1);
    CHECK(mgp_map_items_iterator_next(items, &item) == 0 && mgp_map_item_key(item, &text) == 0 && text[0] == 'b');
    CHECK(mgp_map_items_iterator_next(items, &item) == 0 && item == NULL);
    mgp_map_items_iterator_destroy(items);
    CHECK(mgp_map_erase(map, "a") == 0 && mgp_map_erase(map, "a") == 4);
    mgp_map *map_copy = NULL;
    CHECK(mgp_map_copy(map, memory, &map_copy) == 0);
    mgp_map_destroy(map_copy);
    CHECK(mgp_value_make_map(map, &value) == 0);
    mgp_value_destroy(value);
}

static void times_group(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    BEGIN(result, memory);
    (void)args; (void)graph;
    mgp_date *date = NULL, *later = NULL;
    mgp_duration *length = NULL, *other = NULL;
    int part = 0, truth = 0;
    int64_t stamp = 0;
    CHECK(mgp_date_from_string("2024-02-28", memory, &date) == 0);
    CHECK(mgp_date_from_string("2024-02-30", memory, &later) == 7);
    CHECK(mgp_duration_from_string("P1DT12H", memory, &length) == 0);
    CHECK(mgp_date_add_duration(date, length, memory, &later) == 0);
    CHECK(mgp_date_get_day(later, &part) == 0 && part == 29);
    CHECK(mgp_date_diff(later, date, memory, &other) == 0);
    CHECK(mgp_duration_get_microseconds(other, &stamp) == 0 && stamp == 86400000000LL);
    mgp_duration_destroy(other);
    mgp_date_destroy(later);
    CHECK(mgp_date_timestamp(date, &stamp) == 0 && stamp == 1709078400000000LL);
    CHECK(mgp_date_get_year(date, &part) == 0 && part == 2024);
    CHECK(mgp_date_get_month(date, &part) == 0 && part == 2);
    mgp_date_destroy(date);
    mgp_date_parameters day = {1969, 12, 31};
    CHECK(mgp_date_from_parameters(&day, memory, &date) == 0 && mgp_date_timestamp(date, &stamp) == 0);
    CHECK(stamp == -86400000000LL);
    day.month = 13;
    CHECK(mgp_date_from_parameters(&day, memory, &later) == 7);
    CHECK(mgp_date_copy(date, memory, &later) == 0 && mgp_date_equal(date, later, &truth) == 0 && truth);
    mgp_date_destroy(date);
    mgp_date_destroy(later);
    CHECK(mgp_date_now(memory, &date) == 0 && mgp_date_get_year(date, &part) == 0 && part > 2020);
    mgp_date_destroy(date);

    mgp_local_time *time = NULL, *next = NULL;
    CHECK(mgp_local_time_from_string("23:00:00.5", memory, &time) == 0);
    CHECK(mgp_local_time_add_duration(time, length, memory, &next) == 0);
    CHECK(mgp_local_time_get_hour(next, &part) == 0 && part == 11);
    mgp_local_time_destroy(next);
    CHECK(mgp_local_time_timestamp(time, &stamp) == 0 && stamp == 82800500000LL);
    mgp_local_time_destroy(time);
    mgp_local_time_parameters clock = {1, 2, 3, 4, 5};
    CHECK(mgp_local_time_from_parameters(&clock, memory, &time) == 0);
    CHECK(mgp_local_time_get_microsecond(time, &part) == 0 && part == 5);
    mgp_local_time_destroy(time);
    clock.minute = 60;
    CHECK(mgp_local_time_from_parameters(&clock, memory, &time) == 7);

    mgp_local_date_time *moment = NULL, *before = NULL;
    CHECK(mgp_local_date_time_from_string("1970-01-02T00:30:00", memory, &moment) == 0);
    CHECK(mgp_local_date_time_get_minute(moment, &part) == 0 && part == 30);
    CHECK(mgp_local_date_time_sub_duration(moment, length, memory, &before) == 0);
    CHECK(mgp_local_date_time_timestamp(before, &stamp) == 0 && stamp == -41400000000LL);
    mgp_local_date_time_destroy(before);
    mgp_local_date_time_destroy(moment);
    mgp_date_parameters first = {1970, 1, 1};
    mgp_local_time_parameters noon = {12, 0, 0, 0, 0};
    mgp_local_date_time_parameters both = {&first, &noon};
    CHECK(mgp_local_date_time_from_parameters(&both, memory, &moment) == 0);
    CHECK(mgp_local_date_time_timestamp(moment, &stamp) == 0 && stamp == 43200000000LL);
    mgp_local_date_time_destroy(moment);

    mgp_duration *negative = NULL, *sum = NULL;
    CHECK(mgp_duration_neg(length, memory, &negative) == 0 && mgp_duration_add(length, negative, memory, &sum) == 0);
    CHECK(mgp_duration_get_microseconds(sum, &stamp) == 0 && stamp == 0);
    mgp_duration_destroy(sum);
    mgp_duration_destroy(negative);
    mgp_duration_destroy(length);
    mgp_duration_parameters parts = {0, 0, 1, 0.5, 0, 0};
    CHECK(mgp_duration_from_parameters(&parts, memory, &length) == 0);
    CHECK(mgp_duration_get_microseconds(length, &stamp) == 0 && stamp == 60500000LL);
    CHECK(mgp_duration_from_microseconds(INT64_MIN, memory, &other) == 0);
    CHECK(mgp_duration_neg(other, memory, &sum) == 4);
    CHECK(mgp_duration_sub(length, length, memory, &sum) == 0);
    mgp_duration_destroy(sum);
    mgp_duration_destroy(other);
    mgp_duration_destroy(length);
}

static void graph_group(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    BEGIN(result, memory);
    (void)args;
    mgp_vertices_iterator *vertices;
    mgp_vertex *vertex, *copy, *ada, *from;
    mgp_edges_iterator *edges;
    mgp_edge *edge, *edge_copy;
    mgp_label label;
    mgp_edge_type type;
    mgp_vertex_id id = {0};
    mgp_value *value;
    mgp_properties_iterator *properties;
    mgp_property *property;
    mgp_path *path, *path_copy;
    size_t size = 0;
    int truth = 0, count = 0;
    CHECK(mgp_graph_is_mutable(graph, &truth) == 0 && !truth);
    CHECK(mgp_graph_iter_vertices(graph, memory, &vertices) == 0);
    for (mgp_vertices_iterator_get(vertices, &vertex); vertex; mgp_vertices_iterator_next(vertices, &vertex)) count++;
    CHECK(count == 3);
    CHECK(mgp_vertices_iterator_underlying_graph_is_mutable(vertices, &truth) == 0 && !truth);
    mgp_vertices_iterator_destroy(vertices);

    id.as_int = 404;
    CHECK(mgp_graph_get_vertex_by_id(graph, id, memory, &vertex) == 0 && vertex == NULL);
    id.as_int = 10;
    CHECK(mgp_graph_get_vertex_by_id(graph, id, memory, &ada) == 0 && mgp_vertex_get_id(ada, &id) == 0);
    CHECK(id.as_int == 10);
    CHECK(mgp_vertex_labels_count(ada, &size) == 0 && size == 2);
    CHECK(mgp_vertex_label_at(ada, 1, &label) == 0 && strcmp(label.name, "Author") == 0);
    CHECK(mgp_vertex_label_at(ada, 2, &label) == 4);
    label.name = "Person";
    CHECK(mgp_vertex_has_label(ada, label, &truth) == 0 && truth);
    CHECK(mgp_vertex_has_label_named(ada, "Nobody", &truth) == 0 && !truth);
    CHECK(mgp_vertex_get_property(ada, "name", memory, &value) == 0);
    const char *text;
    CHECK(mgp_value_get_string(value, &text) == 0 && strcmp(text, "Ada") == 0);
    mgp_value_destroy(value);
    CHECK(mgp_vertex_get_property(ada, "height", memory, &value) == 0 && mgp_value_is_null(value, &truth) == 0 && truth);
    CHECK(mgp_vertex_set_property(ada, "name", value) == 9);
    mgp_value_destroy(value);
    CHECK(mgp_vertex_iter_properties(ada, memory, &properties) == 0);
    CHECK(mgp_properties_iterator_get(properties, &property) == 0 && strcmp(property->name, "born") == 0);
    CHECK(mgp_properties_iterator_next(properties, &property) == 0 && strcmp(property->name, "name") == 0);
    CHECK(mgp_properties_iterator_next(properties, &property) == 0 && property == NULL);
    mgp_properties_iterator_destroy(properties);
    CHECK(mgp_vertex_copy(ada, memory, &copy) == 0 && mgp_vertex_equal(ada, copy, &truth) == 0 && truth);
    mgp_vertex_destroy(copy);

    CHECK(mgp_vertex_iter_out_edges(ada, memory, &edges) == 0 && mgp_edges_iterator_get(edges, &edge) == 0);
    CHECK(mgp_edge_get_type(edge, &type) == 0 && strcmp(type.name, "KNOWS") == 0);
    CHECK(mgp_edge_get_from(edge, &from) == 0 && mgp_vertex_equal(ada, from, &truth) == 0 && truth);
    CHECK(mgp_edge_get_property(edge, "since", memory, &value) == 0);
    mgp_value_destroy(value);
    CHECK(mgp_edge_iter_properties(edge, memory, &properties) == 0);
    mgp_properties_iterator_destroy(properties);
    CHECK(mgp_path_make_with_start(ada, memory, &path) == 0 && mgp_path_expand(path, edge) == 0);
    CHECK(mgp_path_size(path, &size) == 0 && size == 1);
    CHECK(mgp_path_vertex_at(path, 1, &vertex) == 0 && mgp_vertex_get_id(vertex, &id) == 0 && id.as_int == 20);
    CHECK(mgp_path_vertex_at(path, 2, &vertex) == 4);
    CHECK(mgp_path_copy(path, memory, &path_copy) == 0 && mgp_path_equal(path, path_copy, &truth) == 0 && truth);
    mgp_path_destroy(path_copy);
    mgp_path_destroy(path);
    CHECK(mgp_edge_copy(edge, memory, &edge_copy) == 0);
    CHECK(mgp_edges_iterator_next(edges, &edge) == 0 && edge != NULL);
    CHECK(mgp_edge_equal(edge, edge_copy, &truth) == 0 && !truth);
    mgp_edge_destroy(edge_copy);
    CHECK(mgp_edges_iterator_next(edges, &edge) == 0 && edge == NULL);
    mgp_edges_iterator_destroy(edges);
    CHECK(mgp_vertex_iter_in_edges(ada, memory, &edges) == 0 && mgp_edges_iterator_get(edges, &edge) == 0 && !edge);
    mgp_edges_iterator_destroy(edges);
    CHECK(mgp_graph_create_vertex(graph, memory, &vertex) == 9);
    CHECK(mgp_must_abort(graph) == 0);
    mgp_vertex_destroy(ada);
}

static void changes_group(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    BEGIN(result, memory);
    mgp_value *argument, *value;
    int fail = 0, truth = 0;
    mgp_list_at(args, 0, &argument);
    mgp_value_get_bool(argument, &fail);
    mgp_vertex *made, *ada;
    mgp_vertex_id id = {10};
    mgp_edge *edge;
    mgp_label label = {"Made"};
    mgp_edge_type type = {"MADE"};
    CHECK(mgp_graph_is_mutable(graph, &truth) == 0 && truth);
    CHECK(mgp_graph_create_vertex(graph, memory, &made) == 0 && mgp_vertex_add_label(made, label) == 0);
    CHECK(mgp_graph_get_vertex_by_id(graph, id, memory, &ada) == 0);
    CHECK(mgp_graph_create_edge(graph, ada, made, type, memory, &edge) == 0);
    mgp_value_make_int(1852, memory, &value);
    CHECK(mgp_vertex_set_property(ada, "died", value) == 0 && mgp_edge_set_property(edge, "at", value) == 0);
    mgp_value_destroy(value);
    CHECK(mgp_graph_delete_vertex(graph, made) == 5);
    mgp_vertex *other;
    mgp_edge *second;
    CHECK(mgp_graph_create_vertex(graph, memory, &other) == 0);
    CHECK(mgp_graph_create_edge(graph, other, made, type, memory, &second) == 0);
    CHECK(mgp_graph_delete_edge(graph, second) == 0 && mgp_graph_delete_edge(graph, second) == 6);
    CHECK(mgp_graph_delete_vertex(graph, other) == 0 && mgp_vertex_get_id(other, &id) == 6);
    mgp_edge_destroy(second);
    mgp_vertex_destroy(other);
    if (fail) mgp_result_set_error_msg(result, "nothing of this stays");
    mgp_edge_destroy(edge);
    mgp_vertex_destroy(made);
    mgp_vertex_destroy(ada);
}

static int64_t batch_left;
static int batches_open;
static void batch_begin(mgp_list *args, mgp_graph *graph, mgp_memory *memory) {
    (void)graph; (void)memory;
    mgp_value *value;
    mgp_list_at(args, 0, &value);
    mgp_value_get_int(value, &batch_left);
    batches_open++;
}
static void batch_next(mgp_list *args, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)args; (void)graph;
    for (int i = 0; i < 2 && batch_left > 0; i++, batch_left--) {
        mgp_result_record *record;
        mgp_value *value;
        mgp_result_new_record(result, &record);
        mgp_value_make_int(batch_left, memory, &value);
        mgp_result_record_insert(record, "left", value);
        mgp_value_destroy(value);
        mgp_value_make_int(batches_open, memory, &value);
        mgp_result_record_insert(record, "open", value);
        mgp_value_destroy(value);
    }
}
static void batch_end(void) { batches_open--; }

static void twice(mgp_list *args, mgp_func_context *context, mgp_func_result *result, mgp_memory *memory) {
    (void)context;
    mgp_value *value;
    int64_t number;
    mgp_list_at(args, 0, &value);
    mgp_value_get_int(value, &number);
    if (number > 1000) {
        mgp_func_result_set_error_msg(result, "number must be at most 1000", memory);
        return;
    }
    mgp_value_make_int(2 * number, memory, &value);
    mgp_func_result_set_value(result, value, memory);
    mgp_value_destroy(value);
}

static void echo_messages(mgp_messages *messages, mgp_graph *graph, mgp_result *result, mgp_memory *memory) {
    (void)graph;
    size_t count, size;
    mgp_messages_size(messages, &count);
    for (size_t i = 0; i < count; i++) {
        mgp_message *message;
        const char *payload, *topic;
        char query[200];
        mgp_messages_at(messages, i, &message);
        mgp_message_payload(message, &payload);
        mgp_message_payload_size(message, &size);
        mgp_message_topic_name(message, &topic);
        snprintf(query, sizeof query, "%s:%.*s", topic, (int)size, payload);
        mgp_result_record *record;
        mgp_value *value;
        mgp_result_new_record(result, &record);
        mgp_value_make_string(query, memory, &value);
        mgp_result_record_insert(record, "query", value);
        mgp_value_destroy(value);
        mgp_value_make_null(memory, &value);
        mgp_result_record_insert(record, "parameters", value);
        mgp_value_destroy(value);
    }
}

static int shape(mgp_proc *procedure) {
    mgp_type *text, *truth;
    return mgp_type_string(&text) || mgp_type_bool(&truth) || mgp_proc_add_result(procedure, "name", text) ||
           mgp_proc_add_result(procedure, "holds", truth);
}

int mgp_init_module(mgp_module *module, mgp_memory *memory) {
    mgp_proc *procedure;
    mgp_func *function;
    mgp_type *type, *list, *nullable;
    mgp_value *value;
    if (mgp_module_add_read_procedure(module, "memory", memory_group, &procedure) || shape(procedure)) return 1;
    if (mgp_module_add_read_procedure(module, "values", values_group, &procedure) || shape(procedure)) return 2;
    if (mgp_module_add_read_procedure(module, "times", times_group, &procedure) || shape(procedure)) return 3;
    if (mgp_module_add_read_procedure(module, "graph", graph_group, &procedure) || shape(procedure)) return 4;
    if (mgp_module_add_write_procedure(module, "changes", changes_group, &procedure) || shape(procedure)) return 5;
    if (mgp_value_make_bool(0, memory, &value) || mgp_type_bool(&type)) return 6;
    if (mgp_proc_add_opt_arg(procedure, "fail", type, value)) return 7;
    mgp_value_destroy(value);
    if (mgp_module_add_batch_read_procedure(module, "countdown", batch_next, batch_begin, batch_end, &procedure)) return 8;
    if (mgp_type_int(&type) || mgp_proc_add_arg(procedure, "from", type)) return 9;
    if (mgp_proc_add_result(procedure, "left", type) || mgp_proc_add_deprecated_result(procedure, "open", type)) return 10;
    if (mgp_module_add_function(module, "twice", twice, &function) || mgp_func_add_arg(function, "number", type)) return 11;
    if (mgp_type_list(type, &list) || mgp_type_nullable(list, &nullable)) return 12;
    if (mgp_module_add_transformation(module, "echo", echo_messages)) return 13;
    /* What must be refused. */
    if (mgp_module_add_read_procedure(module, "values", values_group, &procedure) != 5) return 14;
    if (mgp_module_add_read_procedure(module, "no name", values_group, &procedure) != 7) return 15;
    if (mgp_module_add_read_procedure(module, "nothing", NULL, &procedure) != 7) return 16;
    if (mgp_log(2, "groups loaded")) return 17;
    return 0;
}

int mgp_shutdown_module(void) { return 0; }
