//! The program as it is called: exit codes, formats, what it refuses to read or to write.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

const SITE: &str = "# erfundenes Beispiel\ntitel: Digitales Musterstadt\nstichtag: 2024-06-30\n";

const MODEL: &str = "\
titel: Reifegradmodell von Musterstadt
stufen: [Am Anfang, Begonnen]
dimensionen:
  dienste:
    titel: Onlinedienste
    stufen:
      1:
        dienste-1a: Ein Verzeichnis der Onlinedienste liegt vor.
";

/// A reference to nothing: one error.
const BROKEN: &str = "---\ntitel: Portal\nerfuellt: [dienste-1b]\n---\n";

/// A plan without beginning: one warning.
const ODD: &str = "---\ntitel: Portal\nplan: {ende: 2025}\n---\n";

// Exit codes

#[test]
fn exit_code_is_0_without_errors_and_1_with_errors() {
    let place = Place::new();
    assert_eq!(code(&place.check(&[])), 0);
    place.write("massnahmen/portal.md", ODD);
    assert_eq!(code(&place.check(&[])), 0, "a warning is no error");
    assert_eq!(code(&place.build("public", &[])), 0);
    place.write("massnahmen/portal.md", BROKEN);
    assert_eq!(code(&place.check(&[])), 1);
    assert_eq!(code(&place.build("public", &[])), 1);
}

#[test]
fn exit_code_is_2_for_wrong_usage() {
    let place = Place::new();
    for options in [
        ["--stichtag", "gestern"],
        ["--stichtag", "2024-02-30"],
        ["--stichtag", "31.12.2024"],
        ["--format", "xml"],
        ["--sicht", "alle"],
        ["--lang", "fr"],
        ["--base-url", "example.org"],
        ["--unbekannt", "1"],
    ] {
        let output = place.check(&options);
        assert_eq!(code(&output), 2, "{options:?}");
        assert!(stderr(&output).contains(options[0]), "{options:?} is not named: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{options:?}");
    }
    assert_eq!(code(&run(&mut spatz())), 2, "a command is needed");
    assert_eq!(code(&run(spatz().arg("bauen"))), 2);
}

#[test]
fn help_and_version_are_no_errors() {
    for option in ["--help", "--version"] {
        let output = run(spatz().arg(option));
        assert_eq!(code(&output), 0, "{option}");
        assert!(stdout(&output).contains("spatz"), "{option}");
    }
}

#[test]
fn deny_warnings_raises_them() {
    let place = Place::new();
    place.write("massnahmen/portal.md", ODD);
    let output = place.check(&["--deny-warnings"]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("--deny-warnings"), "the summary says why: {}", stdout(&output));
    assert_eq!(code(&place.build("public", &["--deny-warnings"])), 1);
    assert!(!place.path("public").exists(), "nothing is written");

    let without = Place::new();
    assert_eq!(code(&without.check(&["--deny-warnings"])), 0);
}

// Formats

#[test]
fn json_has_everything_about_a_finding() {
    let place = Place::new();
    place.write("massnahmen/portal.md", BROKEN);
    let output = place.check(&["--format", "json"]);
    let findings: Value = serde_json::from_slice(&output.stdout).unwrap();
    let expected = serde_json::json!([{
        "code": "E0203",
        "severity": "error",
        "file": "content/massnahmen/portal.md",
        "line": 3,
        "column": 12,
        "endLine": 3,
        "endColumn": 22,
        "message": "Kriterium `dienste-1b` gibt es nicht",
        "cause": findings[0]["cause"],
        "remedy": findings[0]["remedy"],
        "hints": ["meinten Sie `dienste-1a`?"],
    }]);
    assert_eq!(findings, expected);
    assert!(["cause", "remedy"].iter().all(|key| findings[0][key].as_str().is_some_and(|text| text.len() > 20)));
    assert!(stderr(&output).contains("1 Fehler"), "the summary stands apart: {}", stderr(&output));
}

