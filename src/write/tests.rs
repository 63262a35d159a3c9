use std::collections::BTreeSet;
use std::os::unix::fs::symlink;
use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::TempDir;

use super::*;
use crate::output::Sink;

/// A folder with room for a target and its stage.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn target(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap().join("public")
    }

    fn stage(&self) -> PathBuf {
        self.target().with_file_name(".public.spatz-neu")
    }

    fn build(&self, files: &[(&str, &str)]) -> Result<(), WriteError> {
        self.written(files).map(drop)
    }

    fn written(&self, files: &[(&str, &str)]) -> Result<Written, WriteError> {
        write(&self.target(), &site(files))
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Every file and every empty folder.
    fn names(&self) -> Vec<String> {
        names(self.folder.path())
    }
}

fn site(files: &[(&str, &str)]) -> Artifacts {
    files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = WalkDir::new(folder).min_depth(1).sort_by_file_name().into_iter().map(Result::unwrap);
    entries
        .filter(|entry| !entry.file_type().is_dir() || is_empty(entry.path()).unwrap())
        .map(|entry| below(folder, entry.path()).display().to_string())
        .collect()
}

/// The names in a refusal; empty for any other result.
fn refused(result: Result<(), WriteError>) -> Vec<String> {
    match result {
        Err(WriteError::Foreign(files)) => files,
        _ => Vec::new(),
    }
}

fn fill(stage: &Stage, artifacts: &Artifacts) {
    for (path, bytes) in artifacts {
        fs::create_dir_all(stage.path.join(path).parent().unwrap()).unwrap();
        stage.put(path, bytes).unwrap();
    }
    stage.put(MANIFEST, Manifest::of(artifacts).to_string().as_bytes()).unwrap();
}

/// A build that is killed here: its locks go, what it wrote stays.
fn kill(mut stage: Stage) {
    stage.leftover = Leftover::Nothing;
}

const SITE: [&str; 2] = ["public/.spatz-dateien", "public/a.html"];

#[test]
fn a_site_replaces_the_one_before() {
    let place = Place::new();
    place.build(&[("a.html", "1"), ("b/c.html", "2")]).unwrap();
    place.build(&[("a.html", "3")]).unwrap();
    assert_eq!(fs::read_to_string(place.target().join("a.html")).unwrap(), "3");
    assert_eq!(place.names(), SITE);
}

#[test]
fn a_site_that_stands_there_is_not_touched() {
    let place = Place::new();
    let files = [("index.html", "neu"), ("werte/a.html", "a")];
    assert_eq!(place.written(&files).unwrap(), Written::Replaced);
    let number = |path: &str| fs::metadata(place.target().join(path)).unwrap().ino();
    let before = [number("."), number("index.html"), number(MANIFEST)];
    assert_eq!(place.written(&files).unwrap(), Written::Unchanged);
    assert_eq!([number("."), number("index.html"), number(MANIFEST)], before);
    assert_eq!(names(place.folder.path()).len(), 3, "no stage is left");
}

#[test]
fn what_has_not_changed_goes_on_as_the_same_file() {
    let place = Place::new();
    place.build(&[("index.html", "1"), ("werte/a.html", "a"), ("weg.html", "b")]).unwrap();
    let file = |path: &str| fs::metadata(place.target().join(path)).unwrap();
    let before = [file("index.html").ino(), file("werte/a.html").ino()];
    place.build(&[("index.html", "2"), ("werte/a.html", "a"), ("werte/neu.html", "c")]).unwrap();
    assert_ne!(file("index.html").ino(), before[0]);
    assert_eq!((file("werte/a.html").ino(), file("werte/a.html").nlink()), (before[1], 1));
    let target = ["index.html", MANIFEST, "werte/a.html", "werte/neu.html"].map(|name| format!("public/{name}"));
    assert_eq!(BTreeSet::from_iter(place.names()), BTreeSet::from(target));
    assert_eq!(foreign(&place.target(), &BTreeSet::new()).unwrap(), [""; 0]);
}

