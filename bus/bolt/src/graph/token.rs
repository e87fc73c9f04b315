//! A statement as words.

use super::GraphError;

/// One word.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword; keywords are told apart by their place.
    Word(String),
    /// A name between backticks.
    Quoted(String),
    /// A parameter, without its dollar.
    Parameter(String),
    /// A text between quotes.
    Text(String),
    /// A whole number.
    Number(i64),
    /// Anything else that counts, such as `->` and `+=`.
    Sign(&'static str),
}

/// Longer ones first.
const SIGNS: [&str; 18] = ["->", "<-", "+=", "(", ")", "[", "]", "{", "}", ":", ",", ".", "=", "-", "*", ";", "<", ">"];

/// The words of a text, each with the character it begins at.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, GraphError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let (token, bytes) = match first {
            _ if first.is_whitespace() => {
                at += first.len_utf8();
                continue;
            }
            '`' => quoted(rest, '`', at).map(|(name, bytes)| (Token::Quoted(name), bytes))?,
            '"' | '\'' => quoted(rest, first, at).map(|(text, bytes)| (Token::Text(text), bytes))?,
            '$' => {
                let name = word(rest.get(1..).unwrap_or_default());
                (Token::Parameter(name.to_owned()), 1 + name.len())
            }
            _ if first.is_ascii_digit() => {
                let digits = word(rest);
                let number = digits.parse();
                let number = number.map_err(|_| syntax(at, format!("no number: {digits}")))?;
                (Token::Number(number), digits.len())
            }
            _ if first.is_alphabetic() || first == '_' => {
                let name = word(rest);
                (Token::Word(name.to_owned()), name.len())
            }
            _ => {
                let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign));
                let sign = sign.ok_or_else(|| syntax(at, format!("token recognition error at: '{first}'")))?;
                (Token::Sign(sign), sign.len())
            }
        };
        found.push((at, token));
        at += bytes;
    }
    Ok(found)
}

fn word(text: &str) -> &str {
    let end = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

fn quoted(rest: &str, mark: char, at: usize) -> Result<(String, usize), GraphError> {
    let inner = rest.get(1..).unwrap_or_default();
    let end = inner.find(mark).ok_or_else(|| syntax(at, format!("nothing closes {mark}")))?;
    Ok((inner.get(..end).unwrap_or_default().to_owned(), end + 2))
}

pub(super) fn syntax(at: usize, reason: impl Into<String>) -> GraphError {
    GraphError::Syntax { at, reason: reason.into() }
}
