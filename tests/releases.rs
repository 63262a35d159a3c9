//! `spatz publish` as it is called: what holds, what is kept, and what a failure leaves.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
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
        place.archived();
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

// The archive

/// Holds files against the checksums beside them, as everybody can.
fn check_sums(folder: &Path) {
    let sums = ["--check", "--strict", "--quiet", "SHA256SUMS"];
    let output = Command::new("sha256sum").args(sums).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}: {}", folder.display(), said(&output));
}

/// The files below a folder that are no pages, by their paths.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let named = files.map(|file| {
        let name = file.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        (name, fs::read(file.path()).unwrap())
    });
    named.filter(|(name, _)| !name.ends_with(".html")).collect()
}

impl Place {
    /// The names in the archive, the newest last. All is whole, the page lists it, and the newest state is the present one.
    fn archived(&self) -> Vec<String> {
        let folder = self.path("web/current/archiv");
        check_sums(&folder);
        let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
        let page = fs::read_to_string(folder.join("index.html")).unwrap();
        let mut names = Vec::new();
        let mut newest = BTreeMap::new();
        for (sum, name) in sums.lines().map(|line| line.split_once("  ").unwrap()) {
            assert!(page.contains(sum) && page.contains(&format!("href=\"{name}\"")), "{name} is not on the page");
            let unpacked = tempfile::tempdir().unwrap();
            let mut unpack = Command::new("/usr/bin/python3");
            let output = unpack.args(["-m", "zipfile", "-e"]).arg(folder.join(name)).arg(unpacked.path()).output();
            assert!(output.unwrap().status.success(), "{name}");
            check_sums(unpacked.path());
            newest = files(unpacked.path());
            names.push(name.to_owned());
        }
        newest.remove("SHA256SUMS").unwrap();
        assert!(newest == files(&self.path("web/current/daten")), "the newest state is another");
        let count = fs::read_dir(&folder).unwrap().count();
        assert_eq!(count, names.len() + 2, "the states, their checksums and the page");
        names
    }
}

#[test]
fn every_published_state_of_the_data_stays() {
    let place = Place::new();
    for title in ["Eins", "Zwei", "Drei"] {
        assert_eq!(code(&place.publish(title, &["--behalten", "1"])), 0);
    }
    let names = place.archived();
    assert_eq!((place.releases().len(), names.len()), (1, 3), "{names:?}");
    assert!(names.iter().all(|name| name.starts_with("2024-06-30-") && name.len() == 27), "{names:?}");
    let data = fs::read_to_string(place.path("web/current/daten/index.html")).unwrap();
    assert!(data.contains("../archiv/index.html"), "the page about the data leads there");

    place.publish("Eins", &[]);
    assert_eq!(
        place.archived(),
        [1, 2, 0].map(|at: usize| names[at].clone()),
        "what is published again is the newest again"
    );
    let other = Place::new();
    other.publish("Eins", &[]);
    let same = |place: &Place| fs::read(place.path("web/current/archiv").join(&names[0])).unwrap();
    assert!(same(&place) == same(&other), "the same data are packed to the same bytes");
}

#[test]
fn the_same_data_are_archived_once() {
    let place = Place::new();
    place.publish("Eins", &[]);
    let output = place.publish("Eins", &["--komprimieren"]);
    assert_eq!((code(&output), place.releases().len()), (0, 2), "{}", said(&output));
    let sums = fs::read_to_string(place.path("web/current/archiv/SHA256SUMS")).unwrap();
    assert_eq!(sums.lines().count(), 1);
}

#[test]
fn what_was_taken_back_is_not_archived() {
    let place = Place::new();
    place.publish("Eins", &[]);
    let first = place.archived();
    place.publish("Zwei", &[]);
    let taken_back = place.archived()[1].clone();
    place.run(&["--zurueck"]);
    assert_eq!(place.archived(), first);
    place.publish("Drei", &[]);
    let names = place.archived();
    assert!(names.len() == 2 && names[0] == first[0] && !names.contains(&taken_back), "{names:?}");
}

#[test]
fn an_archive_that_was_changed_is_not_carried_on() {
    let place = Place::new();
    place.publish("Eins", &[]);
    let name = place.archived().remove(0);
    fs::write(place.path("web/current/archiv").join(&name), "x").unwrap();
    let output = place.publish("Zwei", &[]);
    assert_eq!((code(&output), place.shown().as_str()), (1, "Eins"), "{}", said(&output));
    assert!(said(&output).contains("[E0504]") && said(&output).contains(&name), "{}", said(&output));
}

#[test]
fn what_is_not_public_is_not_archived() {
    let place = Place::new();
    assert_eq!(code(&place.publish("Eins", &["--sicht", "rat"])), 0);
    assert!(!place.path("web/current/archiv").exists());
}

#[test]
fn a_state_is_taken_out_of_the_archive() {
    let place = Place::new();
    place.publish("Eins", &[]);
    place.publish("Zwei", &[]);
    let names = place.archived();
    for name in [names[1].as_str(), "2024-06-30-000000000000.zip"] {
        let output = place.run(&["--entfernen", name]);
        assert!(code(&output) == 1 && said(&output).contains(name), "{}", said(&output));
    }
    assert_eq!(place.archived(), names);
    let output = place.run(&["--entfernen", &names[0], "--behalten", "1"]);
    assert_eq!((code(&output), place.archived()), (0, names[1..].to_vec()), "{}", said(&output));
    assert_eq!(place.releases().len(), 1);
}
