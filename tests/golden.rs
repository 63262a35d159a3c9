//! Golden tests: every folder in `sites/` is one small site, and what the program says about it.
//!
//! | file | holds |
//! |---|---|
//! | `in/` | the content |
//! | `stderr` | the findings of `spatz check --format short` |
//! | `menschen` | the same with `--format human`, for the sites that have it |
//! | `out/` | files of the built site, byte for byte but for the hashes in names of assets and the picture for those who share a page; what else is built is not compared, nor are keys of the data file that are not recorded |
//! | `stichtag` | the as-of date, if it is not [`AS_OF`] |
//! | `optionen` | further options, parted by white space |
//!
//! `SPATZ_ERNEUERN=1 cargo test --test golden` records what the program says now; read the differences before you commit
//! them. A new site needs only `in/`; create `menschen` or a file in `out/` empty to have it recorded as well.
//!
//! The data files in `out/` were computed by hand from the method; the reasoning stands in the `modell.yaml` beside them.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use rayon::prelude::*;
use serde_json::Value;
use walkdir::WalkDir;

/// The as-of date of sites that name none.
const AS_OF: &str = "2024-12-31";

/// The keys of the data file that its description fixes.
const DATA_KEYS: &[&str] = &["stichtag", "dimensionen", "gesamt", "verlauf", "prognose", "einheiten"];

/// Findings that no folder can hold; they have tests in `binary.rs`, E0005 in `limits.rs`.
const ELSEWHERE: &[(&str, &str)] = &[
    ("E0001", "needs a folder that is missing"),
    ("E0002", "a symbolic link does not survive every checkout"),
    ("E0003", "git stores no pipes"),
    ("E0004", "needs a file of more than 8 MiB"),
    ("E0005", "needs more files, bytes or folders than git should hold"),
    ("E0006", "such a file name does not survive every checkout"),
    ("E0009", "needs a folder that is missing"),
    ("E0501", "is about --theme"),
    ("E0502", "is about --theme"),
    ("E0503", "is about --out"),
    ("E0504", "is about --out"),
    ("E0505", "is about `spatz offline`"),
    ("E0701", "is about `spatz import`"),
    ("E0702", "is about `spatz import`"),
    ("E0703", "is about `spatz import`"),
    ("E0704", "is about `spatz import`"),
    ("E0705", "is about `spatz import`"),
    ("E0706", "is about `spatz import`"),
    ("E0707", "is about `spatz import`"),
    ("E0708", "is about `spatz import`"),
    ("E0709", "is about `spatz import`"),
    ("E0710", "is about `spatz import`"),
    ("E0711", "is about `spatz import`"),
    ("E0712", "is about `spatz import`"),
    ("E0713", "is about `spatz import`"),
    ("E0714", "is about `spatz import`"),
    ("E0715", "is about `spatz import`"),
    ("E0716", "is about `spatz import`"),
    ("E0717", "is about `spatz import`"),
    ("E0718", "is about `spatz import`"),
    ("E0719", "is about `spatz import`"),
    ("E0720", "is about `spatz import`"),
    ("E0721", "is about `spatz import`"),
    ("E0722", "is about `spatz import`"),
    ("E0723", "is about `spatz import`"),
    ("E0731", "is about `spatz import`"),
    ("E0732", "is about `spatz import`"),
    ("E0733", "is about `spatz import`"),
    ("E0734", "is about `spatz import`"),
    ("E0735", "is about `spatz import`"),
    ("E0736", "is about `spatz import`"),
    ("E0737", "is about `spatz import`"),
    ("E0738", "is about `spatz import`"),
    ("E0801", "is about git"),
    ("E0802", "is about git"),
    ("E0803", "is about git"),
    ("E0804", "is about git"),
    ("E0805", "is about git"),
    ("E0806", "is about git"),
    ("E0910", "is about `spatz melde`"),
    ("E0911", "is about `spatz melde`"),
    ("E0912", "is about `spatz melde`"),
    ("E0913", "is about `spatz melde`"),
    ("E0914", "is about `spatz melde`"),
    ("E0915", "is about `spatz migrate`"),
    ("E0916", "is about `spatz fmt`"),
    ("E0917", "is about `spatz melde`"),
    ("W0701", "is about `spatz import`"),
    ("W0910", "is about `spatz fmt`"),
    ("W0801", "is about git"),
    ("W0510", "is about --theme"),
    ("W0501", "only programs that typeset find it: tests/handout.rs"),
    ("W0502", "only programs that typeset find it: tests/handout.rs"),
];

#[test]
fn findings_are_as_recorded() {
    let differences = checked().iter().filter_map(|run| run.site.compare("stderr", &run.output.stderr));
    report(differences.collect());
}

