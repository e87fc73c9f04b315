//! One call: arguments checked in the server's words, the module's callback, its records checked.

use std::sync::Arc;

use crate::abi::arena::Arena;
use crate::abi::module::{Argument, Field, Function, Procedure, TransformationCallback};
use crate::abi::result::{FunctionContext, FunctionResult, ResultObject};
use crate::abi::slot::Handle;
use crate::abi::{Code, Frame, Type};
use crate::convert::value_to_json;
use crate::error::CallError;
use crate::graph::Graph;
use crate::host::{Declaration, Records, Report};
use crate::loader::Module;
use crate::options::{MEMORY_BYTES_DEFAULT, Options};
use crate::rows::Rows;
use crate::transform::Message;
use crate::value::{NESTING_MAX, Value};

/// Runs a procedure; changes of one that fails are undone. The records have the fields of the places.
pub(crate) fn procedure(
    name: &str,
    (module, procedure): (&Module, &Procedure),
    graph: &mut dyn Graph,
    arguments: &[Value],
    places: &[usize],
    options: &Options,
) -> Result<Records, CallError> {
    if procedure.is_write && options.refuse_writes {
        return Err(CallError::WriteRefused { name: name.to_owned() });
    }
    let arguments = complete(name, &procedure.arguments, arguments, graph)?;
    let mut arena = Arena::for_call(options.limits());
    arena.set_constants(&module.constants);
    let arena = arena;
    if procedure.is_write {
        graph.begin();
    }
    let run = || batches(name, procedure, &arena, &arguments, places);
    let rows = arena.as_current(|| arena.with_graph(graph, procedure.is_write, run));
    let rows = rows.map_err(|error| too_large(name, error, options));
    if procedure.is_write {
        if rows.is_ok() { graph.commit() } else { graph.rollback() }
    }
    let field = |place: &usize| procedure.fields.get(*place).map(|field| field.name.to_string());
    let fields = places.iter().filter_map(field).collect();
    let report = report(arena);
    Ok(Records { fields, rows: rows?, report })
}

/// What kept a call from being made or read.
enum Failure {
    Call(CallError),
    Code(Code),
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::Code(code)
    }
}

fn too_large(name: &str, failure: Failure, options: &Options) -> CallError {
    let name = name.to_owned();
    match failure {
        Failure::Call(error) => error,
        Failure::Code(Code::UnableToAllocate) => {
            CallError::ArgumentsTooLarge { name, bytes_max: options.memory_bytes_max.unwrap_or(MEMORY_BYTES_DEFAULT) }
        }
        Failure::Code(_) => CallError::Broken { name },
    }
}

/// One run of the callback, or for a batched procedure one after the other until a batch is empty.
fn batches(
    name: &str,
    procedure: &Procedure,
    arena: &Arena,
    arguments: &[Value],
    places: &[usize],
) -> Result<Rows, Failure> {
    let frame = Frame::new(arena, arguments)?;
    let rows = run(name, procedure, arena, &frame, places);
    frame.end();
    rows
}

fn run(name: &str, procedure: &Procedure, arena: &Arena, frame: &Frame, places: &[usize]) -> Result<Rows, Failure> {
    let batch = || batch(name, procedure, arena, frame, places);
    let Some((initialize, cleanup)) = procedure.batch else {
        return batch();
    };
    initialize(frame.arguments, frame.graph, frame.memory);
    let mut rows = Rows::new(places.len());
    let ended = loop {
        match batch() {
            Ok(more) if more.is_empty() => break Ok(()),
            Ok(more) => rows.append(more),
            Err(failure) => break Err(failure),
        }
    };
    cleanup();
    ended.map(|()| rows)
}

fn batch(name: &str, procedure: &Procedure, arena: &Arena, frame: &Frame, places: &[usize]) -> Result<Rows, Failure> {
    let result = Handle::new(arena, ResultObject::new(&procedure.fields, places))?;
    (procedure.callback)(frame.arguments, frame.graph, result, frame.memory);
    records(name, arena, result, places)
}

/// The records of a result, if there is no error and every field is set.
fn records(name: &str, arena: &Arena, result: Handle<ResultObject>, places: &[usize]) -> Result<Rows, Failure> {
    let (values, error, refused) = {
        let mut result = result.get_mut()?;
        (result.take()?, result.error.take(), result.refused.take())
    };
    result.remove()?;
    let name = name.to_owned();
    if arena.must_abort() || arena.refused() {
        let note = error.map(|message| format!(": {message}")).unwrap_or_default();
        return Err(Failure::Call(CallError::Aborted { name, note }));
    }
    if let Some(message) = error {
        return Err(Failure::Call(CallError::Module { name, message }));
    }
    if let Some((record, place)) = values.missing {
        let field = values.fields.get(place).map(|field| field.name.to_string()).unwrap_or_default();
        let hint = refused.map(|reason| format!(" The host refused a value: {reason}.")).unwrap_or_default();
        return Err(Failure::Call(CallError::IncompleteRecord { name, record, field, hint }));
    }
    Ok(values.rows(places))
}

