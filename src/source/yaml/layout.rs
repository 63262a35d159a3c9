//! YAML that people keep by hand in one form: keys in a fixed order, blanks and indentation alike everywhere.
//!
//! Lines are moved and blanks changed, nothing else: quotation marks, comments, the form of values and line ends stay as
//! they are. What stands above a key belongs to it, and what stands behind it on the line. Texts of several lines and
//! brackets of several lines stay as they are, but for how far in they stand. The result is read again: it must say the
//! same, with the same characters, or the text is left alone.

mod block;
mod flow;
mod lines;

use std::ops::Range;

use self::block::Printer;
use self::lines::Lines;
use super::edit::Refusal;
use super::{Node, Value, parse};
use crate::source::{FileId, MARK};

/// In which order the keys of a mapping stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Order {
    /// As they are written, with whatever is in them.
    #[default]
    Free,
    /// These first, in this order and in theirs; others behind, as they are written. In a list, each mapping so.
    Keys(Vec<(&'static str, Order)>),
    /// As they are written, and below each of them this order.
    Each(Box<Order>),
}

impl Order {
    /// The order below a key.
    fn below(&self, key: &str) -> &Order {
        match self {
            Order::Free => &Order::Free,
            Order::Keys(keys) => keys.iter().find(|(name, _)| *name == key).map_or(&Order::Free, |(_, order)| order),
            Order::Each(order) => order,
        }
    }

    /// Where a key stands among others.
    fn position(&self, key: &str) -> usize {
        match self {
            Order::Keys(keys) => keys.iter().position(|(name, _)| *name == key).unwrap_or(keys.len()),
            Order::Free | Order::Each(_) => 0,
        }
    }
}

/// The text with `text[yaml]` in canonical form. Where keys cannot be put into order without changing what is meant (an alias
/// would come before its anchor), they stay as they are.
///
/// # Errors
/// [`Refusal::Unreadable`] if it is no YAML, [`Refusal::Form`] if it is written with tabs or line ends that cannot be moved,
/// [`Refusal::Unsure`] if the result would not say the same.
pub fn canonical(text: &str, yaml: Range<usize>, order: &Order) -> Result<String, Refusal> {
    let old = &text[yaml.clone()];
    let node = tree(old).ok_or(Refusal::Unreadable)?;
    let lines = Lines::new(old, &node).ok_or(Refusal::Form)?;
    let printer = Printer { text: old, lines: &lines };
    let attempts = [(order, true), (order, false), (&Order::Free, true), (&Order::Free, false)];
    let new = attempts.into_iter().map(|(order, ended)| printer.print(&node, order, ended));
    let begins_alike = |new: &str| new.starts_with(MARK) == old.starts_with(MARK);
    let says_the_same = |new: &str| letters(new) == letters(old) && tree(new).is_some_and(|new| agrees(&new, &node));
    let new = new.into_iter().find(|new| begins_alike(new) && says_the_same(new));
    let new = new.ok_or(Refusal::Unsure)?;
    Ok([&text[..yaml.start], &new, &text[yaml.end..]].concat())
}

fn tree(text: &str) -> Option<Node> {
    parse(FileId::default(), text, 0..text.len()).ok().map(|parsed| parsed.node)
}

/// Whether two values mean the same, in whatever order their keys stand.
fn agrees(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::Map(one), Value::Map(other)) => {
            let is_there = |(key, node): &(_, Node)| same_entry(other, key, node);
            one.entries.len() == other.entries.len() && one.entries.iter().all(is_there)
        }
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| agrees(one, other))
        }
        (one, other) => one == other,
    }
}

fn same_entry(map: &super::Mapping, key: &super::Spanned<String>, node: &Node) -> bool {
    map.get(key).is_some_and(|other| agrees(other, node))
}