#[test]
fn summary_and_exit_code_follow_from_the_findings() {
    let wrong = checked().iter().filter_map(|run| {
        let codes = codes(&text(&run.output.stderr));
        let errors = codes.iter().filter(|code| code.starts_with('E')).count();
        let warnings = codes.len() - errors;
        let denied = run.site.options().iter().any(|option| option == "--deny-warnings");
        let expected = (vec![errors, warnings], i32::from(errors > 0 || (denied && warnings > 0)));
        let summary = text(&run.output.stdout);
        let found = (numbers(&summary), run.output.status.code()?);
        (found != expected).then(|| format!("{}: {found:?} instead of {expected:?}: {summary}", run.site.name))
    });
    report(wrong.collect());
}

#[test]
fn people_read_what_is_recorded() {
    let sites: Vec<_> = sites().into_iter().filter(|site| site.folder.join("menschen").is_file()).collect();
    assert!(!sites.is_empty(), "no site has a file `menschen`");
    let differences = sites.par_iter().filter_map(|site| {
        let output = run(site.spatz("check").args(["--format", "human"]));
        site.compare("menschen", &output.stderr)
    });
    report(differences.collect());
}

/// `check` goes the same path as `build`: what passes the one builds, and what fails writes nothing.
#[test]
fn what_passes_check_builds_as_recorded() {
    let out = tempfile::tempdir().unwrap();
    let differences = checked().par_iter().flat_map_iter(|check| {
        let site = &check.site;
        let target = out.path().join(&site.name);
        let build = run(site.spatz("build").args(["--format", "short", "--out"]).arg(&target));
        let mut differences = Vec::new();
        if (build.status.code(), &build.stderr) != (check.output.status.code(), &check.output.stderr) {
            differences.push(format!("{}: `build` ends unlike `check`:\n{}", site.name, text(&build.stderr)));
        }
        if target.exists() != build.status.success() {
            differences.push(format!("{}: written: {}", site.name, target.exists()));
        }
        differences.extend(site.recorded_files().into_iter().filter_map(|path| {
            let built = fs::read(target.join(&path)).unwrap_or_default();
            site.compare(&format!("out/{path}"), &steady(site.recorded_keys(&path, built)))
        }));
        differences
    });
    report(differences.collect());
}

#[test]
fn every_finding_has_a_site() {
    let listed = text(&run(spatz().arg("explain")).stdout);
    let reported: Vec<_> = checked().iter().flat_map(|run| codes(&text(&run.output.stderr))).collect();
    let wrong = listed.lines().filter_map(|line| {
        let code = line.split(' ').next().unwrap_or_default().to_owned();
        let excused = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == code);
        match (reported.contains(&code), excused) {
            (false, None) => Some(format!("no site reports {line}")),
            (true, Some((_, reason))) => Some(format!("{code} has a site, although it \"{reason}\"")),
            _ => None,
        }
    });
    report(wrong.collect());
}

#[test]
fn sites_are_marked_as_invented() {
    let unmarked = sites().into_iter().filter(|site| {
        let files = WalkDir::new(site.folder.join("in")).into_iter().filter_map(Result::ok);
        let texts = files.filter(|file| file.file_type().is_file()).map(|file| fs::read(file.path()).unwrap());
        !texts.into_iter().any(|bytes| text(&bytes).contains("erfundenes Beispiel"))
    });
    report(unmarked.map(|site| format!("{} does not say that it is invented", site.name)).collect());
}

/// A folder in `sites/`.
#[derive(Clone)]
struct Site {
    name: String,
    folder: PathBuf,
}

/// What `check` said about a site.
struct Check {
    site: Site,
    output: Output,
}

/// Every site, by name.
fn sites() -> Vec<Site> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let entries = WalkDir::new(folder).min_depth(1).max_depth(1).sort_by_file_name();
    let folders = entries.into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_dir());
    folders
        .map(|entry| Site { name: entry.file_name().to_string_lossy().into_owned(), folder: entry.path().to_owned() })
        .collect()
}

/// Every site, checked once for all tests.
fn checked() -> &'static [Check] {
    static CHECKED: OnceLock<Vec<Check>> = OnceLock::new();
    CHECKED.get_or_init(|| {
        let check = |site: Site| Check { output: run(site.spatz("check").args(["--format", "short"])), site };
        sites().into_par_iter().map(check).collect()
    })
}

impl Site {
    fn spatz(&self, command: &str) -> Command {
        let mut spatz = spatz();
        spatz.current_dir(&self.folder).args([command, "--content", "in", "--stichtag"]);
        spatz.arg(self.setting("stichtag").as_deref().unwrap_or(AS_OF)).args(self.options());
        spatz
    }

