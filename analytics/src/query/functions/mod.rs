//! Table functions with named arguments. `graph` measures the graph of the snapshot. The others play Bucket Brigade: `simulate`, `cooperation`, `cooperation_edges`, `brigade_states`,
//! `brigade_transitions`.
//!
//! `signature` says what each is called with; `named` puts `name => value` arguments into their places before planning,
//! since the planner knows arguments by place only; `arguments` reads them, `played` makes a match of them; `rows` is a
//! table whose rows are made when they are asked for. The algorithms are the engine's: what stands here converts.
//!
//! What the columns mean stands in `docs/tables.md`.

mod arguments;
mod cooperation;
mod graph;
mod named;
mod played;
mod rows;
mod signature;
mod simulate;
mod states;

use std::sync::Arc;

use datafusion::catalog::{TableFunctionArgs, TableFunctionImpl, TableProvider};
use datafusion::error::Result;
use datafusion::execution::SessionState;

use arguments::Arguments;
use signature::{SIGNATURES, Signature};

pub(super) use graph::register as register_graph;
pub(super) use named::place_named_arguments;

/// Makes the table of a call.
type Make = fn(&Arguments<'_>) -> Result<Arc<dyn TableProvider>>;

/// Makes the functions known to a session.
pub(super) fn register(state: &mut SessionState) -> Result<()> {
    for signature in &SIGNATURES {
        let make = maker(signature)?;
        state.register_udtf(signature.name, Arc::new(Function { signature, make }));
    }
    Ok(())
}

fn maker(signature: &Signature) -> Result<Make> {
    Ok(match signature.name {
        "simulate" => simulate::table,
        "cooperation" => cooperation::agents,
        "cooperation_edges" => cooperation::edges,
        "brigade_states" => states::states,
        "brigade_transitions" => states::transitions,
        other => return datafusion::common::internal_err!("no table function {other}"),
    })
}

#[derive(Debug)]
struct Function {
    signature: &'static Signature,
    make: Make,
}

impl TableFunctionImpl for Function {
    fn call_with_args(&self, args: TableFunctionArgs<'_, '_>) -> Result<Arc<dyn TableProvider>> {
        (self.make)(&Arguments::new(self.signature, args.exprs())?)
    }
}
