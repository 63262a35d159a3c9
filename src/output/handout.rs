//! `handout/`: every handout as PDF. What a handout says comes from [`crate::handout`], how it looks from `blatt.typ`.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::{Value, json};

use super::{Artifacts, Material, Output, Stage, Watch, banner};
use crate::content::section::Section;
use crate::diagnostics::Diagnostic;
use crate::draw::wide_editions;
use crate::handout::{FOLDER, Handout, handouts};
use crate::source::{Sources, ThemeFile};
use crate::typeset::{Press, Sheet};
use crate::view::Body;
use crate::view::compose::Input;

pub(super) const OUTPUT: Output = Output { name: "handout", of: &[Section::Handouts], render };

const TEMPLATE: &str = include_str!("handout/blatt.typ");
/// Charts have classes and no colours; these are for black ink.
const CHART_STYLE: &str = include_str!("handout/schaubild.css");
/// The theme's drawings of the marks.
const SIGNS: &str = "templates/zeichen.html";
/// After so many handouts the typesetter forgets: what it remembers saves time, and takes memory.
const BATCH: usize = 50;
/// Stands for a character that no font has.
const MISSING: char = '□';

/// A handout as PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Characters that no font has; [`MISSING`] stands in their place.
    pub missing: BTreeSet<char>,
}

/// What all handouts are printed with.
pub struct Printer<'a> {
    input: &'a Input<'a>,
    press: Press,
    /// By name, such as `rot`: a drawing.
    signs: BTreeMap<String, Vec<u8>>,
    /// That not everybody may see it.
    banner: Option<String>,
}

impl std::fmt::Debug for Printer<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Printer").finish_non_exhaustive()
    }
}

fn render(material: Material<'_>, artifacts: &mut Artifacts) -> Result<(), Diagnostic> {
    let handouts = handouts(material.input);
    let printer = match Printer::new(material.input, material.theme, material.view) {
        Ok(printer) => printer,
        Err(why) => {
            material.found(Diagnostic::general("W0501").with("name", FOLDER).with("meldung", why));
            return Ok(());
        }
    };
    let mut missing: BTreeMap<char, &str> = BTreeMap::new();
    for (handout, pdf) in printer.print_all(&handouts, material.watch) {
        match pdf {
            Ok(pdf) => {
                artifacts.insert(format!("{FOLDER}/{}.pdf", handout.id), pdf.bytes);
                pdf.missing.into_iter().for_each(|one| {
                    missing.entry(one).or_insert(&handout.id);
                });
            }
            Err(why) => material.found(failed(material.input, handout, why)),
        }
    }
    for (character, handout) in missing {
        material.found(lacking(material.sources, character, handout));
    }
    Ok(())
}

/// That a handout cannot be typeset, at the record that it is about.
pub fn failed(input: &Input<'_>, handout: &Handout, why: String) -> Diagnostic {
    let place = handout.subject.place(input);
    let finding = place.map_or_else(|| Diagnostic::general("W0501"), |span| Diagnostic::at("W0501", span));
    finding.with("name", &handout.id).with("meldung", why)
}

/// That a character cannot be printed, at the first place in the sources where it stands.
pub fn lacking(sources: &Sources, character: char, handout: &str) -> Diagnostic {
    let place = sources.iter().find_map(|(id, file)| {
        let start = file.text.find(character)?;
        Some(crate::source::Span::new(id, start, start + character.len_utf8()))
    });
    let code = format!("U+{:04X}", u32::from(character));
    let finding = place.map_or_else(|| Diagnostic::general("W0502"), |span| Diagnostic::at("W0502", span));
    finding.with("zeichen", code).with("name", handout).with("ersatz", MISSING)
}

impl<'a> Printer<'a> {
    /// With the marks of a theme, for the view of this word where it is not the public one.
    ///
    /// # Errors
    /// As [`Press::new`].
    pub fn new(input: &'a Input<'a>, theme: &[ThemeFile], view: Option<&str>) -> Result<Self, String> {
        // The theme's own files come before the built-in ones.
        let signs = theme.iter().find(|file| file.path == SIGNS).map(|file| String::from_utf8_lossy(&file.bytes));
        let signs = signs.map(|text| drawings(&text)).unwrap_or_default();
        Ok(Self { input, press: Press::new()?, signs, banner: banner(input.messages, view) })
    }

