//! What befalls a site that is published while a build is killed, the disk is full, rights are missing or somebody else
//! writes: it stays the complete old one or becomes the complete new one, who builds is told what to do, and the next build
//! leaves nothing behind.
//!
//! With `SPATZ_GRUENDLICH` set, runs are killed at 500 moments each and not at a few dozen.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::io;
use std::num::NonZeroUsize;
use std::os::fd::AsRawFd;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use rustix::fs::{FlockOperation, flock};
use spatz::output::Artifacts;
use spatz::write::{Found, Label, ReleaseError, WriteError, Written, publish, write};
use tempfile::TempDir;
use walkdir::WalkDir;

const MODEL: &str = "titel: M\nstufen: [a, b]\ndimensionen: {d: {titel: D, stufen: {1: {d-1: x}}}}\n";

// Runs that are killed

#[test]
fn killed_builds_leave_a_whole_site() {
    killed_at_random_moments(&BUILD);
}

#[test]
fn killed_publications_leave_a_whole_site() {
    killed_at_random_moments(&PUBLISH);
}

/// Half of the moments are anywhere in a run, the others while it writes.
fn killed_at_random_moments(run: &Run) {
    let usual = if cfg!(debug_assertions) { 12 } else { 60 };
    let count = if std::env::var_os("SPATZ_GRUENDLICH").is_some() { 500 } else { usual };
    let place = Place::new("Nummer 0");
    place.succeed(run);
    let (whole, writing) = place.durations(run);
    let mut random = Random(8);
    let (mut old, mut new, mut amid, mut over) = (0, 0, 0, 0);
    for number in 1..=count {
        let before = place.shown(run);
        let title = format!("Nummer {number}");
        place.title(&title);
        let moment = match number % 2 {
            0 => Moment::AfterStart(random.below(whole)),
            _ => Moment::AfterStage(random.below(writing)),
        };
        let status = place.end(run, moment, "KILL");
        over += usize::from(status.success());
        amid += usize::from(!place.leftovers().is_empty());
        let during = place.shown(run);
        place.succeed(run);
        let after = place.shown(run);
        assert!(
            during == before || during == after,
            "{moment:?}: what is shown is neither the old site nor the new one"
        );
        assert!(is_about(&after, &title), "{moment:?}");
        assert_eq!(place.leftovers(), [""; 0], "{moment:?}");
        if during == before { old += 1 } else { new += 1 }
    }
    println!(
        "{run:?}: of {count}, {old} left the old site and {new} the new one; {amid} amid writing, {over} too late"
    );
    assert!(old > 0 && amid > 0);
}

/// As somebody at the keyboard ends a run, as a computer that shuts down does, and as a failure of our own would.
#[test]
fn ended_runs_leave_a_whole_site() {
    for run in [&BUILD, &PUBLISH] {
        let place = Place::new("Nummer 0");
        place.succeed(run);
        for (number, signal) in ["INT", "TERM", "HUP", "ABRT"].into_iter().enumerate() {
            let before = place.shown(run);
            place.title(&format!("Nummer {}", number + 1));
            place.end(run, Moment::AfterStage(Duration::ZERO), signal);
            let during = place.shown(run);
            place.succeed(run);
            assert!(during == before || during == place.shown(run), "{run:?}, {signal}");
            assert_eq!(place.leftovers(), [""; 0], "{run:?}, {signal}");
        }
    }
}

// Readers

/// What a site is made of in these tests: every file says the number of its version, and nothing else.
fn version(number: usize) -> Artifacts {
    let text = format!("{number:06} ").repeat(1000).into_bytes();
    let pages = (0..20).map(|page| format!("seiten/{page}.html"));
    let paths = pages.chain([START.to_owned(), format!("stil.{number}.css")]);
    paths.map(|path| (path, text.clone())).collect()
}

const START: &str = "index.html";

