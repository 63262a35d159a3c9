//! `daten/katalog.jsonld`: all data for the portals of cities, states and the Union, as DCAT-AP.de 3.0 asks for it.
//!
//! Datasets are what somebody may look for: the maturity with all of its tables, each table of the project office, the
//! calendar, the papers, the changes, all together. Each file is a distribution of one of them, with size and hash.
//!
//! # Addresses
//! Ids and addresses are those of the site's address. Where it is not known, they count from the file, as JSON-LD has it.
//!
//! # What is not known
//! Nothing is told that the content does not say: no licence, contact or place where it names none, and never
//! the day of first publication. Everything is of the as-of date.

use serde_json::{Value, json};

use super::files::{self, File, Meanings};
use super::{Artifacts, Following, Made, Material, object};
use crate::content::licence::Licence;
use crate::content::section::Section;
use crate::data::{DATA, FOLDER, SCHEMA};
use crate::diagnostics::Diagnostic;
use crate::export::oparl::OPARL;
use crate::export::{CATALOGUE, FEED, PACKAGE, TABLES, WORKBOOK};
use crate::messages::{Language, Messages};

pub(super) const OUTPUT: Following = Following { of: &[Section::Data], render };

/// Vocabularies of the Publications Office of the European Union.
const AUTHORITY: &str = "http://publications.europa.eu/resource/authority/";
/// Vocabularies of DCAT-AP.de.
const GERMAN: &str = "http://dcat-ap.de/def/";
/// Media types by address.
const MEDIA: &str = "https://www.iana.org/assignments/media-types/";
/// What the data package conforms to.
const FRICTIONLESS: &str = "https://specs.frictionlessdata.io/data-package/";
/// Digits of a municipality key.
const KEY: usize = 8;

fn render(material: Material<'_>, made: &mut Made<'_>) -> Result<(), Diagnostic> {
    let failed = |error: serde_json::Error| Diagnostic::general("E0502").with("meldung", error);
    let mut bytes = serde_json::to_vec_pretty(&catalogue(material, made.kept())).map_err(failed)?;
    bytes.push(b'\n');
    made.insert(CATALOGUE.to_owned(), bytes);
    Ok(())
}

fn catalogue(material: Material<'_>, artifacts: &Artifacts) -> Value {
    let meanings = Meanings::new(material.input);
    let about = About { material, messages: material.input.messages, meanings };
    let site = &material.input.model.site;
    object([
        ("@context", Some(context())),
        ("@id", Some(json!(about.id("katalog")))),
        ("@type", Some(json!("dcat:Catalog"))),
        ("dct:title", Some(about.text(&site.title))),
        ("dct:description", Some(about.text(about.messages.get("katalog.text")))),
        ("dct:publisher", Some(about.publisher())),
        ("dct:language", Some(about.language())),
        ("dct:modified", Some(about.day())),
        ("foaf:homepage", Some(json!({"@id": about.address("index.html"), "@type": "foaf:Document"}))),
        ("dcat:themeTaxonomy", Some(json!({"@id": format!("{AUTHORITY}data-theme")}))),
        ("dct:spatial", about.place()),
        ("dcat:dataset", Some(about.datasets(artifacts))),
    ])
}

fn context() -> Value {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dcatde": format!("{GERMAN}dcatde/"),
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "spdx": "http://spdx.org/rdf/terms#",
        "vcard": "http://www.w3.org/2006/vcard/ns#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    })
}

fn licence(licence: Licence) -> Value {
    json!({"@id": licence.dcat(), "@type": "dct:LicenseDocument"})
}

/// What all parts of the catalogue are told from.
struct About<'a> {
    material: Material<'a>,
    messages: &'a Messages,
    meanings: Meanings<'a>,
}

