//! Content that would take all time or all memory if anybody let it: each case is answered by a finding, within a minute and
//! within four gigabytes of addresses.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use spatz::history::History;
use spatz::source::limits::{FILE_BYTES, FILES, FINDINGS, FOLDER_DEPTH, LIMITS, YAML_DEPTH};
use tempfile::TempDir;

/// So much memory a run may ask for, in KiB: address space, of which most is never used. The allocator asks for a gigabyte at
/// a time, and each thread that sets type for a quarter of one.
const MEMORY: &str = "4000000";

/// So many seconds it may take, also where tests are built without optimisation.
const SECONDS: &str = "60";

/// A place with an invented site.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.write("seite.yaml", "titel: Musterstadt\nstichtag: 2024-12-31\n");
        let model =
            "titel: M\nstufen: [A, B]\ndimensionen:\n  d:\n    titel: D\n    stufen:\n      1:\n        d-1: Text\n";
        place.write("modell.yaml", model);
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Runs a command within the limits; its lines, and whether it succeeded.
    fn run(&self, arguments: &[&str]) -> (Vec<String>, bool) {
        let mut shell = Command::new("sh");
        shell.args(["-c", "ulimit -v \"$0\" && exec timeout \"$@\"", MEMORY, SECONDS, env!("CARGO_BIN_EXE_spatz")]);
        let output = shell.args(arguments).arg("--content").arg(self.0.path()).output().unwrap();
        let code = output.status.code();
        assert!(matches!(code, Some(0 | 1)), "{code:?}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stderr).unwrap();
        (text.lines().map(str::to_owned).collect(), code == Some(0))
    }

    /// The findings of `spatz check`, and the codes among them.
    fn found(&self) -> (Vec<String>, BTreeSet<String>) {
        let (lines, passed) = self.run(&["check", "--format", "short"]);
        let code = |line: &String| Some(line.split_once("Fehler[")?.1.split_once(']')?.0.to_owned());
        let codes: BTreeSet<String> = lines.iter().filter_map(code).collect();
        assert_eq!(passed, codes.is_empty());
        (lines, codes)
    }

    /// The only finding, without the path.
    fn only(&self, code: &str) -> String {
        let (lines, codes) = self.found();
        assert_eq!(codes, BTreeSet::from([code.to_owned()]), "{lines:?}");
        lines[0].split_once("Fehler").unwrap().1.to_owned()
    }
}

#[test]
fn yaml_within_yaml_is_told_to_be_too_deep() {
    for part in ["[", "{a: ", "- ", "? "] {
        let place = Place::new();
        place.write("glossar.yaml", &format!("a: {}", part.repeat(100_000)));
        let (lines, codes) = place.found();
        assert_eq!(codes.len(), 1, "{part}: {lines:?}");
    }
    let place = Place::new();
    place.write("glossar.yaml", &format!("a: {}{}\n", "[".repeat(YAML_DEPTH + 1), "]".repeat(YAML_DEPTH + 1)));
    assert!(place.only("E0113").contains("zu tief"));
}

#[test]
fn aliases_cannot_multiply() {
    let place = Place::new();
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..30 {
        let before = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", [before.as_str(); 9].join(", "));
    }
    place.write("glossar.yaml", &bomb);
    assert!(place.only("E0113").contains("Wiederholungen"));
}

#[test]
fn texts_are_as_long_as_files_may_be() {
    let place = Place::new();
    let most = usize::try_from(FILE_BYTES).unwrap();
    place.write("glossar.yaml", &format!("a: {{titel: A, text: {}}}\n", "x".repeat(most - 100)));
    assert_eq!(place.found().1, BTreeSet::new());
    place.write("glossar.yaml", &format!("a: {{titel: A, text: {}}}\n", "x".repeat(50_000_000)));
    assert!(place.only("E0004").contains("8 MiB"));
}

#[test]
fn a_file_of_many_mistakes_is_told_of_as_many_as_anybody_reads() {
    let mistakes: String = (0..20_000).map(|number| format!("a{number}: 1\n")).collect();
    let place = Place::new();
    place.write("werte/a.md", &format!("---\ntitel: W\nkurz: K\nstatus: entwurf\n{mistakes}---\n"));
    let (lines, codes) = place.found();
    assert_eq!(codes, BTreeSet::from(["E0201".to_owned()]));
    assert!(lines.len() <= FINDINGS + 2, "{}", lines.len());
    let (lines, _) = place.run(&["check", "--format", "human"]);
    assert!(lines.len() > FINDINGS);
}

#[test]
fn long_files_are_brought_into_form_in_time() {
    let place = Place::new();
    let terms: String = (0..20_000).map(|number| format!("a{number}:   {{text: X,  titel: T{number}}}\n")).collect();
    place.write("glossar.yaml", &terms);
    let (lines, passed) = place.run(&["fmt"]);
    assert!(passed, "{lines:?}");
    assert!(fs::read_to_string(place.path("glossar.yaml")).unwrap().starts_with("a0: {titel: T0, text: X}\n"));
}

