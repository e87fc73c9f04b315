//! The C interface, declared by hand. Names of Memgraph 2.0 are linked; newer ones are in `late.rs`.
#![allow(non_camel_case_types)] // The interface's own names.

use std::ffi::{c_char, c_int, c_void};

macro_rules! opaque {
    ($($name:ident),*) => {
        $(
            #[doc = concat!("The interface's `", stringify!($name), "`, seen only through pointers.")]
            #[repr(C)]
            #[derive(Debug)]
            pub struct $name {
                _opaque: [u8; 0],
            }
        )*
    };
}

opaque!(
    mgp_memory,
    mgp_value,
    mgp_list,
    mgp_map,
    mgp_map_item,
    mgp_map_items_iterator,
    mgp_vertex,
    mgp_edge,
    mgp_path,
    mgp_graph,
    mgp_result,
    mgp_result_record,
    mgp_properties_iterator,
    mgp_edges_iterator,
    mgp_vertices_iterator,
    mgp_date,
    mgp_local_time,
    mgp_local_date_time,
    mgp_duration,
    mgp_type,
    mgp_module,
    mgp_proc,
    mgp_func,
    mgp_func_context,
    mgp_func_result
);

/// A label or relationship type, by value.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct mgp_name {
    pub name: *const c_char,
}

/// A property as its iterator shows it.
#[repr(C)]
#[derive(Debug)]
pub struct mgp_property {
    pub name: *const c_char,
    pub value: *mut mgp_value,
}

/// Year, month, day.
#[repr(C)]
#[derive(Debug)]
pub struct mgp_date_parameters {
    pub parts: [c_int; 3],
}

/// Hour, minute, second, millisecond, microsecond.
#[repr(C)]
#[derive(Debug)]
pub struct mgp_local_time_parameters {
    pub parts: [c_int; 5],
}

/// A day and a time.
#[repr(C)]
#[derive(Debug)]
pub struct mgp_local_date_time_parameters {
    pub date: *mut mgp_date_parameters,
    pub time: *mut mgp_local_time_parameters,
}

pub type mgp_proc_cb = extern "C" fn(*mut mgp_list, *mut mgp_graph, *mut mgp_result, *mut mgp_memory);
pub type mgp_proc_initializer = extern "C" fn(*mut mgp_list, *mut mgp_graph, *mut mgp_memory);
pub type mgp_proc_cleanup = extern "C" fn();
pub type mgp_func_cb = extern "C" fn(*mut mgp_list, *mut mgp_func_context, *mut mgp_func_result, *mut mgp_memory);

type Code = c_int;

