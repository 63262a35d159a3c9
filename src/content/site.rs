//! `seite.yaml`: title, publisher, contact, data date, audiences, published reports.

use crate::diagnostics::Diagnostic;
use crate::messages::Language;
use crate::source::Spanned;
use crate::source::yaml::Node;

use super::audience::Audience;
use super::common::Origin;
use super::fields::{Context, Fields, Read};
use super::figure::KeyFigure;
use super::names::Ref;
use super::publication::Publication;
use super::scalar::{Datum, WebAddress};

/// The site as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Site {
    /// Title.
    pub title: String,
    /// Second line of the title.
    pub subtitle: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Whom to ask.
    pub contact: Contact,
    /// Whom to tell about a weakness of the site.
    pub security: Option<Security>,
    /// Base address, without trailing slash.
    pub address: Option<WebAddress>,
    /// Official municipality key.
    pub municipality_key: Option<String>,
    /// Language of everything that is generated.
    pub language: Language,
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

impl Read for Security {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let mut fields = Fields::of(node, context);
        fields.demand("bis");
        let (email, form) = (fields.required("email"), fields.optional("formular"));
        let (until, policy) = (fields.optional("bis"), fields.optional("regeln"));
        fields.finish();
        Some(Self { email, form, until, policy })
    }
}

impl Read for Language {
    fn read(node: &Node, context: &mut Context<'_>) -> Option<Self> {
        let text = context.text(node)?;
        let language = Self::from_tag(text);
        if language.is_none() {
            let tags = Self::ALL.iter().map(|(tag, _)| *tag).collect::<Vec<_>>().join(", ");
            context
                .found
                .push(Diagnostic::at("E0205", node.span).with("wert", text).hint_with("erlaubt", [("liste", tags)]));
        }
        language
    }
}

impl Site {
    /// Reads the only record of `seite.yaml`.
    pub fn read(fields: &mut Fields<'_, '_, '_>) -> Self {
        Self {
            origin: Origin { sources: fields.list("quelle"), assumption: fields.optional("annahme") },
            title: fields.required("titel"),
            subtitle: fields.optional("untertitel"),
            publisher: fields.optional("herausgeber"),
            contact: fields.optional("kontakt").unwrap_or_default(),
            security: fields.optional("sicherheit"),
            address: fields.optional("adresse"),
            municipality_key: fields.optional("ags"),
            language: fields.or("sprache", Language::German),
            as_of: fields.optional("stichtag"),
            start_figures: fields.optional::<StartPage>("startseite").unwrap_or_default().figures,
            audiences: fields.map("sichten"),
            publications: Publication::read_all(fields),
        }
    }
}
