//! The C interface (`mgp_*`), group by group, over the host's graph.
//!
//! Every object a module sees is a [`slot::Slot`] of an [`arena::Arena`]: one arena a call, one for the module's
//! initialisation. A slot carries a tag of its kind and is not given back before its arena ends, so what a module does
//! wrong within a call, such as reading a value it has destroyed, destroying one twice or one that belongs to a list,
//! passing null or a list for a value, is answered with an error code and noted as a misuse. What cannot be told from a
//! right call is a pointer that never came from here: the interface hands out addresses, and following a wild one is
//! memory corruption.
//!
//! The functions are safe Rust over [`slot::Handle`], [`pointer::Out`] and [`pointer::CText`]; what is unsafe about pointers from C is in
//! `slot.rs` and `pointer.rs`. No unwinding leaves a function: [`guard`] turns it into an error code.

pub(crate) mod arena;
mod date;
mod duration;
mod edge;
mod func;
mod graph;
mod iterators;
mod list;
mod local_date_time;
mod local_time;
mod log;
mod map;
mod memory;
mod message;
pub(crate) mod module;
pub(crate) mod object;
mod path;
mod pointer;
pub(crate) mod result;
pub(crate) mod slot;
mod types;
mod value;
mod vertex;

use std::ffi::c_int;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub(crate) use types::Type;

/// The interface's error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum Code {
    Unknown = 1,
    UnableToAllocate = 2,
    InsufficientBuffer = 3,
    OutOfRange = 4,
    Logic = 5,
    DeletedObject = 6,
    InvalidArgument = 7,
    KeyAlreadyExists = 8,
    ImmutableObject = 9,
    ValueConversion = 10,
}

pub(crate) type Outcome<T = ()> = Result<T, Code>;

/// Runs a function of the interface and gives its code; a panic in it is the code for an unknown error.
#[inline]
pub(crate) fn guard(run: impl FnOnce() -> Outcome) -> c_int {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => 0,
        Ok(Err(code)) => code as c_int,
        Err(_) => Code::Unknown as c_int,
    }
}

/// A name of the interface and the address of its function.
pub(crate) type Symbol = (&'static str, usize);

/// Declares functions of the interface, and `symbols()`, the list of them. A body gives an [`Outcome`];
/// with `-> ()` after the arguments the function gives nothing.
///
/// What is called with every node, relationship and property has a `quick` block before its body: the usual case in a
/// few instructions, without a call that could unwind. It gives `Some` if it did everything, or else changed nothing,
/// and the body runs.
macro_rules! exports {
    ($(fn $name:ident($($arg:ident: $kind:ty),* $(,)?) $(-> $nothing:tt)? $(quick $quick:block)? $body:block)+) => {
        $($crate::abi::exports!(@one $name ($($arg: $kind),*) $($nothing)? $(quick $quick)? $body);)+
        /// The functions of this group.
        pub(super) fn symbols() -> Vec<$crate::abi::Symbol> {
            vec![$((stringify!($name), $name as *const () as usize)),+]
        }
    };
    (@one $name:ident ($($arg:ident: $kind:ty),*) quick $quick:block $body:block) => {
        extern "C" fn $name($($arg: $kind),*) -> ::std::ffi::c_int {
            #[cold]
            extern "C" fn whole($($arg: $kind),*) -> ::std::ffi::c_int {
                $crate::abi::guard(move || $body)
            }
            let quick = || -> Option<()> { $quick };
            if quick().is_some() {
                // Places for results stay as they were written.
                $(let _kept = ::std::mem::ManuallyDrop::new($arg);)*
                return 0;
            }
            whole($($arg),*)
        }
    };
    (@one $name:ident ($($arg:ident: $kind:ty),*) () quick $quick:block $body:block) => {
        extern "C" fn $name($($arg: $kind),*) {
            #[cold]
            extern "C" fn whole($($arg: $kind),*) {
                $crate::abi::guard(move || {
                    $body;
                    Ok(())
                });
            }
            let quick = || -> Option<()> { $quick };
            if quick().is_none() {
                whole($($arg),*);
            }
        }
    };
    (@one $name:ident ($($arg:ident: $kind:ty),*) $body:block) => {
        extern "C" fn $name($($arg: $kind),*) -> ::std::ffi::c_int {
            $crate::abi::guard(move || $body)
        }
    };
    (@one $name:ident ($($arg:ident: $kind:ty),*) () $body:block) => {
        extern "C" fn $name($($arg: $kind),*) {
            $crate::abi::guard(move || {
                $body;
                Ok(())
            });
        }
    };
}
pub(crate) use exports;

/// Every function of the interface, sorted by name.
pub(crate) fn symbols() -> Vec<Symbol> {
    let mut all: Vec<Symbol> = [
        date::symbols(),
        duration::symbols(),
        edge::symbols(),
        func::symbols(),
        graph::symbols(),
        iterators::symbols(),
        list::symbols(),
        local_date_time::symbols(),
        local_time::symbols(),
        log::symbols(),
        map::symbols(),
        memory::symbols(),
        message::symbols(),
        module::symbols(),
        path::symbols(),
        result::symbols(),
        types::symbols(),
        value::symbols(),
        vertex::symbols(),
    ]
    .concat();
    all.push(("mgp_must_abort", graph::mgp_must_abort as *const () as usize));
    all.sort_unstable();
    all
}

pub(crate) use memory::Memory;

/// The objects that a module's initialisation is given.
pub(crate) fn memory_and_module(arena: &arena::Arena) -> Outcome<(slot::Handle<Memory>, slot::Handle<module::Module>)> {
    Ok((slot::Handle::new(arena, Memory)?, slot::Handle::new(arena, module::Module::default())?))
}

/// What every callback of a call is given.
pub(crate) struct Frame {
    pub(crate) arguments: slot::Handle<object::List>,
    pub(crate) graph: slot::Handle<graph::GraphObject>,
    pub(crate) memory: slot::Handle<Memory>,
}

impl Frame {
    /// The objects of a call with the arguments.
    pub(crate) fn new(arena: &arena::Arena, arguments: &[crate::Value]) -> Outcome<Self> {
        Ok(Self {
            arguments: {
                let list = object::make_list(arena, arguments)?;
                arena.set_arguments(list);
                list
            },
            graph: object::part(arena, graph::GraphObject)?,
            memory: object::part(arena, Memory)?,
        })
    }

    /// Gives the objects back, so that what is alive then is the module's.
    pub(crate) fn end(&self) {
        // What is not there needs no giving back.
        let _gone = (self.arguments.remove(), self.graph.remove(), self.memory.remove());
    }

    /// Messages of a stream as objects.
    pub(crate) fn messages(
        &self,
        arena: &arena::Arena,
        messages: &[crate::Message],
    ) -> Outcome<slot::Handle<message::Messages>> {
        self.memory.get()?;
        let one = |message: &crate::Message| object::part(arena, message::Message(message.clone()));
        object::part(arena, message::Messages(messages.iter().map(one).collect::<Outcome<_>>()?))
    }
}
