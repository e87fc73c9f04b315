//! What a query is made of.

use crate::value::Value;

/// A whole query; at least one part is there.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Query {
    pub(super) call: Option<Call>,
    pub(super) returns: Option<Return>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Call {
    /// The procedure with its module.
    pub(super) name: String,
    pub(super) arguments: Vec<Expression>,
    pub(super) yields: Yield,
    pub(super) condition: Option<Expression>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Yield {
    /// No `YIELD`, or `YIELD *`.
    All,
    /// Fields with the names they get, and where they stand.
    Fields(Vec<(String, String, usize)>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Return {
    pub(super) distinct: bool,
    pub(super) items: Vec<Item>,
    pub(super) order: Vec<(Expression, bool)>,
    pub(super) skip: Option<Expression>,
    pub(super) limit: Option<Expression>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Item {
    /// `*`
    All,
    /// An expression and its column's name.
    One(Expression, String),
}

/// An expression, and the byte of the query where it starts or its operator stands.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expression {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Literal(Value),
    Parameter(String),
    Variable(String),
    List(Vec<Expression>),
    Map(Vec<(String, Expression)>),
    Property(Box<Expression>, String),
    Index(Box<Expression>, Box<Expression>),
    Function(String, Vec<Expression>),
    Not(Box<Expression>),
    Negative(Box<Expression>),
    IsNull(Box<Expression>, bool),
    Binary(Operator, Box<Expression>, Box<Expression>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Or,
    Xor,
    And,
    Equal,
    Different,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    In,
    StartsWith,
    EndsWith,
    Contains,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}
