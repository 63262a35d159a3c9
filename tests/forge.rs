//! What `spatz new ci` and `spatz new hook` write, as it is run: every step of every template in the shell, with the
//! variables of its forge, and the hook by git.

#![expect(clippy::unwrap_used, reason = "what a test needs and does not get ends the test")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

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

const GOOD: &str = "---\ntitel: Portal\nerfuellt: [dienste-1a]\n---\n";

/// A reference to nothing: one error.
const BROKEN: &str = "---\ntitel: Portal\nerfuellt: [dienste-1b]\n---\n";

/// A plan without beginning: one warning.
const ODD: &str = "---\ntitel: Portal\nplan: {ende: 2025}\n---\n";

const FORGES: [(&str, &str); 3] = [
    ("gitlab", ".gitlab-ci.yml"),
    ("github", ".github/workflows/spatz.yml"),
    ("forgejo", ".forgejo/workflows/spatz.yml"),
];

// What is written

#[test]
fn templates_are_written_beside_what_is_there_and_replace_nothing() {
    for (forge, path) in FORGES {
        let place = Place::new();
        for _ in 0..2 {
            let output = place.spatz(&["new", "ci", forge]);
            assert!(output.status.success() && stdout(&output).contains(path), "{output:?}");
        }
        place.write(path, "eigen");
        fs::remove_file(place.path(".ci/spatz-holen.sh")).unwrap();
        let output = place.spatz(&["new", "ci", forge]);
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains("E0504") && stderr(&output).contains(path), "{}", stderr(&output));
        assert_eq!(fs::read_to_string(place.path(path)).unwrap(), "eigen");
        assert!(!place.path(".ci/spatz-holen.sh").exists(), "all or nothing");
    }
    assert_eq!(Place::new().spatz(&["new", "ci", "svn"]).status.code(), Some(2));
}

/// What keeps a template from giving away what it must not, and from showing the day before.
#[test]
fn templates_hold_what_they_promise() {
    for (forge, path) in FORGES {
        let place = Place::with(forge);
        let text = fs::read_to_string(place.path(path)).unwrap();
        for word in ["set -x", "xtrace", "${{ secrets.", "pull_request_target", "--sicht rat", "--sicht intern"] {
            assert!(!text.contains(word), "{path} holds {word}");
        }
        let builds = text
            .lines()
            .filter(|line| !line.contains('#'))
            .filter(|line| ["spatz build", "spatz publish"].iter().any(|command| line.contains(command)));
        assert!(builds.clone().count() >= 2);
        assert!(builds.clone().all(|line| line.contains("--stichtag \"$(date +%F)\"")), "{path}");
        assert!(text.contains("TZ: Europe/Berlin"), "{path}");
        let template = read(&place, path);
        if forge == "gitlab" {
            assert_eq!(template["variables"]["GIT_DEPTH"], "0");
            assert_eq!(template["pruefen"]["artifacts"]["reports"]["codequality"], "befunde.json");
            continue;
        }
        let jobs = template["jobs"].as_object().unwrap();
        for (name, job) in jobs {
            let mut checkouts = job["steps"].as_array().unwrap().iter().filter(|step| step["with"]["fetch-depth"] == 0);
            assert_eq!(checkouts.next().unwrap()["with"]["persist-credentials"], false, "{path}: {name}");
        }
        let condition = jobs["veroeffentlichen"]["if"].as_str().unwrap();
        assert!(condition.contains("event_name != 'pull_request'") && condition.contains("refs/heads/main"), "{path}");
        let rights = &template["permissions"];
        assert!(forge != "github" || *rights == serde_json::json!({"contents": "read"}));
    }
}

/// Programs that look at such files, where they are at hand.
#[test]
fn others_find_nothing_wrong_with_the_templates() {
    let place = Place::with("gitlab");
    place.spatz(&["new", "ci", "github"]);
    place.spatz(&["new", "ci", "forgejo"]);
    place.spatz(&["new", "hook"]);
    let [gitlab, github, forgejo] = FORGES.map(|(_, path)| path);
    place.approves("shellcheck", &[".ci/spatz-holen.sh", ".githooks/pre-commit"]);
    place.approves("check-jsonschema", &["--builtin-schema", "vendor.gitlab-ci", gitlab]);
    place.approves("check-jsonschema", &["--builtin-schema", "vendor.github-workflows", github, forgejo]);
}

