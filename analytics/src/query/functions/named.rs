//! Puts arguments given by name into their places: `simulate(games => 10)` becomes `simulate(NULL, NULL, 10)`.

use std::ops::ControlFlow;

use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{
    Expr, FunctionArg, FunctionArgExpr, Ident, ObjectName, ObjectNamePart, TableFactor, Value, VisitMut as _,
    VisitorMut,
};

use super::super::error::QueryError;
use super::super::suggest::nearest;
use super::signature::{Signature, find};

/// Places the named arguments of our own table functions; calls of others stay as they are.
///
/// # Errors
/// [`QueryError::Invalid`] for a name the function does not know, one given twice, and a place after a name.
pub(in crate::query) fn place_named_arguments(statement: &mut Statement) -> Result<(), QueryError> {
    match statement {
        Statement::Statement(statement) => match statement.visit(&mut Walk) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(error) => Err(error),
        },
        Statement::Explain(explain) => place_named_arguments(&mut explain.statement),
        _ => Ok(()),
    }
}

struct Walk;

impl VisitorMut for Walk {
    type Break = QueryError;

    fn pre_visit_table_factor(&mut self, factor: &mut TableFactor) -> ControlFlow<QueryError> {
        let (name, args) = match factor {
            TableFactor::Table { name, args: Some(args), .. } => (name, &mut args.args),
            TableFactor::Function { name, args, .. } => (name, args),
            _ => return ControlFlow::Continue(()),
        };
        let Some(signature) = called(name) else { return ControlFlow::Continue(()) };
        match placed(signature, std::mem::take(args)) {
            Ok(placed) => {
                *args = placed;
                ControlFlow::Continue(())
            }
            Err(error) => ControlFlow::Break(error),
        }
    }
}

/// Our function of a name, which is then written as it is registered.
fn called(name: &mut ObjectName) -> Option<&'static Signature> {
    let [ObjectNamePart::Identifier(ident)] = name.0.as_mut_slice() else { return None };
    let signature = find(&ident.value)?;
    *ident = Ident::new(signature.name);
    Some(signature)
}

fn placed(signature: &Signature, args: Vec<FunctionArg>) -> Result<Vec<FunctionArg>, QueryError> {
    let mut places: Vec<Option<FunctionArg>> = Vec::with_capacity(signature.parameters.len());
    let mut is_by_name = false;
    for arg in args {
        let (name, value) = match arg {
            FunctionArg::Named { name, arg, .. } => (name.value, arg),
            FunctionArg::ExprNamed { name, arg, .. } => (name.to_string(), arg),
            FunctionArg::Unnamed(_) if is_by_name => {
                let message = format!("{}: an argument without a name stands after one with a name", signature.name);
                return Err(QueryError::invalid(message));
            }
            unnamed @ FunctionArg::Unnamed(_) => {
                places.push(Some(unnamed));
                continue;
            }
        };
        is_by_name = true;
        let place = place_of(signature, &name)?;
        if places.len() <= place {
            places.resize_with(place + 1, || None);
        }
        match places.get_mut(place) {
            Some(free @ None) => *free = Some(FunctionArg::Unnamed(value)),
            _ => return Err(QueryError::invalid(format!("{}: `{name}` is given twice", signature.name))),
        }
    }
    let null = || FunctionArg::Unnamed(FunctionArgExpr::Expr(Expr::value(Value::Null)));
    Ok(places.into_iter().map(|place| place.unwrap_or_else(null)).collect())
}

fn place_of(signature: &Signature, name: &str) -> Result<usize, QueryError> {
    let place = signature.parameters.iter().position(|parameter| parameter.eq_ignore_ascii_case(name));
    place.ok_or_else(|| QueryError::Invalid {
        message: format!("{} has no parameter `{name}`; it has {}", signature.name, signature.parameters.join(", ")),
        suggestion: nearest(name, signature.parameters.iter().copied()),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::guard;

    fn placed(sql: &str) -> String {
        match guard::parse(sql) {
            Ok(statement) => statement.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn names_become_places() {
        for (sql, expected) in [
            ("SELECT * FROM simulate(games => 10)", "SELECT * FROM simulate(NULL, NULL, 10)"),
            ("SELECT * FROM Simulate('easy', seed => 7)", "SELECT * FROM simulate('easy', NULL, NULL, 7)"),
            ("EXPLAIN SELECT * FROM simulate(agents => 'x') AS s", "EXPLAIN SELECT * FROM simulate(NULL, 'x') AS s"),
            ("SELECT * FROM other(x => 1)", "SELECT * FROM other(x => 1)"),
            (
                "SELECT (SELECT count(*) FROM cooperation(rules => 'paper'))",
                "SELECT (SELECT count(*) FROM cooperation(NULL, NULL, NULL, NULL, 'paper'))",
            ),
        ] {
            assert_eq!(placed(sql), expected);
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (sql, words) in [
            ("SELECT * FROM simulate(game => 10)", "did you mean `games`?"),
            ("SELECT * FROM simulate(games => 10, games => 9)", "`games` is given twice"),
            ("SELECT * FROM simulate('hard', scenario => 'easy')", "`scenario` is given twice"),
            ("SELECT * FROM simulate(games => 10, 7)", "stands after one with a name"),
        ] {
            let found = placed(sql);
            assert!(found.contains(words), "{sql}: {found}");
        }
    }
}
