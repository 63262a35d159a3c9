//! What tells that files change while somebody writes: the one home of notify.
//!
//! It is a hint and no more. Changes can be missed (a network drive, too many folders), and some that are told are none;
//! whoever is told looks for himself, with a [`Folder`](super::Folder).

use std::fmt;
use std::path::Path;

use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// Tells of changes as long as it is kept.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Why a folder cannot be watched; the system's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WatchError(pub String);

impl fmt::Display for WatchError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Calls `changed`, from a thread of its own, for each change to what is below a folder.
///
/// # Errors
/// Where there is no such folder, or the system watches no more.
pub fn watch(folder: &Path, mut changed: impl FnMut() + Send + 'static) -> Result<Watch, WatchError> {
    let told = move |event: notify::Result<notify::Event>| match event {
        Ok(notify::Event { kind: EventKind::Access(_), .. }) => {}
        Ok(_) | Err(_) => changed(),
    };
    let mut watcher = notify::recommended_watcher(told).map_err(failed)?;
    watcher.watch(folder, RecursiveMode::Recursive).map_err(failed)?;
    Ok(Watch { _watcher: watcher })
}

fn failed(error: notify::Error) -> WatchError {
    WatchError(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn changes_are_told_and_looks_are_not() {
        let place = tempfile::tempdir().unwrap();
        let (sender, receiver) = mpsc::channel();
        let _watch = watch(place.path(), move || sender.send(()).unwrap_or_default()).unwrap();
        let file = place.path().join("a.md");
        fs::write(&file, "x").unwrap();
        receiver.recv_timeout(Duration::from_secs(10)).unwrap();
        while receiver.recv_timeout(Duration::from_millis(200)).is_ok() {}
        fs::read(&file).unwrap();
        assert!(receiver.recv_timeout(Duration::from_millis(200)).is_err());
        assert!(watch(&place.path().join("fehlt"), || ()).is_err());
    }
}
