//! What a module declares, and how the server is told.

use std::any::TypeId;
use std::ffi::CString;
use std::sync::Arc;

use crate::batch;
use crate::call::{Call, FunctionCall};
use crate::callback::{self, NoCapture};
use crate::error::{Error, Result};
use crate::late;
use crate::log::{Level, log};
use crate::out::Out;
use crate::raw::{check, fetch, with_c_str};
use crate::sys;
use crate::types::Type;

/// An argument of a procedure or function.
#[derive(Debug, Clone)]
struct Argument {
    name: String,
    kind: Type,
    default: Option<Out<'static>>,
}

/// A field's name, for Rust and for C.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) c_name: CString,
}

impl Field {
    fn new(name: &'static str) -> Result<Self> {
        let c_name = CString::new(name).map_err(|_| Error::Nul(name.to_owned()))?;
        Ok(Self { name, c_name })
    }

    /// Whether it is the field's name. A compiler keeps equal texts of a module at one place, so that most need no look at
    /// their characters.
    #[inline]
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.len() == name.len() && (std::ptr::eq(self.name.as_ptr(), name.as_ptr()) || self.name == name)
    }
}

/// What a callback has to know of its declaration: names, in the declared order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Signature {
    pub(crate) arguments: Vec<String>,
    pub(crate) fields: Vec<Field>,
}

enum Entry {
    Procedure { callback: sys::mgp_proc_cb, is_write: bool },
    Batch { callback: sys::mgp_proc_cb, start: sys::mgp_proc_initializer, end: sys::mgp_proc_cleanup, is_write: bool },
    Function { callback: sys::mgp_func_cb },
}

/// A procedure or function.
pub struct Procedure {
    name: String,
    entry: Entry,
    /// The type of the Rust function: it finds its signature by it.
    key: TypeId,
    arguments: Vec<Argument>,
    fields: Vec<(&'static str, Type)>,
    if_supported: bool,
}

impl Procedure {
    fn new(name: &str, entry: Entry, key: TypeId) -> Self {
        let (arguments, fields) = (Vec::new(), Vec::new());
        Self { name: name.to_owned(), entry, key, arguments, fields, if_supported: false }
    }