#[test]
fn github_gets_workflow_commands() {
    let place = Place::new();
    place.write("massnahmen/portal.md", BROKEN);
    place.write("massnahmen/zweite.md", ODD);
    let output = stdout(&place.check(&["--format", "github"]));
    let lines: Vec<_> = output.lines().collect();
    assert!(
        lines[0].starts_with(
            "::error file=content/massnahmen/portal.md,line=3,endLine=3,col=12,endColumn=22,title=E0203::"
        ),
        "{output}"
    );
    assert_eq!(lines.len(), 1, "one line each: {output}");

    place.write("massnahmen/portal.md", ODD);
    let output = stdout(&place.check(&["--format", "github"]));
    assert_eq!(output.lines().filter(|line| line.starts_with("::warning file=")).count(), 2, "{output}");
}

#[test]
fn gitlab_gets_a_code_quality_report() {
    let place = Place::new();
    place.write("massnahmen/portal.md", ODD);
    place.write("massnahmen/zweite.md", ODD);
    let report: Value = serde_json::from_slice(&place.check(&["--format", "gitlab"]).stdout).unwrap();
    let issues = report.as_array().unwrap();
    assert_eq!(issues.len(), 2);
    for issue in issues {
        assert_eq!(issue["check_name"], "W0302");
        assert_eq!(issue["severity"], "minor");
        assert_eq!(issue["location"]["lines"]["begin"], 3);
        assert!(issue["description"].as_str().is_some_and(|text| !text.is_empty()));
        assert!(issue["location"]["path"].as_str().is_some_and(|path| path.starts_with("content/massnahmen/")));
    }
    assert_ne!(issues[0]["fingerprint"], issues[1]["fingerprint"]);
}

/// What a merge request shows as new must not be what was only moved.
#[test]
fn fingerprints_stay_when_lines_move_and_words_change() {
    let place = Place::new();
    let report = |text: &str, options: &[&str]| {
        place.write("massnahmen/portal.md", text);
        let output = place.check(&[&["--format", "gitlab"], options].concat());
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let of = |issue: &Value| (issue["fingerprint"].clone(), issue["location"]["lines"]["begin"].as_u64().unwrap());
        report.as_array().unwrap().iter().map(of).collect::<Vec<_>>()
    };
    let twice = "---\ntitel: Portal\nerfuellt: [dienste-1b, dienste-1b]\n---\n";
    let before = report(twice, &[]);
    let moved = report(&twice.replace("titel", "# neu\n\ntitel"), &["--lang", "en", "--content", "./content/"]);
    assert_eq!(before.len(), 2, "two findings alike are two: {before:?}");
    assert_ne!(before[0].0, before[1].0);
    for (before, moved) in before.iter().zip(&moved) {
        assert_eq!((&before.0, before.1 + 2), (&moved.0, moved.1));
    }
}

/// What programs read fits the schema that they are given, also where a second place explains the first.
#[test]
fn json_fits_its_schema() {
    let place = Place::new();
    place.write("massnahmen/portal.md", "---\ntitel: Portal\ntitel: Tor\nplan: {ende: 2025}\n---\n");
    place.write("massnahmen/zweite.md", ODD);
    let findings: Value = serde_json::from_slice(&place.check(&["--format", "json"]).stdout).unwrap();
    let related = &findings[0]["related"];
    assert_eq!((related["line"].as_u64(), related["endColumn"].as_u64()), (Some(2), Some(6)), "{findings:#}");
    let schema = spatz::diagnostics::findings_schema();
    let wrong: Vec<_> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&findings).map(|error| error.to_string()).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// Whoever asks for JSON gets it, whether there is an answer or a finding that keeps it back.
#[test]
fn every_answer_can_be_read_by_programs() {
    let place = Place::new();
    let json = |arguments: &[&str]| -> (i32, Value) {
        let output = run(place.spatz().args(arguments).args(["--format", "json"]));
        (code(&output), serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments:?}: {output:?}")))
    };
    let (status, explained) = json(&["explain", "E0203"]);
    assert_eq!((status, &explained["code"], &explained["severity"]), (0, &"E0203".into(), &"error".into()));
    assert_eq!(json(&["explain"]).1.as_array().map(Vec::len), Some(spatz::diagnostics::CODES.len()));
    assert_eq!(json(&["worte", "seite.stadtrat.titel"]).1["seite.stadtrat.titel"], "Stadtrat");
    assert_eq!(json(&["worte", "gibt es nicht, nirgends"]), (1, serde_json::json!({})));
    place.write("massnahmen/portal.md", BROKEN);
    for arguments in [&["explain", "dienste"][..], &["synopse", "--von", "2024-01-01"], &["build"], &["handout"]] {
        if arguments == ["handout"] && !cfg!(feature = "pdf") {
            continue;
        }
        let (status, findings) = json(arguments);
        assert_eq!((status, &findings[0]["code"]), (1, &"E0203".into()), "{arguments:?}");
    }
    let (status, findings) = json(&["publish", "web", "--zurueck"]);
    assert_eq!((status, &findings[0]["code"]), (1, &"E0503".into()));
    place.write("massnahmen/portal.md", ODD);
    let (status, findings) = json(&["synopse", "--von", "main~1"]);
    assert_eq!((status, &findings[0]["code"]), (1, &"E0801".into()));
}