/// Behind a file that cannot be put nothing is, and the old site stays.
#[test]
fn a_file_that_cannot_be_written_ends_the_build() {
    let place = Place::new();
    place.build(&[("a.html", "1")]).unwrap();
    let building = Building::new(&place.target());
    building.put("a.html", b"2".to_vec());
    building.put("a.html/b.html", b"2".to_vec());
    building.put("c.html", b"2".to_vec());
    assert!(!place.stage().join("c.html").exists());
    assert!(matches!(building.finish(), Err(WriteError::Io(..))));
    assert_eq!(
        (place.names(), fs::read_to_string(place.target().join("a.html")).unwrap()),
        (SITE.map(str::to_owned).to_vec(), "1".to_owned())
    );
}

/// Nobody has to wait for a build of which no file is there yet, and one that is given up leaves nothing.
#[test]
fn a_building_takes_its_place_with_its_first_file() {
    let place = Place::new();
    let (first, second) = (Building::new(&place.target()), Building::new(&place.target()));
    first.put("a.html", b"1".to_vec());
    second.put("a.html", b"2".to_vec());
    assert!(matches!(second.finish(), Err(WriteError::Busy)));
    drop(first);
    assert_eq!(place.names(), [""; 0]);
    place.build(&[("a.html", "3")]).unwrap();
}

#[test]
fn a_site_that_differs_in_anything_is_written() {
    let files = [("index.html", "neu"), ("werte/a.html", "a")];
    let others: [&[(&str, &str)]; 4] = [
        &[("index.html", "Neu"), ("werte/a.html", "a")],
        &[("index.html", "neu")],
        &[("index.html", "neu"), ("werte/a.html", "a"), ("werte/b.html", "a")],
        &[("index.html", "neu"), ("werte/b.html", "a")],
    ];
    for other in others {
        let place = Place::new();
        place.build(other).unwrap();
        assert_eq!(place.written(&files).unwrap(), Written::Replaced);
        assert_eq!(place.written(&files).unwrap(), Written::Unchanged);
    }
    let place = Place::new();
    place.build(&files).unwrap();
    fs::remove_file(place.target().join("werte/a.html")).unwrap();
    assert_eq!(place.written(&files).unwrap(), Written::Replaced, "what is missing comes back");
    place.put("public/notiz.txt", "x");
    assert!(place.written(&files).is_err(), "what is not ours is still refused");
}

#[test]
fn an_empty_target_is_taken() {
    let place = Place::new();
    fs::create_dir(place.target()).unwrap();
    place.build(&[("a.html", "1")]).unwrap();
    assert_eq!(place.names(), SITE);
}

#[test]
fn a_link_to_the_target_stays_a_link() {
    let place = Place::new();
    let (real, link) = (place.folder.path().join("echt"), place.folder.path().join("verweis"));
    fs::create_dir(&real).unwrap();
    symlink(&real, &link).unwrap();
    write(&link, &site(&[("a.html", "1")])).unwrap();
    assert!(link.is_symlink() && real.join("a.html").is_file());
}

#[test]
fn an_unwritable_stage_leaves_the_old_site() {
    let place = Place::new();
    place.build(&[("a.html", "1")]).unwrap();
    let long = "x".repeat(300);
    assert!(matches!(place.build(&[("a.html", "2"), (&long, "3")]), Err(WriteError::Io(..))));
    assert_eq!(place.names(), SITE);
    assert_eq!(fs::read_to_string(place.target().join("a.html")).unwrap(), "1");
}

// What Spatz did not write

#[test]
fn foreign_files_are_never_deleted() {
    let place = Place::new();
    place.build(&[("a.html", "1")]).unwrap();
    place.put("public/meins.txt", "x");
    assert_eq!(refused(place.build(&[("a.html", "2")])), ["meins.txt"]);
    assert_eq!(fs::read_to_string(place.target().join("a.html")).unwrap(), "1");
    assert_eq!(place.names(), ["public/.spatz-dateien", "public/a.html", "public/meins.txt"]);
}

