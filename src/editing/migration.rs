//! Content written for an earlier version of the format, brought up to date step by step.

use crate::diagnostics::Diagnostic;
use crate::source::yaml::edit::{Flow, Refusal, set};
use crate::source::{FileChange, Sources};

/// A step from one version of the format to the next.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The version it leads to, from the one before.
    pub to: u32,
    /// The key of the sentence that says what it does.
    pub summary: &'static str,
    /// A file's path and text, and the text as it is to be; none where nothing changes.
    pub upgrade: fn(&str, &str) -> Result<Option<String>, Refusal>,
}

/// Every step, in order; the last one leads to [`FORMAT`](crate::content::FORMAT). There is one version so far.
pub const MIGRATIONS: &[Migration] = &[];

/// What an upgrade comes to.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Upgrade {
    /// The steps that were taken: the version, its sentence and the files it changed.
    pub steps: Vec<(u32, &'static str, Vec<String>)>,
    /// The files as they are to be, by path.
    pub files: Vec<FileChange>,
}

/// Brings content of the version `from` up to date.
///
/// # Errors
/// The finding about a file that cannot be upgraded for sure. Nothing is to be written then.
pub fn upgrade(sources: &Sources, from: u32, migrations: &[Migration]) -> Result<Upgrade, Box<Diagnostic>> {
    let mut texts: Vec<_> = sources.iter().map(|(_, file)| (file, file.text.clone())).collect();
    let mut steps = Vec::new();
    for step in migrations.iter().filter(|step| step.to > from) {
        let mut changed = Vec::new();
        for (file, text) in &mut texts {
            let upgraded = (step.upgrade)(&file.path, text).and_then(|new| match file.path == "seite.yaml" {
                true => versioned(new.as_deref().unwrap_or(text), step.to).map(Some),
                false => Ok(new),
            });
            match upgraded.map_err(|_| Box::new(Diagnostic::in_path("E0915", file.path.clone())))? {
                Some(new) if new != *text => {
                    changed.push(file.path.clone());
                    *text = new;
                }
                _ => {}
            }
        }
        steps.push((step.to, step.summary, changed));
    }
    let files = texts.into_iter().filter(|(file, text)| file.text != *text).map(|(file, text)| FileChange {
        path: file.path.clone(),
        before: Some(file.bytes(&file.text)),
        after: file.bytes(&text),
    });
    Ok(Upgrade { steps, files: files.collect() })
}

/// `seite.yaml` with its version.
fn versioned(text: &str, version: u32) -> Result<String, Refusal> {
    set(text, 0..text.len(), "format", &Flow::Word(version.to_string()), &["titel"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::FORMAT;

    /// Steps that no content ever needed.
    const INVENTED: &[Migration] = &[
        Migration {
            to: 2,
            summary: "erfunden",
            upgrade: |_, text| Ok(text.contains("alt:").then(|| text.replace("alt:", "neu:"))),
        },
        Migration {
            to: 3,
            summary: "erfunden",
            upgrade: |path, text| match (path, text.contains('&')) {
                ("projekte/p.md", false) => Ok(Some(text.replace("neu:", "ganz-neu:"))),
                ("projekte/p.md", true) => Err(Refusal::Unsure),
                _ => Ok(None),
            },
        },
    ];

    fn sources(project: &str) -> Sources {
        let files = [("seite.yaml", "\u{feff}# Seite\r\ntitel: T   # Titel\r\nalt: 1\r\n"), ("projekte/p.md", project)];
        Sources::from_files(files.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))).0
    }

    fn texts(upgrade: &Upgrade) -> Vec<(&str, &str)> {
        upgrade.files.iter().map(|file| (file.path.as_str(), std::str::from_utf8(&file.after).unwrap())).collect()
    }

    #[test]
    fn steps_lead_from_the_first_version_to_the_present_one() {
        let to: Vec<u32> = MIGRATIONS.iter().map(|step| step.to).collect();
        assert_eq!(to, (1..FORMAT).map(|from| from + 1).collect::<Vec<_>>());
    }

    #[test]
    fn each_step_is_taken_once_and_the_version_is_written() {
        let sources = sources("---\nalt: 1   # so\n---\n");
        let upgrade = super::upgrade(&sources, 1, INVENTED).unwrap();
        let site = "\u{feff}# Seite\r\ntitel: T   # Titel\r\nformat: 3\r\nneu: 1\r\n";
        assert_eq!(texts(&upgrade), [("projekte/p.md", "---\nganz-neu: 1   # so\n---\n"), ("seite.yaml", site)]);
        let both = vec!["projekte/p.md".to_owned(), "seite.yaml".to_owned()];
        assert_eq!(upgrade.steps, [(2, "erfunden", both.clone()), (3, "erfunden", both)]);
        let (again, _) = sources.with(&upgrade.files);
        assert_eq!(super::upgrade(&again, 3, INVENTED), Ok(Upgrade::default()));
    }

    #[test]
    fn later_content_takes_the_later_steps_only() {
        let upgrade = super::upgrade(&sources("---\nalt: 1\n---\n"), 2, INVENTED).unwrap();
        assert_eq!(texts(&upgrade).len(), 1);
        assert_eq!(upgrade.steps.len(), 1);
    }

    #[test]
    fn nothing_is_guessed() {
        let error = super::upgrade(&sources("---\nneu: &a 1\n---\n"), 1, INVENTED).unwrap_err();
        assert_eq!(error.code, "E0915");
        assert_eq!(super::upgrade(&sources("---\nneu: &a 1\n---\n"), 1, MIGRATIONS), Ok(Upgrade::default()));
    }
}