/// Runs a function.
pub(crate) fn function(
    name: &str,
    function: &Function,
    graph: &mut dyn Graph,
    arguments: &[Value],
    options: &Options,
) -> Result<Value, CallError> {
    let arguments = complete(name, &function.arguments, arguments, graph)?;
    let arena = Arena::for_call(options.limits());
    let run = || -> Result<Value, Failure> {
        let frame = Frame::new(&arena, &arguments)?;
        let context = Handle::new(&arena, FunctionContext)?;
        let result = Handle::new(&arena, FunctionResult::default())?;
        (function.callback)(frame.arguments, context, result, frame.memory);
        let mut result = result.get_mut()?;
        let name = name.to_owned();
        match (result.error.take(), result.value.take()) {
            (Some(message), _) => Err(Failure::Call(CallError::Module { name, message })),
            (None, Some(value)) => Ok(value),
            (None, None) => Err(Failure::Call(CallError::NoValue { name })),
        }
    };
    let value = arena.as_current(|| arena.with_graph(graph, false, run));
    report(arena);
    value.map_err(|failure| too_large(name, failure, options))
}

/// Runs a transformation.
pub(crate) fn transformation(
    name: &str,
    callback: TransformationCallback,
    graph: &mut dyn Graph,
    messages: &[Message],
    options: &Options,
) -> Result<Records, CallError> {
    let arena = Arena::for_call(options.limits());
    let parameters = Type::Nullable(Box::new(Type::Map));
    let fields = [("query", Type::String), ("parameters", parameters)];
    let fields = Arc::new(fields.map(|(name, kind)| Field::new(name, kind, false)).to_vec());
    let run = || -> Result<Rows, Failure> {
        let frame = Frame::new(&arena, &[])?;
        let result = Handle::new(&arena, ResultObject::new(&fields, &[0, 1]))?;
        callback(frame.messages(&arena, messages)?, frame.graph, result, frame.memory);
        records(name, &arena, result, &[0, 1])
    };
    let rows = arena.as_current(|| arena.with_graph(graph, false, run));
    let rows = rows.map_err(|failure| too_large(name, failure, options));
    let report = report(arena);
    Ok(Records { fields: fields.iter().map(|field| field.name.to_string()).collect(), rows: rows?, report })
}

/// How a call went that is over, whose arena ends with it.
fn report(arena: Box<Arena>) -> Report {
    let report = Report {
        peak_bytes: arena.peak_bytes(),
        allocations: arena.allocations(),
        leaked: arena.leaked(),
        misuses: Arena::take_misuses().into_iter().collect(),
    };
    arena.end();
    report
}

/// The arguments with defaults for those left out, if number and types fit.
fn complete(name: &str, declared: &[Argument], given: &[Value], graph: &dyn Graph) -> Result<Vec<Value>, CallError> {
    let required = declared.iter().filter(|argument| argument.default.is_none()).count();
    if given.len() < required || given.len() > declared.len() {
        let plural = if required == 1 { "" } else { "s" };
        let allowed = match declared.len() {
            0 => "no arguments".to_owned(),
            all if all == required => format!("exactly {required} argument{plural}"),
            all => format!("between {required} and {all} arguments"),
        };
        return Err(CallError::ArgumentCount { name: name.to_owned(), allowed, got: given.len() });
    }
    let mut arguments = Vec::with_capacity(declared.len());
    for (position, argument) in declared.iter().enumerate() {
        let value = given.get(position).or(argument.default.as_ref()).unwrap_or(&Value::Null);
        if !argument.kind.takes(value) || value.depth() > NESTING_MAX {
            return Err(CallError::ArgumentType {
                name: name.to_owned(),
                argument: argument.name.clone(),
                position,
                kind: argument.kind.to_string(),
                got: shown(value, graph),
            });
        }
        arguments.push(value.clone());
    }
    Ok(arguments)
}

/// A value with its kind, cut where it is long.
fn shown(value: &Value, graph: &dyn Graph) -> String {
    const CHARACTERS_MAX: usize = 60;
    if *value == Value::Null {
        return "NULL".to_owned();
    }
    if value.depth() > NESTING_MAX {
        return format!("a value that nests deeper than {NESTING_MAX}");
    }
    let whole = value_to_json(graph, value).to_string();
    let cut: String = whole.chars().take(CHARACTERS_MAX).collect();
    let more = if cut.len() < whole.len() { "…" } else { "" };
    format!("{} {cut}{more}", value.kind())
}

fn list_arguments(arguments: &[Argument]) -> String {
    let one = |argument: &Argument| match &argument.default {
        Some(default) => {
            let default = value_to_json(&crate::graph::PropertyGraph::new(), default);
            format!("{} = {default} :: {}", argument.name, argument.kind)
        }
        None => format!("{} :: {}", argument.name, argument.kind),
    };
    arguments.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// How a procedure is listed.
pub(crate) fn declare_procedure(module: &str, procedure: &Procedure) -> Declaration {
    let kind = match (procedure.batch.is_some(), procedure.is_write) {
        (false, false) => "read procedure",
        (false, true) => "write procedure",
        (true, false) => "batched read procedure",
        (true, true) => "batched write procedure",
    };
    let field = |field: &Field| {
        let note = if field.deprecated { " (deprecated)" } else { "" };
        format!("{} :: {}{note}", field.name, field.kind)
    };
    let fields = procedure.fields.iter().map(field).collect::<Vec<_>>().join(", ");
    let signature = format!("({}) :: ({fields})", list_arguments(&procedure.arguments));
    Declaration { name: format!("{module}.{}", procedure.name), kind, signature }
}

/// How a function is listed.
pub(crate) fn declare_function(module: &str, function: &Function) -> Declaration {
    let signature = format!("({}) :: ANY", list_arguments(&function.arguments));
    Declaration { name: format!("{module}.{}", function.name), kind: "function", signature }
}
