//! One size: content for all, a first run of each to look at what it made, then the rounds.

use std::cell::Cell;
use std::error::Error;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::contestants::{Contestant, SPATZ};
use crate::corpus::Corpus;
use crate::everything;
use crate::floor;
use crate::measure::{Cost, measure};
use crate::site::{self, Size};
use crate::tools::Tool;

/// What somebody's runs came to.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Whose.
    pub(crate) name: String,
    /// The median.
    pub(crate) cost: Cost,
    /// What was written: files and bytes.
    pub(crate) written: (usize, u64),
}

/// A size to be tried.
#[derive(Debug)]
pub(crate) struct Trial {
    folder: PathBuf,
    corpus: Corpus,
    rounds: u32,
    /// How many sites have been moved aside.
    aside: Cell<u32>,
}

/// One who runs: in a folder, a command that writes to another folder.
struct Runner {
    name: String,
    folder: PathBuf,
    command: Vec<OsString>,
    out: PathBuf,
    /// Whether it starts from nothing.
    anew: bool,
    written: (usize, u64),
}

/// Removes a folder, if it is there.
///
/// # Errors
/// If it cannot be removed.
pub(crate) fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

impl Trial {
    /// In a new folder below `work`.
    ///
    /// # Errors
    /// If it is there, or cannot be made.
    pub(crate) fn new(work: &Path, name: &str, corpus: Corpus, rounds: u32) -> Result<Trial, Box<dyn Error>> {
        fs::create_dir_all(work)?;
        let folder = fs::canonicalize(work)?.join(name);
        fs::create_dir(&folder)?;
        Ok(Trial { folder, corpus, rounds, aside: Cell::default() })
    }

    /// The floor, each generator, and Spatz where nothing has changed.
    ///
    /// # Errors
    /// If one fails, or its site is not equivalent.
    pub(crate) fn equivalent(&self, present: &[(Contestant, Tool)]) -> Result<Vec<Row>, Box<dyn Error>> {
        let mut runners = Vec::new();
        let mut first: Option<Size> = None;
        for (one, tool) in present {
            let (runner, size) = self.prepared(one, tool)?;
            let like = *first.get_or_insert(size);
            if !size.is_like(like) {
                return Err(
                    format!("{}: its pages are not as long as the first one's: {size:?}, {like:?}", one.name).into()
                );
            }
            if one.name == SPATZ.name {
                runners.push(self.floor(&runner)?);
            }
            runners.push(runner);
        }
        if let Some(at) = runners.iter().position(|runner| runner.name == SPATZ.name) {
            let again = unchanged(&runners[at]);
            runners.insert(at + 1, again);
        }
        self.run(&runners)
    }

    /// The floor, and Spatz with everything that it does, anew and where nothing has changed.
    ///
    /// # Errors
    /// If it fails.
    pub(crate) fn everything(&self) -> Result<Vec<Row>, Box<dyn Error>> {
        let folder = self.folder.join("everything");
        everything::write(self.corpus, &folder)?;
        let tool = (SPATZ.tool)(&self.folder)?;
        let out = self.folder.join("site-everything");
        let mut runner = self.runner("Spatz, everything on", &folder, tool.with((SPATZ.arguments)(&out)), out);
        self.once(&runner)?;
        runner.written = written(&runner.out)?;
        let floor = self.floor(&runner)?;
        let again = unchanged(&runner);
        self.run(&[floor, runner, again])
    }

    fn runner(&self, name: &str, folder: &Path, command: Vec<OsString>, out: PathBuf) -> Runner {
        Runner { name: name.to_owned(), folder: folder.to_owned(), command, out, anew: true, written: (0, 0) }
    }

    /// Gives a generator its content, runs it once and looks at what it made.
    fn prepared(&self, one: &Contestant, tool: &Tool) -> Result<(Runner, Size), Box<dyn Error>> {
        let folder = self.folder.join(format!("for-{}", one.name));
        (one.write)(self.corpus, &folder)?;
        let out = self.folder.join(format!("site-{}", one.name));
        let mut runner = self.runner(one.name, &folder, tool.with((one.arguments)(&out)), out);
        self.once(&runner)?;
        let size =
            site::look(&runner.out, one.places, self.corpus).map_err(|error| format!("{}: {error}", one.name))?;
        runner.written = (size.files, size.bytes);
        Ok((runner, size))
    }

    /// The floor for what somebody made: the same files, of the same sizes.
    fn floor(&self, of: &Runner) -> Result<Runner, Box<dyn Error>> {
        let list = self.folder.join("list");
        floor::list(&of.out, &list)?;
        let out = self.folder.join("site-floor");
        let program = [std::env::current_exe()?.into(), "floor".into()];
        let paths = [of.folder.clone(), list, out.clone()].map(OsString::from);
        let runner = self.runner("floor", &of.folder, program.into_iter().chain(paths).collect(), out);
        Ok(Runner { written: of.written, ..runner })
    }

    /// Runs all in turn, several times.
    fn run(&self, runners: &[Runner]) -> Result<Vec<Row>, Box<dyn Error>> {
        let mut costs = vec![Vec::new(); runners.len()];
        for _ in 0..self.rounds {
            for (runner, costs) in runners.iter().zip(&mut costs) {
                costs.push(self.once(runner)?);
            }
        }
        let row = |(runner, costs): (&Runner, &Vec<Cost>)| Row {
            name: runner.name.clone(),
            cost: Cost::median(costs),
            written: runner.written,
        };
        Ok(runners.iter().zip(&costs).map(row).collect())
    }

    /// One run. What others have written is on the disk before it begins, so that nobody waits for somebody else's bytes;
    /// and nothing is deleted, which would make the next ones slower on many a file system.
    fn once(&self, runner: &Runner) -> Result<Cost, Box<dyn Error>> {
        if runner.anew && runner.out.exists() {
            self.aside.update(|count| count + 1);
            fs::rename(&runner.out, self.folder.join(format!("before-{}", self.aside.get())))?;
        }
        rustix::fs::sync();
        eprintln!("{} records: {}", self.corpus.records, runner.name);
        measure(&runner.command, &runner.folder, &self.folder.join("log"))
    }
}

/// The same again, onto what is there.
fn unchanged(runner: &Runner) -> Runner {
    Runner {
        name: format!("{}, nothing changed", runner.name),
        folder: runner.folder.clone(),
        command: runner.command.clone(),
        out: runner.out.clone(),
        anew: false,
        written: (0, 0),
    }
}

fn written(site: &Path) -> Result<(usize, u64), Box<dyn Error>> {
    let files = floor::files(site)?;
    Ok((files.len(), files.iter().map(|(_, size)| size).sum()))
}