    /// A procedure that reads. `run` is a function or a closure that captures nothing.
    pub fn read<F>(name: &str, run: F) -> Self
    where
        F: Fn(&Call<'_>) -> Result<()> + NoCapture,
    {
        callback::witness(run);
        let entry = Entry::Procedure { callback: callback::procedure::<F>, is_write: false };
        Self::new(name, entry, TypeId::of::<F>())
    }

    /// A procedure that changes the graph.
    pub fn write<F>(name: &str, run: F) -> Self
    where
        F: Fn(&Call<'_>) -> Result<()> + NoCapture,
    {
        callback::witness(run);
        let entry = Entry::Procedure { callback: callback::procedure::<F>, is_write: true };
        Self::new(name, entry, TypeId::of::<F>())
    }

    /// A procedure that reads and gives its records in batches: `start` makes a state, `next` gives the records of one
    /// batch; one without records is the last. Needs Memgraph 2.9.
    pub fn batch_read<S, B, N>(name: &str, start: B, next: N) -> Self
    where
        S: Send + 'static,
        B: Fn(&Call<'_>) -> Result<S> + NoCapture,
        N: Fn(&Call<'_>, &mut S) -> Result<()> + NoCapture,
    {
        Self::batch(name, start, next, false)
    }

    /// As [`Procedure::batch_read`], for one that changes the graph.
    pub fn batch_write<S, B, N>(name: &str, start: B, next: N) -> Self
    where
        S: Send + 'static,
        B: Fn(&Call<'_>) -> Result<S> + NoCapture,
        N: Fn(&Call<'_>, &mut S) -> Result<()> + NoCapture,
    {
        Self::batch(name, start, next, true)
    }

    fn batch<S, B, N>(name: &str, start: B, next: N, is_write: bool) -> Self
    where
        S: Send + 'static,
        B: Fn(&Call<'_>) -> Result<S> + NoCapture,
        N: Fn(&Call<'_>, &mut S) -> Result<()> + NoCapture,
    {
        callback::witness(start);
        callback::witness(next);
        let (callback, start, end) = (batch::next::<S, N>, batch::start::<S, B, N>, batch::end::<N>);
        Self::new(name, Entry::Batch { callback, start, end, is_write }, TypeId::of::<N>())
    }

    /// A function, for use in expressions. Needs Memgraph 2.3.
    pub fn function<F>(name: &str, run: F) -> Self
    where
        F: for<'c> Fn(&FunctionCall<'c>) -> Result<Out<'c>> + NoCapture,
    {
        callback::witness(run);
        Self::new(name, Entry::Function { callback: callback::function::<F> }, TypeId::of::<F>())
    }

    /// An argument that must be given.
    #[must_use]
    pub fn arg(mut self, name: &str, kind: Type) -> Self {
        self.arguments.push(Argument { name: name.to_owned(), kind, default: None });
        self
    }

    /// An argument that may be left out. It stands behind those that must be given.
    #[must_use]
    pub fn opt(mut self, name: &str, kind: Type, default: impl Into<Out<'static>>) -> Self {
        self.arguments.push(Argument { name: name.to_owned(), kind, default: Some(default.into()) });
        self
    }

    /// A field of the records.
    #[must_use]
    pub fn result(mut self, name: &'static str, kind: Type) -> Self {
        self.fields.push((name, kind));
        self
    }

    /// On a server that is too old for it the module loads without it, with a warning; else it does not load.
    #[must_use]
    pub fn if_supported(mut self) -> Self {
        self.if_supported = true;
        self
    }

    fn declare(self, module: *mut sys::mgp_module, memory: *mut sys::mgp_memory) -> Result<()> {
        let declared = match &self.entry {
            Entry::Function { callback } => self.declare_function(*callback, module, memory),
            _ => self.declare_procedure(module, memory),
        };
        match declared {
            Err(error @ Error::Unsupported { .. }) if self.if_supported => {
                log(Level::Warn, &format!("{}: {error}; left out", self.name));
                Ok(())
            }
            Ok(()) => {
                let arguments = self.arguments.into_iter().map(|argument| argument.name).collect();
                let fields = self.fields.into_iter().map(|field| Field::new(field.0)).collect::<Result<_>>()?;
                callback::register(self.key, Arc::new(Signature { arguments, fields }))
            }
            Err(error) => Err(Error::new(format!("{}: {error}", self.name))),
        }
    }

    fn declare_procedure(&self, module: *mut sys::mgp_module, memory: *mut sys::mgp_memory) -> Result<()> {
        let procedure: *mut sys::mgp_proc = with_c_str(&self.name, |name| match self.entry {
            Entry::Procedure { callback, is_write: false } => {
                // SAFETY: the module is being initialised, the name is a C string.
                let make = |out| unsafe { sys::mgp_module_add_read_procedure(module, name, callback, out) };
                fetch("mgp_module_add_read_procedure", make)
            }
            Entry::Procedure { callback, .. } => {
                // SAFETY: as above.
                let make = |out| unsafe { sys::mgp_module_add_write_procedure(module, name, callback, out) };
                fetch("mgp_module_add_write_procedure", make)
            }
            Entry::Batch { callback, start, end, is_write } => {
                let function = "mgp_module_add_batch_read_procedure";
                let add = if is_write { late::add_batch_write() } else { late::add_batch_read() };
                let add = add.ok_or(Error::Unsupported { function, since: "2.9" })?;
                // SAFETY: as above.
                fetch(function, |out| unsafe { add(module, name, callback, start, end, out) })
            }
            Entry::Function { .. } => Err(Error::new("a function is no procedure")),
        })??;
        for argument in &self.arguments {
            let (kind, default) = argument.make(memory)?;
            with_c_str(&argument.name, |name| match &default {
                Some(value) => {
                    // SAFETY: the procedure is being declared; the server copies the default.
                    let code = unsafe { sys::mgp_proc_add_opt_arg(procedure, name, kind, value.as_ptr()) };
                    check("mgp_proc_add_opt_arg", code)
                }
                // SAFETY: as above.
                None => check("mgp_proc_add_arg", unsafe { sys::mgp_proc_add_arg(procedure, name, kind) }),
            })?
            .map_err(|error| Error::new(format!("argument '{}': {error}", argument.name)))?;
        }
        for (name, kind) in &self.fields {
            let kind = kind.make()?;
            with_c_str(name, |name| {
                // SAFETY: as above.
                check("mgp_proc_add_result", unsafe { sys::mgp_proc_add_result(procedure, name, kind) })
            })?
            .map_err(|error| Error::new(format!("result field '{name}': {error}")))?;
        }
        Ok(())
    }

    fn declare_function(
        &self,
        callback: sys::mgp_func_cb,
        module: *mut sys::mgp_module,
        memory: *mut sys::mgp_memory,
    ) -> Result<()> {
        let missing = || Error::Unsupported { function: "mgp_module_add_function", since: "2.3" };
        let (add, arg) = (late::add_function().ok_or_else(missing)?, late::func_add_arg().ok_or_else(missing)?);
        let opt = late::func_add_opt_arg().ok_or_else(missing)?;
        let function: *mut sys::mgp_func = with_c_str(&self.name, |name| {
            // SAFETY: the module is being initialised, the name is a C string.
            fetch("mgp_module_add_function", |out| unsafe { add(module, name, callback, out) })
        })??;
        for argument in &self.arguments {
            let (kind, default) = argument.make(memory)?;
            with_c_str(&argument.name, |name| match &default {
                // SAFETY: the function is being declared; the server copies the default.
                Some(value) => check("mgp_func_add_opt_arg", unsafe { opt(function, name, kind, value.as_ptr()) }),
                // SAFETY: as above.
                None => check("mgp_func_add_arg", unsafe { arg(function, name, kind) }),
            })??;
        }
        Ok(())
    }
}

impl Argument {
    fn make<'c>(&self, memory: *mut sys::mgp_memory) -> Result<(*mut sys::mgp_type, Option<crate::OwnedValue<'c>>)> {
        Ok((self.kind.make()?, self.default.as_ref().map(|value| value.make(memory)).transpose()?))
    }
}

/// Everything a module declares.
#[derive(Default)]
pub struct Module {
    entries: Vec<Procedure>,
}

impl Module {
    /// A module without procedures.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a procedure or function.
    #[must_use]
    pub fn with(mut self, procedure: Procedure) -> Self {
        self.entries.push(procedure);
        self
    }

    pub(crate) fn declare(self, module: *mut sys::mgp_module, memory: *mut sys::mgp_memory) -> Result<()> {
        self.entries.into_iter().try_for_each(|entry| entry.declare(module, memory))
    }
}