/// The version that a text is of, if it is the whole of it.
fn number(text: &[u8]) -> Option<usize> {
    let number = std::str::from_utf8(text.get(..6)?).ok()?.parse().ok()?;
    (version(number)[START] == text).then_some(number)
}

/// What somebody finds who opens the folder once, reads the start page, and then all that belongs to it.
#[derive(Debug, PartialEq)]
enum Visit {
    Whole,
    /// The site has been replaced, and the folder is no longer the one that is shown: a web server's next answer is whole.
    Overtaken,
    Torn(String),
}

fn visit(site: &Path) -> Visit {
    let Ok(folder) = File::open(site) else { return Visit::Torn("there is no site".to_owned()) };
    let own = PathBuf::from(format!("/proc/self/fd/{}", folder.as_raw_fd()));
    let is_shown = || {
        let (own, shown) = (folder.metadata().unwrap(), fs::metadata(site));
        shown.is_ok_and(|shown| (shown.dev(), shown.ino()) == (own.dev(), own.ino()))
    };
    let missing = |path: &str| if is_shown() { Visit::Torn(format!("{path} is missing")) } else { Visit::Overtaken };
    let Ok(start) = fs::read(own.join(START)) else { return missing(START) };
    let Some(number) = number(&start) else { return Visit::Torn("the start page is torn".to_owned()) };
    for (path, expected) in version(number) {
        match fs::read(own.join(&path)) {
            Ok(found) if found == expected => {}
            Ok(_) => return Visit::Torn(format!("{path} is not of version {number}")),
            Err(_) => return missing(&path),
        }
    }
    Visit::Whole
}

/// What single requests get, each by the whole path, as a web server asks.
fn request(site: &Path) -> Result<(), String> {
    ["index.html", "seiten/7.html"].into_iter().try_for_each(|path| match fs::read(site.join(path)) {
        Ok(text) if number(&text).is_some() => Ok(()),
        Ok(_) => Err(format!("{path} is torn")),
        Err(error) => Err(format!("{path}: {error}")),
    })
}

/// What readers saw.
#[derive(Debug, Default)]
struct Watched {
    whole: usize,
    overtaken: usize,
    torn: Vec<String>,
}

/// Lets the readers go, also where a version could not be put.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A program that another test starts at that moment has the locks of this process until it runs: then, once more.
fn unless_busy<T, E>(put: impl Fn() -> Result<T, E>, is_busy: impl Fn(&E) -> bool) -> Result<T, E> {
    loop {
        match put() {
            Err(error) if is_busy(&error) => std::thread::yield_now(),
            result => return result,
        }
    }
}

/// Has readers look at a site while versions of it are put there one after the other, until one of them sees it torn.
fn watched(site: &Path, versions: usize, put: impl Fn(&Artifacts)) -> Watched {
    put(&version(0));
    let (done, whole, overtaken, torn) =
        (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(Vec::new()));
    let look = || {
        match visit(site) {
            Visit::Whole => drop(whole.fetch_add(1, Ordering::Relaxed)),
            Visit::Overtaken => drop(overtaken.fetch_add(1, Ordering::Relaxed)),
            Visit::Torn(text) => torn.lock().unwrap().push(text),
        }
        if let Err(text) = request(site) {
            torn.lock().unwrap().push(text);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    look();
                }
            });
        }
        let _end = End(&done);
        for number in 1..=versions {
            put(&version(number));
            if !torn.lock().unwrap().is_empty() {
                break;
            }
        }
    });
    Watched { whole: whole.into_inner(), overtaken: overtaken.into_inner(), torn: torn.into_inner().unwrap() }
}

/// The site is never torn for those who read it while it is replaced.
#[test]
fn readers_see_whole_sites_while_builds_replace_them() {
    let place = tempfile::tempdir().unwrap();
    let site = place.path().join("public");
    let seen = watched(&site, 150, |artifacts| {
        let written = unless_busy(|| write(&site, artifacts), |error| matches!(error, WriteError::Busy));
        assert_eq!(written.unwrap(), Written::Replaced);
    });
    assert_eq!(seen.torn, [""; 0]);
    assert!(seen.whole > 0, "{seen:?}");
}

