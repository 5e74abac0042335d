//! Where an export is written to: standard output, a file, a folder. What was there stays until all of the new is written.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use crate::cli::error::CliError;
use crate::customer::pack;

/// In every folder that an export has made: such a folder may be replaced by the next one.
const MARK: &str = ".zhixi-export";

/// Writes to a file, or to standard output where there is none or it is `-`.
///
/// # Errors
/// Those of `write`; that the place cannot be written; [`CliError::Closed`] when the reader of standard output went away.
pub fn write<T>(
    file: Option<&Path>,
    write: impl FnOnce(&mut dyn io::Write, &Path) -> Result<Option<T>, CliError>,
) -> Result<Option<T>, CliError> {
    match file.filter(|file| file.as_os_str() != "-") {
        Some(file) => to_file(file, write),
        None => to_stdout(write),
    }
}

/// Written beside and moved into place: a full disk leaves the file that was there, and so does nothing to write.
fn to_file<T>(
    file: &Path,
    write: impl FnOnce(&mut dyn io::Write, &Path) -> Result<Option<T>, CliError>,
) -> Result<Option<T>, CliError> {
    let at = CliError::file(file);
    // A pipe or a device is written to as it is: moving a file over it would destroy it.
    if fs::metadata(file).is_ok_and(|meta| !meta.is_file()) {
        let mut out = BufWriter::new(File::options().write(true).open(file).map_err(&at)?);
        let done = write(&mut out, file)?;
        out.flush().map_err(&at)?;
        return Ok(done);
    }
    let draft = beside(file, ".new");
    let written = (|| -> Result<Option<T>, CliError> {
        let mut out = BufWriter::new(File::create(&draft).map_err(&at)?);
        let Some(done) = write(&mut out, file)? else { return Ok(None) };
        let inner = out.into_inner().map_err(|error| at(error.into_error()))?;
        inner.sync_all().map_err(&at)?;
        fs::rename(&draft, file).map_err(&at)?;
        Ok(Some(done))
    })();
    if !matches!(written, Ok(Some(_))) {
        let _ = fs::remove_file(draft);
    }
    written
}

fn to_stdout<T>(
    write: impl FnOnce(&mut dyn io::Write, &Path) -> Result<Option<T>, CliError>,
) -> Result<Option<T>, CliError> {
    let mut out = Watched { inner: BufWriter::new(io::stdout().lock()), failed: None };
    let done = write(&mut out, Path::new("-")).and_then(|done| {
        out.flush().map_err(CliError::file(Path::new("-")))?;
        Ok(done)
    });
    match (done, out.failed) {
        (Ok(done), _) => Ok(done),
        // Whoever read our output has enough.
        (Err(_), Some(io::ErrorKind::BrokenPipe)) => Err(CliError::Closed),
        (Err(error), _) => Err(error),
    }
}

/// A writer that remembers how it failed.
struct Watched<W> {
    inner: W,
    failed: Option<io::ErrorKind>,
}

impl<W: io::Write> io::Write for Watched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.inner.write(bytes).inspect_err(|error| self.failed = Some(error.kind()))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush().inspect_err(|error| self.failed = Some(error.kind()))
    }
}

/// Writes the files of a pack into a folder, which is then in the place of the one that an earlier export made there; how
/// many they are.
///
/// # Errors
/// [`CliError::Usage`] for a folder that holds something else; that it cannot be written.
pub fn write_folder(folder: &Path, files: impl Iterator<Item = pack::File>) -> Result<usize, CliError> {
    // Behind a link the folder itself is replaced, not the link.
    let folder = &folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let (draft, old) = (beside(folder, ".new"), beside(folder, ".old"));
    for place in [folder, &draft, &old] {
        may_be_replaced(place)?;
    }
    clear(&draft)?;
    let written = fill(&draft, files).and_then(|count| {
        put(&draft, folder, &old)?;
        Ok(count)
    });
    if written.is_err() {
        let _ = fs::remove_dir_all(&draft);
    }
    written
}

fn fill(draft: &Path, files: impl Iterator<Item = pack::File>) -> Result<usize, CliError> {
    let at = CliError::file(draft);
    fs::create_dir_all(draft).map_err(&at)?;
    // First of all, so that what a crash leaves behind is known for what it is.
    fs::write(draft.join(MARK), "").map_err(&at)?;
    let mut count = 0;
    for file in files {
        let path = draft.join(&file.path);
        if let Some(above) = path.parent() {
            fs::create_dir_all(above).map_err(CliError::file(above))?;
        }
        fs::write(&path, &file.text).map_err(CliError::file(&path))?;
        count += 1;
    }
    Ok(count)
}

/// Puts the new folder in the place of the old one, and the old one back when that fails.
fn put(draft: &Path, folder: &Path, old: &Path) -> Result<(), CliError> {
    let at = CliError::file(folder);
    clear(old)?;
    let stood = folder.exists();
    if stood {
        fs::rename(folder, old).map_err(&at)?;
    }
    if let Err(error) = fs::rename(draft, folder) {
        if stood {
            let _ = fs::rename(old, folder);
        }
        return Err(at(error));
    }
    clear(old)
}

fn may_be_replaced(place: &Path) -> Result<(), CliError> {
    if !place.exists() {
        return Ok(());
    }
    let is_empty = fs::read_dir(place).is_ok_and(|mut entries| entries.next().is_none());
    if is_empty || place.join(MARK).is_file() {
        return Ok(());
    }
    Err(CliError::Usage("export.not_ours", place.display().to_string()))
}

fn clear(place: &Path) -> Result<(), CliError> {
    match fs::remove_dir_all(place) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(CliError::file(place)(error)),
        _ => Ok(()),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