#[test]
fn files_that_somebody_changed_are_foreign() {
    let place = Place::new();
    place.build(&[("a.html", "1"), ("b/c.html", "2"), ("d.html", "3")]).unwrap();
    place.put("public/b/c.html", "von Hand");
    place.put("public/z.txt", "x");
    assert_eq!(refused(place.build(&[("a.html", "2")])), ["b/c.html", "z.txt"]);
    assert_eq!(fs::read_to_string(place.target().join("b/c.html")).unwrap(), "von Hand");
    fs::remove_file(place.target().join("z.txt")).unwrap();
    fs::remove_file(place.target().join("b/c.html")).unwrap();
    place.build(&[("a.html", "2")]).unwrap();
    assert_eq!(place.names(), SITE, "what is missing is no obstacle");
}

#[test]
fn a_link_in_place_of_a_file_is_foreign() {
    let place = Place::new();
    place.build(&[("a.html", "1")]).unwrap();
    place.put("anders/a.html", "1");
    fs::remove_file(place.target().join("a.html")).unwrap();
    symlink(place.folder.path().join("anders/a.html"), place.target().join("a.html")).unwrap();
    assert_eq!(refused(place.build(&[("a.html", "2")])), ["a.html"]);
}

#[test]
fn empty_folders_are_foreign_unless_the_site_needs_them() {
    let place = Place::new();
    place.build(&[("b/c.html", "1")]).unwrap();
    fs::remove_file(place.target().join("b/c.html")).unwrap();
    place.build(&[("b/c.html", "1")]).unwrap();
    fs::create_dir_all(place.target().join("leer/innen")).unwrap();
    fs::create_dir_all(place.target().join("b/auch")).unwrap();
    assert_eq!(refused(place.build(&[("b/c.html", "1")])), ["b/auch/", "leer/innen/"]);
    assert!(place.target().join("leer/innen").is_dir());
}

#[test]
fn a_refusal_names_the_first_few() {
    let place = Place::new();
    for name in ["f", "e", "d", "c", "b", "a"] {
        place.put(&format!("public/{name}"), "");
    }
    assert_eq!(refused(place.build(&[])), ["a", "b", "c", "d", "e"]);
}

#[test]
fn what_arrives_during_the_exchange_is_kept_and_named() {
    let place = Place::new();
    place.build(&[("a.html", "1")]).unwrap();
    let mut stage = Stage::new(&place.target()).unwrap();
    fill(&stage, &site(&[("a.html", "2")]));
    stage.publish(&place.target(), &BTreeSet::new()).unwrap();
    place.put(".public.spatz-neu/spaet.txt", "x");
    drop(stage);
    assert_eq!(refused(place.build(&[("a.html", "3")])), ["../.public.spatz-neu/spaet.txt"]);
    fs::remove_file(place.stage().join("spaet.txt")).unwrap();
    place.build(&[("a.html", "3")]).unwrap();
    assert_eq!(place.names(), SITE);
}

#[test]
fn foreign_files_at_the_stages_path_are_refused() {
    let place = Place::new();
    place.put(".public.spatz-neu/brief.txt", "x");
    fs::create_dir(place.stage().join("leer")).unwrap();
    let named = ["../.public.spatz-neu/brief.txt", "../.public.spatz-neu/leer/"];
    assert_eq!(refused(place.build(&[("a.html", "1")])), named);
    assert_eq!(place.names(), [".public.spatz-neu/brief.txt", ".public.spatz-neu/leer"]);
}

#[test]
fn a_link_at_the_stages_path_is_not_followed() {
    for name in ["voll", "leer", "nichts"] {
        let place = Place::new();
        place.put("voll/brief.txt", "x");
        fs::create_dir(place.folder.path().join("leer")).unwrap();
        symlink(place.folder.path().join(name), place.stage()).unwrap();
        let before = place.names();
        assert_eq!(refused(place.build(&[("a.html", "1")])), ["../.public.spatz-neu"], "{name}");
        assert_eq!(place.names(), before, "{name}");
    }
}

