//! A configuration as YAML: texts in double quotes, so that none of them means anything else.

use serde_json::Value;

/// Prints a mapping.
pub(super) fn print(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text
}

/// A mapping or a list from the beginning of a line on.
fn block(value: &Value, indent: usize, text: &mut String) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                entry(&format!("{key}:"), value, indent, text);
            }
        }
        Value::Array(items) => {
            for item in items {
                entry("-", item, indent, text);
            }
        }
        scalar => line("", scalar, indent, text),
    }
}

/// What begins with a key or a dash.
fn entry(mark: &str, value: &Value, indent: usize, text: &mut String) {
    if is_flat(value) {
        line(&format!("{mark} "), value, indent, text);
    } else if mark == "-" {
        let start = text.len();
        block(value, indent + 2, text);
        // The first line of the item stands behind the dash.
        text.replace_range(start + indent..=start + indent, "-");
    } else {
        line(mark, &Value::Null, indent, text);
        block(value, indent + 2, text);
    }
}

/// Scalars, and lists of scalars, stand on one line, as JSON.
fn is_flat(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.is_empty(),
        Value::Array(items) => items.iter().all(|item| !item.is_object() && !item.is_array()),
        _ => true,
    }
}

fn line(mark: &str, value: &Value, indent: usize, text: &mut String) {
    let value = if value.is_null() { String::new() } else { value.to_string() };
    text.push_str(&format!("{:indent$}{mark}{value}\n", ""));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn mappings_and_lists_are_blocks() {
        let value = json!({
            "a": "Ja: nein",
            "b": {"c": 1, "d": ["x", "y"]},
            "e": [{"f": true, "g": [{"h": "1"}]}, {"i": "\"2\""}],
            "j": [["x", "y"], ["z"]],
        });
        let expected = "\
            a: \"Ja: nein\"\nb:\n  c: 1\n  d: [\"x\",\"y\"]\ne:\n  - f: true\n    g:\n      - h: \"1\"\n  - i: \"\\\"2\\\"\"\n\
            j:\n  - [\"x\",\"y\"]\n  - [\"z\"]\n";
        assert_eq!(print(&value), expected);
    }
}
