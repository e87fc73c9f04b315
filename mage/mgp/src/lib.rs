//! Memgraph query modules in safe Rust.
//!
//! The C interface is declared by hand: no header, no libclang. The published crate `rsmgp-sys` speaks the interface of
//! Memgraph 1.x, and a module built with it crashes a 2.x server when it is loaded; its unpublished successor swallows errors
//! and panics, and has no writes, batches, functions or logging. The words here are theirs where they have one.
//!
//! A whole module: a crate with `crate-type = ["cdylib"]`, installed as `degree.so`.
//!
//! ```no_run
//! use ludograph_mgp::{Call, Error, Module, Procedure, Result, Type, module};
//!
//! /// The nodes with a label that have at least so many relationships.
//! fn hubs(call: &Call<'_>) -> Result<()> {
//!     let label: &str = call.arg("label")?;
//!     let at_least: i64 = call.arg("at_least")?;
//!     if at_least < 1 {
//!         return Err(Error::argument("at_least", "a positive integer", at_least));
//!     }
//!     let mut vertices = call.vertices()?;
//!     while let Some(vertex) = vertices.next()? {
//!         if !vertex.has_label(label)? {
//!             continue;
//!         }
//!         let degree = vertex.out_edges()?.count()? + vertex.in_edges()?.count()?;
//!         if degree as i64 >= at_least {
//!             let name: Option<String> = vertex.get("name")?;
//!             call.record((("node", vertex), ("name", name), ("degree", degree)))?;
//!         }
//!     }
//!     Ok(())
//! }
//!
//! module!(|| Module::new().with(
//!     Procedure::read("hubs", hubs)
//!         .arg("label", Type::String)
//!         .opt("at_least", Type::Int, 1)
//!         .result("node", Type::Node)
//!         .result("name", Type::String.nullable())
//!         .result("degree", Type::Int),
//! ));
//! ```
//!
//! # What is kept from going wrong
//!
//! * A declaration that fails refuses the module, with the reason in the server's log and on standard error.
//! * A panic becomes the error `module error: …` of the call; no rows are kept. The process's panic hook is never touched.
//!   Never set `panic = "abort"` for a module: it would end the server.
//! * Only `mgp_init_module` and `mgp_shutdown_module` are exported.
//! * What is borrowed from a call cannot outlive it, and what an iterator shows cannot outlive its next step. Nothing of a
//!   call can go to another thread.
//! * Values of types that came after 2.10 are [`Error::UnknownType`].
//! * Only names of Memgraph 2.0 are linked. Functions (2.3), logging (2.4), batches (2.9) and tracking (2.12) are looked up:
//!   see [`Procedure::if_supported`].
//! * [`Call::positive`] and [`Call::settings`] read arguments with the sentences that users know: `limit must be a positive
//!   integer, got 0`.
//! * [`memory`] is for what grows with the input: lack of memory is an error there, where Rust's own vectors would end the
//!   server.
//!
//! Start reading at [`Call`] (what a procedure can do), [`Procedure`] (how it is declared), [`View`] and [`Out`] (values in
//! and out); inside the crate at `callback.rs` (the border) and `sys.rs` (the interface).
#![allow(unsafe_code)] // The interface is C's. Every block says why it is right.

mod batch;
mod call;
mod callback;
mod container;
mod deadline;
mod declare;
mod entity;
mod error;
mod keep;
mod late;
pub mod log;
pub mod memory;
mod name;
mod numbering;
mod out;
mod raw;
mod record;
mod row;
mod settings;
mod temporal;
mod texts;
mod types;
mod value;

#[doc(hidden)]
#[allow(missing_docs)] // The interface's own names, described by its description.
pub mod sys;

pub use call::{Arguments, Call, FunctionCall};
pub use callback::NoCapture;
#[doc(hidden)]
pub use callback::{initialize, shutdown};
pub use container::{List, Map};
pub use deadline::{Deadline, Ending};
pub use declare::{Module, Procedure};
pub use entity::{Edge, Edges, Kinds, OwnedEdge, OwnedPath, OwnedVertex, Path, Vertex, Vertices};
pub use error::{Error, Result};
#[doc(hidden)]
pub use keep::Keeping;
pub use name::{AsName, Name};
pub use numbering::{ById, Numbering};
pub use out::Out;
pub use record::{Fields, Record};
pub use settings::Settings;
pub use temporal::{Date, Duration, LocalDateTime, LocalTime};
pub use texts::Texts;
pub use types::Type;
pub use value::{FromValue, OwnedValue, Value, View};

/// Makes the crate a query module: the two functions that the server calls, and an allocator that gives back what tables in
/// statics own when the file is closed, if they are made while the module is built. Takes a function that builds a [`Module`].
#[macro_export]
macro_rules! module {
    ($build:expr) => {
        #[global_allocator]
        static KEEPING: $crate::Keeping = $crate::Keeping::new();

        extern "C" fn close() {
            KEEPING.release();
        }

        /// Runs when the file is closed.
        #[used]
        #[unsafe(link_section = ".fini_array")]
        static CLOSE: extern "C" fn() = close;

        /// Declares the module's procedures.
        #[unsafe(no_mangle)]
        pub extern "C" fn mgp_init_module(
            module: *mut $crate::sys::mgp_module,
            memory: *mut $crate::sys::mgp_memory,
        ) -> i32 {
            $crate::initialize(module, memory, $build, &KEEPING)
        }

        /// Gives back what the module kept of its declarations.
        #[unsafe(no_mangle)]
        pub extern "C" fn mgp_shutdown_module() -> i32 {
            $crate::shutdown()
        }
    };
}