#[test]
fn formats_for_machines_are_whole_without_findings_and_without_place() {
    let place = Place::new();
    for format in ["json", "gitlab"] {
        let output = place.check(&["--format", format]);
        assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), serde_json::json!([]), "{format}");
        let output = place.check(&["--format", format, "--theme", "gibt-es-nicht"]);
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report.as_array().map(Vec::len), Some(1), "{format}");
    }
    assert_eq!(stdout(&place.check(&["--format", "github"])), "");
}

#[test]
fn findings_are_plain_text_where_nobody_watches() {
    let place = Place::new();
    place.write("massnahmen/portal.md", BROKEN);
    for format in ["text", "human", "short"] {
        assert!(!stderr(&place.check(&["--format", format])).contains('\u{1b}'), "{format}");
    }
}

#[test]
fn colours_are_as_the_option_and_the_environment_say() {
    let place = Place::new();
    place.write("massnahmen/portal.md", BROKEN);
    let is_coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
        let output = run(place.spatz().args(arguments).envs(environment.iter().copied()));
        (stdout(&output) + &stderr(&output)).contains('\u{1b}')
    };
    for arguments in [&["check"][..], &["check", "--help"], &["check", "--unbekannt"]] {
        let with = |option: &'static str| [arguments, &["--color", option]].concat();
        assert!(is_coloured(&with("always"), &[("NO_COLOR", "1")]), "{arguments:?}");
        assert!(!is_coloured(&with("never"), &[("CLICOLOR_FORCE", "1")]), "{arguments:?}");
        assert!(is_coloured(&with("auto"), &[("CLICOLOR_FORCE", "1")]), "{arguments:?}");
        assert!(!is_coloured(arguments, &[("NO_COLOR", "1"), ("TERM", "xterm")]), "{arguments:?}");
    }
    assert!(!is_coloured(&["check", "--format", "json", "--color", "always"], &[]), "programs read no colours");
}

// explain

#[test]
fn explain_tells_cause_and_remedy() {
    for code in ["E0203", "e0203"] {
        let output = run(spatz().args(["explain", code]));
        assert_eq!(self::code(&output), 0);
        for part in ["E0203", "Ursache: ", "Abhilfe: "] {
            assert!(stdout(&output).contains(part), "{part} is missing: {}", stdout(&output));
        }
    }
}

#[test]
fn explain_of_an_unknown_code_fails() {
    let output = run(spatz().args(["explain", "e203x"]));
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("E203X"), "{}", stdout(&output));
    let output = run(spatz().args(["explain", "E9203"]));
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("E0203"), "a near one is offered: {}", stdout(&output));
}

#[test]
fn explain_without_a_code_lists_all() {
    let list = stdout(&run(spatz().arg("explain")));
    let codes: Vec<_> = list.lines().map(|line| line.split_once("  ").unwrap().0).collect();
    assert!(codes.len() > 50 && codes.windows(2).all(|pair| pair[0] < pair[1]), "{list}");
}

// Languages and dates

