//! A query's characters as tokens.

use super::SyntaxError;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or keyword; `true` for one in backticks, which is never a keyword.
    Word(String, bool),
    Integer(i64),
    Float(f64),
    Text(String),
    Symbol(&'static str),
    End,
}

/// The symbols, those of two characters first.
const SYMBOLS: [&str; 21] =
    ["<>", "<=", ">=", "(", ")", "[", "]", "{", "}", ",", ".", ":", ";", "$", "*", "=", "<", ">", "+", "-", "/"];

/// The tokens, each with the byte where it starts; the last is [`Token::End`].
pub(super) fn tokens(query: &str) -> Result<Vec<(Token, usize)>, SyntaxError> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at = skip_blank(query, at)?;
        let rest = query.get(at..).unwrap_or_default();
        let Some(first) = rest.chars().next() else {
            found.push((Token::End, at));
            return Ok(found);
        };
        let (token, length) = match first {
            '\'' | '"' => text(query, at, first)?,
            '`' => quoted_name(query, at)?,
            '0'..='9' => number(query, at)?,
            '.' if rest.get(1..2).is_some_and(|next| next.bytes().all(|byte| byte.is_ascii_digit())) => {
                number(query, at)?
            }
            _ if first == '_' || first.is_alphabetic() => word(rest),
            '%' => (Token::Symbol("%"), 1),
            _ => {
                let symbol = SYMBOLS.into_iter().find(|symbol| rest.starts_with(symbol));
                let symbol = symbol.ok_or_else(|| SyntaxError::at(query, at, format!("unexpected '{first}'")))?;
                (Token::Symbol(symbol), symbol.len())
            }
        };
        found.push((token, at));
        at += length;
    }
}

fn skip_blank(query: &str, mut at: usize) -> Result<usize, SyntaxError> {
    loop {
        let rest = query.get(at..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        if blank > 0 {
            at += blank;
        } else if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            let end =
                rest.find("*/").ok_or_else(|| SyntaxError::at(query, at, "the comment has no end: expected */"))?;
            at += end + 2;
        } else {
            return Ok(at);
        }
    }
}

fn word(rest: &str) -> (Token, usize) {
    let length = rest.find(|c: char| c != '_' && !c.is_alphanumeric()).unwrap_or(rest.len());
    (Token::Word(rest.get(..length).unwrap_or_default().to_owned(), false), length)
}

fn quoted_name(query: &str, at: usize) -> Result<(Token, usize), SyntaxError> {
    let rest = query.get(at + 1..).unwrap_or_default();
    let end = rest.find('`').ok_or_else(|| SyntaxError::at(query, at, "the name has no end: expected `"))?;
    Ok((Token::Word(rest.get(..end).unwrap_or_default().to_owned(), true), end + 2))
}

fn number(query: &str, at: usize) -> Result<(Token, usize), SyntaxError> {
    let rest = query.get(at..).unwrap_or_default();
    let digits = |from: usize| rest.get(from..).unwrap_or_default().bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(0);
    let mut is_float = false;
    if rest.get(length..).is_some_and(|rest| rest.starts_with('.')) && digits(length + 1) > 0 {
        length += 1 + digits(length + 1);
        is_float = true;
    }
    if rest.get(length..).is_some_and(|rest| rest.starts_with(['e', 'E'])) {
        let sign = usize::from(rest.get(length + 1..).is_some_and(|rest| rest.starts_with(['+', '-'])));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
            is_float = true;
        }
    }
    let text = rest.get(..length).unwrap_or_default();
    let beyond = || SyntaxError::at(query, at, format!("{text} is no number of 64 bits"));
    let token = if is_float {
        let value: f64 = text.parse().map_err(|_| beyond())?;
        Token::Float(if value.is_finite() { value } else { return Err(beyond()) })
    } else if text == "9223372036854775808" {
        // Without its sign the least integer does not fit; the parser puts the sign before it.
        Token::Integer(i64::MIN)
    } else {
        Token::Integer(text.parse().map_err(|_| beyond())?)
    };
    Ok((token, length))
}

fn text(query: &str, at: usize, quote: char) -> Result<(Token, usize), SyntaxError> {
    let rest = query.get(at + 1..).unwrap_or_default();
    let mut value = String::new();
    let mut characters = rest.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            _ if character == quote => return Ok((Token::Text(value), index + 2)),
            '\\' => value.push(escape(query, at + 1 + index, &mut characters)?),
            '\0' => return Err(SyntaxError::at(query, at + 1 + index, "a string cannot hold a NUL character")),
            _ => value.push(character),
        }
    }
    Err(SyntaxError::at(query, at, format!("the string has no end: expected {quote}")))
}

fn escape(query: &str, at: usize, rest: &mut std::str::CharIndices<'_>) -> Result<char, SyntaxError> {
    let allowed = r#"allowed are \\ \' \" \n \r \t \b \f and \u with four hexadecimal digits"#;
    match rest.next().map(|next| next.1) {
        Some('n') => Ok('\n'),
        Some('r') => Ok('\r'),
        Some('t') => Ok('\t'),
        Some('b') => Ok('\u{8}'),
        Some('f') => Ok('\u{c}'),
        Some(same @ ('\\' | '\'' | '"' | '`')) => Ok(same),
        Some('u') => {
            let code: String = rest.by_ref().take(4).map(|next| next.1).collect();
            let hexadecimal = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = hexadecimal.then(|| u32::from_str_radix(&code, 16).ok()).flatten();
            let character = number.filter(|number| *number > 0).and_then(char::from_u32);
            character.ok_or_else(|| SyntaxError::at(query, at, format!("\\u{code} is no character; {allowed}")))
        }
        _ => Err(SyntaxError::at(query, at, format!("unknown escape; {allowed}"))),
    }
}