/// A release stays for those who have begun to read it: nobody is overtaken.
#[test]
fn readers_of_releases_read_to_the_end() {
    let place = tempfile::tempdir().unwrap();
    let kept = NonZeroUsize::new(1000).unwrap();
    let seen = watched(&place.path().join("current"), 150, |artifacts| {
        let label = Label { as_of: "2024-06-30", view: None };
        let put = || publish(&Found::read(place.path())?, artifacts, label, kept);
        unless_busy(put, |error| matches!(error, ReleaseError::Write(WriteError::Busy))).unwrap();
    });
    assert_eq!(seen.torn, [""; 0]);
    assert!(seen.whole > 0 && seen.overtaken == 0, "{seen:?}");
}

/// The two tests before mean something only if such readers notice. So do two that write as others do: file by file into the
/// site, and by emptying the folder first.
#[test]
fn torn_sites_are_noticed() {
    let in_place = |site: &Path, artifacts: &Artifacts| {
        for (path, bytes) in artifacts {
            let path = site.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    };
    let emptied = |site: &Path, artifacts: &Artifacts| {
        drop(fs::remove_dir_all(site));
        in_place(site, artifacts);
    };
    for write in [&in_place as &dyn Fn(&Path, &Artifacts), &emptied] {
        let place = tempfile::tempdir().unwrap();
        let site = place.path().join("public");
        let seen = watched(&site, 5000, |artifacts| write(&site, artifacts));
        assert!(!seen.torn.is_empty());
    }
}

// What the file system refuses

/// A small file system that is almost full, with various amounts of room.
#[test]
fn a_full_disk_leaves_the_old_site() {
    for run in [&BUILD, &PUBLISH] {
        for room in [0, 8, 200] {
            let place = Place::new("Alt");
            place.succeed(run);
            let before = place.tree("web");
            place.title("Neu");
            let script = format!(
                "mv web alt; mkdir web; mount -t tmpfs -o size=16m tmpfs web; cp -a alt/. web
                 cat /dev/zero 2>/dev/null >web/ballast || true; truncate -s -{room}K web/ballast
                 try voll {run}; rm web/ballast; cp -a web nachher; try leer {run}; cp -a web danach"
            );
            if !place.mounting(&script) {
                return;
            }
            place.refused("voll", &["kein Platz mehr", "/web/"]);
            assert!(place.tree("nachher") == before, "{run:?} with {room} KiB: something changed or is left behind");
            assert_eq!(place.written("leer.code"), "0\n");
            assert!(is_about(&tree(&place.path("danach").join(run.below_web())), "Neu"));
        }
    }
}

/// No file may be larger than 8 KiB: a refusal, and where the program is not asked, its end.
#[test]
fn a_limit_on_files_leaves_the_old_site() {
    for run in [&BUILD, &PUBLISH] {
        let place = Place::new("Alt");
        place.succeed(run);
        let before = place.tree("web");
        place.title("Neu");
        place.script(&format!("trap '' XFSZ; ulimit -f 16; try begrenzt {run}"));
        place.refused("begrenzt", &["größer, als das System erlaubt", "/web/"]);
        assert!(place.tree("web") == before, "{run:?}: something changed or is left behind");
        place.script(&format!("ulimit -c 0; ulimit -f 16; try beendet {run}"));
        assert_ne!(place.written("beendet.code"), "0\n");
        assert!(place.shown(run) == tree_of(&before, run.below_web()), "{run:?}");
        place.succeed(run);
        assert!(is_about(&place.shown(run), "Neu") && place.leftovers().is_empty(), "{run:?}");
    }
}

#[test]
fn a_file_system_for_reading_only_leaves_the_old_site() {
    for run in [&BUILD, &PUBLISH] {
        let place = Place::new("Alt");
        place.succeed(run);
        place.title("Neu");
        let script = format!("mount --bind web web; mount -o remount,ro,bind web; try nur-lesen {run}");
        let before = place.tree("web");
        if !place.mounting(&script) {
            return;
        }
        place.refused("nur-lesen", &["lässt sich nur lesen", "/web/"]);
        assert!(place.tree("web") == before, "{run:?}");
    }
}

/// A volume of a container, for example: nobody can move it.
#[test]
fn a_target_that_is_mounted_is_told() {
    let place = Place::new("Neu");
    if place.mounting(&format!("mkdir -p web/public; mount -t tmpfs tmpfs web/public; try {BUILD_NAME} {BUILD}")) {
        place.refused(BUILD_NAME, &["„web/public“", "eingehängtes Dateisystem"]);
        assert_eq!(place.leftovers(), [""; 0]);
    }
}

const BUILD_NAME: &str = "eingehaengt";

/// Two file systems, one laid over the other: the folders below cannot be exchanged.
#[test]
fn a_file_system_that_cannot_exchange_leaves_the_old_site() {
    let place = Place::new("Alt");
    place.succeed(&BUILD);
    let before = place.tree("web");
    place.title("Neu");
    let script = format!(
        "mv web unten; mkdir web alles; mount -t tmpfs tmpfs alles; mkdir alles/oben alles/arbeit
         mount -t overlay -o lowerdir=unten,upperdir=alles/oben,workdir=alles/arbeit,redirect_dir=off overlay web
         try tausch {BUILD}; cp -a web nachher"
    );
    if place.mounting(&script) {
        place.refused("tausch", &["nicht in einem Schritt tauschen"]);
        assert!(place.tree("nachher") == before, "something changed or is left behind");
    }
}

/// Rights that are missing: the folder, a page of the old site, a file and a folder of the content.
#[test]
fn missing_rights_leave_the_old_site() {
    for (path, mode, run) in [
        ("web", 0o555, &BUILD),
        ("web/public/index.html", 0o000, &BUILD),
        ("web/public/daten", 0o000, &BUILD),
        ("web/releases", 0o555, &PUBLISH),
        ("content/modell.yaml", 0o000, &BUILD),
        ("content/werte", 0o000, &PUBLISH),
    ] {
        let place = Place::new("Alt");
        fs::create_dir(place.path("content/werte")).unwrap();
        place.succeed(run);
        let before = place.tree("web");
        place.title("Neu");
        for folder in [".", "web", "web/releases"].iter().filter(|folder| place.path(folder).is_dir()) {
            fs::set_permissions(place.path(folder), Permissions::from_mode(0o777)).unwrap();
        }
        let usual = fs::metadata(place.path(path)).unwrap().permissions();
        fs::set_permissions(place.path(path), Permissions::from_mode(mode)).unwrap();
        let output = place.without_rights(run);
        fs::set_permissions(place.path(path), usual).unwrap();
        let Some(output) = output else { return };
        refused(&output, &["die Zugriffsrechte reichen nicht", path]);
        assert!(place.tree("web") == before, "{path}: something changed or is left behind");
    }
}

/// Targets that are no folders, or cannot be.
#[test]
fn unusable_targets_are_told() {
    let place = Place::new("Neu");
    fs::write(place.path("datei"), "von Hand").unwrap();
    symlink("nirgends", place.path("verweis")).unwrap();
    let (long, longer) = ("x".repeat(250), "x".repeat(300));
    let deep = "ordner/".repeat(600);
    for (target, words) in [
        ("datei", "dort steht eine Datei und kein Ordner"),
        ("datei/public", "/datei: dort steht schon etwas anderes"),
        ("verweis", "dort steht eine Datei und kein Ordner"),
        (&long, "der Name ist zu lang"),
        (&longer, "der Name ist zu lang"),
        (&deep, "der Name ist zu lang"),
        ("/proc/spatz/public", "gibt es nicht"),
    ] {
        let before = place.tree(".");
        let output = place.run(&["build", "--out", target]);
        refused(&output, &[words, "E0503"]);
        assert!(place.tree(".") == before, "{target}: something changed or is left behind");
    }
}

/// A run that was begun earlier holds the folder. The lock goes with its holder.
#[test]
fn a_second_run_is_told_to_wait() {
    for (run, locked) in [(&BUILD, "web/.public.spatz-neu"), (&PUBLISH, "web/releases")] {
        let place = Place::new("Alt");
        place.succeed(run);
        let before = place.shown(run);
        place.title("Neu");
        fs::create_dir_all(place.path(locked)).unwrap();
        let holder = File::open(place.path(locked)).unwrap();
        flock(&holder, FlockOperation::NonBlockingLockExclusive).unwrap();
        refused(&place.run(run.arguments), &[&format!("„{}“", run.target), "anderer Lauf"]);
        assert!(place.shown(run) == before, "{run:?}");
        drop(holder);
        place.succeed(run);
        assert!(is_about(&place.shown(run), "Neu") && place.leftovers().is_empty(), "{run:?}");
    }
}

// Content that changes

/// Somebody saves, deletes and makes files while builds read: each build ends with a whole site of one of the two titles, or
/// says why not and leaves the site alone.
#[test]
fn content_that_changes_while_it_is_read_gives_a_whole_site() {
    let place = Place::new("Alt");
    fs::create_dir(place.path("content/werte")).unwrap();
    place.succeed(&BUILD);
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                for title in ["Alt", "Neu"] {
                    place.title(title);
                    let path = place.path("content/werte/offen.md");
                    fs::write(&path, format!("---\ntitel: {title}\n---\n{}", "Wort ".repeat(20_000))).unwrap();
                    drop(fs::read(&path));
                    fs::remove_file(path).unwrap();
                }
            }
        });
        for _ in 0..10 {
            let before = place.shown(&BUILD);
            let output = place.run(BUILD.arguments);
            let after = place.shown(&BUILD);
            match output.status.code() {
                Some(0) => assert!(is_about(&after, "Alt") || is_about(&after, "Neu")),
                _ => {
                    assert!(after == before, "{}", said(&output));
                    refused(&output, &["content/"]);
                }
            }
        }
        done.store(true, Ordering::Relaxed);
    });
    place.succeed(&BUILD);
    assert_eq!(place.leftovers(), [""; 0]);
}

