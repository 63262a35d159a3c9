//! A finding in words, as programs read it: the form of `--format json`.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde_json::Value;

use super::Severity;

/// A finding with words and place. Keys and codes keep their meaning; a key without a value is left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What kind of finding, such as E0203.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The file, as seen from where the command ran; none if the finding is about no file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line of the first character, from 1; none if the finding is about the whole file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column of the first character, from 1, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// Line of the end, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_line: Option<usize>,
    /// Column behind the last character, from 1, in characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<usize>,
    /// The cell of an imported workbook, such as Projekte!C7.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<String>,
    /// What is wrong, in one line.
    pub message: String,
    /// Why findings of this kind come up.
    pub cause: String,
    /// What helps against findings of this kind.
    pub remedy: String,
    /// What to write here; the remedy if nothing more is known.
    pub hints: Vec<String>,
    /// A second place that explains the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub related: Option<Related>,
}

/// A second place, and what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Related {
    /// The file, as seen from where the command ran.
    pub file: String,
    /// Line of the first character, from 1.
    pub line: usize,
    /// Column of the first character, from 1, in characters.
    pub column: usize,
    /// Line of the end, from 1.
    pub end_line: usize,
    /// Column behind the last character, from 1, in characters.
    pub end_column: usize,
    /// What stands there.
    pub message: String,
}

/// The JSON Schema of what `--format json` prints.
pub fn findings_schema() -> Value {
    let generator = SchemaSettings::draft2020_12().for_serialize().into_generator();
    let mut schema = generator.into_root_schema_for::<Vec<Finding>>();
    schema.insert("title".to_owned(), "Findings of spatz".into());
    schema.to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_explained() {
        let schema = findings_schema();
        for name in ["Finding", "Related"] {
            let keys = schema["$defs"][name]["properties"].as_object().unwrap();
            assert!(keys.len() > 5, "{name}");
            for (key, value) in keys {
                assert!(value["description"].is_string(), "{name}.{key}");
            }
        }
        assert!(schema["$defs"]["Finding"]["properties"].get("endLine").is_some());
    }
}
