//! The way to a panic, without its words.
//!
//! On this target nothing prints what a panic says: the hook of the standard library writes to a stream that does not exist,
//! and then the instance ends as `unreachable` ends it. So each function that only panics is made that instruction; what
//! only it calls, above all the writing of its sentence, falls away.

use walrus::{FunctionBuilder, FunctionId, FunctionKind, Module};

/// Functions of the standard library that never return. Complete names; generic arguments and hashes do not count.
const PANICS: [&str; 14] = [
    "alloc::alloc::handle_alloc_error",
    "alloc::raw_vec::capacity_overflow",
    "alloc::raw_vec::handle_error",
    "core::option::expect_failed",
    "core::option::unwrap_failed",
    "core::panicking::assert_failed",
    "core::panicking::assert_failed_inner",
    "core::panicking::panic",
    "core::panicking::panic_bounds_check",
    "core::panicking::panic_fmt",
    "core::result::unwrap_failed",
    "core::slice::copy_from_slice_impl::len_mismatch_fail",
    "core::slice::index::slice_index_fail",
    "core::str::slice_error_fail",
];
/// The same by how their names begin, for those of which there is one an operation.
const PANICS_BY_OPERATION: &str = "core::panicking::panic_const::panic_const_";

/// Makes every function that only panics an `unreachable`. Answers how many.
pub(crate) fn silence(module: &mut Module) -> usize {
    let panics: Vec<FunctionId> = module
        .funcs
        .iter()
        .filter(|function| matches!(function.kind, FunctionKind::Local(_)))
        .filter(|function| function.name.as_deref().is_some_and(only_panics))
        .map(walrus::Function::id)
        .collect();
    for id in &panics {
        end_at_once(module, *id);
    }
    panics.len()
}

fn only_panics(mangled: &str) -> bool {
    let name = format!("{:#}", rustc_demangle::demangle(mangled));
    let name = name.split("::<").next().unwrap_or_default();
    PANICS.contains(&name) || name.starts_with(PANICS_BY_OPERATION)
}

fn end_at_once(module: &mut Module, id: FunctionId) {
    let kind = module.types.get(module.funcs.get(id).ty());
    let (parameters, results) = (kind.params().to_vec(), kind.results().to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &parameters, &results);
    builder.func_body().unreachable();
    let arguments = parameters.iter().map(|kind| module.locals.add(*kind)).collect();
    module.funcs.get_mut(id).kind = FunctionKind::Local(builder.local_func(arguments));
}
