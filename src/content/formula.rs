//! Formulas of cost calculations: names, numbers, `+ - * /` and parentheses; exact.

use super::scalar::{Number, Rational};
use crate::source::limits::{FORMULA_BITS, FORMULA_DEPTH, FORMULA_TOKENS};

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

    /// Its value; none where a name has none, a divisor is zero or a number grows out of all proportion.
    pub fn evaluate(&self, value: &dyn Fn(&str) -> Option<Rational>) -> Option<Rational> {
        match self {
            Self::Number(number) => Some(number.clone()),
            Self::Name(name) => value(name),
            Self::Binary(left, operator, right) => {
                let (left, right) = (left.evaluate(value)?, right.evaluate(value)?);
                let value = match operator {
                    Operator::Add => left + right,
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide => left.checked_div(&right)?,
                };
                (value.bits() <= FORMULA_BITS).then_some(value)
            }
        }
    }

    /// Written out with `number` for each number and `title` for each name.
    pub fn display(&self, number: &dyn Fn(&Rational) -> String, title: &dyn Fn(&str) -> String) -> String {
        match self {
            Self::Number(value) => number(value),
            Self::Name(name) => title(name),
            Self::Binary(left, operator, right) => {
                let plain = |formula: &Self| formula.display(number, title);
                let bracketed = |formula: &Self| format!("({})", plain(formula));
                let side = |formula: &Self| match formula {
                    Self::Binary(_, Operator::Add | Operator::Subtract, _) => bracketed(formula),
                    _ => plain(formula),
                };
                let divisor = |formula: &Self| match formula {
                    Self::Binary(..) => bracketed(formula),
                    _ => plain(formula),
                };
                match operator {
                    Operator::Add => format!("{} + {}", plain(left), plain(right)),
                    Operator::Divide => format!("{} ÷ {}", side(left), divisor(right)),
                    Operator::Subtract | Operator::Multiply => {
                        format!("{} {} {}", side(left), operator.sign(), side(right))
                    }
                }
            }
        }
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
        if tokens.len() == FORMULA_TOKENS {
            return None;
        }
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
            Token::Sign('(') if depth < FORMULA_DEPTH => {
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
    fn no_formula_is_endless() {
        assert!(Formula::parse(&vec!["1"; 100].join("+")).is_some());
        for joined in ["+", "-", "*", "/"] {
            assert_eq!(Formula::parse(&vec!["1"; 20_000].join(joined)), None, "{joined}");
        }
    }

    #[test]
    fn no_value_is_endless() {
        let square = Formula::parse("a * a").unwrap();
        for start in [Rational::from(10), Rational::new(1, 10).unwrap()] {
            let mut value = Some(start);
            for _ in 0..24 {
                let known = value.take();
                value = square.evaluate(&|_| known.clone());
            }
            assert_eq!(value, None);
        }
        let digits = "9".repeat(40);
        assert!(Formula::parse(&format!("{digits} * {digits} / 7")).unwrap().evaluate(&|_| None).is_some());
    }

    #[test]
    fn numbers_are_written_as_asked() {
        let number = |value: &Rational| format!("<{value}>");
        let formula = Formula::parse("s / 0.5 * 1,5").unwrap();
        assert_eq!(formula.display(&number, &str::to_owned), "s ÷ <1/2> × <3/2>");
    }

    #[test]
    fn written_out_with_titles() {
        let formula = Formula::parse("(a + b) * c / (d * e) - f").unwrap();
        assert_eq!(formula.display(&Rational::to_string, &str::to_uppercase), "(A + B) × C ÷ (D × E) − F");
        assert_eq!(formula.names(), ["a", "b", "c", "d", "e", "f"]);
    }
}