#[test]
fn language_changes_words_only() {
    let place = Place::new();
    place.write("massnahmen/portal.md", BROKEN);
    let findings = |language: &str| -> Vec<Value> {
        let output = place.check(&["--format", "json", "--lang", language]);
        assert_eq!(code(&output), 1);
        let Value::Array(findings) = serde_json::from_slice(&output.stdout).unwrap() else { panic!("a list") };
        let places = |finding: &Value| finding.as_object().unwrap().clone();
        findings
            .iter()
            .map(places)
            .map(|mut finding| {
                ["message", "cause", "remedy", "hints"].iter().for_each(|key| drop(finding.remove(*key)));
                Value::Object(finding)
            })
            .collect()
    };
    assert_eq!(findings("de"), findings("en"));

    place.write("massnahmen/portal.md", "---\ntitel: Portal\n---\n");
    for (language, options) in [("de", &[][..]), ("en", &["--lang", "en"])] {
        place.build(language, options);
        let page = fs::read_to_string(place.path(language).join("index.html")).unwrap();
        assert!(page.contains(&format!("lang=\"{language}\"")), "{language}");
    }
}

#[test]
fn as_of_date_of_the_command_line_overrides_the_contents() {
    let place = Place::new();
    for (options, expected) in [
        (&[][..], "2024-06-30"),
        (&["--stichtag", "2023-01-15"], "2023-01-15"),
        (&["--stichtag", "2023-Q1"], "2023-03-31"),
        (&["--stichtag", "2022"], "2022-12-31"),
    ] {
        assert_eq!(code(&place.build("public", options)), 0);
        assert_eq!(place.data("public")["stichtag"], expected, "{options:?}");
    }
}

// What is not read

#[test]
fn missing_content_folder_is_a_clear_error() {
    let place = Place::new();
    let output = run(place.spatz().args(["check", "--content", "gibt-es-nicht", "--format", "short"]));
    assert_eq!(code(&output), 1);
    assert!(stderr(&output).starts_with("gibt-es-nicht: Fehler[E0009]: "), "{}", stderr(&output));
    assert!(!stderr(&output).contains("panicked"));
}

#[test]
fn symbolic_links_are_refused() {
    let place = Place::new();
    place.write("massnahmen/portal.md", ODD);
    fs::write(place.path("geheim.md"), "---\ntitel: Geheim\n---\n").unwrap();
    symlink(place.path("geheim.md"), place.path("content/massnahmen/verweis.md")).unwrap();
    symlink(place.path("content/massnahmen"), place.path("content/projekte")).unwrap();
    place.refuses("E0002", &["content/massnahmen/verweis.md", "content/projekte"]);
}

/// `releases/current` is such a link.
#[test]
fn content_and_theme_may_stand_behind_a_link() {
    let place = Place::new();
    fs::create_dir(place.path("thema")).unwrap();
    fs::write(place.path("thema/eigen.css"), "").unwrap();
    symlink("content", place.path("inhalt")).unwrap();
    symlink("thema", place.path("aussehen")).unwrap();
    assert_eq!(code(&place.build("ohne", &["--theme", "thema"])), 0);
    let output = place.build("mit", &["--content", "inhalt", "--theme", "aussehen"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(tree(&place.path("mit")), tree(&place.path("ohne")));
}

#[test]
fn pipes_are_refused_and_not_waited_for() {
    let place = Place::new();
    fs::create_dir(place.path("content/massnahmen")).unwrap();
    let made = Command::new("mkfifo").arg(place.path("content/massnahmen/rohr.md")).status().unwrap();
    assert!(made.success());
    place.refuses("E0003", &["content/massnahmen/rohr.md"]);
}

#[test]
fn huge_files_are_refused() {
    let place = Place::new();
    place.write("glossar.yaml", "");
    let file = fs::File::options().write(true).open(place.path("content/glossar.yaml")).unwrap();
    file.set_len(8 * 1024 * 1024 + 1).unwrap();
    place.refuses("E0004", &["content/glossar.yaml"]);
}

#[test]
fn file_names_that_are_no_utf8_are_refused() {
    let place = Place::new();
    fs::create_dir(place.path("content/werte")).unwrap();
    let name = place.path("content/werte").join(OsStr::from_bytes(b"gr\xfcn.md"));
    if fs::write(name, "---\ntitel: X\n---\n").is_err() {
        return; // This file system has no such names.
    }
    place.refuses("E0006", &["content/werte/gr\u{fffd}n.md"]);
}

// Themes

#[test]
fn unknown_theme_is_an_error_that_lists_the_known() {
    let place = Place::new();
    let output = place.build("public", &["--theme", "hale", "--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0501".to_owned()]));
    assert!(stderr(&output).contains("halle"), "{}", stderr(&output));
    assert!(!place.path("public").exists());
}

#[test]
fn broken_template_is_an_error_that_names_the_file() {
    let place = Place::new();
    fs::create_dir_all(place.path("thema/templates")).unwrap();
    fs::write(place.path("thema/templates/seite.html"), "<p>{% if %}</p>").unwrap();
    let output = place.build("public", &["--theme", "thema", "--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0502".to_owned()]));
    assert!(stderr(&output).contains("seite.html"), "{}", stderr(&output));
    assert!(!place.path("public").exists());
    assert_eq!(code(&place.check(&["--theme", "thema"])), 1, "`check` goes the same path");
}

