//! A module whose declaration is wrong: it must not load with a part of its procedures.

use ludograph_mgp::{Call, Module, Procedure, Result, Type, module};

fn first(call: &Call<'_>) -> Result<()> {
    call.check_abort()
}

fn second(call: &Call<'_>) -> Result<()> {
    call.check_abort()
}

module!(|| Module::new().with(Procedure::read("first", first)).with(Procedure::read("second", second).opt(
    "limit",
    Type::Int,
    "ten"
)));
