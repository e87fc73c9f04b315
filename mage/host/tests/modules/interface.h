/* The part of the interface that the test modules use, written from its description. */
#ifndef INTERFACE_H
#define INTERFACE_H

#include <stddef.h>
#include <stdint.h>

typedef int mgp_error;
typedef struct mgp_memory mgp_memory;
typedef struct mgp_value mgp_value;
typedef struct mgp_list mgp_list;
typedef struct mgp_map mgp_map;
typedef struct mgp_map_item mgp_map_item;
typedef struct mgp_map_items_iterator mgp_map_items_iterator;
typedef struct mgp_vertex mgp_vertex;
typedef struct mgp_edge mgp_edge;
typedef struct mgp_path mgp_path;
typedef struct mgp_graph mgp_graph;
typedef struct mgp_result mgp_result;
typedef struct mgp_result_record mgp_result_record;
typedef struct mgp_properties_iterator mgp_properties_iterator;
typedef struct mgp_edges_iterator mgp_edges_iterator;
typedef struct mgp_vertices_iterator mgp_vertices_iterator;
typedef struct mgp_date mgp_date;
typedef struct mgp_local_time mgp_local_time;
typedef struct mgp_local_date_time mgp_local_date_time;
typedef struct mgp_duration mgp_duration;
typedef struct mgp_type mgp_type;
typedef struct mgp_module mgp_module;
typedef struct mgp_proc mgp_proc;
typedef struct mgp_func mgp_func;
typedef struct mgp_func_context mgp_func_context;
typedef struct mgp_func_result mgp_func_result;
typedef struct mgp_message mgp_message;
typedef struct mgp_messages mgp_messages;

typedef struct { const char *name; } mgp_label;
typedef struct { const char *name; } mgp_edge_type;
typedef struct { const char *name; mgp_value *value; } mgp_property;
typedef struct { int64_t as_int; } mgp_vertex_id;
typedef struct { int64_t as_int; } mgp_edge_id;
typedef struct { int year, month, day; } mgp_date_parameters;
typedef struct { int hour, minute, second, millisecond, microsecond; } mgp_local_time_parameters;
typedef struct { mgp_date_parameters *date; mgp_local_time_parameters *time; } mgp_local_date_time_parameters;
typedef struct { double day, hour, minute, second, millisecond, microsecond; } mgp_duration_parameters;

typedef void (*mgp_proc_cb)(mgp_list *, mgp_graph *, mgp_result *, mgp_memory *);
typedef void (*mgp_proc_initializer)(mgp_list *, mgp_graph *, mgp_memory *);
typedef void (*mgp_proc_cleanup)(void);
typedef void (*mgp_func_cb)(mgp_list *, mgp_func_context *, mgp_func_result *, mgp_memory *);
typedef void (*mgp_trans_cb)(mgp_messages *, mgp_graph *, mgp_result *, mgp_memory *);

mgp_error mgp_alloc(mgp_memory *, size_t, void **);
mgp_error mgp_aligned_alloc(mgp_memory *, size_t, size_t, void **);
void mgp_free(mgp_memory *, void *);
mgp_error mgp_global_alloc(size_t, void **);
mgp_error mgp_global_aligned_alloc(size_t, size_t, void **);
void mgp_global_free(void *);

mgp_error mgp_value_copy(mgp_value *, mgp_memory *, mgp_value **);
void mgp_value_destroy(mgp_value *);
mgp_error mgp_value_make_null(mgp_memory *, mgp_value **);
mgp_error mgp_value_make_bool(int, mgp_memory *, mgp_value **);
mgp_error mgp_value_make_int(int64_t, mgp_memory *, mgp_value **);
mgp_error mgp_value_make_double(double, mgp_memory *, mgp_value **);
mgp_error mgp_value_make_string(const char *, mgp_memory *, mgp_value **);
mgp_error mgp_value_make_list(mgp_list *, mgp_value **);
mgp_error mgp_value_make_map(mgp_map *, mgp_value **);
mgp_error mgp_value_make_vertex(mgp_vertex *, mgp_value **);
mgp_error mgp_value_make_edge(mgp_edge *, mgp_value **);
mgp_error mgp_value_make_path(mgp_path *, mgp_value **);
mgp_error mgp_value_make_date(mgp_date *, mgp_value **);
mgp_error mgp_value_make_local_time(mgp_local_time *, mgp_value **);
mgp_error mgp_value_make_local_date_time(mgp_local_date_time *, mgp_value **);
mgp_error mgp_value_make_duration(mgp_duration *, mgp_value **);
mgp_error mgp_value_get_type(mgp_value *, int *);
mgp_error mgp_value_is_null(mgp_value *, int *);
mgp_error mgp_value_is_int(mgp_value *, int *);
mgp_error mgp_value_is_string(mgp_value *, int *);
mgp_error mgp_value_get_bool(mgp_value *, int *);
mgp_error mgp_value_get_int(mgp_value *, int64_t *);
mgp_error mgp_value_get_double(mgp_value *, double *);
mgp_error mgp_value_get_string(mgp_value *, const char **);
mgp_error mgp_value_get_list(mgp_value *, mgp_list **);
mgp_error mgp_value_get_map(mgp_value *, mgp_map **);
mgp_error mgp_value_get_vertex(mgp_value *, mgp_vertex **);

