//! Formulas of cost calculations: names, numbers, `+ - * /` and parentheses; exact.

use super::scalar::{Number, Rational};

/// Nested deeper is no calculation.
const MAX_DEPTH: usize = 32;

/// A formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Formula {
    /// A number written in the formula.
    Number(Rational),
    /// An input or an earlier line.
    Name(String),
    /// Two formulas and what joins them.
    Binary(Box<Formula>, Operator, Box<Formula>),
}

/// What joins two formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

impl Operator {
    /// As people write it.
    pub fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Subtract => '−',
            Self::Multiply => '×',
            Self::Divide => '÷',
        }
    }
}

impl Formula {
    /// Reads a formula; none if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parser = Parser { tokens: tokens(text)?, at: 0 };
        let formula = parser.sum(0)?;
        (parser.at == parser.tokens.len()).then_some(formula)
    }

    /// All names in it, in order.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Name(name) => vec![name],
            Self::Binary(left, _, right) => [left.names(), right.names()].concat(),
        }
    }

    /// Its value; none where a name has none or a divisor is zero.
    pub fn evaluate(&self, value: &dyn Fn(&str) -> Option<Rational>) -> Option<Rational> {
        match self {
            Self::Number(number) => Some(number.clone()),
            Self::Name(name) => value(name),
            Self::Binary(left, operator, right) => {
                let (left, right) = (left.evaluate(value)?, right.evaluate(value)?);
                match operator {
                    Operator::Add => Some(left + right),
                    Operator::Subtract => Some(left - right),
                    Operator::Multiply => Some(left * right),
                    Operator::Divide => left.checked_div(&right),
                }
            }
        }
    }

    /// Written out with `title` for each name.
    pub fn display(&self, title: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Name(name) => title(name),
            Self::Binary(left, operator, right) => {
                let side = |formula: &Self| match formula {
                    Self::Binary(_, Operator::Add | Operator::Subtract, _) => format!("({})", formula.display(title)),
                    _ => formula.display(title),
                };
                match operator {
                    Operator::Add => format!("{} + {}", left.display(title), right.display(title)),
                    Operator::Divide => format!("{} ÷ {}", side(left), bracketed(right, title)),
                    Operator::Subtract | Operator::Multiply => {
                        format!("{} {} {}", side(left), operator.sign(), side(right))
                    }
                }
            }
        }
    }
}

fn bracketed(formula: &Formula, title: &dyn Fn(&str) -> String) -> String {
    match formula {
        Formula::Binary(..) => format!("({})", formula.display(title)),
        _ => formula.display(title),
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Number(Rational),
    Name(String),
    Sign(char),
}

fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, len) = match first {
            '+' | '-' | '*' | '/' | '(' | ')' => (Token::Sign(first), 1),
            '0'..='9' => {
                let len = run(rest, |c| c.is_ascii_digit() || matches!(c, '.' | ',' | '_'));
                (Token::Number(Number::parse(&rest[..len]).ok()?.0), len)
            }
            'a'..='z' => {
                let len = run(rest, is_name_char);
                (Token::Name(rest[..len].to_owned()), len)
            }
            _ => return None,
        };
        tokens.push(token);
        rest = rest[len..].trim_start();
    }
    Some(tokens)
}

fn run(text: &str, fits: fn(char) -> bool) -> usize {
    text.find(|c| !fits(c)).unwrap_or(text.len())
}

fn is_name_char(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'
}

/// Whether a text can be a name in formulas.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase()) && text.chars().all(is_name_char)
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
}

impl Parser {
    fn sign(&mut self, signs: &[(char, Operator)]) -> Option<Operator> {
        let &(_, operator) = signs.iter().find(|(sign, _)| self.tokens.get(self.at) == Some(&Token::Sign(*sign)))?;
        self.at += 1;
        Some(operator)
    }

    fn sum(&mut self, depth: usize) -> Option<Formula> {
        let mut left = self.product(depth)?;
        while let Some(operator) = self.sign(&[('+', Operator::Add), ('-', Operator::Subtract)]) {
            left = Formula::Binary(Box::new(left), operator, Box::new(self.product(depth)?));
        }
        Some(left)
    }

    fn product(&mut self, depth: usize) -> Option<Formula> {
        let mut left = self.atom(depth)?;
        while let Some(operator) = self.sign(&[('*', Operator::Multiply), ('/', Operator::Divide)]) {
            left = Formula::Binary(Box::new(left), operator, Box::new(self.atom(depth)?));
        }
        Some(left)
    }

    fn atom(&mut self, depth: usize) -> Option<Formula> {
        let token = self.tokens.get(self.at)?.clone();
        self.at += 1;
        match token {
            Token::Number(number) => Some(Formula::Number(number)),
            Token::Name(name) => Some(Formula::Name(name)),
            Token::Sign('(') if depth < MAX_DEPTH => {
                let inner = self.sum(depth + 1)?;
                let closed = self.tokens.get(self.at) == Some(&Token::Sign(')'));
                self.at += 1;
                closed.then_some(inner)
            }
            Token::Sign(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<String> {
        let known = |name: &str| (name == "x").then(|| Rational::from(7));
        Some(Formula::parse(text)?.evaluate(&known)?.to_string())
    }

    #[test]
    fn products_bind_before_sums() {
        assert_eq!(value("1 + 2 * 3").as_deref(), Some("7"));
        assert_eq!(value("(1 + 2) * 3").as_deref(), Some("9"));
        assert_eq!(value("8 - 2 - 1").as_deref(), Some("5"));
        assert_eq!(value("1 / 3 * x").as_deref(), Some("7/3"));
        assert_eq!(value("1 / (x - 7)"), None);
    }

    #[test]
    fn what_is_no_formula_is_refused() {
        for text in ["", "1 +", "(1", "1)", "a b", "1 2", "x; y", "-1", &"(".repeat(1000)] {
            assert_eq!(Formula::parse(text), None, "{text}");
        }
    }

    #[test]
    fn written_out_with_titles() {
        let formula = Formula::parse("(a + b) * c / (d * e) - f").unwrap();
        assert_eq!(formula.display(&str::to_uppercase), "(A + B) × C ÷ (D × E) − F");
        assert_eq!(formula.names(), ["a", "b", "c", "d", "e", "f"]);
    }
}
