//! `spatz publish` as it is called: what holds, what is kept, and what a failure leaves.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

const MODEL: &str = "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}\n";

/// A folder with content, published below `web`.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::create_dir(place.path("content")).unwrap();
        fs::write(place.path("content/modell.yaml"), MODEL).unwrap();
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn spatz(&self, options: &[&str]) -> Command {
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        spatz.env_clear().env("LANG", "C").current_dir(self.0.path());
        spatz.args(["publish", "web", "--format", "short"]).args(options);
        spatz
    }

    fn run(&self, options: &[&str]) -> Output {
        self.spatz(options).output().unwrap()
    }

    /// Publishes a site of this title.
    fn publish(&self, title: &str, options: &[&str]) -> Output {
        let site = format!("# erfundenes Beispiel\ntitel: {title}\nstichtag: 2024-06-30\n");
        fs::write(self.path("content/seite.yaml"), site).unwrap();
        self.run(options)
    }

    /// The title of what a web server shows.
    fn shown(&self) -> String {
        let page = fs::read_to_string(self.path("web/current/index.html")).unwrap();
        page.split_once("<title>").unwrap().1.split_once("</title>").unwrap().0.to_owned()
    }

    /// The releases, without what stands beside them.
    fn releases(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path("web/releases")).unwrap();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.starts_with('.'));
        names.sort();
        names
    }
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

#[test]
fn a_release_takes_the_place_of_the_one_before_and_gives_it_back() {
    let place = Place::new();
    let output = place.publish("Eins", &[]);
    assert_eq!(code(&output), 0, "{}", said(&output));
    let first = place.releases();
    assert!(first.len() == 1 && first[0].starts_with("2024-06-30-"), "{first:?}");
    assert!(said(&output).contains(&format!("web/releases/{}", first[0])), "{}", said(&output));
    assert_eq!(fs::read_link(place.path("web/current")).unwrap(), PathBuf::from("releases").join(&first[0]));

    assert_eq!(code(&place.publish("Zwei", &[])), 0);
    assert_eq!((place.shown().as_str(), place.releases().len()), ("Zwei", 2));
    let output = place.run(&["--zurueck"]);
    assert_eq!((code(&output), place.shown().as_str()), (0, "Eins"), "{}", said(&output));
    assert!(said(&output).contains(&first[0]), "{}", said(&output));

    let output = place.run(&["--zurueck"]);
    assert_eq!((code(&output), place.shown().as_str()), (1, "Eins"), "{}", said(&output));
    assert!(said(&output).contains("[E0503]"), "{}", said(&output));
}

#[test]
fn there_is_no_way_back_where_nothing_was_published() {
    let place = Place::new();
    let output = place.run(&["--zurueck"]);
    assert_eq!((code(&output), place.path("web").exists()), (1, false), "{}", said(&output));
}

#[test]
fn the_same_content_does_nothing() {
    let place = Place::new();
    place.publish("Eins", &[]);
    place.publish("Zwei", &[]);
    let before = place.releases();
    let output = place.publish("Zwei", &[]);
    assert_eq!((code(&output), place.releases()), (0, before));
    assert!(said(&output).contains("nichts hat sich geändert"), "{}", said(&output));
    place.run(&["--zurueck"]);
    assert_eq!(place.shown(), "Eins", "what was published twice is one step");
}

#[test]
fn only_the_last_few_are_kept() {
    let place = Place::new();
    for title in ["Eins", "Zwei", "Drei", "Vier"] {
        assert_eq!(code(&place.publish(title, &["--behalten", "2"])), 0);
    }
    assert_eq!((place.releases().len(), place.shown().as_str()), (2, "Vier"));
    place.run(&["--zurueck"]);
    assert_eq!(place.shown(), "Drei");
    assert_eq!(code(&place.run(&["--behalten", "0"])), 2);
}

#[test]
fn failure_leaves_what_holds() {
    let place = Place::new();
    place.publish("Eins", &[]);
    let before = place.releases();
    fs::write(place.path("content/ziele.yaml"), "- {bis: nie}\n").unwrap();
    let output = place.publish("Zwei", &[]);
    assert_eq!((code(&output), place.shown().as_str()), (1, "Eins"));
    assert_eq!(place.releases(), before);

    // A folder of somebody else stands where the link should be.
    fs::remove_file(place.path("content/ziele.yaml")).unwrap();
    fs::remove_file(place.path("web/current")).unwrap();
    fs::create_dir(place.path("web/current")).unwrap();
    let output = place.publish("Zwei", &[]);
    assert_eq!((code(&output), place.releases()), (1, before));
    assert!(said(&output).contains("[E0504]"), "{}", said(&output));
}

#[test]
fn what_is_not_public_has_a_folder_of_its_own() {
    let place = Place::new();
    place.publish("Eins", &[]);
    let output = place.publish("Eins", &["--sicht", "rat"]);
    assert_eq!((code(&output), place.releases().len()), (1, 1), "{}", said(&output));
}

#[test]
fn killed_runs_leave_a_whole_site_and_nothing_in_the_way() {
    let place = Place::new();
    place.publish("Eins", &[]);
    for milliseconds in 0..20 {
        let title = format!("Lauf {milliseconds}");
        let site = format!("# erfundenes Beispiel\ntitel: {title}\nstichtag: 2024-06-30\n");
        fs::write(place.path("content/seite.yaml"), site).unwrap();
        let mut run = place.spatz(&[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(10 * milliseconds));
        run.kill().unwrap();
        run.wait().unwrap();
        let listed = fs::read_to_string(place.path("web/current/.spatz-dateien")).unwrap();
        let whole = listed.lines().all(|line| place.path("web/current").join(&line[66..]).is_file());
        assert!(whole, "after {milliseconds}");
        place.shown();
    }
    let output = place.publish("Zwei", &["--behalten", "1"]);
    assert_eq!((code(&output), place.shown().as_str()), (0, "Zwei"), "{}", said(&output));
    let left: Vec<_> =
        fs::read_dir(place.path("web/releases")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "the release and the order: {left:?}");
}

#[test]
fn runs_at_once_end_well_or_are_refused() {
    let place = Place::new();
    place.publish("Eins", &[]);
    for round in 0..4 {
        let title = format!("Runde {round}");
        fs::write(place.path("content/seite.yaml"), format!("# erfundenes Beispiel\ntitel: {title}\n")).unwrap();
        let runs: Vec<_> = (0..5)
            .map(|_| place.spatz(&["--stichtag", "2024-06-30"]).stderr(Stdio::piped()).stdout(Stdio::piped()).spawn())
            .collect();
        let outputs: Vec<_> = runs.into_iter().map(|run| run.unwrap().wait_with_output().unwrap()).collect();
        for output in &outputs {
            assert!(code(output) == 0 || said(output).contains("[E0503]"), "{}", said(output));
        }
        assert!(outputs.iter().any(|output| code(output) == 0));
        assert_eq!(place.shown(), title);
    }
}