#[test]
fn a_file_at_the_stages_path_is_refused() {
    let place = Place::new();
    place.put(".public.spatz-neu", "x");
    assert_eq!(refused(place.build(&[("a.html", "1")])), ["../.public.spatz-neu"]);
    assert_eq!(place.names(), [".public.spatz-neu"]);
}

#[test]
fn links_in_a_stage_of_ours_are_removed_and_not_followed() {
    let place = Place::new();
    kill(Stage::new(&place.target()).unwrap());
    place.put("anders/brief.txt", "x");
    symlink(place.folder.path().join("anders"), place.stage().join("verweis")).unwrap();
    place.build(&[("a.html", "1")]).unwrap();
    assert_eq!(place.names(), ["anders/brief.txt", SITE[0], SITE[1]]);
}

// Builds that were killed

/// How far a build comes, and what it does until then.
type Step<'a> = (&'a str, &'a dyn Fn(&Place));

/// A build is killed at each of its steps, without and with a site before it; the next one clears up.
#[test]
fn what_a_killed_build_left_is_cleared() {
    let (old, new) = (site(&[("a.html", "1"), ("b/c.html", "1")]), site(&[("a.html", "2"), ("d/e/f.html", "2")]));
    let begin = |place: &Place| Stage::new(&place.target()).unwrap();
    let fill = |place: &Place| {
        let stage = begin(place);
        fill(&stage, &new);
        stage
    };
    let steps: [Step<'_>; 6] = [
        ("created", &|place| fs::create_dir(place.stage()).unwrap()),
        ("begun", &|place| kill(begin(place))),
        ("half filled", &|place| {
            let stage = begin(place);
            stage.put("a.html", b"2").unwrap();
            fs::create_dir_all(place.stage().join("d/e")).unwrap();
            kill(stage);
        }),
        ("filled", &|place| kill(fill(place))),
        ("without marker", &|place| {
            kill(fill(place));
            fs::remove_file(place.stage().join(MARKER)).unwrap();
        }),
        ("exchanged", &|place| {
            let mut stage = fill(place);
            stage.publish(&place.target(), &BTreeSet::new()).unwrap();
            kill(stage);
        }),
    ];
    for has_old in [false, true] {
        for (name, step) in &steps {
            let place = Place::new();
            if has_old {
                write(&place.target(), &old).unwrap();
            }
            step(&place);
            assert!(!place.target().join(MARKER).exists(), "{name}");
            place.build(&[("a.html", "3")]).unwrap();
            assert_eq!(place.names(), SITE, "{name}, {has_old}");
        }
    }
}

#[test]
fn a_build_killed_while_removing_is_cleared() {
    let place = Place::new();
    place.build(&[("a.html", "1"), ("b/c.html", "1")]).unwrap();
    let mut stage = Stage::new(&place.target()).unwrap();
    fill(&stage, &site(&[("a.html", "2")]));
    stage.publish(&place.target(), &BTreeSet::new()).unwrap();
    fs::remove_file(place.stage().join("b/c.html")).unwrap();
    kill(stage);
    place.build(&[("a.html", "3")]).unwrap();
    assert_eq!(place.names(), SITE);
}

// Builds at once

#[test]
fn a_second_build_at_once_is_refused() {
    let place = Place::new();
    let first = Stage::new(&place.target()).unwrap();
    assert!(matches!(place.build(&[]), Err(WriteError::Busy)));
    drop(first);
    place.build(&[("a.html", "1")]).unwrap();
    assert_eq!(place.names(), SITE);
}

