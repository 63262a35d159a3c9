//! The same content gives the same bytes: whatever the order in which its files were made, the number of threads, language,
//! time zone, rights of new files and working folder are.
//!
//! With `SPATZ_GRUENDLICH` set, there are 100 builds and not a few.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use spatz::output::hash;
use tempfile::TempDir;
use walkdir::WalkDir;

const CONTENTS: [&str; 2] = ["content", "tests/sites/kleinstadt/in"];

const LOCALES: [&str; 5] = ["de_DE.UTF-8", "C", "tr_TR.UTF-8", "en_US.ISO-8859-1", "POSIX"];

const ZONES: [&str; 5] = ["Europe/Berlin", "UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"];

/// With the first one, nobody else may read; with the last one, everybody may write.
const MASKS: [u32; 3] = [0o077, 0o022, 0o000];

/// A city's content in a folder whose files were made in an order of their own.
struct Place(TempDir);

/// How a build differs from others.
#[derive(Debug)]
struct Circumstances {
    threads: usize,
    locale: &'static str,
    zone: &'static str,
    mask: u32,
    /// Where the program is called, and how it names the content from there.
    called: (PathBuf, PathBuf),
}

impl Place {
    fn new(content: &Path, random: &mut Random) -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        let mut files = tree(content);
        while !files.is_empty() {
            let path = files.keys().nth(random.below(files.len())).unwrap().clone();
            let bytes = files.remove(&path).unwrap();
            let path = place.path("content").join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn circumstances(&self, random: &mut Random) -> Circumstances {
        let ways = [
            (self.path("."), PathBuf::from("content")),
            (self.path("content"), PathBuf::from(".")),
            (self.path("content"), PathBuf::from("../content/")),
            (PathBuf::from("/"), self.path("content")),
        ];
        Circumstances {
            threads: 1 + random.below(16),
            locale: LOCALES[random.below(LOCALES.len())],
            zone: ZONES[random.below(ZONES.len())],
            mask: MASKS[random.below(MASKS.len())],
            called: ways[random.below(ways.len())].clone(),
        }
    }

    /// Calls the program so that it writes what is told with `--out`.
    fn run(&self, command: &[&str], circumstances: &Circumstances, out: &Path) {
        let Circumstances { threads, locale, zone, mask, called: (folder, content) } = circumstances;
        let mut shell = Command::new("sh");
        shell.env_clear().current_dir(folder).arg("-c").arg(format!("umask {mask:04o}; exec \"$0\" \"$@\""));
        shell.env("RAYON_NUM_THREADS", threads.to_string()).envs([("LANG", locale), ("LC_ALL", locale), ("TZ", zone)]);
        shell.arg(env!("CARGO_BIN_EXE_spatz")).args(command).arg("--content").arg(content).arg("--out").arg(out);
        let output = shell.output().unwrap();
        assert!(output.status.success(), "{circumstances:?}: {}", said(&output));
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The same numbers in every run: splitmix64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).unwrap()
    }
}

/// Every file below a folder, by path.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files.map(|file| (relative(file.path()), fs::read(file.path()).unwrap())).collect()
}

/// The hash of each file of a site, so that a difference is told by its path.
fn hashes(folder: &Path) -> BTreeMap<String, String> {
    tree(folder).into_iter().map(|(path, bytes)| (path, hash(&bytes))).collect()
}

/// Rights of new files are what the system is told to give them, and nothing that Spatz decides.
fn have_usual_rights(folder: &Path, mask: u32) -> bool {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries.into_iter().all(|entry| {
        let all = if entry.file_type().is_dir() { 0o777 } else { 0o666 };
        entry.metadata().unwrap().permissions().mode() & 0o777 == all & !mask
    })
}

#[test]
fn the_same_content_gives_the_same_site() {
    let is_thorough = std::env::var_os("SPATZ_GRUENDLICH").is_some();
    let (count, options) = if is_thorough { (50, &["--einbetten"][..]) } else { (3, &[][..]) };
    let mut random = Random(8);
    for content in CONTENTS.map(|content| Path::new(env!("CARGO_MANIFEST_DIR")).join(content)) {
        let mut first = None;
        for _ in 0..count {
            let place = Place::new(&content, &mut random);
            let circumstances = place.circumstances(&mut random);
            let site = place.path("public");
            place.run(&[&["build"], options].concat(), &circumstances, &site);
            assert!(have_usual_rights(&site, circumstances.mask), "{circumstances:?}");
            let found = hashes(&site);
            assert!(found.contains_key("index.html"));
            let expected = first.get_or_insert_with(|| found.clone());
            let differing: Vec<_> = found.iter().filter(|(path, hash)| expected.get(*path) != Some(hash)).collect();
            assert!(differing.is_empty() && found.len() == expected.len(), "{circumstances:?}: {differing:?}");
        }
    }
}

/// The edition in one file.
#[test]
fn the_same_content_gives_the_same_file() {
    let mut random = Random(9);
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let made: Vec<_> = (0..2)
        .map(|_| {
            let place = Place::new(&content, &mut random);
            let circumstances = place.circumstances(&mut random);
            place.run(&["offline"], &circumstances, &place.path("offline.html"));
            hash(&fs::read(place.path("offline.html")).unwrap())
        })
        .collect();
    assert_eq!(made[0], made[1]);
}

/// Handouts: the same bytes, whatever happens around them.
#[cfg(feature = "pdf")]
#[test]
fn the_same_content_gives_the_same_handout() {
    let mut random = Random(10);
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let made: Vec<_> = (0..2)
        .map(|_| {
            let place = Place::new(&content, &mut random);
            let circumstances = place.circumstances(&mut random);
            place.run(&["handout"], &circumstances, &place.path("handout.pdf"));
            hash(&fs::read(place.path("handout.pdf")).unwrap())
        })
        .collect();
    assert_eq!(made[0], made[1]);
}
