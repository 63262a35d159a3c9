//! Templates: the one home of Tera.
//!
//! Built-in templates stand under a prefix of their own, so that a theme overrides them file by file.

use std::fmt;

use serde::Serialize;
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// Prefix of the built-in templates.
const BUILT_IN: &str = "eingebaut/";

/// A set of templates and what all pages share.
pub struct Templates {
    tera: Tera,
}

/// Makes HTML of a text.
pub type Filter = Box<dyn Fn(&str) -> String + Send + Sync>;

/// What a template engine has to say, in its own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError(pub String);

impl fmt::Debug for Templates {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Templates").finish_non_exhaustive()
    }
}

impl Templates {
    /// Parses templates: name, text, and whether it is built in. Each filter makes HTML of a text.
    ///
    /// # Errors
    /// The first template that does not parse.
    pub fn new<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str, bool)>,
        filters: impl IntoIterator<Item = (&'static str, Filter)>,
    ) -> Result<Self, TemplateError> {
        let mut tera = Tera::new();
        for (name, filter) in filters {
            tera.register_filter(name, move |text: &str, _: Kwargs, _: &State<'_>| -> TeraResult<Value> {
                Ok(Value::safe_string(&filter(text)))
            });
        }
        tera.set_fallback_prefixes([BUILT_IN]).map_err(|error| explain(&error))?;
        let named = files
            .into_iter()
            .map(|(name, text, built_in)| (if built_in { format!("{BUILT_IN}{name}") } else { name.to_owned() }, text));
        tera.add_raw_templates(named.collect::<Vec<_>>()).map_err(|error| explain(&error))?;
        Ok(Self { tera })
    }

    /// Makes a value known to every template, serialised once.
    ///
    /// # Errors
    /// Where the value cannot be serialised.
    pub fn share(&mut self, name: &'static str, value: &impl Serialize) -> Result<(), TemplateError> {
        let value = serialised(value)?;
        self.tera.global_context().insert_value(name, value);
        Ok(())
    }

    /// Renders a page: its view is known to the template as `page`.
    ///
    /// # Errors
    /// Where the template asks for what is not there.
    pub fn render(&self, template: &str, page: &impl Serialize) -> Result<String, TemplateError> {
        self.render_view(template, View::of(page)?)
    }

    /// The same for a view that was made before.
    ///
    /// # Errors
    /// Where the template asks for what is not there.
    pub fn render_view(&self, template: &str, view: View) -> Result<String, TemplateError> {
        let mut context = Context::new();
        context.insert_value("page", view.0);
        self.tera.render(template, &context).map_err(|error| explain(&error))
    }
}

/// What a template sees of a page.
#[derive(Debug)]
pub struct View(Value);

impl View {
    /// # Errors
    /// Where the page cannot be serialised.
    pub fn of(page: &impl Serialize) -> Result<Self, TemplateError> {
        serialised(page).map(Self)
    }
}

fn serialised(value: &impl Serialize) -> Result<Value, TemplateError> {
    Value::try_from_serializable(value).map_err(|error| explain(&error))
}

/// The error and its causes in one line.
fn explain(error: &dyn std::error::Error) -> TemplateError {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    TemplateError(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_overrides_file_by_file() {
        let loud: Filter = Box::new(str::to_uppercase);
        let files = [
            ("a.html", "A {% include \"b.html\" %}", true),
            ("b.html", "built in", true),
            ("b.html", "own {{ page.x }} {{ s }} {{ s | laut }}", false),
        ];
        let mut templates = Templates::new(files, [("laut", loud)]).unwrap();
        templates.share("s", &"<shared>").unwrap();
        let page = std::collections::BTreeMap::from([("x", 1)]);
        assert_eq!(templates.render("a.html", &page).unwrap(), "A own 1 &lt;shared&gt; <SHARED>");
    }

    #[test]
    fn a_broken_template_is_an_error_in_one_line() {
        let error = Templates::new([("a.html", "{% if %}", false)], []).unwrap_err();
        assert!(error.0.contains("a.html") && !error.0.contains('\n'), "{error:?}");
    }
}