    /// Prints handouts, several at once.
    pub fn print_all<'h>(&self, handouts: &'h [Handout], watch: Watch<'_>) -> Vec<(&'h Handout, Result<Pdf, String>)> {
        let count = watch.begin(Stage::Handouts, handouts.len());
        let print = |batch: &'h [Handout]| {
            let one = |handout| (handout, self.print(handout));
            let printed = || batch.par_iter().map(one).inspect(|_| count.step()).collect::<Vec<_>>();
            let printed = self.press.run(printed);
            self.press.forget();
            printed
        };
        handouts.chunks(BATCH).flat_map(print).collect()
    }

    /// Prints a handout.
    ///
    /// # Errors
    /// What the typesetter has to say.
    pub fn print(&self, handout: &Handout) -> Result<Pdf, String> {
        let mut sheet = Data { press: &self.press, files: BTreeMap::new(), missing: BTreeSet::new() };
        let mut data = serde_json::to_value(handout).map_err(|error| error.to_string())?;
        for part in ["main", "annex"] {
            let sections = if part == "main" { &handout.main } else { &handout.annex };
            for (index, section) in sections.iter().enumerate() {
                let Body::Chart { svg, .. } = &section.body else { continue };
                let pictures: Vec<_> = wide_editions(svg).map(|one| sheet.picture(one)).collect();
                if let Some(section) =
                    data.get_mut(part).and_then(|part| part.get_mut(index)).and_then(Value::as_object_mut)
                {
                    section.remove("svg");
                    section.insert("bilder".to_owned(), Value::Array(pictures));
                }
            }
        }
        sheet.replace(&mut data);
        if let Some(data) = data.as_object_mut() {
            data.insert("worte".to_owned(), self.words(handout, !sheet.missing.is_empty()));
            data.insert("zeichen".to_owned(), self.signs());
        }
        let Data { mut files, missing, .. } = sheet;
        files.insert("daten.json".to_owned(), data.to_string().into_bytes());
        files.extend(self.signs.iter().map(|(name, svg)| (sign_file(name), svg.clone())));
        let printed = self.press.print(Sheet { name: &handout.id, template: TEMPLATE, files: &files })?;
        Ok(Pdf { bytes: printed.pdf, missing })
    }

    fn words(&self, handout: &Handout, replaced: bool) -> Value {
        let messages = self.input.messages;
        let mut words = json!({
            "seite": messages.get("handout.seite"),
            "stand": messages.format("handout.datenstand", &[("stand", &handout.as_of)]),
            "banner": self.banner,
        });
        if replaced && let Some(words) = words.as_object_mut() {
            let told = messages.format("handout.ersatz", &[("ersatz", &MISSING.to_string())]);
            words.insert("ersatz".to_owned(), Value::String(told));
        }
        words
    }

    /// The file of every mark; several share a drawing, as in the templates.
    fn signs(&self) -> Value {
        let shared = [("erfuellt", "fertig"), ("teilweise", "laufend"), ("offen", "geplant")];
        let own = self.signs.keys().map(|name| (name.clone(), sign_file(name)));
        let shared = shared.iter().filter(|(_, name)| self.signs.contains_key(*name));
        own.chain(shared.map(|(tone, name)| ((*tone).to_owned(), sign_file(name)))).collect()
    }
}

fn sign_file(name: &str) -> String {
    format!("zeichen-{name}.svg")
}

/// The symbols of a sprite as drawings of their own.
fn drawings(sprite: &str) -> BTreeMap<String, Vec<u8>> {
    let symbol = |text: &str| {
        let (name, rest) = text.split_once('"')?;
        let (body, _) = rest.split_once("</symbol>")?;
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\"{body}</svg>");
        Some((name.to_owned(), svg.into_bytes()))
    };
    sprite.split("<symbol id=\"z-").skip(1).filter_map(symbol).collect()
}

/// What is between two tags.
fn between<'t>(text: &'t str, tag: &str) -> &'t str {
    let inside = text.split_once(&format!("<{tag}")).and_then(|(_, rest)| rest.split_once('>'));
    inside.and_then(|(_, rest)| rest.split_once("</")).map_or("", |(inside, _)| inside)
}

/// Data of a sheet in the making.
struct Data<'a> {
    press: &'a Press,
    files: BTreeMap<String, Vec<u8>>,
    missing: BTreeSet<char>,
}

impl Data<'_> {
    /// A drawing as a file in black and white; told by its own title and description.
    fn picture(&mut self, svg: &str) -> Value {
        let name = format!("bild-{}.svg", self.files.len());
        let alt = format!("{}. {}", between(svg, "title"), between(svg, "desc"));
        let style = svg.find('>').map(|end| svg.split_at(end + 1));
        let styled = style.map(|(head, rest)| format!("{head}<style>{CHART_STYLE}</style>{rest}")).unwrap_or_default();
        let styled = self.printable(&styled);
        self.files.insert(name.clone(), styled.into_bytes());
        json!({ "datei": name, "alt": unescaped(&alt) })
    }

    /// Replaces in every text what no font has.
    fn replace(&mut self, data: &mut Value) {
        match data {
            Value::String(text) => *text = self.printable(text),
            Value::Array(items) => items.iter_mut().for_each(|item| self.replace(item)),
            Value::Object(entries) => entries.values_mut().for_each(|item| self.replace(item)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn printable(&mut self, text: &str) -> String {
        let replaced = text.chars().map(|character| match self.press.lacks(character) {
            true => {
                self.missing.insert(character);
                MISSING
            }
            false => character,
        });
        replaced.collect()
    }
}

/// Text that was escaped for markup.
fn unescaped(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.into_iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}
