//! `mgp_module_*`, `mgp_proc_*` and `mgp_func_add_*`: what a module declares.

use std::sync::Arc;

use super::graph::GraphObject;
use super::memory::Memory;
use super::message::Messages;
use super::object::{self, Data, List, object};
use super::pointer::{CText, Out};
use super::result::{FunctionContext, FunctionResult, ResultObject};
use super::slot::{Handle, Object, Pool};
use super::types::{Type, TypeObject};
use super::{Code, Outcome};
use crate::abi::arena::Arena;
use crate::value::{Text, Value};

pub(crate) type ProcedureCallback =
    extern "C" fn(Handle<List>, Handle<GraphObject>, Handle<ResultObject>, Handle<Memory>);
pub(crate) type Initializer = extern "C" fn(Handle<List>, Handle<GraphObject>, Handle<Memory>);
pub(crate) type Cleanup = extern "C" fn();
pub(crate) type FunctionCallback =
    extern "C" fn(Handle<List>, Handle<FunctionContext>, Handle<FunctionResult>, Handle<Memory>);
pub(crate) type TransformationCallback =
    extern "C" fn(Handle<Messages>, Handle<GraphObject>, Handle<ResultObject>, Handle<Memory>);

/// An argument of a procedure or function.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    pub(crate) name: String,
    pub(crate) kind: Type,
    /// For an argument that may be left out.
    pub(crate) default: Option<Value>,
}

/// A field of a procedure's records.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: Text,
    pub(crate) kind: Type,
    pub(crate) deprecated: bool,
    /// See [`Type::plain_kinds`] and [`Type::plain_elements`]: asked once here and not with every value.
    pub(super) plain_kinds: u16,
    pub(super) plain_elements: u16,
}

impl Field {
    /// A field.
    pub(crate) fn new(name: &str, kind: Type, deprecated: bool) -> Self {
        let (plain_kinds, plain_elements) = (kind.plain_kinds(), kind.plain_elements());
        Self { name: Text::from(name), kind, deprecated, plain_kinds, plain_elements }
    }
}

/// A `mgp_module`, while it is initialised.
#[derive(Default)]
pub(crate) struct Module {
    pub(crate) procedures: Vec<Handle<Procedure>>,
    pub(crate) functions: Vec<Handle<Function>>,
    pub(crate) transformations: Vec<(String, TransformationCallback)>,
}

/// A `mgp_proc`.
#[derive(Clone)]
pub(crate) struct Procedure {
    pub(crate) name: String,
    pub(crate) callback: ProcedureCallback,
    pub(crate) batch: Option<(Initializer, Cleanup)>,
    pub(crate) is_write: bool,
    pub(crate) arguments: Vec<Argument>,
    /// Shared with the results of its calls.
    pub(crate) fields: Arc<Vec<Field>>,
}

/// A `mgp_func`.
#[derive(Clone)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) callback: FunctionCallback,
    pub(crate) arguments: Vec<Argument>,
}

object!(Module, 0x4d67_0013, modules);
object!(Procedure, 0x4d67_0014, procedures);
object!(Function, 0x4d67_0015, functions);

/// A name of the query language: a letter or underscore, then letters, digits and underscores.
fn identifier(name: CText) -> Outcome<String> {
    let name = name.as_str()?;
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(|first| first == '_' || first.is_ascii_alphabetic());
    let goes_on = characters.all(|next| next == '_' || next.is_ascii_alphanumeric());
    if starts && goes_on { Ok(name.to_owned()) } else { Err(Code::InvalidArgument) }
}

fn add_procedure(
    module: Handle<Module>,
    name: CText,
    callback: Option<ProcedureCallback>,
    batch: Option<(Initializer, Cleanup)>,
    is_write: bool,
    result: Out<Handle<Procedure>>,
) -> Outcome {
    result.check()?;
    let (name, callback) = (identifier(name)?, callback.ok_or(Code::InvalidArgument)?);
    for other in &module.get()?.procedures {
        if other.get()?.name == name {
            return Err(Code::Logic);
        }
    }
    let (arguments, fields) = (Vec::new(), Arc::default());
    let procedure = Procedure { name, callback, batch, is_write, arguments, fields };
    let handle = Handle::new(module.arena()?, procedure)?;
    module.get_mut()?.procedures.push(handle);
    result.set(handle)
}

fn add_batch(
    (module, name, is_write): (Handle<Module>, CText, bool),
    callback: Option<ProcedureCallback>,
    initializer: Option<Initializer>,
    cleanup: Option<Cleanup>,
    result: Out<Handle<Procedure>>,
) -> Outcome {
    let batch = (initializer.ok_or(Code::InvalidArgument)?, cleanup.ok_or(Code::InvalidArgument)?);
    add_procedure(module, name, callback, Some(batch), is_write, result)
}