// What is run

#[test]
fn every_step_for_gitlab_does_what_it_says() {
    let place = Place::with("gitlab");
    let template = read(&place, ".gitlab-ci.yml");
    let job = |name: &str| -> Output {
        let lines = |steps: &Value| -> Vec<String> {
            steps.as_array().unwrap().iter().map(|step| step.as_str().unwrap().to_owned()).collect()
        };
        let script = [lines(&template["default"]["before_script"]), lines(&template[name]["script"])].concat();
        place.bash(&["-eo", "pipefail"], &script.join("\n"), &GITLAB)
    };
    let checked = job("pruefen");
    assert!(checked.status.success(), "{}", stderr(&checked));
    assert_eq!(place.json("befunde.json"), serde_json::json!([]));

    let preview = job("vorschau");
    assert!(preview.status.success() && place.path("vorschau/index.html").is_file(), "{}", stderr(&preview));
    assert_eq!(
        fs::read_to_string(place.path("vorschau.env")).unwrap(),
        "VORSCHAU=https://stadt.pages.example/-/digital/website/-/jobs/7/artifacts/vorschau/index.html\n"
    );
    let pages = job("pages");
    assert!(pages.status.success() && place.path("public/index.html.gz").is_file(), "{}", stderr(&pages));
    assert!(!place.shows("public", "2024-06-30"), "the as-of date is that of the day");
    let published = job("webserver");
    assert!(published.status.success() && place.path("srv/current/index.html").is_file(), "{}", stderr(&published));

    place.write("content/massnahmen/portal.md", BROKEN);
    let checked = job("pruefen");
    assert!(!checked.status.success());
    assert!(stderr(&checked).contains("meinten Sie `dienste-1a`?"), "the log can be read: {}", stderr(&checked));
    assert_eq!(place.json("befunde.json")[0]["location"]["path"], "content/massnahmen/portal.md");
}

#[test]
fn every_step_for_github_does_what_it_says() {
    let place = Place::with("github");
    let template = read(&place, ".github/workflows/spatz.yml");
    place.steps(&template["jobs"]["pruefen"]).unwrap();
    assert!(place.path("vorschau/index.html").is_file());
    place.steps(&template["jobs"]["veroeffentlichen"]).unwrap();
    assert!(place.path("public/index.html").is_file());
    assert!(!place.shows("public", "2024-06-30"), "the as-of date is that of the day");

    place.write("content/massnahmen/portal.md", BROKEN);
    let (step, output) = place.steps(&template["jobs"]["pruefen"]).unwrap_err();
    assert_eq!(step, "Inhalt prüfen");
    assert!(stdout(&output).starts_with("::error file=content/massnahmen/portal.md,line=3,"), "{}", stdout(&output));
}

#[test]
fn every_step_for_forgejo_does_what_it_says() {
    let place = Place::with("forgejo");
    let template = read(&place, ".forgejo/workflows/spatz.yml");
    place.steps(&template["jobs"]["pruefen"]).unwrap();
    assert!(place.path("vorschau/index.html").is_file());
    place.steps(&template["jobs"]["veroeffentlichen"]).unwrap();
    assert!(place.path("srv/current/index.html").is_file());

    place.write("content/massnahmen/portal.md", BROKEN);
    let (step, output) = place.steps(&template["jobs"]["pruefen"]).unwrap_err();
    assert_eq!(step, "Inhalt prüfen");
    assert!(stderr(&output).contains("--> content/massnahmen/portal.md:3:12"), "{}", stderr(&output));
}

/// What is fetched runs only if it is what was meant.
#[test]
fn the_program_is_fetched_and_its_checksum_held() {
    let place = Place::with("gitlab");
    place.write("fremd/spatz", "#!/bin/sh\necho geholt\n");
    let address = format!("file://{}", place.path("fremd/spatz").display());
    let sum = stdout(&place.bash(&[], "sha256sum < fremd/spatz", &[]));
    let sum = sum.split(' ').next().unwrap();
    let fetch = |address: &str, sum: &str| {
        place.without_spatz("sh .ci/spatz-holen.sh", &[("SPATZ_ADRESSE", address), ("SPATZ_SHA256", sum)])
    };
    let refused = fetch(&address, &sum.replace(|c: char| c.is_ascii_digit(), "0"));
    assert!(!refused.status.success() && stderr(&refused).contains("Prüfsumme"), "{refused:?}");
    assert!(!place.path(".spatz-programm/spatz").exists());
    let asked = fetch("", "");
    assert!(!asked.status.success() && stderr(&asked).contains("SPATZ_ADRESSE"), "{asked:?}");
    let fetched = fetch(&address, sum);
    assert!(fetched.status.success() && stdout(&fetched) == "geholt\n", "{fetched:?}");
}

