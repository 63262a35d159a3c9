//! Spatz turns a city's digital strategy, written as YAML and Markdown in git, into a static site that shows how mature
//! the city's digitalisation is and what comes next.
//!
//! # One path
//!
//! ```text
//! Sources --parse--> Parsed --resolve--> Model --analyse--> Analysis --render--> Artifacts --> write | serve
//! source             content             content            analysis             output
//!         every stage appends to Diagnostics; check(Model, Analysis) only appends
//! ```
//!
//! | type | module | meaning | invariant |
//! |---|---|---|---|
//! | [`Sources`](source::Sources) | [`source`] | the bytes of every input | sorted by path; nothing is read later |
//! | [`Span`](source::Span), [`Spanned`](source::Spanned) | [`source`] | a place in a file | two values are equal wherever they stand |
//! | [`Diagnostic`](diagnostics::Diagnostic) | [`diagnostics`] | code, place, arguments, remedies | no words; all are collected, then we stop |
//! | [`Parsed`](content::Parsed) | [`content`] | what the authors wrote | trees with places; hidden records are dropped here |
//! | [`Model`](content::Model) | [`content`] | what it means | every reference exists; every order is fixed; there is none with errors |
//! | [`Analysis`](analysis::Analysis) | [`analysis`] | levels, status, dates, costs, backlinks | a function of model and as-of date only |
//! | [`Page`](view::Page) | [`view`] | what one template may see | plain, small, serialised; never the model |
//! | [`Artifacts`](output::Artifacts) | [`output`] | site path to bytes | same input, same bytes |
//! | [`Sink`](output::Sink) | [`output`] | who takes files as they are made | each path once, in no order |
//!
//! [`pipeline::run`] states the stages once. `build` and `check` ([`cli`]) differ only at the end.
//!
//! ```
//! use spatz::content::{View, parse, resolve};
//! use spatz::diagnostics::Diagnostics;
//! use spatz::source::Sources;
//!
//! let site = ("seite.yaml".to_owned(), b"titel: Erfundene Stadt\n".to_vec());
//! let (sources, _) = Sources::from_files([site]);
//! let mut found = Diagnostics::default();
//! let parsed = parse(&sources, &mut found).visible_to(View::Public, &mut found);
//! // modell.yaml is missing: that is a finding, and there is no model.
//! assert!(resolve(&parsed, &mut found).is_none());
//! assert_eq!(found.counts(), (1, 0));
//! ```
//!
//! # Rooms
//!
//! Read downwards: a module uses only what stands below it.
//!
//! | room | holds |
//! |---|---|
//! | [`cli`] | one file per command; the only look at clock and environment |
//! | [`language_server`] | findings, ids and explanations for editors' programs |
//! | [`serve`] | the site over HTTP while somebody writes, made from memory |
//! | [`pipeline`] | the one path |
//! | [`mod@write`] | the only disk writer: staged, then exchanged |
//! | [`output`] | [`OUTPUTS`](output::OUTPUTS): results to bytes |
//! | [`page`] | [`PAGES`](page::PAGES): one file per kind of page |
//! | [`handout`] | what somebody needs to know at a meeting, on two pages |
//! | [`export`] | [`TABLES`](export::TABLES) for the project office |
//! | [`view`] | what templates may see, and the vocabulary that pages are composed from |
//! | [`chart`] | [`CHARTS`](chart::CHARTS): plain series in, SVG out |
//! | [`check`] | [`CHECKS`](check::CHECKS): what is odd across records |
//! | [`data`] | the data file, its schema and tables |
//! | [`import`] | spreadsheets to content files |
//! | [`analysis`] | what follows from the content: pure |
//! | [`content`] | [`KINDS`](content::KINDS): one file per kind of content |
//! | [`diagnostics`] | findings and their reports |
//! | [`messages`] | every word that people read |
//! | [`editing`] | changes to content files: events, form, format |
//! | [`history`] | content as of a commit: the one home of gix |
//! | [`draw`], [`template`], [`markup`], [`document`], `typeset` | the one home each of plotters, Tera, the Markdown crate, the HTML rewriter and Typst |
//! | [`source`] | the only disk reader; spans; YAML |
//!
//! # What is deliberately absent
//!
//! No clock, locale, time zone, hash or thread order below [`cli`]. No float in a decision or a sum. No status that is
//! written down: it follows from events. No reference that could dangle behind [`content::resolve`]. No file that is
//! written before everything is rendered.

pub mod analysis;
pub mod chart;
pub mod check;
pub mod cli;
pub mod cms;
pub mod content;
pub mod data;
pub mod diagnostics;
pub mod document;
pub mod draw;
pub mod editing;
pub mod export;
pub mod handout;
pub mod history;
pub mod import;
pub mod language_server;
pub mod markup;
pub mod messages;
pub mod output;
pub mod page;
pub mod pipeline;
#[cfg(feature = "pdf")]
pub mod raster;
pub mod serve;
pub mod source;
pub mod template;
#[cfg(feature = "pdf")]
pub mod typeset;
pub mod view;
pub mod write;