mgp_error mgp_list_make_empty(size_t, mgp_memory *, mgp_list **);
mgp_error mgp_list_copy(mgp_list *, mgp_memory *, mgp_list **);
void mgp_list_destroy(mgp_list *);
mgp_error mgp_list_append(mgp_list *, mgp_value *);
mgp_error mgp_list_append_extend(mgp_list *, mgp_value *);
mgp_error mgp_list_size(mgp_list *, size_t *);
mgp_error mgp_list_capacity(mgp_list *, size_t *);
mgp_error mgp_list_at(mgp_list *, size_t, mgp_value **);

mgp_error mgp_map_make_empty(mgp_memory *, mgp_map **);
mgp_error mgp_map_copy(mgp_map *, mgp_memory *, mgp_map **);
void mgp_map_destroy(mgp_map *);
mgp_error mgp_map_insert(mgp_map *, const char *, mgp_value *);
mgp_error mgp_map_update(mgp_map *, const char *, mgp_value *);
mgp_error mgp_map_erase(mgp_map *, const char *);
mgp_error mgp_map_size(mgp_map *, size_t *);
mgp_error mgp_map_at(mgp_map *, const char *, mgp_value **);
mgp_error mgp_map_item_key(mgp_map_item *, const char **);
mgp_error mgp_map_item_value(mgp_map_item *, mgp_value **);
mgp_error mgp_map_iter_items(mgp_map *, mgp_memory *, mgp_map_items_iterator **);
void mgp_map_items_iterator_destroy(mgp_map_items_iterator *);
mgp_error mgp_map_items_iterator_get(mgp_map_items_iterator *, mgp_map_item **);
mgp_error mgp_map_items_iterator_next(mgp_map_items_iterator *, mgp_map_item **);

void mgp_properties_iterator_destroy(mgp_properties_iterator *);
mgp_error mgp_properties_iterator_get(mgp_properties_iterator *, mgp_property **);
mgp_error mgp_properties_iterator_next(mgp_properties_iterator *, mgp_property **);
void mgp_edges_iterator_destroy(mgp_edges_iterator *);
mgp_error mgp_edges_iterator_underlying_graph_is_mutable(mgp_edges_iterator *, int *);
mgp_error mgp_edges_iterator_get(mgp_edges_iterator *, mgp_edge **);
mgp_error mgp_edges_iterator_next(mgp_edges_iterator *, mgp_edge **);
void mgp_vertices_iterator_destroy(mgp_vertices_iterator *);
mgp_error mgp_vertices_iterator_underlying_graph_is_mutable(mgp_vertices_iterator *, int *);
mgp_error mgp_vertices_iterator_get(mgp_vertices_iterator *, mgp_vertex **);
mgp_error mgp_vertices_iterator_next(mgp_vertices_iterator *, mgp_vertex **);

mgp_error mgp_path_make_with_start(mgp_vertex *, mgp_memory *, mgp_path **);
mgp_error mgp_path_copy(mgp_path *, mgp_memory *, mgp_path **);
void mgp_path_destroy(mgp_path *);
mgp_error mgp_path_expand(mgp_path *, mgp_edge *);
mgp_error mgp_path_size(mgp_path *, size_t *);
mgp_error mgp_path_vertex_at(mgp_path *, size_t, mgp_vertex **);
mgp_error mgp_path_edge_at(mgp_path *, size_t, mgp_edge **);
mgp_error mgp_path_equal(mgp_path *, mgp_path *, int *);

mgp_error mgp_result_set_error_msg(mgp_result *, const char *);
mgp_error mgp_result_new_record(mgp_result *, mgp_result_record **);
mgp_error mgp_result_record_insert(mgp_result_record *, const char *, mgp_value *);