/// An argument behind those there are. One that may be left out cannot stand before one that may not.
fn argument(
    known: &[Argument],
    name: CText,
    kind: Handle<TypeObject>,
    default: Option<Handle<Data>>,
) -> Outcome<Argument> {
    let name = identifier(name)?;
    let kind = kind.get()?.0.clone();
    let default = default.map(object::read).transpose()?;
    let repeated = known.iter().any(|other| other.name == name);
    let misplaced = default.is_none() && known.iter().any(|other| other.default.is_some());
    if repeated || misplaced || default.as_ref().is_some_and(|value| !kind.takes(value)) {
        return Err(Code::Logic);
    }
    if default.as_ref().is_some_and(|value| !crate::graph::is_storable(value)) {
        return Err(Code::ValueConversion);
    }
    Ok(Argument { name, kind, default })
}

fn add_field(procedure: Handle<Procedure>, name: CText, kind: Handle<TypeObject>, deprecated: bool) -> Outcome {
    let (name, kind) = (identifier(name)?, kind.get()?.0.clone());
    let mut procedure = procedure.get_mut()?;
    if procedure.fields.iter().any(|other| other.name.as_str() == name) {
        return Err(Code::Logic);
    }
    Arc::make_mut(&mut procedure.fields).push(Field::new(&name, kind, deprecated));
    Ok(())
}

super::exports! {
    fn mgp_module_add_read_procedure(
        module: Handle<Module>, name: CText, callback: Option<ProcedureCallback>, result: Out<Handle<Procedure>>,
    ) { add_procedure(module, name, callback, None, false, result) }
    fn mgp_module_add_write_procedure(
        module: Handle<Module>, name: CText, callback: Option<ProcedureCallback>, result: Out<Handle<Procedure>>,
    ) { add_procedure(module, name, callback, None, true, result) }
    fn mgp_module_add_batch_read_procedure(
        module: Handle<Module>, name: CText, callback: Option<ProcedureCallback>, initializer: Option<Initializer>,
        cleanup: Option<Cleanup>, result: Out<Handle<Procedure>>,
    ) { add_batch((module, name, false), callback, initializer, cleanup, result) }
    fn mgp_module_add_batch_write_procedure(
        module: Handle<Module>, name: CText, callback: Option<ProcedureCallback>, initializer: Option<Initializer>,
        cleanup: Option<Cleanup>, result: Out<Handle<Procedure>>,
    ) { add_batch((module, name, true), callback, initializer, cleanup, result) }
    fn mgp_module_add_transformation(module: Handle<Module>, name: CText, callback: Option<TransformationCallback>) {
        let (name, callback) = (identifier(name)?, callback.ok_or(Code::InvalidArgument)?);
        let mut module = module.get_mut()?;
        if module.transformations.iter().any(|other| other.0 == name) {
            return Err(Code::Logic);
        }
        module.transformations.push((name, callback));
        Ok(())
    }
    fn mgp_module_add_function(
        module: Handle<Module>, name: CText, callback: Option<FunctionCallback>, result: Out<Handle<Function>>,
    ) {
        result.check()?;
        let (name, callback) = (identifier(name)?, callback.ok_or(Code::InvalidArgument)?);
        for other in &module.get()?.functions {
            if other.get()?.name == name {
                return Err(Code::Logic);
            }
        }
        let handle = Handle::new(module.arena()?, Function { name, callback, arguments: Vec::new() })?;
        module.get_mut()?.functions.push(handle);
        result.set(handle)
    }
    fn mgp_proc_add_arg(procedure: Handle<Procedure>, name: CText, kind: Handle<TypeObject>) {
        let mut procedure = procedure.get_mut()?;
        let added = argument(&procedure.arguments, name, kind, None)?;
        procedure.arguments.push(added);
        Ok(())
    }
    fn mgp_proc_add_opt_arg(
        procedure: Handle<Procedure>, name: CText, kind: Handle<TypeObject>, default: Handle<Data>,
    ) {
        let mut procedure = procedure.get_mut()?;
        let added = argument(&procedure.arguments, name, kind, Some(default))?;
        procedure.arguments.push(added);
        Ok(())
    }
    fn mgp_proc_add_result(procedure: Handle<Procedure>, name: CText, kind: Handle<TypeObject>) {
        add_field(procedure, name, kind, false)
    }
    fn mgp_proc_add_deprecated_result(procedure: Handle<Procedure>, name: CText, kind: Handle<TypeObject>) {
        add_field(procedure, name, kind, true)
    }
    fn mgp_func_add_arg(function: Handle<Function>, name: CText, kind: Handle<TypeObject>) {
        let mut function = function.get_mut()?;
        let added = argument(&function.arguments, name, kind, None)?;
        function.arguments.push(added);
        Ok(())
    }
    fn mgp_func_add_opt_arg(
        function: Handle<Function>, name: CText, kind: Handle<TypeObject>, default: Handle<Data>,
    ) {
        let mut function = function.get_mut()?;
        let added = argument(&function.arguments, name, kind, Some(default))?;
        function.arguments.push(added);
        Ok(())
    }
}