/// The first build has exchanged and not yet removed the old site: the second must not put its own in there.
#[test]
fn the_old_site_is_locked_until_it_is_gone() {
    let place = Place::new();
    place.build(&[("a.html", "1"), ("b.html", "1")]).unwrap();
    let mut first = Stage::new(&place.target()).unwrap();
    fill(&first, &site(&[("a.html", "2")]));
    first.publish(&place.target(), &BTreeSet::new()).unwrap();
    assert!(matches!(Stage::new(&place.target()), Err(WriteError::Busy)));
    drop(first);
    assert_eq!(place.names(), SITE);
    place.build(&[("a.html", "3")]).unwrap();
}

/// Nothing was there before: the stage's path is free after the first build's exchange, and the second one's from then.
#[test]
fn the_first_site_does_not_take_the_next_stage_with_it() {
    let place = Place::new();
    let mut first = Stage::new(&place.target()).unwrap();
    fill(&first, &site(&[("a.html", "1")]));
    first.publish(&place.target(), &BTreeSet::new()).unwrap();
    let mut second = Stage::new(&place.target()).unwrap();
    fill(&second, &site(&[("a.html", "2")]));
    assert!(
        matches!(second.publish(&place.target(), &BTreeSet::new()), Err(WriteError::Busy)),
        "the first one still holds the target"
    );
    drop(first);
    second.publish(&place.target(), &BTreeSet::new()).unwrap();
    drop(second);
    assert_eq!(place.names(), SITE);
    assert_eq!(fs::read_to_string(place.target().join("a.html")).unwrap(), "2");
}

/// A folder that was opened as the stage and locked only after it became the site is no stage.
#[test]
fn a_lock_counts_only_where_the_folder_still_stands() {
    let place = Place::new();
    fs::create_dir(place.stage()).unwrap();
    let opened = open_folder(&place.stage()).unwrap();
    fs::rename(place.stage(), place.target()).unwrap();
    let again = opened.try_clone().unwrap();
    assert!(matches!(hold(opened, &place.stage()), Err(WriteError::Busy)), "nothing stands there");
    fs::create_dir(place.stage()).unwrap();
    assert!(matches!(hold(again, &place.stage()), Err(WriteError::Busy)), "another folder stands there");
    lock(&place.stage()).unwrap();
}

/// Many builds of different sites at once, and readers that hold the site still while they look: each build ends well or
/// is told to wait, and whatever is published is complete.
#[test]
fn many_builds_at_once_publish_whole_sites() {
    const BUILDERS: usize = 4;
    let place = Place::new();
    let target = place.target();
    let (written, looked, running) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(BUILDERS));
    std::thread::scope(|scope| {
        for builder in 0..BUILDERS {
            let (target, written, running) = (&target, &written, &running);
            scope.spawn(move || {
                for build in 0..100 {
                    match write(target, &numbered(&format!("{builder}-{build}"))) {
                        Ok(_) => drop(written.fetch_add(1, Ordering::Relaxed)),
                        Err(WriteError::Busy) => {}
                        Err(error) => panic!("{error:?}"),
                    }
                }
                running.fetch_sub(1, Ordering::Relaxed);
            });
        }
        scope.spawn(|| {
            while running.load(Ordering::Relaxed) > 0 {
                if let Ok(_lock) = lock(&target) {
                    assert_whole(&target);
                    looked.fetch_add(1, Ordering::Relaxed);
                }
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        });
    });
    assert!(written.into_inner() > 0 && looked.into_inner() > 0);
    assert_whole(&target);
    assert!(!place.stage().exists());
}

/// A site whose files all say the same.
fn numbered(text: &str) -> Artifacts {
    let file = |index: usize| (format!("{}/{index}.html", index % 3), text.as_bytes().to_vec());
    (0..30).map(file).collect()
}

fn assert_whole(target: &Path) {
    let text = fs::read_to_string(target.join("0/0.html")).unwrap();
    let expected = numbered(&text);
    assert_eq!(foreign(target, &BTreeSet::new()).unwrap(), [""; 0]);
    let found: Vec<_> = names(target).into_iter().filter(|name| name != MANIFEST).collect();
    assert_eq!(found, expected.into_keys().collect::<Vec<_>>());
}