#[test]
fn markdown_does_not_grow() {
    let place = Place::new();
    let width = 5_000;
    let bodies = [
        format!("{}\n{}\n{}", "|a".repeat(width), "|-".repeat(width), "|\n".repeat(width)),
        format!("[a]: https://a.example/{}\n\n{}", "x".repeat(10_000), "[a] ".repeat(10_000)),
        "[".repeat(100_000),
        "![".repeat(50_000),
        "*a **a ".repeat(20_000),
        "<!--".repeat(50_000),
        (1..600).map(|count| format!("{} ", "`".repeat(count))).collect(),
        ">".repeat(100_000),
        "- ".repeat(50_000),
        "&#x10ffff;".repeat(20_000),
    ];
    for (number, body) in bodies.iter().enumerate() {
        place.write(
            &format!("werte/w-{number}.md"),
            &format!("---\ntitel: W\nkurz: K\nstatus: entwurf\n---\n\n{body}\n"),
        );
    }
    assert_eq!(place.found().1, BTreeSet::new());
}

#[test]
fn a_hundred_thousand_files_in_one_folder_are_read() {
    let place = Place::new();
    fs::create_dir(place.path("notizen")).unwrap();
    for number in 0..100_000 {
        fs::File::create(place.path("notizen").join(format!("n-{number}.md"))).unwrap();
    }
    let (lines, codes) = place.found();
    assert_eq!(codes, BTreeSet::from(["E0008".to_owned()]));
    assert!((100_000..FILES).contains(&lines.len()));
}

#[test]
fn folders_within_folders_are_left_at_the_limit() {
    let place = Place::new();
    place.write(&format!("{}a.yaml", "o/".repeat(1_000)), "titel: T\n");
    assert!(place.only("E0005").contains(&format!("mehr als {FOLDER_DEPTH} Ordner ineinander")));
}

#[test]
fn what_is_no_file_is_not_opened() {
    let place = Place::new();
    fs::create_dir(place.path("werte")).unwrap();
    symlink(".", place.path("werte/kreis")).unwrap();
    symlink("b.md", place.path("werte/a.md")).unwrap();
    symlink("a.md", place.path("werte/b.md")).unwrap();
    symlink("/dev/zero", place.path("werte/null.md")).unwrap();
    let (lines, codes) = place.found();
    assert_eq!(codes, BTreeSet::from(["E0002".to_owned()]));
    assert_eq!(lines.iter().filter(|line| line.contains("E0002")).count(), 4, "{lines:?}");

    let place = Place::new();
    fs::create_dir(place.path("werte")).unwrap();
    let _socket = UnixListener::bind(place.path("werte/a.md")).unwrap();
    place.only("E0003");
}

#[test]
fn a_file_of_five_gigabytes_is_not_read() {
    let place = Place::new();
    fs::File::create(place.path("glossar.yaml")).unwrap().set_len(5 << 30).unwrap();
    place.only("E0004");
}

#[test]
fn names_that_no_id_can_have_are_told() {
    for (name, hint) in [
        ("con.md", "Windows"),
        ("lpt1.md", "Windows"),
        ("index.md", "Übersichten"),
        ("a\u{202e}b.md", "a-b.md"),
        ("a\nb\u{1b}[31m.md", ""),
        (&format!("{}.md", "a".repeat(252)), ""),
    ] {
        let place = Place::new();
        place.write(&format!("werte/{name}"), "---\ntitel: W\nkurz: K\nstatus: entwurf\n---\n");
        let found = place.only("E0204");
        assert!(found.contains(hint), "{name:?}: {found}");
        assert!(!found.contains(['\u{1b}', '\u{202e}']), "{found:?}");
    }
}

#[test]
fn a_folder_that_stands_in_git_a_billion_times_is_left_at_the_limit() {
    let place = Place::new();
    let git = |arguments: &[&str], input: &str| {
        let mut git = Command::new("git");
        git.current_dir(place.0.path()).args(["-c", "user.name=A", "-c", "user.email=a@example.org"]).args(arguments);
        let mut git = git.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        git.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = git.wait_with_output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "-q"], "");
    let blob = git(&["hash-object", "-w", "--stdin"], "titel: T\n");
    for (leaf, problem) in [(format!("100644 blob {blob}\ta.yaml\n"), "Files"), (String::new(), "Folders")] {
        let mut tree = git(&["mktree"], &leaf);
        for _ in 0..9 {
            let entries: String = (0..10).map(|number| format!("040000 tree {tree}\tf{number}\n")).collect();
            tree = git(&["mktree"], &entries);
        }
        let commit = git(&["commit-tree", &tree, "-m", "Bombe"], "");
        let version = History::of(place.0.path()).unwrap().at(&commit).unwrap();
        let told = format!("{:?}", version.problems);
        assert!(told.contains("TooMuch(Folders)"), "{problem}: {told}");
        assert!(version.sources.len() < 100_000);
    }
}

/// Limits stand in one place, where the handbook finds them.
#[test]
fn limits_are_constants_of_one_module() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut elsewhere = Vec::new();
    for entry in walkdir::WalkDir::new(source).into_iter().map(Result::unwrap) {
        let is_code = entry.path().extension().is_some_and(|extension| extension == "rs");
        if is_code && !entry.path().ends_with("source/limits.rs") {
            let text = fs::read_to_string(entry.path()).unwrap();
            let constants = text.lines().filter(|line| line.contains("const MAX") || line.contains("const LIMIT_"));
            elsewhere.extend(constants.map(|line| format!("{}: {line}", entry.path().display())));
        }
    }
    assert_eq!(elsewhere, Vec::<String>::new());
    let names: BTreeSet<_> = LIMITS.iter().map(|bound| bound.name).collect();
    assert_eq!(names.len(), LIMITS.len());
}
