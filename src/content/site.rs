//! `seite.yaml`: title, publisher, contact, data date, audiences, published reports.

use crate::diagnostics::Diagnostic;
use crate::messages::Language;
use crate::source::yaml::Node;
use crate::source::{DEFAULT_THEME, Spanned, ThemeFile, read_theme};

use super::accessibility::Declaration;
use super::audience::Audience;
use super::common::Origin;
use super::design::{Design, ThemeName};
use super::fields::{Context, Fields, Read, Written};
use super::figure::KeyFigure;
use super::licence::Licence;
use super::names::Ref;
use super::publication::Publication;
use super::scalar::{Datum, WebAddress};
use super::section::Section;
use super::shape::Shape;

/// The site as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// Title.
    pub title: String,
    /// Second line of the title.
    pub subtitle: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Under which licence its data may be used.
    pub licence: Option<Licence>,
    /// Whom to ask.
    pub contact: Contact,
    /// Whom to tell about a weakness of the site.
    pub security: Option<Security>,
    /// How accessible it is, as far as that is declared, and where in the file.
    pub declaration: Spanned<Declaration>,
    /// Base address, without trailing slash.
    pub address: Option<WebAddress>,
    /// Official municipality key.
    pub municipality_key: Option<String>,
    /// Language of everything that is generated.
    pub language: Language,
    /// The built-in theme that it wants.
    pub theme: Option<ThemeName>,
    /// What it gives to any theme.
    pub design: Design,
    /// The parts that it leaves out.
    pub without: Vec<Section>,
    /// Data date.
    pub as_of: Option<Datum>,
    /// Key figures of the start page, in the order to show.
    pub start_figures: Vec<Ref<KeyFigure>>,
    /// Where this is from.
    pub origin: Origin,
    /// Audiences, in the order to show.
    pub audiences: Vec<(Spanned<String>, Audience)>,
    /// Reports that were published, by day.
    pub publications: Vec<Publication>,
}

/// Whom to ask.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contact {
    /// A role, not a person.
    pub title: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// Whom to tell about a weakness of the site, as RFC 9116 asks for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Security {
    /// E-mail.
    pub email: String,
    /// A page with a form.
    pub form: Option<WebAddress>,
    /// Until when this holds; there is one, or it has been reported.
    pub until: Option<Datum>,
    /// How reports are dealt with.
    pub policy: Option<WebAddress>,
}

/// What `startseite` holds.
#[derive(Debug, Default)]
struct StartPage {
    figures: Vec<Ref<KeyFigure>>,
}

impl Read for StartPage {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let page = Self { figures: fields.references("kennzahlen") };
        fields.finish();
        Some(page)
    }
}

impl Read for Contact {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let contact = Self {
            title: fields.optional("titel"),
            address: fields.optional("anschrift"),
            email: fields.optional("email"),
            phone: fields.optional("telefon"),
        };
        fields.finish();
        Some(contact)
    }
}

impl Contact {
    /// Whether there is a way to write or to call.
    pub fn can_be_reached(&self) -> bool {
        [&self.address, &self.email, &self.phone].iter().any(|way| way.is_some())
    }
}

impl Read for Security {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        let (email, form) = (fields.required("email"), fields.optional("formular"));
        let (until, policy) = (fields.optional("bis"), fields.optional("regeln"));
        fields.demand("bis");
        fields.finish();
        Some(Self { email, form, until, policy })
    }
}

impl Read for Language {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let text = context.text(node)?;
        let language = Self::from_tag(text);
        if language.is_none() {
            context.found.push(
                Diagnostic::at("E0205", node.span).with("wert", text).hint_with("erlaubt", [("liste", Self::tags())]),
            );
        }
        language
    }

    fn shape() -> Shape {
        Shape::Choice(Self::ALL.iter().map(|(tag, _)| *tag).collect())
    }
}

impl Written for Language {
    fn written(&self) -> String {
        self.tag().to_owned()
    }
}

impl Site {
    /// The files of the built-in theme that it wants.
    pub fn theme_files(&self) -> Vec<ThemeFile> {
        let name = self.theme.as_ref().map_or(DEFAULT_THEME, |theme| &theme.0);
        read_theme(name).unwrap_or_default()
    }

    /// Whether a public body publishes it, which then owes an accessibility statement: one is named, or one is begun.
    pub fn owes_declaration(&self) -> bool {
        let is_public = self.publisher.is_some() || self.municipality_key.is_some();
        is_public || *self.declaration != Declaration::default()
    }

    /// Reads the only record of `seite.yaml`.
    pub fn read(fields: &mut Fields<'_, '_, '_>) -> Self {
        // What it says was asked before anything was read: `Parsed::newer_format`.
        fields.last(|fields| fields.optional::<u32>("format"));
        Self {
            origin: fields
                .last(|fields| Origin { sources: fields.list("quelle"), assumption: fields.optional("annahme") }),
            title: fields.required("titel"),
            subtitle: fields.optional("untertitel"),
            publisher: fields.optional("herausgeber"),
            licence: fields.optional_choice("lizenz"),
            contact: fields.optional("kontakt").unwrap_or_default(),
            security: fields.optional("sicherheit"),
            declaration: {
                let place = fields.span_of("barrierefreiheit");
                Spanned::new(fields.optional("barrierefreiheit").unwrap_or_default(), place)
            },
            address: fields.optional("adresse"),
            municipality_key: fields.optional("ags"),
            language: fields.or("sprache", Language::German),
            theme: fields.optional("thema"),
            design: fields.optional("gestaltung").unwrap_or_default(),
            without: fields.choices("ohne"),
            as_of: fields.optional("stichtag"),
            start_figures: fields.optional::<StartPage>("startseite").unwrap_or_default().figures,
            audiences: fields.map("sichten"),
            publications: Publication::read_all(fields),
        }
    }
}