#[test]
fn theme_folder_overrides_file_by_file() {
    let place = Place::new();
    fs::create_dir(place.path("thema")).unwrap();
    fs::write(place.path("thema/eigen.css"), "p { color: red }\n").unwrap();
    assert_eq!(code(&place.build("mit", &["--theme", "thema"])), 0);
    assert_eq!(code(&place.build("ohne", &[])), 0);
    let (mut with, without) = (tree(&place.path("mit")), tree(&place.path("ohne")));
    // Behind the name stand the first digits of the SHA-256.
    assert_eq!(with.remove("eigen.0686dee82617.css").as_deref(), Some(&b"p { color: red }\n"[..]));
    // Lists of files and of what is kept name it too.
    let same = |path: &String| ![MANIFEST, "_headers"].contains(&path.as_str());
    with.retain(|path, _| same(path));
    assert!(with == without.into_iter().filter(|(path, _)| same(path)).collect());
}

/// A theme's addition stands behind the default style sheet, and a name like that of a file that pages ask for is told.
#[test]
fn theme_folder_adds_to_the_style_sheet_and_its_misspelt_files_are_told() {
    let place = Place::new();
    fs::create_dir_all(place.path("thema/templates/bloecke")).unwrap();
    fs::write(place.path("thema/zusatz.css"), "p { color: red }\n").unwrap();
    assert!(findings(&place.build("public", &["--theme", "thema", "--format", "short"])).is_empty());
    let site = tree(&place.path("public"));
    let (_, sheet) = site.iter().find(|(path, _)| path.starts_with("stil.")).unwrap();
    let sheet = String::from_utf8(sheet.clone()).unwrap();
    assert!(sheet.contains("/* ---- Tokens ---- */") && sheet.ends_with("p { color: red }\n"), "{sheet}");
    assert!(!site.keys().any(|path| path.contains("zusatz")), "it is no file of its own");

    fs::write(place.path("thema/templates/bloecke/card.html"), "").unwrap();
    let output = place.build("public", &["--theme", "thema", "--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (0, vec!["W0510".to_owned()]));
    assert!(stderr(&output).contains("meinten Sie `templates/bloecke/cards.html`?"), "{}", stderr(&output));
}

/// The content names a built-in theme, the command line another one.
#[test]
fn theme_of_the_content_gives_way_to_that_of_the_command_line() {
    let place = Place::new();
    place.build("halle", &[]);
    place.write("seite.yaml", format!("{SITE}thema: schlicht\n"));
    place.build("schlicht", &[]);
    place.build("wieder", &["--theme", "halle"]);
    let icon = |site: &str| tree(&place.path(site)).into_iter().find(|(path, _)| path.starts_with("symbol.")).unwrap();
    assert_eq!(icon("halle"), icon("wieder"));
    assert_ne!(icon("halle"), icon("schlicht"));
    place.write("seite.yaml", format!("{SITE}thema: ../anderswo\n"));
    place.refuses("E0205", &["content/seite.yaml:4:8"]);
}

#[test]
fn hidden_files_of_a_theme_are_not_published() {
    let place = Place::new();
    for path in ["thema/.git/config", "thema/.env", "thema/bilder/.DS_Store", "thema/_notiz.txt", "thema/eigen.css"] {
        fs::create_dir_all(place.path(path).parent().unwrap()).unwrap();
        fs::write(place.path(path), "").unwrap();
    }
    assert_eq!(code(&place.build("mit", &["--theme", "thema"])), 0);
    assert_eq!(code(&place.build("ohne", &[])), 0);
    let mut paths: Vec<_> = tree(&place.path("mit")).into_keys().collect();
    paths.retain(|path| !path.starts_with("eigen."));
    assert_eq!(paths, tree(&place.path("ohne")).into_keys().collect::<Vec<_>>());
}

// What is written

const MANIFEST: &str = ".spatz-dateien";

#[test]
fn failed_build_leaves_the_old_site() {
    let place = Place::new();
    place.build("public", &[]);
    let before = tree(place.folder.path());
    assert!(before.contains_key("public/index.html"));

    place.write("massnahmen/portal.md", BROKEN);
    assert_eq!(code(&place.build("public", &[])), 1);
    fs::remove_dir_all(place.path("content/massnahmen")).unwrap();
    assert_eq!(tree(place.folder.path()), before, "nothing is changed and nothing is left behind");
}

#[test]
fn what_is_gone_from_the_content_is_gone_from_the_site() {
    let place = Place::new();
    place.write("massnahmen/portal.md", ODD);
    place.build("public", &[]);
    assert!(tree(&place.path("public")).keys().any(|path| path.contains("massnahmen/portal")));
    fs::remove_dir_all(place.path("content/massnahmen")).unwrap();
    assert_eq!(code(&place.build("public", &[])), 0);
    assert!(!tree(&place.path("public")).keys().any(|path| path.contains("massnahmen/portal")));
}

#[test]
fn foreign_files_are_refused_and_untouched() {
    let place = Place::new();
    place.build("public", &[]);
    fs::create_dir(place.path("public/eigenes")).unwrap();
    fs::write(place.path("public/eigenes/notiz.txt"), "wichtig").unwrap();
    let before = tree(place.folder.path());
    let output = place.build("public", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0504".to_owned()]));
    assert!(stderr(&output).contains("eigenes/notiz.txt"), "{}", stderr(&output));
    assert_eq!(tree(place.folder.path()), before);

    let output = place.build("content", &["--format", "short"]);
    assert_eq!(findings(&output), ["E0504"], "the content itself is no target");
    assert_eq!(tree(place.folder.path()), before);
}

#[test]
fn changed_files_are_refused_and_untouched() {
    let place = Place::new();
    place.build("public", &[]);
    fs::write(place.path("public/index.html"), "von Hand").unwrap();
    let before = tree(place.folder.path());
    let output = place.build("public", &["--format", "short"]);
    assert_eq!((code(&output), findings(&output)), (1, vec!["E0504".to_owned()]));
    assert!(stderr(&output).contains("index.html"), "{}", stderr(&output));
    assert_eq!(tree(place.folder.path()), before);
}

/// The folder beside the target in which the site is put together.
const STAGE: &str = ".public.spatz-neu";

#[test]
fn foreign_files_beside_the_target_are_refused_and_untouched() {
    let folder = |place: &Place| {
        fs::create_dir(place.path(STAGE)).unwrap();
        fs::write(place.path(STAGE).join("brief.txt"), "wichtig").unwrap();
    };
    let link = |place: &Place| {
        fs::create_dir(place.path("anders")).unwrap();
        fs::write(place.path("anders/brief.txt"), "wichtig").unwrap();
        symlink("anders", place.path(STAGE)).unwrap();
    };
    for (make, named) in [(&folder as &dyn Fn(&Place), "/brief.txt"), (&link, "")] {
        let place = Place::new();
        make(&place);
        let before = tree(place.folder.path());
        let output = place.build("public", &["--format", "short"]);
        assert_eq!((code(&output), findings(&output)), (1, vec!["E0504".to_owned()]));
        assert!(stderr(&output).contains(&format!("{STAGE}{named}")), "{}", stderr(&output));
        assert_eq!(tree(place.folder.path()), before);
    }
}

#[test]
fn builds_at_once_end_well_or_are_refused_and_the_site_is_whole() {
    let place = Place::new();
    place.build("einzeln", &[]);
    let expected = tree(&place.path("einzeln"));
    for round in 0..8 {
        if round == 4 {
            fs::remove_dir_all(place.path("public")).unwrap();
        }
        let build =
            || place.spatz().args(["build", "--format", "short"]).stderr(Stdio::piped()).stdout(Stdio::null()).spawn();
        let builds: Vec<_> = (0..5).map(|_| build().unwrap()).collect();
        for build in builds {
            let output = build.wait_with_output().unwrap();
            let is_busy = code(&output) == 1 && findings(&output) == ["E0503"];
            assert!(code(&output) == 0 || is_busy, "{}", stderr(&output));
        }
        assert_eq!(tree(&place.path("public")), expected, "round {round}");
        assert!(!place.path(STAGE).exists(), "round {round}");
    }
}

#[test]
fn unwritable_target_is_an_error() {
    let place = Place::new();
    fs::write(place.path("datei"), "keine Website").unwrap();
    let before = tree(place.folder.path());
    for target in ["datei", "datei/public", "/proc/spatz/public"] {
        let output = place.build(target, &["--format", "short"]);
        assert_eq!((code(&output), findings(&output)), (1, vec!["E0503".to_owned()]), "{target}");
        assert_eq!(tree(place.folder.path()), before, "{target}");
    }
}

#[test]
fn check_writes_nothing() {
    let place = Place::new();
    let before = tree(place.folder.path());
    place.check(&[]);
    assert_eq!(tree(place.folder.path()), before);
}

// Tools

/// A folder of its own, with the content in `content/`.
struct Place {
    folder: TempDir,
}

impl Place {
    /// The smallest site there is.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("content")).unwrap();
        let place = Self { folder };
        place.write("seite.yaml", SITE);
        place.write("modell.yaml", MODEL);
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn spatz(&self) -> Command {
        let mut spatz = spatz();
        spatz.current_dir(self.folder.path());
        spatz
    }

    fn check(&self, options: &[&str]) -> Output {
        run(self.spatz().arg("check").args(options))
    }

    fn build(&self, out: &str, options: &[&str]) -> Output {
        run(self.spatz().args(["build", "--out", out]).args(options))
    }

    fn data(&self, out: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(out).join("daten/reifegrad.json")).unwrap()).unwrap()
    }

    /// Nothing but this finding, once for each of the places.
    fn refuses(&self, code: &str, places: &[&str]) {
        let output = self.check(&["--format", "short"]);
        let text = stderr(&output);
        let errors: Vec<_> = text.lines().filter(|line| line.contains("[E")).collect();
        assert_eq!(self::code(&output), 1);
        assert_eq!(errors.len(), places.len(), "{text}");
        for (line, place) in errors.iter().zip(places) {
            assert!(line.starts_with(&format!("{place}: ")) && line.contains(&format!("[{code}]")), "{text}");
        }
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

/// The exit code; a program that was killed has none.
fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The codes of the findings in the short format.
fn findings(output: &Output) -> Vec<String> {
    let code = |line: &str| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned());
    stderr(output).lines().filter_map(code).collect()
}

/// Every file below a folder, by path.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    let relative = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files.map(|file| (relative(file.path()), fs::read(file.path()).unwrap())).collect()
}

// Words

/// A key that the catalogue lacks would be printed as it is. Every page of the real content is searched for one, in both
/// languages.
#[test]
fn no_key_of_the_catalogue_is_printed() {
    let catalogue = include_str!("../src/messages/de.yaml");
    let sections: Vec<&str> = catalogue
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split(':').next())
        .collect();
    assert!(sections.contains(&"block") && sections.contains(&"spalte"), "{sections:?}");
    for language in ["de", "en"] {
        let out = tempfile::tempdir().unwrap();
        let site = out.path().join("public");
        let content = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
        let status = Command::new(env!("CARGO_BIN_EXE_spatz"))
            .args(["build", "--lang", language, "--content", content, "--out"])
            .arg(&site)
            .output()
            .unwrap();
        assert!(status.status.success());
        for entry in walkdir::WalkDir::new(&site).into_iter().filter_map(Result::ok) {
            // The pages about data name keys and files that are called as sections of the catalogue are.
            let names_keys = entry.path().parent().is_some_and(|folder| folder.ends_with("daten"));
            if entry.path().extension().is_some_and(|extension| extension == "html") && !names_keys {
                let text = fs::read_to_string(entry.path()).unwrap();
                for section in &sections {
                    assert!(
                        !text.contains(&format!(">{section}.")),
                        "{} prints a key of {section}",
                        entry.path().display()
                    );
                }
            }
        }
    }
}