unsafe extern "C" {
    pub fn mgp_alloc(memory: *mut mgp_memory, bytes: usize, result: *mut *mut c_void) -> Code;
    pub fn mgp_free(memory: *mut mgp_memory, block: *mut c_void);

    pub fn mgp_value_destroy(value: *mut mgp_value);
    pub fn mgp_value_make_null(memory: *mut mgp_memory, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_bool(value: c_int, memory: *mut mgp_memory, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_int(value: i64, memory: *mut mgp_memory, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_double(value: f64, memory: *mut mgp_memory, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_string(value: *const c_char, memory: *mut mgp_memory, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_list(value: *mut mgp_list, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_map(value: *mut mgp_map, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_vertex(value: *mut mgp_vertex, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_edge(value: *mut mgp_edge, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_path(value: *mut mgp_path, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_date(value: *mut mgp_date, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_local_time(value: *mut mgp_local_time, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_local_date_time(value: *mut mgp_local_date_time, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_make_duration(value: *mut mgp_duration, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_value_get_type(value: *mut mgp_value, result: *mut c_int) -> Code;
    pub fn mgp_value_get_bool(value: *mut mgp_value, result: *mut c_int) -> Code;
    pub fn mgp_value_get_int(value: *mut mgp_value, result: *mut i64) -> Code;
    pub fn mgp_value_get_double(value: *mut mgp_value, result: *mut f64) -> Code;
    pub fn mgp_value_get_string(value: *mut mgp_value, result: *mut *const c_char) -> Code;
    pub fn mgp_value_get_list(value: *mut mgp_value, result: *mut *mut mgp_list) -> Code;
    pub fn mgp_value_get_map(value: *mut mgp_value, result: *mut *mut mgp_map) -> Code;
    pub fn mgp_value_get_vertex(value: *mut mgp_value, result: *mut *mut mgp_vertex) -> Code;
    pub fn mgp_value_get_edge(value: *mut mgp_value, result: *mut *mut mgp_edge) -> Code;
    pub fn mgp_value_get_path(value: *mut mgp_value, result: *mut *mut mgp_path) -> Code;
    pub fn mgp_value_get_date(value: *mut mgp_value, result: *mut *mut mgp_date) -> Code;
    pub fn mgp_value_get_local_time(value: *mut mgp_value, result: *mut *mut mgp_local_time) -> Code;
    pub fn mgp_value_get_local_date_time(value: *mut mgp_value, result: *mut *mut mgp_local_date_time) -> Code;
    pub fn mgp_value_get_duration(value: *mut mgp_value, result: *mut *mut mgp_duration) -> Code;

    pub fn mgp_list_make_empty(capacity: usize, memory: *mut mgp_memory, result: *mut *mut mgp_list) -> Code;
    pub fn mgp_list_destroy(list: *mut mgp_list);
    pub fn mgp_list_append_extend(list: *mut mgp_list, value: *mut mgp_value) -> Code;
    pub fn mgp_list_size(list: *mut mgp_list, result: *mut usize) -> Code;
    pub fn mgp_list_at(list: *mut mgp_list, index: usize, result: *mut *mut mgp_value) -> Code;

    pub fn mgp_map_make_empty(memory: *mut mgp_memory, result: *mut *mut mgp_map) -> Code;
    pub fn mgp_map_destroy(map: *mut mgp_map);
    pub fn mgp_map_insert(map: *mut mgp_map, key: *const c_char, value: *mut mgp_value) -> Code;
    pub fn mgp_map_size(map: *mut mgp_map, result: *mut usize) -> Code;
    pub fn mgp_map_at(map: *mut mgp_map, key: *const c_char, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_map_item_key(item: *mut mgp_map_item, result: *mut *const c_char) -> Code;
    pub fn mgp_map_item_value(item: *mut mgp_map_item, result: *mut *mut mgp_value) -> Code;
    pub fn mgp_map_iter_items(
        map: *mut mgp_map,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_map_items_iterator,
    ) -> Code;
    pub fn mgp_map_items_iterator_destroy(it: *mut mgp_map_items_iterator);
    pub fn mgp_map_items_iterator_get(it: *mut mgp_map_items_iterator, result: *mut *mut mgp_map_item) -> Code;
    pub fn mgp_map_items_iterator_next(it: *mut mgp_map_items_iterator, result: *mut *mut mgp_map_item) -> Code;

    pub fn mgp_properties_iterator_destroy(it: *mut mgp_properties_iterator);
    pub fn mgp_properties_iterator_get(it: *mut mgp_properties_iterator, result: *mut *mut mgp_property) -> Code;
    pub fn mgp_properties_iterator_next(it: *mut mgp_properties_iterator, result: *mut *mut mgp_property) -> Code;
    pub fn mgp_edges_iterator_destroy(it: *mut mgp_edges_iterator);
    pub fn mgp_edges_iterator_get(it: *mut mgp_edges_iterator, result: *mut *mut mgp_edge) -> Code;
    pub fn mgp_edges_iterator_next(it: *mut mgp_edges_iterator, result: *mut *mut mgp_edge) -> Code;
    pub fn mgp_vertices_iterator_destroy(it: *mut mgp_vertices_iterator);
    pub fn mgp_vertices_iterator_get(it: *mut mgp_vertices_iterator, result: *mut *mut mgp_vertex) -> Code;
    pub fn mgp_vertices_iterator_next(it: *mut mgp_vertices_iterator, result: *mut *mut mgp_vertex) -> Code;

    pub fn mgp_path_make_with_start(
        vertex: *mut mgp_vertex,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_path,
    ) -> Code;
    pub fn mgp_path_copy(path: *mut mgp_path, memory: *mut mgp_memory, result: *mut *mut mgp_path) -> Code;
    pub fn mgp_path_destroy(path: *mut mgp_path);
    pub fn mgp_path_expand(path: *mut mgp_path, edge: *mut mgp_edge) -> Code;
    pub fn mgp_path_size(path: *mut mgp_path, result: *mut usize) -> Code;
    pub fn mgp_path_vertex_at(path: *mut mgp_path, index: usize, result: *mut *mut mgp_vertex) -> Code;
    pub fn mgp_path_edge_at(path: *mut mgp_path, index: usize, result: *mut *mut mgp_edge) -> Code;

    pub fn mgp_result_set_error_msg(result: *mut mgp_result, message: *const c_char) -> Code;
    pub fn mgp_result_new_record(result: *mut mgp_result, record: *mut *mut mgp_result_record) -> Code;
    pub fn mgp_result_record_insert(record: *mut mgp_result_record, name: *const c_char, value: *mut mgp_value)
    -> Code;

    pub fn mgp_vertex_get_id(v: *mut mgp_vertex, result: *mut i64) -> Code;
    pub fn mgp_vertex_set_property(v: *mut mgp_vertex, name: *const c_char, value: *mut mgp_value) -> Code;
    pub fn mgp_vertex_add_label(v: *mut mgp_vertex, label: mgp_name) -> Code;
    pub fn mgp_vertex_remove_label(v: *mut mgp_vertex, label: mgp_name) -> Code;
    pub fn mgp_vertex_copy(v: *mut mgp_vertex, memory: *mut mgp_memory, result: *mut *mut mgp_vertex) -> Code;
    pub fn mgp_vertex_destroy(v: *mut mgp_vertex);
    pub fn mgp_vertex_labels_count(v: *mut mgp_vertex, result: *mut usize) -> Code;
    pub fn mgp_vertex_label_at(v: *mut mgp_vertex, index: usize, result: *mut mgp_name) -> Code;
    pub fn mgp_vertex_has_label_named(v: *mut mgp_vertex, label: *const c_char, result: *mut c_int) -> Code;
    pub fn mgp_vertex_get_property(
        v: *mut mgp_vertex,
        name: *const c_char,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_value,
    ) -> Code;
    pub fn mgp_vertex_iter_properties(
        v: *mut mgp_vertex,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_properties_iterator,
    ) -> Code;
    pub fn mgp_vertex_iter_in_edges(
        v: *mut mgp_vertex,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_edges_iterator,
    ) -> Code;
    pub fn mgp_vertex_iter_out_edges(
        v: *mut mgp_vertex,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_edges_iterator,
    ) -> Code;

    pub fn mgp_edge_get_id(e: *mut mgp_edge, result: *mut i64) -> Code;
    pub fn mgp_edge_copy(e: *mut mgp_edge, memory: *mut mgp_memory, result: *mut *mut mgp_edge) -> Code;
    pub fn mgp_edge_destroy(e: *mut mgp_edge);
    pub fn mgp_edge_get_type(e: *mut mgp_edge, result: *mut mgp_name) -> Code;
    pub fn mgp_edge_get_from(e: *mut mgp_edge, result: *mut *mut mgp_vertex) -> Code;
    pub fn mgp_edge_get_to(e: *mut mgp_edge, result: *mut *mut mgp_vertex) -> Code;
    pub fn mgp_edge_get_property(
        e: *mut mgp_edge,
        name: *const c_char,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_value,
    ) -> Code;
    pub fn mgp_edge_set_property(e: *mut mgp_edge, name: *const c_char, value: *mut mgp_value) -> Code;
    pub fn mgp_edge_iter_properties(
        e: *mut mgp_edge,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_properties_iterator,
    ) -> Code;

    pub fn mgp_graph_get_vertex_by_id(
        g: *mut mgp_graph,
        id: i64,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_vertex,
    ) -> Code;
    pub fn mgp_graph_is_mutable(g: *mut mgp_graph, result: *mut c_int) -> Code;
    pub fn mgp_graph_create_vertex(g: *mut mgp_graph, memory: *mut mgp_memory, result: *mut *mut mgp_vertex) -> Code;
    pub fn mgp_graph_delete_vertex(g: *mut mgp_graph, v: *mut mgp_vertex) -> Code;
    pub fn mgp_graph_detach_delete_vertex(g: *mut mgp_graph, v: *mut mgp_vertex) -> Code;
    pub fn mgp_graph_create_edge(
        g: *mut mgp_graph,
        from: *mut mgp_vertex,
        to: *mut mgp_vertex,
        kind: mgp_name,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_edge,
    ) -> Code;
    pub fn mgp_graph_delete_edge(g: *mut mgp_graph, e: *mut mgp_edge) -> Code;
    pub fn mgp_graph_iter_vertices(
        g: *mut mgp_graph,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_vertices_iterator,
    ) -> Code;
    pub fn mgp_must_abort(g: *mut mgp_graph) -> c_int;

    pub fn mgp_date_from_parameters(
        parameters: *mut mgp_date_parameters,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_date,
    ) -> Code;
    pub fn mgp_date_destroy(date: *mut mgp_date);
    pub fn mgp_date_get_year(date: *mut mgp_date, result: *mut c_int) -> Code;
    pub fn mgp_date_get_month(date: *mut mgp_date, result: *mut c_int) -> Code;
    pub fn mgp_date_get_day(date: *mut mgp_date, result: *mut c_int) -> Code;
    pub fn mgp_local_time_from_parameters(
        parameters: *mut mgp_local_time_parameters,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_local_time,
    ) -> Code;
    pub fn mgp_local_time_destroy(time: *mut mgp_local_time);
    pub fn mgp_local_time_timestamp(time: *mut mgp_local_time, result: *mut i64) -> Code;
    pub fn mgp_local_date_time_from_parameters(
        parameters: *mut mgp_local_date_time_parameters,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_local_date_time,
    ) -> Code;
    pub fn mgp_local_date_time_destroy(moment: *mut mgp_local_date_time);
    pub fn mgp_local_date_time_get_year(moment: *mut mgp_local_date_time, result: *mut c_int) -> Code;
    pub fn mgp_local_date_time_get_month(moment: *mut mgp_local_date_time, result: *mut c_int) -> Code;
    pub fn mgp_local_date_time_get_day(moment: *mut mgp_local_date_time, result: *mut c_int) -> Code;
    pub fn mgp_local_date_time_timestamp(moment: *mut mgp_local_date_time, result: *mut i64) -> Code;
    pub fn mgp_duration_from_microseconds(
        microseconds: i64,
        memory: *mut mgp_memory,
        result: *mut *mut mgp_duration,
    ) -> Code;
    pub fn mgp_duration_destroy(duration: *mut mgp_duration);
    pub fn mgp_duration_get_microseconds(duration: *mut mgp_duration, result: *mut i64) -> Code;

    pub fn mgp_type_any(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_bool(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_string(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_int(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_float(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_number(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_map(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_node(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_relationship(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_path(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_date(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_local_time(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_local_date_time(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_duration(result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_list(element: *mut mgp_type, result: *mut *mut mgp_type) -> Code;
    pub fn mgp_type_nullable(inner: *mut mgp_type, result: *mut *mut mgp_type) -> Code;

    pub fn mgp_module_add_read_procedure(
        module: *mut mgp_module,
        name: *const c_char,
        callback: mgp_proc_cb,
        result: *mut *mut mgp_proc,
    ) -> Code;
    pub fn mgp_module_add_write_procedure(
        module: *mut mgp_module,
        name: *const c_char,
        callback: mgp_proc_cb,
        result: *mut *mut mgp_proc,
    ) -> Code;
    pub fn mgp_proc_add_arg(procedure: *mut mgp_proc, name: *const c_char, kind: *mut mgp_type) -> Code;
    pub fn mgp_proc_add_opt_arg(
        procedure: *mut mgp_proc,
        name: *const c_char,
        kind: *mut mgp_type,
        default: *mut mgp_value,
    ) -> Code;
    pub fn mgp_proc_add_result(procedure: *mut mgp_proc, name: *const c_char, kind: *mut mgp_type) -> Code;
}
