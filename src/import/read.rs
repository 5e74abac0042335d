//! Finds the files and hands each to the reader of its format.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::item::{Item, RawRow, Summary};
use super::options::{Format, Options};
use super::reason::{ImportError, Reason};
use super::run::Run;
use super::{csv, document, jsonl, markdown, page, workbook};

/// Reads a file, or every file of a folder, and yields one item a row.
///
/// Of a folder, every file whose ending is known is read in the order of their paths, folders within
/// it too; what is hidden or linked is not followed. `progress` hears how many bytes of how many are done;
/// `each` gets every row and may break off. Ids must differ in all that is read at once.
///
/// # Errors
/// When nothing can be read at all. Whatever is wrong with a row is a refused [`Item`].
pub fn read(
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(u64, u64),
    each: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<Summary, ImportError> {
    let unreadable = |source| ImportError::Read { path: path.to_owned(), source };
    let is_folder = fs::metadata(path).map_err(unreadable)?.is_dir();
    let mut files = Vec::new();
    if is_folder {
        collect(path, "", &mut files).map_err(unreadable)?;
        if let Some(format) = options.format {
            files.retain(|file| file.format == format);
        }
        if files.is_empty() {
            return Err(ImportError::EmptyFolder { path: path.to_owned() });
        }
    } else {
        let format = match options.format.or_else(|| Format::of_ending(path)) {
            Some(format) => format,
            None => Format::of_content(&head(path).map_err(unreadable)?)
                .ok_or_else(|| ImportError::UnknownFormat { path: path.to_owned() })?,
        };
        let size = fs::metadata(path).map_err(unreadable)?.len();
        let relative = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        files.push(Found { path: path.to_owned(), relative, format, size });
    }
    let total = files.iter().map(|file| file.size).sum();
    let mut run = Run::new(options, total, progress, each)?;
    let mut closed = 0;
    for file in files {
        run.open(file.path.clone());
        let done = match file.format {
            Format::Jsonl => jsonl::read(&mut run, &file.path),
            Format::Csv => csv::read(&mut run, &file.path),
            Format::Workbook => workbook::read(&mut run, &file.path),
            Format::Markdown => markdown::read(&mut run, &file.path, &file.relative),
            Format::Html => page::read(&mut run, &file.path, &file.relative),
            Format::Word => document::word(&mut run, &file.path, &file.relative),
            Format::Pdf => document::pdf(&mut run, &file.path, &file.relative),
        };
        let flow = match done {
            Ok(flow) => flow,
            // One bad file of a folder does not stop the rest.
            Err(error) if is_folder => run.refuse(1, Reason::Unreadable(error.to_string()), RawRow::File),
            Err(error) => return Err(unreadable(error)),
        };
        if flow.is_break() {
            break;
        }
        closed += file.size;
        run.close(closed);
    }
    Ok(run.finish())
}

struct Found {
    path: PathBuf,
    relative: String,
    format: Format,
    size: u64,
}

/// Collects the files below a folder in the order of their paths.
fn collect(folder: &Path, prefix: &str, files: &mut Vec<Found>) -> io::Result<()> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        // A link may lead round in a circle, or out of what the user named.
        if name.starts_with('.') || kind.is_symlink() {
            continue;
        }
        let path = entry.path();
        let relative = format!("{prefix}{name}");
        if kind.is_dir() {
            // A folder that may not be entered costs its own files only, but the reader must hear of it.
            if collect(&path, &format!("{relative}/"), files).is_err() {
                files.push(Found { path, relative, format: Format::Markdown, size: 0 });
            }
            continue;
        }
        let is_json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
        // A `.json` file beside articles is seldom a list of articles: it is read when it is named itself.
        if let Some(format) = Format::of_ending(&path).filter(|_| !is_json) {
            let size = entry.metadata()?.len();
            files.push(Found { path, relative, format, size });
        }
    }
    Ok(())
}

fn head(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(1 << 16).read_to_end(&mut head)?;
    Ok(head)
}