// Tools

/// A command that publishes, and where.
struct Run {
    arguments: &'static [&'static str],
    /// The folder, as it is named.
    target: &'static str,
    /// What a web server shows.
    shown: &'static str,
}

const BUILD: Run = Run { arguments: &["build", "--out", "web/public"], target: "web/public", shown: "web/public" };

const PUBLISH: Run = Run { arguments: &["publish", "web", "--behalten", "2"], target: "web", shown: "web/current" };

impl Run {
    fn below_web(&self) -> &str {
        self.shown.strip_prefix("web/").unwrap()
    }
}

impl std::fmt::Debug for Run {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.arguments[0])
    }
}

/// As a shell calls it.
impl std::fmt::Display for Run {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "\"$SPATZ\" {}", self.arguments.join(" "))
    }
}

/// When a run is ended.
#[derive(Debug, Clone, Copy)]
enum Moment {
    AfterStart(Duration),
    /// After the folder has appeared in which the new site is put together.
    AfterStage(Duration),
}

/// The same numbers in every run: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: Duration) -> Duration {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        Duration::from_micros((mixed ^ (mixed >> 31)) % u64::try_from(limit.as_micros()).unwrap().max(1))
    }
}

type Tree = BTreeMap<String, Vec<u8>>;

/// Every file and every link below a folder, which may be a link itself; folders with nothing in them end with `/`.
fn tree(folder: &Path) -> Tree {
    let folder = folder.canonicalize().unwrap();
    let entries = WalkDir::new(&folder).min_depth(1).into_iter().map(Result::unwrap);
    let content = |path: &Path, kind: fs::FileType| match kind {
        _ if kind.is_dir() => (fs::read_dir(path).unwrap().next().is_none()).then(Vec::new),
        _ if kind.is_symlink() => Some(fs::read_link(path).unwrap().into_os_string().into_encoded_bytes()),
        _ => Some(fs::read(path).unwrap()),
    };
    let named = entries.filter_map(|entry| {
        let end = if entry.file_type().is_dir() { "/" } else { "" };
        let name = format!("{}{end}", entry.path().strip_prefix(&folder).unwrap().display());
        Some((name, content(entry.path(), entry.file_type())?))
    });
    named.collect()
}