impl About<'_> {
    // Values

    /// The address of a file by its path from the site's root.
    fn address(&self, path: &str) -> String {
        match (self.material.base_url, files::name(path)) {
            (Some(base), _) => format!("{base}/{path}"),
            (None, name) if name == path => format!("../{path}"),
            (None, name) => name.to_owned(),
        }
    }

    /// The name of a part of the catalogue.
    fn id(&self, part: &str) -> String {
        let file = self.material.base_url.map(|base| format!("{base}/{CATALOGUE}")).unwrap_or_default();
        format!("{file}#{part}")
    }

    fn text(&self, text: &str) -> Value {
        json!({"@value": text, "@language": self.messages.language().tag()})
    }

    fn day(&self) -> Value {
        json!({"@value": self.material.input.analysis.as_of.to_string(), "@type": "xsd:date"})
    }

    fn language(&self) -> Value {
        let code = match self.messages.language() {
            Language::German | Language::Austrian | Language::Swiss => "DEU",
            Language::English => "ENG",
        };
        json!({"@id": format!("{AUTHORITY}language/{code}"), "@type": "dct:LinguisticSystem"})
    }

    /// Who publishes it; there must be one, so where none is named it is called as the site is.
    fn publisher(&self) -> Value {
        let site = &self.material.input.model.site;
        let name = site.publisher.as_ref().unwrap_or(&site.title);
        json!({"@id": self.id("herausgeber"), "@type": "foaf:Agent", "foaf:name": self.text(name)})
    }

    fn contact(&self) -> Option<Value> {
        let contact = &self.material.input.model.site.contact;
        let telephone = |text: &String| {
            let digits: String = text.chars().filter(|one| one.is_ascii_digit() || *one == '+').collect();
            json!({"@id": format!("tel:{digits}")})
        };
        let is_known = [&contact.title, &contact.email, &contact.phone].iter().any(|known| known.is_some());
        let name = contact.title.as_ref().or(self.material.input.model.site.publisher.as_ref());
        is_known.then(|| {
            object([
                ("@id", Some(json!(self.id("kontakt")))),
                ("@type", Some(json!(["vcard:Kind", "vcard:Organization"]))),
                ("vcard:fn", name.map(|name| json!(name))),
                ("vcard:hasEmail", contact.email.as_ref().map(|email| json!({"@id": format!("mailto:{email}")}))),
                ("vcard:hasTelephone", contact.phone.as_ref().map(telephone)),
            ])
        })
    }

    /// The municipality in the list of DCAT-AP.de, by its key.
    fn municipality(&self) -> Option<String> {
        let key = self.material.input.model.site.municipality_key.as_ref()?;
        let is_key = key.len() == KEY && key.bytes().all(|byte| byte.is_ascii_digit());
        is_key.then(|| format!("{GERMAN}politicalGeocoding/municipalityKey/{key}"))
    }

    fn place(&self) -> Option<Value> {
        self.municipality().map(|municipality| json!({"@id": municipality, "@type": "dct:Location"}))
    }

    /// Who may read it.
    fn access(&self) -> Value {
        let code = match self.material.view {
            None => "PUBLIC",
            Some("rat") => "RESTRICTED",
            Some(_) => "NON_PUBLIC",
        };
        json!({"@id": format!("{AUTHORITY}access-right/{code}"), "@type": "dct:RightsStatement"})
    }

    // Datasets

    fn datasets(&self, artifacts: &Artifacts) -> Value {
        let files: Vec<_> = files::written(artifacts).collect();
        let mut names: Vec<&str> = Vec::new();
        for name in files.iter().map(|file| dataset_of(file.path)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let of = |name: &&str| files.iter().filter(|file| dataset_of(file.path) == *name).collect::<Vec<_>>();
        names.iter().map(|name| self.dataset(name, &of(name))).collect()
    }

    fn dataset(&self, name: &str, files: &[&File<'_>]) -> Value {
        let input = self.material.input;
        let table = TABLES.iter().find(|table| table.name == name);
        let text = |key: &str| self.messages.find(&format!("katalog.{name}.{key}"));
        let title = table.and_then(|table| table.title(self.messages)).or_else(|| text("titel")).unwrap_or(name);
        let meaning = table.and_then(|table| table.meaning(self.messages)).or_else(|| text("text")).unwrap_or(title);
        let id = self.id(name);
        let keywords = self.messages.get("katalog.schlagworte").split(", ").map(|word| self.text(word));
        let municipality = self.municipality();
        let level = format!("{GERMAN}politicalGeocoding/Level/municipality");
        object([
            ("@id", Some(json!(id))),
            ("@type", Some(json!("dcat:Dataset"))),
            ("dct:identifier", self.material.base_url.map(|_| json!(id))),
            ("dct:title", Some(self.text(&format!("{title} – {}", input.model.site.title)))),
            ("dct:description", Some(self.text(meaning))),
            ("dct:publisher", Some(self.publisher())),
            ("dcat:contactPoint", self.contact()),
            ("dcat:theme", Some(json!({"@id": format!("{AUTHORITY}data-theme/GOVE")}))),
            ("dcat:keyword", Some(keywords.collect())),
            ("dct:language", Some(self.language())),
            ("dct:accessRights", Some(self.access())),
            ("dct:modified", Some(self.day())),
            ("dct:temporal", Some(json!({"@type": "dct:PeriodOfTime", "dcat:endDate": self.day()}))),
            ("dcat:version", input.model.short_version().map(|version| json!(version))),
            ("dct:spatial", self.place()),
            ("dcatde:politicalGeocodingLevelURI", municipality.as_ref().map(|_| json!({"@id": level}))),
            ("dcatde:politicalGeocodingURI", municipality.map(|municipality| json!({"@id": municipality}))),
            ("dcat:landingPage", Some(json!({"@id": self.address(PAGE), "@type": "foaf:Document"}))),
            ("dcat:distribution", Some(files.iter().map(|file| self.distribution(file)).collect())),
        ])
    }

    fn distribution(&self, file: &File<'_>) -> Value {
        let site = &self.material.input.model.site;
        let address = json!({"@id": self.address(file.path)});
        let format = format!("{AUTHORITY}file-type/{}", file.format.file_type);
        let algorithm = json!({"@id": "spdx:checksumAlgorithm_sha256"});
        let value = json!({"@value": file.hash(), "@type": "xsd:hexBinary"});
        let sum = json!({"@type": "spdx:Checksum", "spdx:algorithm": algorithm, "spdx:checksumValue": value});
        let attribution = site.licence.filter(|licence| licence.asks_for_name()).and(site.publisher.as_ref());
        let conforms = match file.path {
            PACKAGE => Some(FRICTIONLESS.to_owned()),
            path if files::name(path) == DATA => Some(self.address(&format!("{FOLDER}/{SCHEMA}"))),
            _ => None,
        };
        object([
            ("@id", Some(json!(self.id(&format!("datei-{}", file.name()))))),
            ("@type", Some(json!("dcat:Distribution"))),
            ("dct:title", Some(self.text(file.name()))),
            ("dct:description", self.meanings.of(file.path).map(|text| self.text(&text))),
            ("dcat:accessURL", Some(address.clone())),
            ("dcat:downloadURL", Some(address)),
            ("dct:license", site.licence.map(licence)),
            ("dcatde:licenseAttributionByText", attribution.map(|name| self.text(name))),
            ("dct:format", Some(json!({"@id": format, "@type": "dct:MediaTypeOrExtent"}))),
            ("dcat:mediaType", Some(json!({"@id": format!("{MEDIA}{}", file.format.media), "@type": "dct:MediaType"}))),
            ("dcat:byteSize", Some(json!({"@value": file.size().to_string(), "@type": "xsd:nonNegativeInteger"}))),
            ("spdx:checksum", Some(sum)),
            ("dct:conformsTo", conforms.map(|standard| json!({"@id": standard, "@type": "dct:Standard"}))),
            ("dct:modified", Some(self.day())),
        ])
    }
}

/// The page about the data.
const PAGE: &str = "daten/index.html";

/// To which dataset a file belongs; each dataset is named as its texts in the catalogue of messages, or as its table.
fn dataset_of(path: &str) -> &'static str {
    match path {
        WORKBOOK => "projektbuero",
        PACKAGE => "alles",
        OPARL => "stadtrat",
        FEED => "aenderungen",
        path if path.ends_with(".ics") => "kalender",
        path => files::table(path).map_or("reifegrad", |(table, _)| table.name),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::super::Watch;
    use super::*;
    use crate::export::testing::{CONTENT, with};
    use crate::source::Sources;

    /// The catalogue of invented content with one file.
    fn told(site: &str, base_url: Option<&str>, view: Option<&str>) -> Value {
        let mut files = CONTENT.to_vec();
        files[0].1 = site;
        with(&files, |input| {
            let (sources, odd) = (Sources::default(), Mutex::default());
            let material =
                Material { input, theme: &[], base_url, view, sources: &sources, odd: &odd, watch: Watch::default() };
            let mut made = Made::default();
            made.insert("daten/projekte.csv".to_owned(), b"a".to_vec());
            render(material, &mut made).unwrap();
            serde_json::from_slice(&made.kept()[CATALOGUE]).unwrap()
        })
    }

    #[test]
    fn addresses_are_whole_where_the_site_has_one() {
        let site = "titel: Erfunden\n";
        let whole = told(site, Some("https://stadt.example/digital"), None);
        let base = "https://stadt.example/digital/";
        let distribution = &whole["dcat:dataset"][0]["dcat:distribution"][0];
        assert_eq!(whole["@id"], format!("{base}daten/katalog.jsonld#katalog"));
        assert_eq!(whole["foaf:homepage"]["@id"], format!("{base}index.html"));
        assert_eq!(distribution["dcat:downloadURL"]["@id"], format!("{base}daten/projekte.csv"));
        assert_eq!(distribution["dcat:byteSize"]["@value"], "1");
        // The SHA-256 of "a".
        let sum = distribution["spdx:checksum"]["spdx:checksumValue"]["@value"].as_str().unwrap();
        assert!(sum.starts_with("ca978112ca1bbdca"), "{sum}");
        let relative = told(site, None, None);
        assert_eq!(
            (&relative["@id"], &relative["foaf:homepage"]["@id"]),
            (&json!("#katalog"), &json!("../index.html"))
        );
        assert_eq!(relative["dcat:dataset"][0]["dcat:distribution"][0]["dcat:accessURL"]["@id"], "projekte.csv");
    }

    #[test]
    fn only_what_is_known_is_told() {
        let bare = told("titel: Erfunden\n", None, None);
        let dataset = &bare["dcat:dataset"][0];
        for key in ["dcat:contactPoint", "dct:spatial", "dcatde:politicalGeocodingURI", "dct:issued", "dct:identifier"]
        {
            assert_eq!(dataset[key], Value::Null, "{key}");
        }
        assert_eq!(dataset["dcat:distribution"][0]["dct:license"], Value::Null);
        let site =
            "titel: E\nherausgeber: Stadt E\nags: 15999999\nlizenz: dl-de-by-2.0\nkontakt: {telefon: 0345 / 1-2}\n";
        let full = told(site, None, Some("intern"));
        let dataset = &full["dcat:dataset"][0];
        let distribution = &dataset["dcat:distribution"][0];
        assert_eq!(dataset["dct:spatial"]["@id"], "http://dcat-ap.de/def/politicalGeocoding/municipalityKey/15999999");
        assert_eq!(dataset["dcat:contactPoint"]["vcard:hasTelephone"]["@id"], "tel:034512");
        assert_eq!(distribution["dct:license"]["@id"], "http://dcat-ap.de/def/licenses/dl-by-de/2.0");
        assert_eq!(distribution["dcatde:licenseAttributionByText"]["@value"], "Stadt E");
        assert!(dataset["dct:accessRights"]["@id"].as_str().unwrap().ends_with("/NON_PUBLIC"));
        let zero = told("titel: E\nherausgeber: Stadt E\nlizenz: cc0-1.0\nags: 1\n", None, None);
        let distribution = &zero["dcat:dataset"][0]["dcat:distribution"][0];
        assert_eq!(distribution["dct:license"]["@id"], "http://dcat-ap.de/def/licenses/cc-zero");
        assert_eq!(distribution["dcatde:licenseAttributionByText"], Value::Null, "nobody needs to be named");
        assert_eq!(zero["dcat:dataset"][0]["dct:spatial"], Value::Null, "no municipality key");
    }
}
