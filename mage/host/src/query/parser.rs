//! Tokens as a query.

mod expression;

use super::SyntaxError;
use super::ast::{Call, Expression, Item, Query, Return, Yield};
use super::lexer::{Token, tokens};

/// How deep expressions may nest.
const DEPTH_MAX: usize = 64;

/// Said where a query leaves the grammar by a clause of Cypher.
const FOR_MEMGRAPH: &str =
    "this host runs CALL … YIELD … WHERE … RETURN … ORDER BY … SKIP … LIMIT; Memgraph is for the rest";

/// Words that cannot be names without backticks.
const RESERVED: [&str; 36] = [
    "CALL", "YIELD", "WHERE", "RETURN", "DISTINCT", "ORDER", "BY", "ASC", "DESC", "SKIP", "LIMIT", "AS", "AND", "OR",
    "XOR", "NOT", "IN", "IS", "NULL", "TRUE", "FALSE", "STARTS", "ENDS", "WITH", "CONTAINS", "MATCH", "CREATE",
    "MERGE", "DELETE", "DETACH", "SET", "REMOVE", "UNWIND", "UNION", "OPTIONAL", "CASE",
];

pub(super) struct Parser<'q> {
    query: &'q str,
    tokens: Vec<(Token, usize)>,
    next: usize,
    depth: usize,
}