/// The part below a folder, or below what a link in the tree leads to.
fn tree_of(tree: &Tree, folder: &str) -> Tree {
    let link = tree.get(folder).map(|target| String::from_utf8(target.clone()).unwrap());
    let prefix = format!("{}/", link.as_deref().unwrap_or(folder));
    tree.iter().filter_map(|(path, bytes)| Some((path.strip_prefix(&prefix)?.to_owned(), bytes.clone()))).collect()
}

/// Whether the start page of a site has this title.
fn is_about(site: &Tree, title: &str) -> bool {
    String::from_utf8_lossy(&site["index.html"]).contains(&format!("<title>{title}</title>"))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), output.stderr.as_slice()].concat()).into_owned()
}

/// One error, told in German and with these words.
fn refused(output: &Output, words: &[&str]) {
    assert_eq!(output.status.code(), Some(1), "{}", said(output));
    explained(&said(output), words);
}

fn explained(said: &str, words: &[&str]) {
    for word in words {
        assert!(said.contains(word), "{word} is not in: {said}");
    }
    for word in ["os error", "panicked"] {
        assert!(!said.contains(word), "{said}");
    }
}

/// A folder with the content in `content/`; sites are published below `web/`.
struct Place(TempDir);

impl Place {
    fn new(title: &str) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        fs::create_dir_all(place.path("content")).unwrap();
        fs::create_dir_all(place.path("web")).unwrap();
        fs::write(place.path("content/modell.yaml"), MODEL).unwrap();
        place.title(title);
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn title(&self, title: &str) {
        let site = format!("# erfundenes Beispiel\ntitel: {title}\nstichtag: 2024-06-30\n");
        fs::write(self.path("content/seite.yaml"), site).unwrap();
    }

