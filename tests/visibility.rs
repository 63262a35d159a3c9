//! What a view may not see is in nothing that is written for it: the town with records, entries and remarks planted that
//! only the administration may see is, for everybody else, byte for byte the town without them.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::{Command, Output};

const TOWN: &str = "tests/sites/kleinstadt/in";

/// What every planted text contains, followed by a number of two digits, also as part of an id.
const MARK: &str = "kanarie-";

/// Where something is planted.
enum At {
    /// A file of its own.
    File,
    /// Behind the one line of a file that reads so.
    After(&'static str),
    /// At the end of a file.
    End,
    /// In the place of what a file has once.
    Instead(&'static str),
}

use At::{After, End, File, Instead};

/// What only the administration may see: file, place, text.
const HIDDEN: &[(&str, At, &str)] = &[
    (
        "projekte/kanarie-01.md",
        File,
        "---\ntitel: Kanarie-02\nkurz: Kanarie-03\nsichtbarkeit: intern\neinheit: hauptamt\n\
         plan: {beginn: 2024-01-01, ende: 2025-01-31}\nsetzt_voraus: [rathaus-online]\nstrategie: [digital-2027]\n\
         werte: [einfachheit]\nprobleme: [papier]\ndimensionen: [onlinedienste]\nkosten: {geplant: 1_234_567 €}\n\
         verlauf:\n  - {am: 2024-01-02, ereignis: begonnen, grund: Kanarie-05}\n\
         meilensteine: {m: {titel: Kanarie-06, plan: {ende: 2025-08-31}}}\n---\nKanarie-07 mit [Bild](https://musterau.example/kanarie-08).\n",
    ),
    (
        "massnahmen/kanarie-09.md",
        File,
        "---\ntitel: Kanarie-10\nsichtbarkeit: intern\nverantwortlich: kulturamt\nerfuellt: [onlinedienste-3c]\n\
         verlauf: [{am: 2024-02-01, ereignis: umgesetzt}]\n\
         nachweise: [{am: 2024-02-01, titel: Kanarie-11, url: \"https://musterau.example/kanarie-12.pdf\"}]\n---\n",
    ),
    ("werte/kanarie-13.md", File, "---\ntitel: Kanarie-14\nstatus: entwurf\nsichtbarkeit: intern\n---\n"),
    (
        "stadtrat/kanarie-15.md",
        File,
        "---\ntitel: Kanarie-16\nsichtbarkeit: intern\nnummer: VII/2025/09999\nart: anfrage\ndatum: 2025-03-01\n\
         urheber: Kanarie-17\nberatung: [{gremium: stadtrat, am: 2025-03-06, oeffentlich: nein}]\n\
         fragen: [{frage: Kanarie-18?, stand: offen, projekte: [mitreden]}]\n\
         beschluesse: [{text: Kanarie-19, einheit: hauptamt, bis: 2025-05-01}]\n---\nKanarie-20\n",
    ),
    (
        "projekte/mitreden.md",
        After("  - {am: 2024-03-04, ereignis: begonnen}"),
        "  - {am: 2024-06-01, ereignis: verschoben, auf: 2025-12-31, grund: Kanarie-21, sichtbarkeit: intern}\n",
    ),
    (
        "projekte/rathaus-online.md",
        After("meilensteine:"),
        "  kanarie-22: {titel: Kanarie-23, plan: {ende: 2025-07-31}, sichtbarkeit: intern}\n",
    ),
    (
        "massnahmen/e-akte.md",
        After("  - {am: 2022-12-05, ereignis: begonnen}"),
        "  - {am: 2023-01-15, ereignis: pausiert, grund: Kanarie-24, sichtbarkeit: intern}\n  \
         - {am: 2023-02-15, ereignis: begonnen, sichtbarkeit: intern}\n",
    ),
    (
        "stadtrat/anfrage-onlinedienste.md",
        After("fragen:"),
        "  - {frage: Kanarie-25?, antwort: Kanarie-26, stand: beantwortet, antwort_am: 2024-09-05, sichtbarkeit: intern}\n",
    ),
    (
        "stadtrat/antrag-bericht.md",
        After("beschluesse:"),
        "  - {text: Kanarie-27, einheit: hauptamt, bis: 2024-12-31, sichtbarkeit: intern}\n",
    ),
    (
        "stadtrat/antrag-bericht.md",
        After("dateien:"),
        "  - {titel: Kanarie-28, url: \"https://musterau.example/kanarie-29.pdf\", sichtbarkeit: intern}\n",
    ),
    (
        "zusagen.yaml",
        End,
        "kanarie-30: {titel: Kanarie-31, wer: Hauptamt, an: stadtrat, am: 2024-12-01, bis: 2025-01-01, projekte: [mitreden], sichtbarkeit: intern}\n",
    ),
    (
        "sitzungen.yaml",
        End,
        "- {gremium: digitalausschuss, am: 2025-06-03, ort: Kanarie-32, text: Kanarie-33, sichtbarkeit: intern}\n",
    ),
    (
        "kennzahlen.yaml",
        End,
        "kanarie-34:\n  titel: Kanarie-35\n  sichtbarkeit: intern\n  \
         angaben: [{wert: 4711, am: 2025-01-31, quelle: {dokument: digitalbericht-2025, stelle: Kanarie-36}}]\n",
    ),
    ("glossar.yaml", End, "kanarie-37: {titel: Portal, text: Kanarie-38, sichtbarkeit: intern}\n"),
    (
        "quellen.yaml",
        End,
        "kanarie-39: {titel: Kanarie-40, datum: 2025-01-01, herausgeber: Kanarie-41, art: Bericht, sichtbarkeit: intern}\n",
    ),
    (
        "organisation.yaml",
        After("einheiten:"),
        "  kanarie-42: {titel: Kanarie-43, kuerzel: K44, unter: stadt, groesse: 7, bewertet: ja, sichtbarkeit: intern}\n",
    ),
    ("organisation.yaml", After("gremien:"), "  kanarie-45: {titel: Kanarie-46, sichtbarkeit: intern}\n"),
    ("organisation.yaml", After("partner:"), "  kanarie-47: {titel: Kanarie-48, sichtbarkeit: intern}\n"),
    (
        "ausnahmen.yaml",
        End,
        "- {kriterium: prozesse-3a, von: 2025-01-01, bis: 2025-12-31, grund: Kanarie-49, sichtbarkeit: intern}\n",
    ),
    ("ziele.yaml", End, "- {bis: 2028-12-31, beschluss: Kanarie-50, stufen: {prozesse: 4}, sichtbarkeit: intern}\n"),
    (
        "seite.yaml",
        After("sichten:"),
        "  kanarie-51: {titel: Kanarie-52, text: Kanarie-53, fragen: [{frage: Kanarie-54?}], sichtbarkeit: intern}\n",
    ),
    (
        "seiten/kanarie-55.md",
        File,
        "---\ntitel: Kanarie-56\nsichtbarkeit: intern\n---\nKanarie-57 an <kanarie-58@musterau.example>\n",
    ),
    (
        "strategie/kanarie-59.md",
        File,
        "---\ntitel: Kanarie-60\nart: strategie\nstand: in-kraft\nsichtbarkeit: intern\n---\n",
    ),
    ("probleme/kanarie-61.md", File, "---\ntitel: Kanarie-62\nebene: stadt\nsichtbarkeit: intern\n---\n"),
    // What everybody sees refers to what nobody else may see.
    ("projekte/mitreden.md", Instead("setzt_voraus: [rathaus-online]"), "setzt_voraus: [kanarie-01, rathaus-online]"),
    ("massnahmen/e-akte.md", Instead("werte: [sparsamkeit]"), "werte: [sparsamkeit, kanarie-13]"),
    (
        "stadtrat/antrag-bericht.md",
        Instead("massnahmen: [projektliste, posteingang-scannen]"),
        "massnahmen: [projektliste, kanarie-09, posteingang-scannen]",
    ),
    ("varianten/kanarie-63.md", File, "---\ntitel: Kanarie-64\ngruppe: Kanarie-70\nsichtbarkeit: intern\n---\n"),
    ("bausteine/kanarie-65.md", File, "---\ntitel: Kanarie-66\ndimension: onlinedienste\nsichtbarkeit: intern\n---\n"),
    (
        "kosten.yaml",
        End,
        "kanarie-67: {titel: Kanarie-68, sichtbarkeit: intern, eingaben: {a: {titel: Kanarie-69, wert: 3}}, rechnung: {b: {titel: B, formel: a * 2}}}\n",
    ),
];

/// What nobody sees, in no view: remarks of those who write.
const REMARKS: &[(&str, At, &str)] = &[
    ("seite.yaml", End, "# Kanarie-80: anna.kanarie-81@musterau.example\n"),
    ("projekte/mitreden.md", After("titel: Mitreden"), "# Kanarie-82\n"),
    ("seiten/impressum.md", End, "\n<!-- Kanarie-83 -->\n"),
];

/// The town with this planted, in a repository whose history names what nobody may see.
fn plant(what: &[&[(&str, At, &str)]], to: &Path) {
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(TOWN)) {
        let entry = entry.unwrap();
        let to = to.join(entry.path().strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join(TOWN)).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
    for (file, at, text) in what.iter().copied().flatten() {
        let path = to.join(file);
        let before = fs::read_to_string(&path).unwrap_or_default();
        fs::write(path, planted(&before, at, text)).unwrap();
    }
}

fn planted(before: &str, at: &At, text: &str) -> String {
    match at {
        File | End => format!("{before}{text}"),
        After(line) => {
            let line = format!("{line}\n");
            assert_eq!(before.matches(&line).count(), 1, "{line}");
            before.replace(&line, &format!("{line}{text}"))
        }
        Instead(passage) => {
            assert_eq!(before.matches(passage).count(), 1, "{passage}");
            before.replace(passage, text)
        }
    }
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    let git =
        git.current_dir(folder).args(["-c", "user.name=Kanarie-90", "-c", "user.email=kanarie-91@musterau.example"]);
    assert!(git.args(arguments).output().unwrap().status.success());
}

fn spatz(arguments: &[&str], content: &Path, out: &Path) -> Output {
    let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
    let spatz =
        spatz.arg("build").arg("--einbetten").arg("--content").arg(content).arg("--out").arg(out).args(arguments);
    spatz.output().unwrap()
}

/// Builds a folder for a view; every file of the site.
fn built(content: &Path, view: &str) -> BTreeMap<String, Vec<u8>> {
    let out = tempfile::tempdir().unwrap();
    let site = out.path().join("site");
    let output = spatz(&["--sicht", view], content, &site);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files =
        walkdir::WalkDir::new(&site).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(&site).unwrap().to_string_lossy().into_owned();
    files.map(|entry| (name(entry.path()), fs::read(entry.path()).unwrap())).collect()
}

/// The planted numbers that a site names: in the name of a file, in its bytes, or in what it holds packed.
fn found(site: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (name, bytes) in site {
        let text = format!("{name} {}", String::from_utf8_lossy(bytes)).to_lowercase();
        found.extend(marks(&text));
        if let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) {
            for number in 0..archive.len() {
                let mut text = String::new();
                archive.by_index(number).unwrap().read_to_string(&mut text).unwrap();
                found.extend(marks(&text.to_lowercase()));
            }
        }
    }
    found
}

fn marks(text: &str) -> BTreeSet<String> {
    let number = |(at, _): (usize, &str)| text.get(at + MARK.len()..at + MARK.len() + 2).unwrap_or("?").to_owned();
    text.match_indices(MARK).map(number).collect()
}

/// Where two sites differ: the names of files, and where their bytes part.
fn differences(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names: BTreeSet<_> = one.keys().chain(other.keys()).collect();
    let excerpt = |site: &BTreeMap<String, Vec<u8>>, name: &str, at: usize| {
        let bytes = site.get(name).map_or(&[][..], |bytes| &bytes[at.saturating_sub(60).min(bytes.len())..]);
        String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned()
    };
    let differ = names.into_iter().filter(|name| one.get(*name) != other.get(*name));
    let tell = |name: &String| {
        let bytes = |site: &BTreeMap<String, Vec<u8>>| site.get(name).cloned().unwrap_or_default();
        let at = bytes(one).iter().zip(bytes(other)).take_while(|(one, other)| **one == *other).count();
        format!("{name}: {} | {}", excerpt(one, name, at), excerpt(other, name, at))
    };
    differ.map(tell).collect()
}

/// Removing from the folder what a view may not see changes no byte of what is written for it.
#[test]
fn what_is_hidden_is_as_if_it_were_not_written() {
    let (with, without) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    plant(&[HIDDEN, REMARKS], with.path());
    plant(&[], without.path());
    git(with.path(), &["init", "--quiet"]);
    git(with.path(), &["add", "."]);
    git(with.path(), &["commit", "--quiet", "--message", "Kanarie-92"]);
    for view in ["oeffentlich", "rat"] {
        let (site, pristine) = (built(with.path(), view), built(without.path(), view));
        assert_eq!(found(&site), BTreeSet::new(), "{view}");
        assert_eq!(differences(&site, &pristine), Vec::<String>::new(), "{view}");
    }
}

/// That nothing is found means something only if all of it is there for those who may see it.
#[test]
fn who_may_see_it_finds_it() {
    let place = tempfile::tempdir().unwrap();
    plant(&[HIDDEN, REMARKS], place.path());
    let planted: BTreeSet<String> =
        HIDDEN.iter().flat_map(|(file, _, text)| marks(&format!("{file} {text}").to_lowercase())).collect();
    assert!(planted.len() > 25);
    let found = found(&built(place.path(), "intern"));
    assert_eq!(planted.difference(&found).collect::<Vec<_>>(), Vec::<&String>::new());
    let remarks: BTreeSet<String> = REMARKS.iter().flat_map(|(_, _, text)| marks(&text.to_lowercase())).collect();
    assert_eq!(remarks.intersection(&found).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// Output that not everybody may see says so on every page, asks not to be found, and stands in a folder of its own.
#[test]
fn what_is_not_for_everybody_says_so() {
    let place = tempfile::tempdir().unwrap();
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join(TOWN);
    for (view, folder) in [("oeffentlich", "public"), ("rat", "public-rat"), ("intern", "public-intern")] {
        let mut spatz = Command::new(env!("CARGO_BIN_EXE_spatz"));
        let spatz = spatz.current_dir(place.path()).args(["build", "--sicht", view, "--content"]).arg(&content);
        assert!(spatz.output().unwrap().status.success());
        let pages = pages(&place.path().join(folder));
        assert!(pages.len() > 100);
        for (page, html) in pages {
            let says = html.contains("<p class=\"banner\">");
            assert_eq!(says, view != "oeffentlich", "{view}: {page}");
            // A fragment is a piece of a page, and has no head.
            let hides = html.contains("<meta name=\"robots\" content=\"noindex\">") || page.contains("/fragmente/");
            assert!(!says || hides, "{view}: {page}");
        }
    }
}

/// The pages below a folder, but for those that only forward.
fn pages(site: &Path) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(site).into_iter().map(Result::unwrap);
    let pages = files.filter(|entry| entry.path().extension().is_some_and(|extension| extension == "html"));
    let read = pages.map(|entry| (entry.path().display().to_string(), fs::read_to_string(entry.path()).unwrap()));
    read.filter(|(_, html)| !html.contains("http-equiv=\"refresh\"")).collect()
}
