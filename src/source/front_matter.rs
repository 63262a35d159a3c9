//! Markdown files begin with YAML between two `---` lines.

use super::ProblemKind;

/// The two parts of a Markdown file, as byte ranges of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// The YAML between the marks.
    pub yaml: std::ops::Range<usize>,
    /// The Markdown below.
    pub body: std::ops::Range<usize>,
}

/// Splits a Markdown file into front matter and body.
///
/// # Errors
/// [`ProblemKind::NoFrontMatter`] and [`ProblemKind::UnclosedFrontMatter`].
pub fn split(text: &str) -> Result<FrontMatter, ProblemKind> {
    let mut lines = lines(text);
    let (_, yaml_start) = lines.next().filter(|(line, _)| is_mark(line)).ok_or(ProblemKind::NoFrontMatter)?;
    let mut line_start = yaml_start;
    for (line, end) in lines {
        if is_mark(line) {
            return Ok(FrontMatter { yaml: yaml_start..line_start, body: end..text.len() });
        }
        line_start = end;
    }
    Err(ProblemKind::UnclosedFrontMatter)
}

fn is_mark(line: &str) -> bool {
    line.trim_end() == "---"
}

/// Lines with the offset behind each.
fn lines(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut end = 0;
    text.split_inclusive('\n').map(move |line| {
        end += line.len();
        (line, end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<(&str, &str), ProblemKind> {
        split(text).map(|parts| (&text[parts.yaml], &text[parts.body]))
    }

    #[test]
    fn yaml_stands_between_the_marks() {
        assert_eq!(parts("---\na: 1\n---\nText\n"), Ok(("a: 1\n", "Text\n")));
        assert_eq!(parts("---\r\na: 1\r\n---\r\nText"), Ok(("a: 1\r\n", "Text")));
        assert_eq!(parts("---\n---"), Ok(("", "")));
    }

    #[test]
    fn a_rule_in_the_body_is_no_mark() {
        assert_eq!(parts("---\na: 1\n---\nx\n\n---\ny\n"), Ok(("a: 1\n", "x\n\n---\ny\n")));
    }

    #[test]
    fn missing_marks_are_told_apart() {
        assert_eq!(parts("Text"), Err(ProblemKind::NoFrontMatter));
        assert_eq!(parts(""), Err(ProblemKind::NoFrontMatter));
        assert_eq!(parts("---\na: 1\n"), Err(ProblemKind::UnclosedFrontMatter));
    }
}