    fn tree(&self, folder: &str) -> Tree {
        tree(&self.path(folder))
    }

    fn shown(&self, run: &Run) -> Tree {
        self.tree(run.shown)
    }

    fn written(&self, file: &str) -> String {
        fs::read_to_string(self.path(file)).unwrap()
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.0.path()).env("LANG", "C").env_remove("LC_ALL").env("SPATZ", SPATZ);
        command
    }

    fn spatz(&self, arguments: &[&str]) -> Command {
        let mut spatz = self.command(SPATZ);
        spatz.args(arguments).args(["--format", "short"]);
        spatz
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.spatz(arguments).output().unwrap()
    }

    fn succeed(&self, run: &Run) {
        let output = self.run(run.arguments);
        assert!(output.status.success(), "{}", said(&output));
    }

    fn start(&self, run: &Run) -> Child {
        self.spatz(run.arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    }

    /// How long a run takes, and how long it writes.
    fn durations(&self, run: &Run) -> (Duration, Duration) {
        self.title("Dauer");
        let started = Instant::now();
        let mut child = self.start(run);
        self.wait_for_stage(&mut child);
        let staged = started.elapsed();
        assert!(child.wait().unwrap().success());
        (started.elapsed(), started.elapsed() - staged)
    }

    fn wait_for_stage(&self, child: &mut Child) {
        let is_staged = |folder: &str| {
            let names = fs::read_dir(self.path(folder)).into_iter().flatten().flatten().map(|entry| entry.file_name());
            names.into_iter().any(|name| name.to_string_lossy().ends_with(".spatz-neu"))
        };
        while !(is_staged("web") || is_staged("web/releases")) && child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_micros(20));
        }
    }

    /// Ends a run at a moment, if it has not ended by itself.
    fn end(&self, run: &Run, moment: Moment, signal: &str) -> ExitStatus {
        let mut child = self.start(run);
        match moment {
            Moment::AfterStart(duration) => std::thread::sleep(duration),
            Moment::AfterStage(duration) => {
                self.wait_for_stage(&mut child);
                std::thread::sleep(duration);
            }
        }
        if signal == "KILL" {
            child.kill().unwrap();
        } else {
            self.command("sh").arg("-c").arg(format!("kill -s {signal} {}", child.id())).status().unwrap();
        }
        child.wait().unwrap()
    }

    /// What a run leaves for the next one to clear, below `web`.
    fn leftovers(&self) -> Vec<String> {
        let names = WalkDir::new(self.path("web")).min_depth(1).max_depth(2).into_iter().map(Result::unwrap);
        let names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
        names
            .filter(|name| name.starts_with('.') && ![".spatz-dateien", ".reihenfolge"].contains(&name.as_str()))
            .collect()
    }

    /// Runs a script, in which `try NAME COMMAND …` keeps what a command says and its exit code.
    fn script(&self, script: &str) {
        let output = self.shell("sh", &[], script).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
    }

    fn shell(&self, program: &str, options: &[&str], script: &str) -> Command {
        let mut shell = self.command(program);
        let keep = "try() { name=$1; shift; \"$@\" --format short >$name.aus 2>&1 && code=0 || code=$?; echo $code >$name.code; }";
        shell.args(options).arg("-c").arg(format!("{keep}\n{script}"));
        shell
    }

    /// Runs a script that may mount, for itself alone; false, with the reason, where that is not possible.
    fn mounting(&self, script: &str) -> bool {
        let namespaces: [&[&str]; 2] = [&["--mount", "sh"], &["--map-root-user", "--mount", "sh"]];
        let can = |namespace: &&&[&str]| {
            let test = "mkdir -p probe && mount -t tmpfs tmpfs probe";
            self.shell("unshare", namespace, test).output().is_ok_and(|output| output.status.success())
        };
        let Some(namespace) = namespaces.iter().find(can) else {
            println!("not tested: nobody may mount here");
            return false;
        };
        let output = self.shell("unshare", namespace, &format!("set -e\n{script}")).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        true
    }

    /// What `try` has kept is one error with these words.
    fn refused(&self, name: &str, words: &[&str]) {
        let said = self.written(&format!("{name}.aus"));
        assert_eq!(self.written(&format!("{name}.code")), "1\n", "{said}");
        explained(&said, words);
    }

    /// Runs as somebody whom rights bind; nothing, with the reason, where the program is out of their reach.
    fn without_rights(&self, run: &Run) -> Option<Output> {
        const NOBODY: u32 = 65534;
        let is_root = self.path(".").metadata().unwrap().uid() == 0;
        let bound = |mut spatz: Command| {
            if is_root {
                spatz.uid(NOBODY).gid(NOBODY);
            }
            spatz.output()
        };
        match bound(self.spatz(run.arguments)) {
            Ok(output) => Some(output),
            Err(error) => {
                assert_eq!(error.kind(), io::ErrorKind::PermissionDenied, "{error}");
                println!("not tested: nobody else can reach the program");
                None
            }
        }
    }
}

const SPATZ: &str = env!("CARGO_BIN_EXE_spatz");