mgp_error mgp_vertex_get_id(mgp_vertex *, mgp_vertex_id *);
mgp_error mgp_vertex_underlying_graph_is_mutable(mgp_vertex *, int *);
mgp_error mgp_vertex_set_property(mgp_vertex *, const char *, mgp_value *);
mgp_error mgp_vertex_add_label(mgp_vertex *, mgp_label);
mgp_error mgp_vertex_remove_label(mgp_vertex *, mgp_label);
mgp_error mgp_vertex_copy(mgp_vertex *, mgp_memory *, mgp_vertex **);
void mgp_vertex_destroy(mgp_vertex *);
mgp_error mgp_vertex_equal(mgp_vertex *, mgp_vertex *, int *);
mgp_error mgp_vertex_labels_count(mgp_vertex *, size_t *);
mgp_error mgp_vertex_label_at(mgp_vertex *, size_t, mgp_label *);
mgp_error mgp_vertex_has_label(mgp_vertex *, mgp_label, int *);
mgp_error mgp_vertex_has_label_named(mgp_vertex *, const char *, int *);
mgp_error mgp_vertex_get_property(mgp_vertex *, const char *, mgp_memory *, mgp_value **);
mgp_error mgp_vertex_iter_properties(mgp_vertex *, mgp_memory *, mgp_properties_iterator **);
mgp_error mgp_vertex_iter_in_edges(mgp_vertex *, mgp_memory *, mgp_edges_iterator **);
mgp_error mgp_vertex_iter_out_edges(mgp_vertex *, mgp_memory *, mgp_edges_iterator **);

mgp_error mgp_edge_get_id(mgp_edge *, mgp_edge_id *);
mgp_error mgp_edge_underlying_graph_is_mutable(mgp_edge *, int *);
mgp_error mgp_edge_copy(mgp_edge *, mgp_memory *, mgp_edge **);
void mgp_edge_destroy(mgp_edge *);
mgp_error mgp_edge_equal(mgp_edge *, mgp_edge *, int *);
mgp_error mgp_edge_get_type(mgp_edge *, mgp_edge_type *);
mgp_error mgp_edge_get_from(mgp_edge *, mgp_vertex **);
mgp_error mgp_edge_get_to(mgp_edge *, mgp_vertex **);
mgp_error mgp_edge_get_property(mgp_edge *, const char *, mgp_memory *, mgp_value **);
mgp_error mgp_edge_set_property(mgp_edge *, const char *, mgp_value *);
mgp_error mgp_edge_iter_properties(mgp_edge *, mgp_memory *, mgp_properties_iterator **);

mgp_error mgp_graph_get_vertex_by_id(mgp_graph *, mgp_vertex_id, mgp_memory *, mgp_vertex **);
mgp_error mgp_graph_is_mutable(mgp_graph *, int *);
mgp_error mgp_graph_create_vertex(mgp_graph *, mgp_memory *, mgp_vertex **);
mgp_error mgp_graph_delete_vertex(mgp_graph *, mgp_vertex *);
mgp_error mgp_graph_detach_delete_vertex(mgp_graph *, mgp_vertex *);
mgp_error mgp_graph_create_edge(mgp_graph *, mgp_vertex *, mgp_vertex *, mgp_edge_type, mgp_memory *, mgp_edge **);
mgp_error mgp_graph_delete_edge(mgp_graph *, mgp_edge *);
mgp_error mgp_graph_iter_vertices(mgp_graph *, mgp_memory *, mgp_vertices_iterator **);
int mgp_must_abort(mgp_graph *);

mgp_error mgp_date_from_string(const char *, mgp_memory *, mgp_date **);
mgp_error mgp_date_from_parameters(mgp_date_parameters *, mgp_memory *, mgp_date **);
mgp_error mgp_date_copy(mgp_date *, mgp_memory *, mgp_date **);
void mgp_date_destroy(mgp_date *);
mgp_error mgp_date_equal(mgp_date *, mgp_date *, int *);
mgp_error mgp_date_get_year(mgp_date *, int *);
mgp_error mgp_date_get_month(mgp_date *, int *);
mgp_error mgp_date_get_day(mgp_date *, int *);
mgp_error mgp_date_timestamp(mgp_date *, int64_t *);
mgp_error mgp_date_now(mgp_memory *, mgp_date **);
mgp_error mgp_date_add_duration(mgp_date *, mgp_duration *, mgp_memory *, mgp_date **);
mgp_error mgp_date_sub_duration(mgp_date *, mgp_duration *, mgp_memory *, mgp_date **);
mgp_error mgp_date_diff(mgp_date *, mgp_date *, mgp_memory *, mgp_duration **);

mgp_error mgp_local_time_from_string(const char *, mgp_memory *, mgp_local_time **);
mgp_error mgp_local_time_from_parameters(mgp_local_time_parameters *, mgp_memory *, mgp_local_time **);
void mgp_local_time_destroy(mgp_local_time *);
mgp_error mgp_local_time_get_hour(mgp_local_time *, int *);
mgp_error mgp_local_time_get_microsecond(mgp_local_time *, int *);
mgp_error mgp_local_time_timestamp(mgp_local_time *, int64_t *);
mgp_error mgp_local_time_add_duration(mgp_local_time *, mgp_duration *, mgp_memory *, mgp_local_time **);
mgp_error mgp_local_time_diff(mgp_local_time *, mgp_local_time *, mgp_memory *, mgp_duration **);