/// Reads a query.
pub(super) fn parse(query: &str) -> Result<Query, SyntaxError> {
    let mut parser = Parser { query, tokens: tokens(query)?, next: 0, depth: 0 };
    let call = if parser.takes_keyword("CALL") { Some(parser.call()?) } else { None };
    let returns = if parser.takes_keyword("RETURN") { Some(parser.returns()?) } else { None };
    if call.is_none() && returns.is_none() {
        let found = parser.describe();
        return Err(parser.error(format!("expected CALL or RETURN, found {found}; {FOR_MEMGRAPH}")));
    }
    parser.takes(";");
    if *parser.peek() != Token::End {
        let found = parser.describe();
        return Err(parser.error(format!("expected the end of the query, found {found}; {FOR_MEMGRAPH}")));
    }
    Ok(Query { call, returns })
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.next).map_or(&Token::End, |(token, _)| token)
    }

    fn at(&self) -> usize {
        self.tokens.get(self.next).map_or(self.query.len(), |(_, at)| *at)
    }

    fn error(&self, reason: impl Into<String>) -> SyntaxError {
        SyntaxError::at(self.query, self.at(), reason)
    }

    /// The next token in words.
    fn describe(&self) -> String {
        match self.peek() {
            Token::Word(word, _) => format!("'{word}'"),
            Token::Integer(number) => format!("the number {number}"),
            Token::Float(number) => format!("the number {number}"),
            Token::Text(_) => "a string".to_owned(),
            Token::Symbol(symbol) => format!("'{symbol}'"),
            Token::End => "the end of the query".to_owned(),
        }
    }

    fn is_keyword(&self, keyword: &str) -> bool {
        matches!(self.peek(), Token::Word(word, false) if word.eq_ignore_ascii_case(keyword))
    }

    fn takes_keyword(&mut self, keyword: &str) -> bool {
        let found = self.is_keyword(keyword);
        self.next += usize::from(found);
        found
    }

    fn keyword(&mut self, keyword: &str) -> Result<(), SyntaxError> {
        if self.takes_keyword(keyword) { Ok(()) } else { Err(self.expected(keyword)) }
    }

    fn takes(&mut self, symbol: &str) -> bool {
        let found = matches!(self.peek(), Token::Symbol(other) if *other == symbol);
        self.next += usize::from(found);
        found
    }

    fn symbol(&mut self, symbol: &str) -> Result<(), SyntaxError> {
        if self.takes(symbol) { Ok(()) } else { Err(self.expected(&format!("'{symbol}'"))) }
    }

    fn expected(&self, what: &str) -> SyntaxError {
        self.error(format!("expected {what}, found {}", self.describe()))
    }

    /// A name that is no reserved word.
    fn name(&mut self, what: &str) -> Result<String, SyntaxError> {
        match self.peek() {
            Token::Word(word, quoted) if *quoted || !RESERVED.iter().any(|known| word.eq_ignore_ascii_case(known)) => {
                let name = word.clone();
                self.next += 1;
                Ok(name)
            }
            Token::Word(word, _) => {
                Err(self
                    .error(format!("expected {what}, found the reserved word '{word}'; as a name it needs backticks")))
            }
            _ => Err(self.expected(what)),
        }
    }

    /// A name where any word will do: behind a dot, or as a map's key.
    fn any_name(&mut self, what: &str) -> Result<String, SyntaxError> {
        let Token::Word(word, _) = self.peek() else { return Err(self.expected(what)) };
        let name = word.clone();
        self.next += 1;
        Ok(name)
    }

    fn call(&mut self) -> Result<Call, SyntaxError> {
        if matches!(self.peek(), Token::Symbol("{")) {
            return Err(self.error(format!("subqueries are not run here; {FOR_MEMGRAPH}")));
        }
        let mut name = self.name("a module's name")?;
        self.symbol(".")?;
        name = format!("{name}.{}", self.any_name("a procedure's name")?);
        while self.takes(".") {
            name = format!("{name}.{}", self.any_name("a procedure's name")?);
        }
        self.symbol("(")?;
        let arguments = self.arguments()?;
        let yields = if self.takes_keyword("YIELD") { self.yields()? } else { Yield::All };
        let condition = if self.takes_keyword("WHERE") { Some(self.expression()?) } else { None };
        Ok(Call { name, arguments, yields, condition })
    }

    /// Expressions up to the closing parenthesis.
    fn arguments(&mut self) -> Result<Vec<Expression>, SyntaxError> {
        let mut arguments = Vec::new();
        if self.takes(")") {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.expression()?);
            if !self.takes(",") {
                break;
            }
        }
        if !self.takes(")") {
            return Err(self.expected("',' or ')'"));
        }
        Ok(arguments)
    }

    fn yields(&mut self) -> Result<Yield, SyntaxError> {
        if self.takes("*") {
            return Ok(Yield::All);
        }
        let mut fields: Vec<(String, String, usize)> = Vec::new();
        loop {
            let at = self.at();
            let field = self.name("a field's name or *")?;
            let alias_at = self.at();
            let alias = if self.takes_keyword("AS") { self.name("a name")? } else { field.clone() };
            if fields.iter().any(|(_, other, _)| *other == alias) {
                let place = if alias == field { at } else { alias_at };
                return Err(SyntaxError::at(self.query, place, format!("'{alias}' is yielded twice")));
            }
            fields.push((field, alias, at));
            if !self.takes(",") {
                return Ok(Yield::Fields(fields));
            }
        }
    }

    fn returns(&mut self) -> Result<Return, SyntaxError> {
        let distinct = self.takes_keyword("DISTINCT");
        let mut items: Vec<Item> = Vec::new();
        loop {
            let at = self.at();
            let item = self.item()?;
            let name = |item: &Item| if let Item::One(_, name) = item { Some(name.clone()) } else { None };
            if items.iter().any(|other| name(other) == name(&item)) {
                let what =
                    name(&item).map_or("'*' stands here twice".to_owned(), |n| format!("'{n}' is returned twice"));
                return Err(SyntaxError::at(self.query, at, what));
            }
            items.push(item);
            if !self.takes(",") {
                break;
            }
        }
        let mut order = Vec::new();
        if self.takes_keyword("ORDER") {
            self.keyword("BY")?;
            loop {
                order.push((self.expression()?, self.descending()));
                if !self.takes(",") {
                    break;
                }
            }
        }
        let skip = if self.takes_keyword("SKIP") { Some(self.count("SKIP")?) } else { None };
        let limit = if self.takes_keyword("LIMIT") { Some(self.count("LIMIT")?) } else { None };
        Ok(Return { distinct, items, order, skip, limit })
    }

    fn descending(&mut self) -> bool {
        let ascending = self.takes_keyword("ASC") || self.takes_keyword("ASCENDING");
        !ascending && (self.takes_keyword("DESC") || self.takes_keyword("DESCENDING"))
    }

    fn item(&mut self) -> Result<Item, SyntaxError> {
        if self.takes("*") {
            return Ok(Item::All);
        }
        let from = self.at();
        let expression = self.expression()?;
        if self.takes_keyword("AS") {
            return Ok(Item::One(expression, self.name("a name")?));
        }
        let written = self.query.get(from..self.at()).unwrap_or_default().trim();
        Ok(Item::One(expression, written.trim_matches('`').to_owned()))
    }

    fn count(&mut self, clause: &str) -> Result<Expression, SyntaxError> {
        match self.peek() {
            Token::Integer(_) | Token::Symbol("$") => self.atom(),
            _ => Err(self.expected(&format!("an integer or a parameter after {clause}"))),
        }
    }
}
