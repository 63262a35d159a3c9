//! The rules that concern a part, kept to that part, so that it can stand in a page with a style of its own.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::selector::{Selector, Sure};
use super::{Rule, Sheet, Tree};

/// Pixels of browsers' own size of text.
const BROWSER: f64 = 16.0;

/// Nothing of the page around comes in, neither by inheritance nor by rules for names of elements and classes. Drawings
/// keep the attributes that draw them: to `revert` these are rules of the page, to `revert-layer` they are not.
const CLOSED: &str = "{s}{all:initial;display:block;container-type:inline-size;color-scheme:light}\
     {s} :where(:not(svg,svg *)){all:revert}{s} :where(svg,svg *){all:revert-layer}";

impl Sheet {
    /// The rules that may concern a part, each for the element with this id and what stands in it; `html` and `body` mean
    /// that element. It is light, and as wide as its place: conditions on the width of the window ask for that instead.
    pub fn scoped(&self, part: &str, id: &str) -> String {
        let tree = Tree::new(part);
        let scope = format!("#{id}");
        let kept: Vec<_> = self.rules.iter().filter_map(|rule| self.kept(rule, &tree, &scope)).collect();
        let used = self.used(kept.iter().flat_map(|rule| rule.declarations.iter().map(|(_, value)| value.as_str())));
        let mut text = CLOSED.replace("{s}", &scope);
        let pixels = self.pixels();
        for rule in &kept {
            let wanted = |(name, _): &&&(String, String)| {
                !name.starts_with("--") || !rule.of_root || used.contains(name.as_str())
            };
            let declarations: Vec<_> = rule.declarations.iter().filter(wanted).collect();
            if declarations.is_empty() {
                continue;
            }
            let inside = declarations.iter().map(|(name, value)| format!("{name}:{}", in_pixels(value, pixels)));
            let block = format!("{}{{{}}}", rule.selectors.join(","), inside.collect::<Vec<_>>().join(";"));
            let _ = match &rule.condition {
                Some(condition) => write!(text, "{condition}{{{block}}}"),
                None => write!(text, "{block}"),
            };
        }
        let _ = write!(text, "{scope}{{font-size:{}px}}", in_hundredths(pixels));
        text
    }

    /// The size of text at the root, in pixels.
    fn pixels(&self) -> f64 {
        let of_root = self.rules.iter().filter(|rule| rule.selectors.iter().any(Selector::is_root));
        let fonts =
            of_root.flat_map(|rule| &rule.declarations).filter(|(name, _)| name == "font" || name == "font-size");
        let percent = |value: &str| value.split(['%', '/']).next().and_then(|number| number.parse::<f64>().ok());
        let mut percents = fonts.filter(|(_, value)| value.contains('%')).filter_map(|(_, value)| percent(value));
        percents.next_back().map_or(BROWSER, |percent| BROWSER * percent / 100.0)
    }

    fn kept<'r>(&self, rule: &'r Rule, tree: &Tree<'_>, scope: &str) -> Option<Kept<'r>> {
        let condition = match rule.condition.as_deref() {
            Some(condition) => Some(condition_here(condition)?),
            None => None,
        };
        let any = |selector: &Selector| (0..tree.nodes.len()).any(|node| selector.fits(tree, node, Sure::Perhaps));
        let fits = |selector: &&Selector| selector.can_fit(tree) && any(selector);
        let fitting: Vec<_> = rule.selectors.iter().filter(fits).collect();
        let selectors: BTreeSet<_> = fitting.iter().map(|selector| scoped(selector, scope)).collect();
        (!selectors.is_empty()).then(|| Kept {
            condition,
            of_root: fitting.iter().all(|selector| selector.is_root()),
            selectors: selectors.into_iter().collect(),
            declarations: rule.declarations.iter().filter(|(name, _)| name != "color-scheme").collect(),
        })
    }

    /// The custom properties that these values need, also by way of each other.
    fn used<'s>(&'s self, values: impl Iterator<Item = &'s str>) -> BTreeSet<&'s str> {
        let mut used = BTreeSet::new();
        let mut open: Vec<&str> = values.flat_map(names).collect();
        while let Some(name) = open.pop() {
            if used.insert(name) {
                open.extend(self.token(name).into_iter().flat_map(names));
            }
        }
        used
    }
}

struct Kept<'r> {
    condition: Option<String>,
    of_root: bool,
    selectors: Vec<String>,
    declarations: Vec<&'r (String, String)>,
}

/// A condition as it is asked inside of another page; none where it cannot hold or is not for us to say.
fn condition_here(condition: &str) -> Option<String> {
    let asked = condition.trim_start_matches("@media").trim();
    if asked.starts_with("(max-width") || asked.starts_with("(min-width") {
        return Some(format!("@container {asked}"));
    }
    let kept = asked.starts_with("(forced-colors") || condition.starts_with("@supports");
    kept.then(|| condition.to_owned())
}

fn scoped(selector: &Selector, scope: &str) -> String {
    match selector.is_root() || selector.is_body() {
        true => scope.to_owned(),
        false => format!("{scope} {}", selector.text),
    }
}

/// The custom properties that a value names.
fn names(value: &str) -> impl Iterator<Item = &str> {
    value.split("var(").skip(1).filter_map(|rest| rest.split([',', ')']).next()).map(str::trim)
}

/// A value with `rem` in pixels: the root of the page around has a size of its own.
fn in_pixels(value: &str, pixels: f64) -> String {
    let mut out = String::new();
    let mut rest = value;
    while let Some((before, after)) = rest.split_once("rem") {
        let number = before.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        match before[number..].parse::<f64>() {
            Ok(rems) => {
                out.push_str(&before[..number]);
                out.push_str(&in_hundredths(rems * pixels));
                out.push_str("px");
            }
            Err(_) => {
                out.push_str(before);
                out.push_str("rem");
            }
        }
        rest = after;
    }
    out + rest
}

/// A length with at most two decimals.
fn in_hundredths(length: f64) -> String {
    ((length * 100.0).round() / 100.0).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: &str = ":root { color-scheme: light dark; --a: #123; --b: var(--a); --c: 3 }
        @media screen and (prefers-color-scheme: dark) { :root { --a: #fed } }
        @media (forced-colors: active) { :root { --a: CanvasText } }
        html { font: 125%/1.5 x } body { margin: 0; color: var(--b) }
        .x, .y:hover, .z { padding: .5rem 1px } table { width: 1px } @media print { .x { color: red } }
        @media (max-width: 30rem) { .x { margin: 0 } }";

    #[test]
    fn rules_are_kept_to_the_part() {
        let text = Sheet::new(STYLE).scoped("<div id=\"i\"><p class=\"x\">1</p><p class=\"y\">2</p></div>", "i");
        let rules = "#i{--a:#123;--b:var(--a)}@media (forced-colors: active){#i{--a:CanvasText}}#i{font:125%/1.5 x}\
             #i{margin:0;color:var(--b)}#i .x,#i .y:hover{padding:10px 1px}@container (max-width: 30rem){#i .x{margin:0}}\
             #i{font-size:20px}";
        assert_eq!(text, CLOSED.replace("{s}", "#i") + rules);
    }

    #[test]
    fn lengths_of_the_root_become_pixels() {
        assert_eq!(in_pixels("calc(1.5rem + 2em) .25rem -1rem", 16.0), "calc(24px + 2em) 4px -16px");
        assert_eq!(in_pixels("theorem 0 rem", 16.0), "theorem 0 rem");
    }
}
