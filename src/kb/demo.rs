//! The demo knowledge base: a fictional operator, embedded in the program and unpacked where it is asked for.

use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::error::KbError;
use super::intake::{Intake, IntakeOptions, IntakeRefusal};
use super::open::{Kb, Wish};
use super::place::Place;
use crate::model::{Announcement, Article, Axis, Moment, Term, TermKind, Zone, short_hash};
use crate::store::{StoreError, Tree, Who};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/demo");

/// The fact that marks a KB as the demo; its value is the version of the embedded files.
pub(super) const META: &str = "demo";

/// What keeps the embedded files from being read; a test excludes it.
#[derive(Debug, thiserror::Error)]
enum DemoError {
    #[error("data/demo/{file}, line {line}: {problem}")]
    Line { file: String, line: usize, problem: String },
    #[error(transparent)]
    Kb(#[from] KbError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DemoError> for KbError {
    fn from(error: DemoError) -> Self {
        match error {
            DemoError::Kb(error) => error,
            DemoError::Store(error) => error.into(),
            DemoError::Line { .. } => {
                KbError::Io { path: PathBuf::from("data/demo"), detail: error.to_string() }
            }
        }
    }
}

/// Eight hex digits that change with the embedded files.
pub fn version() -> String {
    let mut all = String::new();
    for file in FILES.files() {
        all.push_str(&short_hash(file.contents()));
    }
    short_hash(all.as_bytes()).chars().take(8).collect()
}

/// Opens the demo below a directory of data, unpacking it where it is not there yet.
///
/// # Errors
/// When it cannot be written or opened.
pub fn open(data_dir: &Path, who: &Who, now: Moment) -> Result<Kb, KbError> {
    let dir = data_dir.join(format!("demo-{}", version()));
    if Place::find(&dir).is_err() {
        unpack(&dir, who, now)?;
    }
    Kb::open(&dir, Wish::Read)
}

/// At which numbers and addresses the house of the demo is reached, as JSON.
const CONTACTS: &str = r#"["100196", "12300", "www.yunling.example"]"#;

/// Unpacks the demo into a directory. It is made beside and moved into place, so that two first starts at once and a
/// crash leave a whole one.
fn unpack(dir: &Path, who: &Who, now: Moment) -> Result<(), KbError> {
    let draft = dir.with_extension(format!("new-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&draft);
    let made = fill(&draft, who, now)
        .map_err(KbError::from)
        .and_then(|()| std::fs::rename(&draft, dir).map_err(KbError::io(dir)));
    if made.is_err() {
        let _ = std::fs::remove_dir_all(&draft);
        // Another first start was quicker.
        if Place::find(dir).is_ok() {
            return Ok(());
        }
    }
    made
}

/// Makes the demo KB in an empty directory, index included.
fn fill(dir: &Path, who: &Who, now: Moment) -> Result<(), DemoError> {
    let mut kb = Kb::create(dir, &Zone::default(), who, now)?;
    let options = IntakeOptions { name: "demo".into(), ..IntakeOptions::default() };
    kb.intake(who, now, &options, |intake| -> Result<((), String), DemoError> {
        let write = intake.write();
        write.set_meta(META, &version())?;
        write.set_meta(super::rulebook::CONTACTS, CONTACTS)?;
        for (tree, path) in trees()? {
            write.node(tree, &path)?;
        }
        for term in terms()? {
            write.put_term(&term)?;
        }
        let announcements: Vec<(usize, Announcement)> = json_lines("announcements.jsonl")?;
        for (_, announcement) in announcements {
            write.put_announcement(&announcement)?;
        }
        for Pin { article, from, until } in pins()? {
            write.pin(&article, from, until)?;
        }
        let mut count = 0;
        let mut names: Vec<String> = file_names().filter(|name| name.ends_with(".jsonl")).collect();
        names.sort();
        for name in names.iter().filter(|name| *name != "announcements.jsonl") {
            count += take_file(intake, name)?;
        }
        Ok(((), format!("{{\"added\":{count}}}")))
    })?;
    kb.sync()?;
    Ok(())
}

fn take_file(intake: &mut Intake<'_>, name: &str) -> Result<usize, DemoError> {
    let articles: Vec<(usize, Article)> = json_lines(name)?;
    let count = articles.len();
    for (line, article) in articles {
        intake.take(&article, None, false).map_err(|error| match error {
            IntakeRefusal::Store(error) => DemoError::Store(error),
            other => DemoError::Line { file: name.to_owned(), line, problem: other.to_string() },
        })?;
    }
    Ok(count)
}

fn file_names() -> impl Iterator<Item = String> {
    FILES.files().map(|file| file.path().to_string_lossy().into_owned())
}

fn text(name: &str) -> Result<&'static str, DemoError> {
    FILES.get_file(name).and_then(|file| file.contents_utf8()).ok_or_else(|| DemoError::Line {
        file: name.to_owned(),
        line: 0,
        problem: "it is not there, or not UTF-8".into(),
    })
}

fn json_lines<T: for<'de> Deserialize<'de>>(name: &str) -> Result<Vec<(usize, T)>, DemoError> {
    text(name)?
        .lines()
        .zip(1..)
        .map(|(json, line)| {
            serde_json::from_str(json).map(|value| (line, value)).map_err(|error| DemoError::Line {
                file: name.to_owned(),
                line,
                problem: error.to_string(),
            })
        })
        .collect()
}

fn toml_file<T: for<'de> Deserialize<'de>>(name: &str) -> Result<T, DemoError> {
    toml::from_str(text(name)?).map_err(|error| DemoError::Line {
        file: name.to_owned(),
        line: 0,
        problem: error.to_string(),
    })
}

fn terms() -> Result<Vec<Term>, DemoError> {
    let name = "terms.tsv";
    text(name)?
        .lines()
        .zip(1..)
        .skip(1)
        .map(|(row, line)| {
            let mut cells = row.split('\t').map(str::to_owned);
            let mut next = || cells.next().unwrap_or_default();
            let (kind, term, customer, note) = (next(), next(), next(), next());
            let kind = TermKind::from_word(&kind).ok_or_else(|| DemoError::Line {
                file: name.to_owned(),
                line,
                problem: format!("{kind:?} is no kind of term"),
            })?;
            Ok(Term { kind, term, customer, note })
        })
        .collect()
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pin {
    article: String,
    from: jiff::civil::Date,
    until: Option<jiff::civil::Date>,
}

fn pins() -> Result<Vec<Pin>, DemoError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        pin: Vec<Pin>,
    }
    Ok(toml_file::<File>("hot.toml")?.pin)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TreeFile {
    region: Vec<Vec<String>>,
    product: Vec<Vec<String>>,
    customer: Vec<Vec<String>>,
}

fn trees() -> Result<Vec<(Tree, Vec<String>)>, DemoError> {
    let file: TreeFile = toml_file("trees.toml")?;
    let all = [(Axis::Region, file.region), (Axis::Product, file.product), (Axis::Customer, file.customer)];
    Ok(all
        .into_iter()
        .flat_map(|(axis, paths)| paths.into_iter().map(move |path| (Tree::Axis(axis), path)))
        .collect())
}