/// What may only be moved: everything but blanks, line ends and commas, which a list may end with.
fn letters(text: &str) -> Vec<char> {
    let mut letters: Vec<char> = text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\r' | '\n' | ',')).collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn order() -> Order {
        let event = Order::Keys(vec![("am", Order::Free), ("ereignis", Order::Free), ("grund", Order::Free)]);
        let plan = Order::Keys(vec![("beginn", Order::Free), ("ende", Order::Free)]);
        let milestone = Order::Keys(vec![("titel", Order::Free), ("plan", plan.clone()), ("verlauf", event.clone())]);
        Order::Keys(vec![
            ("titel", Order::Free),
            ("kurz", Order::Free),
            ("plan", plan),
            ("verlauf", event),
            ("meilensteine", Order::Each(Box::new(milestone))),
            ("quelle", Order::Free),
        ])
    }

    fn formatted(text: &str) -> Result<String, Refusal> {
        canonical(text, 0..text.len(), &order())
    }

    /// What each text becomes, with LF and with CRLF, alone and as a front matter; and that it then stays.
    fn assert_becomes(cases: &[(&str, &str)]) {
        for (before, after) in cases {
            assert_eq!(formatted(before).as_deref(), Ok(*after), "{before}");
            assert_eq!(formatted(after).as_deref(), Ok(*after), "{after}");
            let crlf = |text: &str| text.replace('\n', "\r\n");
            assert_eq!(formatted(&crlf(before)), Ok(crlf(after)), "{before}");
            if before.ends_with('\n') {
                let file = format!("---\n{before}---\nText  \n\n\n");
                let new = canonical(&file, 4..4 + before.len(), &order());
                assert_eq!(new, Ok(format!("---\n{after}---\nText  \n\n\n")), "{before}");
            }
        }
    }

    #[test]
    fn keys_come_into_order_with_what_belongs_to_them() {
        assert_becomes(&[
            ("kurz: x\ntitel: y\n", "titel: y\nkurz: x\n"),
            (
                "x-a: 1\nkurz: x   # kurz\n# über den Titel\ntitel: y # t\nx-b: 2\n",
                "# über den Titel\ntitel: y # t\nkurz: x   # kurz\nx-a: 1\nx-b: 2\n",
            ),
            ("# Datei\nkurz: x\ntitel: y\n", "# Datei\ntitel: y\nkurz: x\n"),
            ("# Datei\n\n# kurz\nkurz: x\ntitel: y\n", "# Datei\n\ntitel: y\n# kurz\nkurz: x\n"),
            (
                "plan:\n  ende: 2024   # bald\n  # Anfang\n  beginn: 2023\ntitel: y\n# Schluss\n",
                "titel: y\nplan:\n  # Anfang\n  beginn: 2023\n  ende: 2024   # bald\n# Schluss\n",
            ),
            ("plan: {ende: 2024, beginn: 2023}\n", "plan: {beginn: 2023, ende: 2024}\n"),
            (
                "verlauf:\n  - {ereignis: begonnen, am: 2024}\n  - ereignis: umgesetzt\n    am: 2025\n    # warum\n    grund: x\n",
                "verlauf:\n  - {am: 2024, ereignis: begonnen}\n  - am: 2025\n    ereignis: umgesetzt\n    # warum\n    grund: x\n",
            ),
            ("verlauf: [{ereignis: a, am: 1}]\n", "verlauf: [{am: 1, ereignis: a}]\n"),
            (
                "meilensteine:\n  z: {plan: {ende: 1}, titel: Z}\n  a:\n    plan: {ende: 1}\n    titel: A\n",
                "meilensteine:\n  z: {titel: Z, plan: {ende: 1}}\n  a:\n    titel: A\n    plan: {ende: 1}\n",
            ),
            (
                "kurz: |\n  Text\n\n  # kein Kommentar\n\ntitel: x\n",
                "titel: x\nkurz: |\n  Text\n\n  # kein Kommentar\n",
            ),
            ("kurz: x\ntitel: y", "titel: y\nkurz: x\n"),
            ("\"kurz\" : x\n'titel': y\n", "'titel': y\n\"kurz\": x\n"),
        ]);
    }

    #[test]
    fn blanks_are_alike_everywhere() {
        assert_becomes(&[
            ("titel:   x  \n\n\n\nkurz:\ty\n\n\n", "titel: x\n\nkurz: y\n"),
            ("\n\ntitel: x\n", "titel: x\n"),
            ("x: [ a,b ,c, ]\ny: { a: 1,b:   2 }  # c\nz: [ ]\n", "x: [a, b, c]\ny: {a: 1, b: 2}  # c\nz: []\n"),
            ("x:\n- a\n#b\n- c\n", "x:\n  - a\n  # b\n  - c\n"),
            ("x:\n     - a\n     -   b: 1\n         c: 2\n", "x:\n  - a\n  - b: 1\n    c: 2\n"),
            ("plan:\n      beginn: 1\n      ende: 2\n", "plan:\n  beginn: 1\n  ende: 2\n"),
            (" titel: x\n kurz: y\n", "titel: x\nkurz: y\n"),
            ("-   {b:  1}\n-  c\n", "- {b: 1}\n- c\n"),
            ("x:\n    - - a\n      - b\n", "x:\n  - - a\n    - b\n"),
            ("x:\n    -\n        a: 1\n    - # leer\n    - c\n", "x:\n  -\n    a: 1\n  - # leer\n  - c\n"),
            ("{ titel:  x }   # alles\n", "{titel: x}   # alles\n"),
            ("#titel: x\n#\n##  y\ntitel: x\n", "# titel: x\n#\n##  y\ntitel: x\n"),
            ("# nur ein Kommentar  \n", "# nur ein Kommentar\n"),
            ("", ""),
        ]);
    }

    #[test]
    fn texts_of_several_lines_only_move() {
        assert_becomes(&[
            (
                "x:\n    kurz: |-\n        a\n          b  \n\n        c\n",
                "x:\n  kurz: |-\n      a\n        b  \n\n      c\n",
            ),
            ("kurz: zwei\n   Zeilen   \n   lang\ntitel: x\n", "titel: x\nkurz: zwei\n   Zeilen   \n   lang\n"),
            ("kurz: \"zwei\n\n   # Zeilen\"  \ntitel: x\n", "titel: x\nkurz: \"zwei\n\n   # Zeilen\"\n"),
            (
                "x: 'a\n  b'  # c  \ny: [a,\n  {b: 1,\n  c: 2}   \n  ]  \n",
                "x: 'a\n  b'  # c\ny: [a,\n  {b: 1,\n  c: 2}   \n  ]\n",
            ),
            ("x: [a,\n     b,   # b\n  c]  \n", "x: [a,\n     b,   # b\n  c]\n"),
            ("x: |   # c\n\n    # a\n   \n\n    b  \n#c\n", "x: |   # c\n\n    # a\n   \n\n    b  \n# c\n"),
            ("x: |\ntitel: y\n# Ende\n", "titel: y\nx: |\n# Ende\n"),
            ("x:\n  # kein Kopf |\n     a\n", "x:\n  # kein Kopf |\n     a\n"),
            ("x: |+\n  a\n\n\ntitel: x\n", "titel: x\nx: |+\n  a\n\n\n"),
            ("x: >\n\n  a\n  b\n\n\n\ny: |2\n    a\n", "x: >\n\n  a\n  b\n\ny: |2\n    a\n"),
        ]);
    }

    #[test]
    fn what_could_change_the_meaning_stays() {
        // An alias needs its anchor before it; the second of two keys in `? …` is no line of its own.
        for text in [
            "kurz: &k x\ntitel: *k\n",
            "? kurz\n: x\n? titel\n: y\n",
            "x: {b: &a 1,  c: *a}\n",
            "x: \"a  b\"\ny: 'c  ''d'\nz: a  b\n",
            "--- # c\ntitel: x\n...\n",
            "%YAML 1.2\n---\ntitel: x\n",
            "x: a\u{a0}\ny: \u{a0}\n",
            "nur Text\n",
            "- a:\n\n    b: c\n  # d\n",
        ] {
            assert_eq!(formatted(text).as_deref(), Ok(text));
        }
        assert_eq!(formatted("kurz: &k   x\ntitel:   *k\n").as_deref(), Ok("kurz: &k   x\ntitel: *k\n"));
        assert_eq!(formatted("x: [\n"), Err(Refusal::Unreadable));
        assert_eq!(formatted("x: 1\ry: 2\n"), Err(Refusal::Form));
    }

    /// At the beginning it would be one of the file, no longer of its text.
    #[test]
    fn a_mark_of_byte_order_does_not_come_first() {
        assert_eq!(formatted("\n\u{feff}"), Err(Refusal::Unsure));
        assert_eq!(formatted("\u{feff}\n").as_deref(), Ok("\u{feff}\n"));
    }

    #[test]
    fn a_text_at_the_end_gets_no_line_end_that_would_be_its_own() {
        for text in ["x: |\n  a", "x: |+\n  a", "x: >\n  a\n  b"] {
            let new = formatted(text).unwrap();
            assert!(tree(&new).unwrap().map() == tree(text).unwrap().map(), "{new:?}");
        }
    }

    proptest! {
        /// Whatever is put together: the same is said afterwards, with the same characters, and a second time changes nothing.
        #[test]
        fn any_text_says_the_same(parts in prop::collection::vec(0..PARTS.len(), 1..8), crlf in any::<bool>(), open in any::<bool>()) {
            let mut seen = std::collections::BTreeSet::new();
            let text: String = parts.iter().filter(|part| seen.insert(**part)).map(|&part| PARTS[part]).collect();
            let text = if crlf { text.replace('\n', "\r\n") } else { text };
            let text = if open { text.trim_end().to_owned() } else { text };
            if let Ok(new) = formatted(&text) {
                prop_assert!(agrees(&tree(&new).unwrap(), &tree(&text).unwrap()), "{}", new);
                let again = formatted(&new);
                prop_assert_eq!(again.as_ref(), Ok(&new), "{}", text);
            }
        }

        #[test]
        fn no_text_makes_it_panic(parts in prop::collection::vec(prop::sample::select(&MARKS[..]), 0..24)) {
            let text = parts.concat();
            if let Ok(new) = formatted(&text) {
                let again = formatted(&new);
                prop_assert_eq!(again.as_ref(), Ok(&new), "{:?}", text);
            }
        }
    }

    const PARTS: &[&str] = &[
        "# erfunden\n",
        "\n",
        "\n\n#eng\n",
        "titel:   \"x: y\"   # Titel\n",
        "kurz: zwei\n  Zeilen\n",
        "plan: {ende: 2024,\n  beginn: 2025}\n",
        "quelle: { stelle: a ,dokument: b }\n",
        "strategie:\n- a\n# b\n- c\n",
        "annahme: |\n  Text\n  - {am: 2024}\n\n",
        "text: |+\n    Text\n      tief\n\n\n",
        "grund: >-\n  Text\n   mehr  \n",
        "verlauf:\n  - {ereignis: begonnen, am: 2024}   # eins\n  # Rest\n  -   ereignis: umgesetzt\n      am: 2025\n      grund: 'a''b'\n\n",
        "meilensteine:\n    m1:\n        plan:\n            ende: 1\n        # Titel\n        titel: x\n    m2: {plan: {ende: 2}, titel: y}\n",
        "a: &a [1]\n",
        "b: *a\n",
        "\n# Ende\n",
        "x-eigen: [a, b]\n",
        "\"x-q\" : 'z\n\n  z'\n",
        "x-null:\n",
        "x-leer: {}\n",
        "x-tief: [[ a ], {b: [ ]}]\n",
        "? x-frage\n: x\n",
    ];

    const MARKS: [&str; 34] = [
        "a", "titel", "kurz", "ü", " ", " ", "  ", "\n", "\n", "\n  ", "\n  ", "\r\n", "\t", ": ", ": ", ":\n  ", "- ",
        "- ", "\n- ", "\"", "'", "[", "]", "{", "}", ", ", "#", " # x", "&x ", "*x", "|\n  ", ">+\n ", "\u{a0}",
        "...\n",
    ];
}