    fn setting(&self, file: &str) -> Option<String> {
        fs::read_to_string(self.folder.join(file)).ok().map(|text| text.trim().to_owned())
    }

    fn options(&self) -> Vec<String> {
        self.setting("optionen").unwrap_or_default().split_whitespace().map(str::to_owned).collect()
    }

    /// Paths below `out/`.
    fn recorded_files(&self) -> Vec<String> {
        let out = self.folder.join("out");
        let entries = WalkDir::new(&out).sort_by_file_name().into_iter().filter_map(Result::ok);
        let files = entries.filter(|entry| entry.file_type().is_file());
        files.filter_map(|file| Some(file.path().strip_prefix(&out).ok()?.to_str()?.to_owned())).collect()
    }

    /// A built data file with the keys that are recorded, or, where none are, with those that the format describes.
    fn recorded_keys(&self, path: &str, built: Vec<u8>) -> Vec<u8> {
        let Ok(Value::Object(mut data)) = serde_json::from_slice(&built) else { return built };
        let recorded = fs::read(self.folder.join("out").join(path)).unwrap_or_default();
        let keys: Vec<String> = match serde_json::from_slice(&recorded) {
            Ok(Value::Object(recorded)) => recorded.keys().cloned().collect(),
            _ => DATA_KEYS.iter().map(ToString::to_string).collect(),
        };
        data.retain(|key, _| keys.contains(key));
        let mut bytes = serde_json::to_vec_pretty(&data).unwrap();
        bytes.push(b'\n');
        bytes
    }

    /// How a recorded file differs from what the program says now; where records are renewed, it does not.
    fn compare(&self, file: &str, now: &[u8]) -> Option<String> {
        let path = self.folder.join(file);
        let recorded = fs::read(&path).ok();
        if recorded.as_deref() == Some(now) {
            return None;
        }
        if std::env::var_os("SPATZ_ERNEUERN").is_some() {
            fs::write(&path, now).unwrap();
            return None;
        }
        let recorded = recorded.map_or_else(|| "(no such file)".to_owned(), |bytes| text(&bytes));
        Some(format!("{}/{file}:\n{}", self.name, difference(&recorded, &text(now))))
    }
}

/// The program, whatever the environment of the tests.
fn spatz() -> Command {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    spatz.env_clear().env("LANG", "C");
    spatz
}

fn run(command: &mut Command) -> Output {
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The code of each finding in the short format: `place: word[code]: message`.
fn codes(findings: &str) -> Vec<String> {
    let code = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    findings.lines().filter_map(code).collect()
}

/// The first two numbers of the summary: errors and warnings.
fn numbers(summary: &str) -> Vec<usize> {
    summary.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok()).take(2).collect()
}

/// What a page says whatever its style sheet, `stil.0a1b2c3d4e5f.css` as `stil.css`, and without the picture for those who
/// share it, which only the feature `pdf` draws.
fn steady(built: Vec<u8>) -> Vec<u8> {
    let Ok(text) = String::from_utf8(built.clone()) else { return built };
    let is_hash = |part: &str| part.len() == 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let text = text.split('.').filter(|part| !is_hash(part)).collect::<Vec<_>>().join(".");
    let of_picture = ["<meta property=\"og:image", "<meta name=\"twitter:card"];
    let lines = text.split_inclusive('\n').filter(|line| !of_picture.iter().any(|start| line.starts_with(start)));
    lines.collect::<String>().into_bytes()
}

/// The lines that differ, `-` as recorded and `+` as now, between the common beginning and the common end.
fn difference(recorded: &str, now: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (recorded.lines().collect(), now.lines().collect());
    let common = |pairs: &mut dyn Iterator<Item = (&&str, &&str)>| pairs.take_while(|(old, new)| old == new).count();
    let start = common(&mut old.iter().zip(&new));
    let end = common(&mut old[start..].iter().rev().zip(new[start..].iter().rev()));
    let marked = |mark: &'static str, lines: &[&str]| -> Vec<String> {
        lines[start..lines.len() - end].iter().map(|line| format!("  {mark} {line}")).collect()
    };
    let lines = [vec![format!("  line {}", start + 1)], marked("-", &old), marked("+", &new)].concat();
    lines.join("\n")
}

/// Fails with everything that is wrong at once.
fn report(wrong: Vec<String>) {
    assert!(
        wrong.is_empty(),
        "{} differences (SPATZ_ERNEUERN=1 cargo test --test golden renews the records):\n\n{}\n",
        wrong.len(),
        wrong.join("\n\n")
    );
}