// The hook

#[test]
fn the_hook_looks_at_what_is_staged() {
    let place = Place::with_hook();
    place.write("content/massnahmen/portal.md", BROKEN);
    place.git(&["add", "-A"]).unwrap();
    place.write("content/massnahmen/portal.md", GOOD);
    let refused = place.git(&["commit", "-m", "falsch"]).unwrap_err();
    assert!(refused.contains("--> content/massnahmen/portal.md:3:12"), "{refused}");
    assert!(refused.contains("Der Commit ist nicht angelegt"), "{refused}");

    place.git(&["add", "-A"]).unwrap();
    place.write("content/massnahmen/portal.md", BROKEN);
    place.git(&["commit", "-m", "richtig"]).unwrap();
    assert_eq!(place.git(&["show", "HEAD:content/massnahmen/portal.md"]).unwrap(), GOOD);
    assert_eq!(fs::read_dir(place.path("tmp")).unwrap().count(), 0, "nothing is left behind");
}

/// `git commit FILE` commits another index than the one that stands in the repository.
#[test]
fn the_hook_looks_at_the_index_of_the_commit() {
    let place = Place::with_hook();
    place.write("content/massnahmen/portal.md", BROKEN);
    place.write("content/massnahmen/gut.md", GOOD);
    place.git(&["add", "-A"]).unwrap();
    place.git(&["commit", "-m", "nur das Gute", "content/massnahmen/gut.md"]).unwrap();
    assert!(place.git(&["commit", "-m", "auch das andere"]).is_err());
}

#[test]
fn the_hook_lets_pass_what_it_has_nothing_against() {
    let place = Place::with_hook();
    place.write("content/massnahmen/portal.md", ODD);
    place.git(&["add", "-A"]).unwrap();
    assert!(place.git(&["commit", "-m", "Warnung"]).unwrap().contains("W0302"), "a warning is told");
    place.write("brief.txt", "nicht im Inhalt");
    place.git(&["add", "-A"]).unwrap();
    assert!(!place.git(&["commit", "-m", "Brief"]).unwrap().contains("W0302"), "only content is checked");
    place.write("content/massnahmen/portal.md", BROKEN);
    let passed = place.without_spatz("git commit -qam ungeprüft", &[]);
    assert!(passed.status.success() && stderr(&passed).contains("nicht geprüft"), "{passed:?}");
}

/// What was published stands in an earlier version, which the hook has to find, in a linked work tree, too.
#[test]
fn the_hook_knows_earlier_versions() {
    let place = Place::with_hook();
    place.git(&["add", "-A"]).unwrap();
    place.git(&["commit", "-m", "Haken"]).unwrap();
    place.git(&["tag", "v1"]).unwrap();
    place.git(&["worktree", "add", "-q", "neben"]).unwrap();
    let report = format!("{SITE}berichte:\n  v: {{titel: Bericht, stand: 2024-03-31, fassung: v1}}\n");
    for folder in ["", "neben/"] {
        place.write(&format!("{folder}content/seite.yaml"), &report);
        place.write(&format!("{folder}content/massnahmen/portal.md"), ODD);
        let folder = place.path(folder).display().to_string();
        place.git(&["-C", &folder, "add", "content"]).unwrap();
        let told = place.git(&["-C", &folder, "commit", "-m", "Bericht"]).unwrap();
        assert!(told.contains("W0302") && !told.contains("W0801"), "{told}");
    }
}

/// A repository with content, and a home for git's settings.
struct Place(TempDir);

