//! Expressions, by precedence from `OR` down to atoms.

use super::super::SyntaxError;
use super::super::ast::{Expression, Kind, Operator};
use super::super::lexer::Token;
use super::{DEPTH_MAX, FOR_MEMGRAPH, Parser};
use crate::value::Value;

fn binary(operator: Operator, at: usize, left: Expression, right: Expression) -> Expression {
    Expression { at, kind: Kind::Binary(operator, Box::new(left), Box::new(right)) }
}

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Result<Expression, SyntaxError> {
        if self.depth >= DEPTH_MAX {
            return Err(self.error(format!("expressions nest deeper than {DEPTH_MAX}")));
        }
        self.depth += 1;
        let result = self.chain(&[("OR", Operator::Or)], |parser| {
            parser.chain(&[("XOR", Operator::Xor)], |parser| parser.chain(&[("AND", Operator::And)], Parser::negation))
        });
        self.depth -= 1;
        result
    }

    /// Operands joined by keywords of one precedence, from the left.
    fn chain(
        &mut self,
        operators: &[(&str, Operator)],
        operand: impl Fn(&mut Self) -> Result<Expression, SyntaxError>,
    ) -> Result<Expression, SyntaxError> {
        let mut left = operand(self)?;
        loop {
            let at = self.at();
            let Some((_, operator)) = operators.iter().find(|(keyword, _)| self.takes_keyword(keyword)) else {
                return Ok(left);
            };
            left = binary(*operator, at, left, operand(self)?);
        }
    }

    /// As [`Parser::chain`], with symbols.
    fn symbols(
        &mut self,
        operators: &[(&str, Operator)],
        operand: impl Fn(&mut Self) -> Result<Expression, SyntaxError>,
    ) -> Result<Expression, SyntaxError> {
        let mut left = operand(self)?;
        loop {
            let at = self.at();
            let Some((_, operator)) = operators.iter().find(|(symbol, _)| self.takes(symbol)) else {
                return Ok(left);
            };
            left = binary(*operator, at, left, operand(self)?);
        }
    }

    fn negation(&mut self) -> Result<Expression, SyntaxError> {
        let at = self.at();
        let mut negations = 0_usize;
        while self.takes_keyword("NOT") {
            negations += 1;
        }
        let inner = self.comparison()?;
        // Twice is not none: NOT wants a boolean.
        Ok(match negations {
            0 => inner,
            _ => {
                let once = Expression { at, kind: Kind::Not(Box::new(inner)) };
                if negations % 2 == 1 { once } else { Expression { at, kind: Kind::Not(Box::new(once)) } }
            }
        })
    }

    /// Comparisons in a row, as `1 < x < 3`, hold together.
    fn comparison(&mut self) -> Result<Expression, SyntaxError> {
        let mut left = self.predicate()?;
        let mut whole: Option<Expression> = None;
        loop {
            let at = self.at();
            let operators = [
                ("=", Operator::Equal),
                ("<>", Operator::Different),
                ("<=", Operator::LessEqual),
                (">=", Operator::GreaterEqual),
                ("<", Operator::Less),
                (">", Operator::Greater),
            ];
            let Some((_, operator)) = operators.iter().find(|(symbol, _)| self.takes(symbol)) else {
                return Ok(whole.unwrap_or(left));
            };
            let right = self.predicate()?;
            let one = binary(*operator, at, left, right.clone());
            whole = Some(match whole {
                Some(before) => binary(Operator::And, at, before, one),
                None => one,
            });
            left = right;
        }
    }

    /// `IN`, `STARTS WITH`, `ENDS WITH`, `CONTAINS`, `IS NULL` behind a sum.
    fn predicate(&mut self) -> Result<Expression, SyntaxError> {
        let mut left = self.sum()?;
        loop {
            let at = self.at();
            let operator = if self.takes_keyword("IS") {
                let negated = self.takes_keyword("NOT");
                self.keyword("NULL")?;
                left = Expression { at, kind: Kind::IsNull(Box::new(left), !negated) };
                continue;
            } else if self.takes_keyword("IN") {
                Operator::In
            } else if self.takes_keyword("CONTAINS") {
                Operator::Contains
            } else if self.takes_keyword("STARTS") {
                self.keyword("WITH")?;
                Operator::StartsWith
            } else if self.takes_keyword("ENDS") {
                self.keyword("WITH")?;
                Operator::EndsWith
            } else {
                return Ok(left);
            };
            left = binary(operator, at, left, self.sum()?);
        }
    }

    fn sum(&mut self) -> Result<Expression, SyntaxError> {
        self.symbols(&[("+", Operator::Add), ("-", Operator::Subtract)], |parser| {
            let operators = [("*", Operator::Multiply), ("/", Operator::Divide), ("%", Operator::Remainder)];
            parser.symbols(&operators, Parser::sign)
        })
    }

    fn sign(&mut self) -> Result<Expression, SyntaxError> {
        let at = self.at();
        if self.takes("-") {
            if let Token::Integer(i64::MIN) = self.peek() {
                self.next += 1;
                return self.parts(Expression { at, kind: Kind::Literal(Value::Int(i64::MIN)) });
            }
            if self.depth >= DEPTH_MAX {
                return Err(self.error(format!("expressions nest deeper than {DEPTH_MAX}")));
            }
            self.depth += 1;
            let inner = self.sign();
            self.depth -= 1;
            return Ok(Expression { at, kind: Kind::Negative(Box::new(inner?)) });
        }
        self.takes("+");
        let atom = self.atom()?;
        self.parts(atom)
    }

    /// `.name` and `[index]` behind an atom.
    fn parts(&mut self, mut inner: Expression) -> Result<Expression, SyntaxError> {
        let mut count = 0;
        loop {
            let at = self.at();
            if self.takes(".") {
                let name = self.any_name("a property's name")?;
                inner = Expression { at, kind: Kind::Property(Box::new(inner), name) };
            } else if self.takes("[") {
                let index = self.expression()?;
                self.symbol("]")?;
                inner = Expression { at, kind: Kind::Index(Box::new(inner), Box::new(index)) };
            } else {
                return Ok(inner);
            }
            count += 1;
            if count > DEPTH_MAX {
                return Err(self.error(format!("expressions nest deeper than {DEPTH_MAX}")));
            }
        }
    }

    pub(super) fn atom(&mut self) -> Result<Expression, SyntaxError> {
        let at = self.at();
        let token = self.peek().clone();
        let kind = match token {
            Token::Integer(i64::MIN) => {
                return Err(self.error("9223372036854775808 is no integer of 64 bits"));
            }
            Token::Integer(number) => Kind::Literal(Value::Int(number)),
            Token::Float(number) => Kind::Literal(Value::Float(number)),
            Token::Text(text) => Kind::Literal(Value::string(&text)),
            Token::Symbol("$") => return self.parameter(at),
            Token::Symbol("(") => {
                self.next += 1;
                let inner = self.expression()?;
                if !self.takes(")") {
                    return Err(self.expected("')'"));
                }
                return Ok(inner);
            }
            Token::Symbol("[") => return self.list(at),
            Token::Symbol("{") => return self.map(at),
            Token::Word(word, false) if word.eq_ignore_ascii_case("null") => Kind::Literal(Value::Null),
            Token::Word(word, false) if word.eq_ignore_ascii_case("true") => Kind::Literal(Value::Bool(true)),
            Token::Word(word, false) if word.eq_ignore_ascii_case("false") => Kind::Literal(Value::Bool(false)),
            Token::Word(word, false) if word.eq_ignore_ascii_case("case") => {
                return Err(self.error(format!("CASE is not run here; {FOR_MEMGRAPH}")));
            }
            Token::Word(..) => return self.variable_or_function(at),
            Token::Symbol(_) | Token::End => return Err(self.expected("an expression")),
        };
        self.next += 1;
        Ok(Expression { at, kind })
    }

    fn parameter(&mut self, at: usize) -> Result<Expression, SyntaxError> {
        self.next += 1;
        let name = match self.peek() {
            Token::Integer(number) => {
                let name = number.to_string();
                self.next += 1;
                name
            }
            _ => self.any_name("a parameter's name")?,
        };
        Ok(Expression { at, kind: Kind::Parameter(name) })
    }

    fn list(&mut self, at: usize) -> Result<Expression, SyntaxError> {
        self.next += 1;
        let mut items = Vec::new();
        if !self.takes("]") {
            loop {
                items.push(self.expression()?);
                if !self.takes(",") {
                    break;
                }
            }
            if !self.takes("]") {
                return Err(self.expected("',' or ']'"));
            }
        }
        Ok(Expression { at, kind: Kind::List(items) })
    }

    fn map(&mut self, at: usize) -> Result<Expression, SyntaxError> {
        self.next += 1;
        let mut entries: Vec<(String, Expression)> = Vec::new();
        if !self.takes("}") {
            loop {
                let key_at = self.at();
                let key = self.any_name("a key")?;
                if entries.iter().any(|(other, _)| *other == key) {
                    return Err(SyntaxError::at(self.query, key_at, format!("the key '{key}' stands here twice")));
                }
                self.symbol(":")?;
                entries.push((key, self.expression()?));
                if !self.takes(",") {
                    break;
                }
            }
            if !self.takes("}") {
                return Err(self.expected("',' or '}'"));
            }
        }
        Ok(Expression { at, kind: Kind::Map(entries) })
    }

    /// A name; with parentheses behind it or its dotted parts, a function.
    fn variable_or_function(&mut self, at: usize) -> Result<Expression, SyntaxError> {
        let name = self.name("an expression")?;
        let mut dotted = name.clone();
        let mut ahead = self.next;
        while let (Some((Token::Symbol("."), _)), Some((Token::Word(part, _), _))) =
            (self.tokens.get(ahead), self.tokens.get(ahead + 1))
        {
            dotted = format!("{dotted}.{part}");
            ahead += 2;
        }
        if matches!(self.tokens.get(ahead), Some((Token::Symbol("("), _))) {
            self.next = ahead + 1;
            let arguments = self.arguments()?;
            return Ok(Expression { at, kind: Kind::Function(dotted, arguments) });
        }
        Ok(Expression { at, kind: Kind::Variable(name) })
    }
}
