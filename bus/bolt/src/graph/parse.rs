//! Statements: a few clauses of openCypher, and Memgraph's for indexes and constraints.

use super::GraphError;
use super::token::{Token, syntax, tokens};
use crate::value::Value;

/// A statement: `CREATE INDEX ON :L(p)`, `CREATE CONSTRAINT ON (n:L) ASSERT n.p IS UNIQUE`, or clauses of `UNWIND $p AS x`,
/// `MATCH`, `MERGE`, `WITH`, `SET x.p = …` and `SET x += …`, `[DETACH] DELETE`, `RETURN`, over patterns of one node or of
/// one relationship from one node to another. Everything else is refused as a syntax error.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement(pub(super) Kind);

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Index { label: String, property: String },
    Constraint { label: String, property: String },
    Clauses(Vec<Clause>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Clause {
    Unwind {
        list: Expression,
        name: String,
    },
    Match(Vec<Pattern>),
    Merge(Pattern),
    Set(Vec<Setting>),
    Delete(String),
    /// What goes on by which name; the last clause of a statement that answers.
    With {
        items: Vec<(Expression, String)>,
        is_last: bool,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    pub(super) from: NodePattern,
    pub(super) step: Option<(EdgePattern, NodePattern)>,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct NodePattern {
    pub(super) name: Option<String>,
    pub(super) label: Option<String>,
    pub(super) properties: Vec<(String, Expression)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct EdgePattern {
    pub(super) name: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) properties: Vec<(String, Expression)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Setting {
    /// `x.p = value`
    Property(String, String, Expression),
    /// `x += map`
    Merge(String, Expression),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expression {
    Literal(Value),
    Parameter(String),
    Name(String),
    Property(Box<Expression>, String),
    Call(String, String),
}

impl Statement {
    /// Reads a statement.
    ///
    /// # Errors
    /// [`GraphError::Syntax`] with the character that does not fit.
    pub fn parse(text: &str) -> Result<Self, GraphError> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0, end: text.len() };
        let kind = if parser.is_word("CREATE") { parser.create()? } else { parser.clauses()? };
        parser.accept(";");
        if parser.at < parser.tokens.len() {
            return Err(parser.unexpected("the end"));
        }
        Ok(Self(kind))
    }

    /// Whether it may only stand outside of transactions of several statements.
    #[must_use]
    pub fn is_schema(&self) -> bool {
        !matches!(self.0, Kind::Clauses(_))
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    at: usize,
    end: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn unexpected(&self, expected: &str) -> GraphError {
        let at = self.tokens.get(self.at).map_or(self.end, |(at, _)| *at);
        syntax(at, format!("mismatched input, expecting {expected}"))
    }

    fn is_word(&self, wanted: &str) -> bool {
        matches!(self.peek(), Some(Token::Word(word)) if word.eq_ignore_ascii_case(wanted))
    }

    fn accept_word(&mut self, wanted: &str) -> bool {
        let accepted = self.is_word(wanted);
        self.at += usize::from(accepted);
        accepted
    }

    fn words(&mut self, wanted: &[&str]) -> Result<(), GraphError> {
        let missing = wanted.iter().find(|word| !self.accept_word(word));
        missing.map_or(Ok(()), |word| Err(self.unexpected(word)))
    }

    fn accept(&mut self, wanted: &str) -> bool {
        let accepted = matches!(self.peek(), Some(Token::Sign(sign)) if *sign == wanted);
        self.at += usize::from(accepted);
        accepted
    }

    fn sign(&mut self, wanted: &str) -> Result<(), GraphError> {
        if self.accept(wanted) { Ok(()) } else { Err(self.unexpected(wanted)) }
    }

    fn name(&mut self) -> Result<String, GraphError> {
        let Some(Token::Word(name) | Token::Quoted(name)) = self.peek().cloned() else {
            return Err(self.unexpected("a name"));
        };
        self.at += 1;
        Ok(name)
    }

    fn create(&mut self) -> Result<Kind, GraphError> {
        self.words(&["CREATE"])?;
        if self.accept_word("INDEX") {
            self.words(&["ON"])?;
            self.sign(":")?;
            let label = self.name()?;
            self.sign("(")?;
            let property = self.name()?;
            self.sign(")")?;
            return Ok(Kind::Index { label, property });
        }
        self.words(&["CONSTRAINT", "ON"])?;
        self.sign("(")?;
        let name = self.name()?;
        self.sign(":")?;
        let label = self.name()?;
        self.sign(")")?;
        self.words(&["ASSERT"])?;
        if self.name()? != name {
            return Err(self.unexpected(&name));
        }
        self.sign(".")?;
        let property = self.name()?;
        self.words(&["IS", "UNIQUE"])?;
        Ok(Kind::Constraint { label, property })
    }

    fn clauses(&mut self) -> Result<Kind, GraphError> {
        let mut clauses = Vec::new();
        while self.at < self.tokens.len() && !matches!(self.peek(), Some(Token::Sign(";"))) {
            clauses.push(self.clause()?);
        }
        if clauses.is_empty() { Err(self.unexpected("a clause")) } else { Ok(Kind::Clauses(clauses)) }
    }

    fn clause(&mut self) -> Result<Clause, GraphError> {
        if self.accept_word("UNWIND") {
            let list = self.expression()?;
            self.words(&["AS"])?;
            return Ok(Clause::Unwind { list, name: self.name()? });
        }
        if self.accept_word("MATCH") {
            return self.list(Self::pattern).map(Clause::Match);
        }
        if self.accept_word("MERGE") {
            return self.pattern().map(Clause::Merge);
        }
        if self.accept_word("SET") {
            return self.list(Self::setting).map(Clause::Set);
        }
        if self.accept_word("DETACH") {
            self.words(&["DELETE"])?;
            return self.name().map(Clause::Delete);
        }
        if self.accept_word("DELETE") {
            return self.name().map(Clause::Delete);
        }
        let is_last = self.is_word("RETURN");
        if self.accept_word("WITH") || self.accept_word("RETURN") {
            let items = self.list(Self::item)?;
            return Ok(Clause::With { items, is_last });
        }
        Err(self.unexpected("UNWIND, MATCH, MERGE, SET, DELETE, WITH or RETURN"))
    }

    fn list<T>(&mut self, item: impl Fn(&mut Self) -> Result<T, GraphError>) -> Result<Vec<T>, GraphError> {
        let mut items = vec![item(self)?];
        while self.accept(",") {
            items.push(item(self)?);
        }
        Ok(items)
    }

    fn pattern(&mut self) -> Result<Pattern, GraphError> {
        let from = self.node()?;
        if !self.accept("-") {
            return Ok(Pattern { from, step: None });
        }
        self.sign("[")?;
        let edge = self.inner()?;
        self.sign("]")?;
        self.sign("->")?;
        let edge = EdgePattern { name: edge.name, kind: edge.label, properties: edge.properties };
        Ok(Pattern { from, step: Some((edge, self.node()?)) })
    }

    fn node(&mut self) -> Result<NodePattern, GraphError> {
        self.sign("(")?;
        let node = self.inner()?;
        self.sign(")")?;
        Ok(node)
    }

    /// What stands between the brackets of a node or of a relationship.
    fn inner(&mut self) -> Result<NodePattern, GraphError> {
        let mut inner = NodePattern::default();
        if matches!(self.peek(), Some(Token::Word(_) | Token::Quoted(_))) {
            inner.name = Some(self.name()?);
        }
        if self.accept(":") {
            inner.label = Some(self.name()?);
        }
        if self.accept("{") {
            inner.properties = self.list(|parser| {
                let name = parser.name()?;
                parser.sign(":")?;
                Ok((name, parser.expression()?))
            })?;
            self.sign("}")?;
        }
        Ok(inner)
    }

    fn setting(&mut self) -> Result<Setting, GraphError> {
        let name = self.name()?;
        if self.accept("+=") {
            return Ok(Setting::Merge(name, self.expression()?));
        }
        self.sign(".")?;
        let property = self.name()?;
        self.sign("=")?;
        Ok(Setting::Property(name, property, self.expression()?))
    }

    fn item(&mut self) -> Result<(Expression, String), GraphError> {
        let began = self.at;
        let expression = self.expression()?;
        if self.accept_word("AS") {
            return Ok((expression, self.name()?));
        }
        let text = |(_, token): &(usize, Token)| match token {
            Token::Word(text) | Token::Quoted(text) | Token::Text(text) => text.clone(),
            Token::Parameter(name) => format!("${name}"),
            Token::Number(number) => number.to_string(),
            Token::Sign(sign) => (*sign).to_owned(),
        };
        let name = self.tokens.get(began..self.at).unwrap_or_default().iter().map(text).collect();
        Ok((expression, name))
    }

    fn expression(&mut self) -> Result<Expression, GraphError> {
        let mut expression = match self.peek().cloned() {
            Some(Token::Parameter(name)) => Expression::Parameter(name),
            Some(Token::Text(text)) => Expression::Literal(Value::Text(text)),
            Some(Token::Number(number)) => Expression::Literal(Value::Int(number)),
            Some(Token::Word(word)) if word.eq_ignore_ascii_case("null") => Expression::Literal(Value::Null),
            Some(Token::Word(name) | Token::Quoted(name)) => Expression::Name(name),
            _ => return Err(self.unexpected("a value")),
        };
        self.at += 1;
        if let Expression::Name(function) = &expression
            && self.accept("(")
        {
            let function = function.to_lowercase();
            let argument = self.name()?;
            self.sign(")")?;
            return Ok(Expression::Call(function, argument));
        }
        while self.accept(".") {
            expression = Expression::Property(Box::new(expression), self.name()?);
        }
        Ok(expression)
    }
}