mgp_error mgp_local_date_time_from_string(const char *, mgp_memory *, mgp_local_date_time **);
mgp_error mgp_local_date_time_from_parameters(mgp_local_date_time_parameters *, mgp_memory *, mgp_local_date_time **);
void mgp_local_date_time_destroy(mgp_local_date_time *);
mgp_error mgp_local_date_time_equal(mgp_local_date_time *, mgp_local_date_time *, int *);
mgp_error mgp_local_date_time_get_minute(mgp_local_date_time *, int *);
mgp_error mgp_local_date_time_now(mgp_memory *, mgp_local_date_time **);
mgp_error mgp_local_date_time_timestamp(mgp_local_date_time *, int64_t *);
mgp_error mgp_local_date_time_sub_duration(mgp_local_date_time *, mgp_duration *, mgp_memory *, mgp_local_date_time **);

mgp_error mgp_duration_from_string(const char *, mgp_memory *, mgp_duration **);
mgp_error mgp_duration_from_parameters(mgp_duration_parameters *, mgp_memory *, mgp_duration **);
mgp_error mgp_duration_from_microseconds(int64_t, mgp_memory *, mgp_duration **);
mgp_error mgp_duration_copy(mgp_duration *, mgp_memory *, mgp_duration **);
void mgp_duration_destroy(mgp_duration *);
mgp_error mgp_duration_equal(mgp_duration *, mgp_duration *, int *);
mgp_error mgp_duration_get_microseconds(mgp_duration *, int64_t *);
mgp_error mgp_duration_neg(mgp_duration *, mgp_memory *, mgp_duration **);
mgp_error mgp_duration_add(mgp_duration *, mgp_duration *, mgp_memory *, mgp_duration **);
mgp_error mgp_duration_sub(mgp_duration *, mgp_duration *, mgp_memory *, mgp_duration **);

mgp_error mgp_type_any(mgp_type **);
mgp_error mgp_type_bool(mgp_type **);
mgp_error mgp_type_string(mgp_type **);
mgp_error mgp_type_int(mgp_type **);
mgp_error mgp_type_float(mgp_type **);
mgp_error mgp_type_number(mgp_type **);
mgp_error mgp_type_map(mgp_type **);
mgp_error mgp_type_node(mgp_type **);
mgp_error mgp_type_relationship(mgp_type **);
mgp_error mgp_type_path(mgp_type **);
mgp_error mgp_type_list(mgp_type *, mgp_type **);
mgp_error mgp_type_date(mgp_type **);
mgp_error mgp_type_local_time(mgp_type **);
mgp_error mgp_type_local_date_time(mgp_type **);
mgp_error mgp_type_duration(mgp_type **);
mgp_error mgp_type_nullable(mgp_type *, mgp_type **);

mgp_error mgp_module_add_read_procedure(mgp_module *, const char *, mgp_proc_cb, mgp_proc **);
mgp_error mgp_module_add_write_procedure(mgp_module *, const char *, mgp_proc_cb, mgp_proc **);
mgp_error mgp_module_add_batch_read_procedure(mgp_module *, const char *, mgp_proc_cb, mgp_proc_initializer,
                                              mgp_proc_cleanup, mgp_proc **);
mgp_error mgp_module_add_transformation(mgp_module *, const char *, mgp_trans_cb);
mgp_error mgp_module_add_function(mgp_module *, const char *, mgp_func_cb, mgp_func **);
mgp_error mgp_proc_add_arg(mgp_proc *, const char *, mgp_type *);
mgp_error mgp_proc_add_opt_arg(mgp_proc *, const char *, mgp_type *, mgp_value *);
mgp_error mgp_proc_add_result(mgp_proc *, const char *, mgp_type *);
mgp_error mgp_proc_add_deprecated_result(mgp_proc *, const char *, mgp_type *);
mgp_error mgp_func_add_arg(mgp_func *, const char *, mgp_type *);
mgp_error mgp_func_result_set_error_msg(mgp_func_result *, const char *, mgp_memory *);
mgp_error mgp_func_result_set_value(mgp_func_result *, mgp_value *, mgp_memory *);
mgp_error mgp_log(int, const char *);
mgp_error mgp_message_source_type(mgp_message *, int *);
mgp_error mgp_message_payload(mgp_message *, const char **);
mgp_error mgp_message_payload_size(mgp_message *, size_t *);
mgp_error mgp_message_topic_name(mgp_message *, const char **);
mgp_error mgp_message_offset(mgp_message *, int64_t *);
mgp_error mgp_messages_size(mgp_messages *, size_t *);
mgp_error mgp_messages_at(mgp_messages *, size_t, mgp_message **);

#endif