/// What GitLab says of a job.
const GITLAB: [(&str, &str); 8] = [
    ("CI", "true"),
    ("CI_PROJECT_PATH", "stadt/digital/website"),
    ("CI_PROJECT_ROOT_NAMESPACE", "stadt"),
    ("CI_PAGES_DOMAIN", "pages.example"),
    ("CI_PAGES_URL", "https://stadt.pages.example/digital/website"),
    ("CI_JOB_ID", "7"),
    ("CI_COMMIT_REF_SLUG", "neues-portal"),
    ("SPATZ_ORDNER", "srv"),
];

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().unwrap());
        place.write("content/seite.yaml", SITE);
        place.write("content/modell.yaml", MODEL);
        place.write("content/massnahmen/portal.md", GOOD);
        fs::create_dir(place.path("tmp")).unwrap();
        place.write(".gitignore", "/tmp/\n/.gitconfig\n/neben/\n");
        place.git(&["init", "-q", "-b", "main"]).unwrap();
        place.git(&["add", "-A"]).unwrap();
        place.git(&["commit", "-q", "-m", "Anfang"]).unwrap();
        place
    }

    /// With the templates of a forge.
    fn with(forge: &str) -> Self {
        let place = Self::new();
        assert!(place.spatz(&["new", "ci", forge]).status.success());
        place
    }

    /// With the hook, set up as the command says.
    fn with_hook() -> Self {
        let place = Self::new();
        let output = place.spatz(&["new", "hook"]);
        let told = stdout(&output);
        let (_, command) = told.trim_end().rsplit_once(": git ").unwrap();
        place.git(&command.split(' ').collect::<Vec<_>>()).unwrap();
        place
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&fs::read(self.path(path)).unwrap()).unwrap()
    }

    /// Whether the data of a site are as of this day.
    fn shows(&self, site: &str, day: &str) -> bool {
        self.json(&format!("{site}/daten/reifegrad.json"))["stichtag"] == day
    }

    /// A program in this place, with nothing of the environment but where programs and users' settings are.
    fn command(&self, program: &str, path: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.0.path()).env("PATH", path).env("HOME", self.0.path());
        command.env("TMPDIR", self.path("tmp")).env("LANG", "C.UTF-8");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), "Erfunden").env(format!("GIT_{role}_EMAIL"), "e@example.org");
        }
        command
    }

    fn spatz(&self, arguments: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_spatz"), "").args(arguments).output().unwrap()
    }

    /// What git says on both channels; what it says against it.
    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        let output = self.command("git", &with_spatz()).args(arguments).output().unwrap();
        let told = stdout(&output) + &stderr(&output);
        if output.status.success() { Ok(told) } else { Err(told) }
    }

    fn bash(&self, options: &[&str], script: &str, variables: &[(&str, &str)]) -> Output {
        let mut bash = self.command("bash", &with_spatz());
        bash.args(options).args(["-c", script]).envs(variables.iter().copied()).output().unwrap()
    }

    /// The same where the program is not installed.
    fn without_spatz(&self, script: &str, variables: &[(&str, &str)]) -> Output {
        let mut bash = self.command("bash", "/usr/bin:/bin");
        bash.args(["-c", script]).envs(variables.iter().copied()).output().unwrap()
    }

    /// Runs what a job runs in the shell, as GitHub and Forgejo do it; the step that fails and what it said.
    fn steps(&self, job: &Value) -> Result<(), (String, Output)> {
        let path = self.path("tmp/path");
        let path = path.to_str().unwrap();
        for step in job["steps"].as_array().unwrap() {
            let Some(script) = step["run"].as_str() else { continue };
            let output = self.bash(&["-e"], script, &[("GITHUB_PATH", path), ("CI", "true"), ("SPATZ_ORDNER", "srv")]);
            if !output.status.success() {
                return Err((step["name"].as_str().unwrap().to_owned(), output));
            }
        }
        assert_eq!(fs::read_to_string(path).unwrap().lines().last(), self.path(".spatz-programm").to_str());
        Ok(())
    }

    /// Has a program look at files, if it is installed.
    fn approves(&self, program: &str, arguments: &[&str]) {
        let path = env::var("PATH").unwrap_or_default();
        if let Ok(output) = self.command(program, &path).args(arguments).output() {
            assert!(output.status.success(), "{program}: {}{}", stdout(&output), stderr(&output));
        }
    }
}

/// Where programs are, this one first.
fn with_spatz() -> String {
    let folder = Path::new(env!("CARGO_BIN_EXE_spatz")).parent().unwrap();
    format!("{}:/usr/bin:/bin", folder.display())
}

/// A template as its forge reads it.
fn read(place: &Place, path: &str) -> Value {
    let template: BTreeMap<String, Value> =
        serde_yaml::from_str(&fs::read_to_string(place.path(path)).unwrap()).unwrap();
    template.into_iter().collect()
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
