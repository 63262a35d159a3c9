//! What a change looks like to an editor: the lines that go, the lines that come, and where.

/// How many lines are shown around a change.
const CONTEXT: usize = 2;

/// The one passage in which two texts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage<'a> {
    /// The first line that differs, from 1.
    pub line: usize,
    /// Lines above it.
    pub above: Vec<&'a str>,
    /// What goes.
    pub removed: Vec<&'a str>,
    /// What comes.
    pub added: Vec<&'a str>,
    /// Lines below it.
    pub below: Vec<&'a str>,
}

impl<'a> Passage<'a> {
    /// Where `after` differs from `before`: everything from the first line that does to the last.
    pub fn between(before: &'a str, after: &'a str) -> Self {
        let (old, new): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
        let head = equal(old.iter(), new.iter());
        let tail = equal(old[head..].iter().rev(), new[head..].iter().rev());
        let end = new.len() - tail;
        Self {
            line: head + 1,
            above: new[head.saturating_sub(CONTEXT)..head].to_vec(),
            removed: old[head..old.len() - tail].to_vec(),
            added: new[head..end].to_vec(),
            below: new[end..(end + CONTEXT).min(new.len())].to_vec(),
        }
    }

    /// Its lines with the mark that says what becomes of each: ` `, `-`, `+`.
    pub fn lines(&self) -> impl Iterator<Item = String> {
        let parts = [(' ', &self.above), ('-', &self.removed), ('+', &self.added), (' ', &self.below)];
        parts.into_iter().flat_map(|(mark, lines)| lines.iter().map(move |line| format!("{mark} {line}")))
    }
}

/// How many lines are equal from the beginning.
fn equal<'a>(old: impl Iterator<Item = &'a &'a str>, new: impl Iterator<Item = &'a &'a str>) -> usize {
    old.zip(new).take_while(|(old, new)| old == new).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inserted_line_stands_between_its_neighbours() {
        let passage = Passage::between("a\nb\nc\nd\ne\n", "a\nb\nc\nneu\nd\ne\n");
        assert_eq!(passage.line, 4);
        assert_eq!(passage.lines().collect::<Vec<_>>(), ["  b", "  c", "+ neu", "  d", "  e"]);
    }

    #[test]
    fn a_changed_line_goes_and_comes() {
        let passage = Passage::between("a: []\n", "a: [b]\n");
        assert_eq!(passage.lines().collect::<Vec<_>>(), ["- a: []", "+ a: [b]"]);
        // Of two equal lines, the second is the new one.
        assert_eq!(Passage::between("a\nb\n", "a\na\nb\n").line, 2);
        assert_eq!(Passage::between("a\n", "a\n").lines().collect::<Vec<_>>(), ["  a"]);
    }
}
