//! `zhixi import`

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::args::{FaceArg, FormatArg, ImportArgs, StageArg};
use super::context::Context;
use super::error::CliError;
use super::finding::{self, FindingJson};
use super::progress::Progress;
use crate::customer::finding::Severity;
use crate::i18n::Messages;
use crate::import::feedback::Unreadable;
use crate::import::{Format, Item, Note, Options, RawRow, Reason, Rejects, RowError, read};
use crate::kb::{Intake, IntakeOptions, IntakeRefusal, Kb, KbError, Landed, Place, Wish};
use crate::model::{Channels, Face, Stage, Zone};
use crate::text::clean::one_line;

/// What was done, for programs.
#[derive(Debug, Default, Serialize)]
struct Report {
    batch: i64,
    read: u64,
    added: u64,
    revised: u64,
    unchanged: u64,
    refused: u64,
    equal_questions: u64,
    repeated: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    dry_run: bool,
    unknown: BTreeMap<String, UnknownJson>,
    /// What the gate would have said of texts that went out without it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gate: Vec<GateJson>,
    errors: Vec<ErrorJson>,
    /// What people are told besides.
    #[serde(skip)]
    notes: Vec<(PathBuf, Note)>,
}

/// A text that was published by the import, and what stops it elsewhere.
#[derive(Debug, Serialize)]
struct GateJson {
    id: String,
    findings: Vec<FindingJson>,
    /// For people.
    #[serde(skip)]
    lines: Vec<String>,
}

#[derive(Debug, Serialize)]
struct UnknownJson {
    count: u64,
    suggestion: Option<String>,
}

#[derive(Debug, Serialize)]
struct ErrorJson {
    file: String,
    sheet: Option<String>,
    row: u64,
    reason: String,
}

/// So many refused rows are named to people; programs and `--rejects` get all.
const NAMED: usize = 20;
/// So many texts that went out without the gate are looked at.
const GATED: usize = 1_000;
/// So many refused rows are held for the report; a file of nothing but bad rows must not fill the memory.
const HELD: usize = 100_000;

pub fn run(context: &mut Context, args: &ImportArgs) -> Result<u8, CliError> {
    let Some(dir) = context.named_kb() else {
        return Err(CliError::Usage("import.name_a_kb", String::new()));
    };
    for file in &args.files {
        std::fs::metadata(file).map_err(CliError::file(file))?;
    }
    if args.feedback {
        return feedback(context, args, &dir);
    }
    if args.questions {
        return questions(context, args, &dir);
    }
    let mut target = Target::open(context, &dir)?;
    let report =
        mapping(args, &target.kb).and_then(|mapping| take_in(context, args, mapping, &mut target.kb));
    let report = match report {
        Ok(report) => report,
        Err(error) => {
            target.undo();
            return Err(error);
        }
    };
    let mut report = report;
    if args.dry_run {
        target.undo();
    } else {
        context.sync(&mut target.kb)?;
        // In a knowledge base that this import made there was nothing to go around.
        if target.made.is_none() {
            report.gate = gate(context, &target.kb, report.batch)?;
        } else if !args.json && target.kb.terms()?.is_empty() {
            // Without it nothing knows what the house's own words, systems and forbidden words are.
            context.say(context.messages.get("import.no_terms"));
        }
    }
    tell(context, args, &report)?;
    Ok(u8::from(report.refused > 0))
}

/// What the gate would have said of the texts that a batch put in use: a reviewer may do so, and is told.
fn gate(context: &Context, kb: &Kb, batch: i64) -> Result<Vec<GateJson>, CliError> {
    let mut out: Vec<(String, String)> = Vec::new();
    kb.batch_articles(batch, &mut |article| {
        if article.stage == Stage::Published {
            out.push((article.id, article.uuid));
        }
        out.len() < GATED
    })?;
    let mut told = Vec::new();
    for (id, uuid) in out {
        let mut found = kb.check(&uuid, context.now())?;
        found.retain(|checked| checked.finding.severity == Severity::Error && checked.waiver.is_none());
        if !found.is_empty() {
            let lines =
                found.iter().map(|checked| finding::line(&checked.finding, &context.messages)).collect();
            told.push(GateJson { id, findings: found.iter().map(FindingJson::from).collect(), lines });
        }
    }
    Ok(told)
}

/// Rows of a file that cannot be read.
type Bad<'a> = [(&'a PathBuf, Unreadable)];

fn bad_json(refused: &Bad<'_>) -> Vec<serde_json::Value> {
    let one = |(path, bad): &(&PathBuf, Unreadable)| serde_json::json!({ "file": path, "row": bad.line, "reason": bad.detail });
    refused.iter().map(one).collect()
}

fn say_bad(context: &Context, refused: &Bad<'_>) {
    for (path, bad) in refused {
        let what: [(&str, &dyn std::fmt::Display); 3] =
            [("file", &path.display()), ("row", &bad.line), ("reason", &bad.detail)];
        context.say(&context.messages.fill("import.feedback_refused", &what));
    }
}

/// Takes over what desks have exported: flags, proposals, gaps.
fn feedback(context: &Context, args: &ImportArgs, dir: &Path) -> Result<u8, CliError> {
    let mut kb = Kb::open(dir, Wish::Write)?;
    let (mut given, mut refused) = (Vec::new(), Vec::new());
    for path in &args.files {
        let at = CliError::file(path);
        let file = std::fs::File::open(path).map_err(&at)?;
        let (lines, bad) = crate::import::feedback::read(std::io::BufReader::new(file)).map_err(&at)?;
        given.extend(lines);
        refused.extend(bad.into_iter().map(|bad| (path, bad)));
    }
    let new = kb.take_exported(&context.who, &given, context.now())?;
    let known = given.len() - new;
    if args.json {
        let errors = bad_json(&refused);
        let report = serde_json::json!({
            "read": given.len() + refused.len(), "added": new, "unchanged": known,
            "refused": refused.len(), "errors": errors,
        });
        context.json(&report)?;
    } else {
        let counts: [(&str, &dyn std::fmt::Display); 2] = [("new", &new), ("known", &known)];
        context.line(&context.messages.fill("import.feedback", &counts))?;
        say_bad(context, &refused);
    }
    Ok(u8::from(!refused.is_empty()))
}

/// Takes in questions that customers ask elsewhere.
fn questions(context: &Context, args: &ImportArgs, dir: &Path) -> Result<u8, CliError> {
    let mut kb = Kb::open(dir, Wish::Write)?;
    let (mut asked, mut refused) = (Vec::new(), Vec::new());
    for path in &args.files {
        let (good, bad) = crate::import::outside::read(path).map_err(CliError::file(path))?;
        asked.extend(good.into_iter().map(|(_, question)| question));
        refused.extend(bad.into_iter().map(|bad| (path, bad)));
    }
    let names: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
    let received = kb.receive_outside(&context.who, &names.join(" "), &asked, context.now())?;
    if args.json {
        let errors = bad_json(&refused);
        context.json(&serde_json::json!({
            "batch": received.batch, "read": asked.len() + refused.len(), "added": received.new,
            "unchanged": received.again + received.decided, "decided": received.decided,
            "refused": refused.len(), "errors": errors,
        }))?;
    } else {
        say_bad(context, &refused);
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("new", &received.new), ("again", &received.again), ("decided", &received.decided)];
        context.line(&context.messages.fill("import.questions", &counts))?;
    }
    Ok(u8::from(!refused.is_empty()))
}

/// The KB that is imported into; one that this import made goes away again when nothing lands in it.
struct Target {
    kb: Kb,
    made: Option<(PathBuf, bool)>,
}

impl Target {
    fn open(context: &Context, dir: &Path) -> Result<Target, CliError> {
        if Place::is_free(dir) {
            let had_dir = dir.exists();
            let kb = Kb::create(dir, &Zone::default(), &context.who, context.now())?;
            return Ok(Target { kb, made: Some((dir.to_path_buf(), had_dir)) });
        }
        Ok(Target { kb: Kb::open(dir, Wish::Write)?, made: None })
    }

    fn undo(self) {
        let Some((dir, had_dir)) = self.made else { return };
        drop(self.kb);
        for name in ["articles.db", "articles.db-wal", "articles.db-shm"] {
            let _ = std::fs::remove_file(dir.join(name));
        }
        if !had_dir {
            // Only when it is empty.
            let _ = std::fs::remove_dir(&dir);
        }
    }
}

/// What the columns mean: what the command line says goes before what is kept under a name.
fn mapping(args: &ImportArgs, kb: &Kb) -> Result<Vec<(String, String)>, CliError> {
    let mut pairs = args.map.clone();
    if let Some(name) = &args.mapping {
        pairs.extend(kb.mapping(name)?);
    }
    Ok(pairs)
}

fn take_in(
    context: &Context,
    args: &ImportArgs,
    mapping: Vec<(String, String)>,
    kb: &mut Kb,
) -> Result<Report, CliError> {
    let options = Options {
        face: match args.face {
            FaceArg::Internal => Face::Internal,
            FaceArg::Customer => Face::Customer,
        },
        strict: args.strict,
        mapping: mapping.clone(),
        format: args.format.map(|format| match format {
            FormatArg::Jsonl => Format::Jsonl,
            FormatArg::Csv => Format::Csv,
            FormatArg::Workbook => Format::Workbook,
            FormatArg::Markdown => Format::Markdown,
            FormatArg::Html => Format::Html,
            FormatArg::Word => Format::Word,
            FormatArg::Pdf => Format::Pdf,
        }),
        atoms: args.atoms,
        channels: Channels::shipped().list.iter().map(|c| c.name.clone()).collect(),
    };
    let names: Vec<String> = args.files.iter().map(|f| f.display().to_string()).collect();
    let intake_options = IntakeOptions {
        name: names.join(" "),
        stage: args.stage.map(|stage| match stage {
            StageArg::Draft => Stage::Draft,
            StageArg::Published => Stage::Published,
        }),
        dry_run: args.dry_run,
    };
    let mut rejects = match &args.rejects {
        Some(path) => Some((path.clone(), Rejects::create(path).map_err(CliError::file(path))?)),
        None => None,
    };
    let keep = args.save_mapping.as_deref().map(|name| (name, mapping.as_slice()));
    let mut report_documents = BTreeMap::new();
    let (mut report, batch) = kb.intake(&context.who, context.now(), &intake_options, |intake| {
        let mut feed = Feed {
            intake,
            messages: &context.messages,
            report: Report::default(),
            rejects: &mut rejects,
            failed: None,
            top: PathBuf::new(),
            documents: BTreeMap::new(),
        };
        let mut progress = Progress::new("import", context);
        for file in &args.files {
            feed.file(file, &options, &mut progress)?;
        }
        progress.finish();
        if let Some((name, pairs)) = keep {
            feed.intake.keep_mapping(name, pairs).map_err(KbError::from)?;
        }
        report_documents = std::mem::take(&mut feed.documents);
        let mut report = feed.report;
        report.equal_questions = feed.intake.equal_questions;
        report.repeated = feed.intake.repeated;
        let counts = format!(
            "{{\"read\":{},\"added\":{},\"revised\":{},\"unchanged\":{},\"refused\":{}}}",
            report.read, report.added, report.revised, report.unchanged, report.refused
        );
        Ok::<_, CliError>((report, counts))
    })?;
    if let Some((path, rejects)) = rejects {
        rejects.finish().map_err(CliError::file(&path))?;
    }
    report.batch = batch;
    report.dry_run = args.dry_run;
    if !args.dry_run {
        // The articles have landed; without their documents they only cannot be looked up there.
        match kb.keep_documents(batch, &report_documents) {
            Ok(0) => {}
            Ok(count) => context.say(&context.messages.fill("import.large_documents", &[("count", &count)])),
            Err(error) => {
                let why: (&str, &dyn std::fmt::Display) = ("why", &error.say(&context.messages));
                context.say(&context.messages.fill("import.no_documents", &[why]));
            }
        }
    }
    Ok(report)
}

/// Feeds what is read into the intake and counts.
struct Feed<'a, 'w> {
    intake: &'a mut Intake<'w>,
    messages: &'a Messages,
    report: Report,
    rejects: &'a mut Option<(PathBuf, Rejects)>,
    failed: Option<CliError>,
    /// The file or folder that is being read.
    top: PathBuf,
    /// Documents that became articles, by their paths below it.
    documents: BTreeMap<String, PathBuf>,
}

impl Feed<'_, '_> {
    fn file(&mut self, file: &Path, options: &Options, progress: &mut Progress) -> Result<(), CliError> {
        file.clone_into(&mut self.top);
        let mut rows = 0;
        let bytes = std::cell::Cell::new((0_u64, 0_u64));
        let summary = read(file, options, &mut |done, total| bytes.set((done, total)), &mut |item| {
            rows += 1;
            // Rows in all are not known before the end; they are reckoned from the bytes.
            let (done, total) = bytes.get();
            let reckoned = (rows as u64 * total).checked_div(done);
            let all = reckoned.and_then(|n| usize::try_from(n).ok()).unwrap_or(rows);
            progress.set(rows, all.max(rows + 1));
            self.item(item)
        })?;
        progress.set(rows, rows);
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.report.read += summary.read;
        self.report.notes.extend(summary.notes.into_iter().map(|note| (file.to_owned(), note)));
        for (name, unknown) in summary.unknown {
            let known = self
                .report
                .unknown
                .entry(name)
                .or_insert(UnknownJson { count: 0, suggestion: unknown.suggestion });
            known.count += unknown.count;
        }
        Ok(())
    }

    fn item(&mut self, item: Item) -> ControlFlow<()> {
        let refused = match item {
            Item::Refused(refused) => Some(refused),
            Item::Draft(draft) => {
                let is_file = matches!(draft.raw, RawRow::File);
                let landed = self.intake.take(&draft.article, draft.source_key.as_deref(), is_file);
                if let (Ok(Landed::Added | Landed::Revised), Some(relative), true) =
                    (&landed, &draft.source_key, is_file)
                {
                    let below = self.top.is_dir().then(|| self.top.join(relative));
                    let file = below.unwrap_or_else(|| self.top.clone());
                    self.documents.entry(relative.clone()).or_insert(file);
                }
                match landed {
                    Ok(Landed::Added) => self.report.added += 1,
                    Ok(Landed::Revised) => self.report.revised += 1,
                    Ok(Landed::Unchanged) => self.report.unchanged += 1,
                    Err(IntakeRefusal::Store(error)) => {
                        self.failed = Some(KbError::from(error).into());
                        return ControlFlow::Break(());
                    }
                    Err(refusal) => {
                        return self.refuse(draft.refuse(Reason::Other(refusal.say(self.messages))));
                    }
                }
                None
            }
        };
        match refused {
            Some(refused) => self.refuse(refused),
            None => ControlFlow::Continue(()),
        }
    }

    fn refuse(&mut self, refused: RowError) -> ControlFlow<()> {
        // The file of reasons beside the rejects is read by the same person as the report.
        let reason = refused.reason.say(self.messages);
        let refused = RowError { reason: Reason::Other(reason.clone()), ..refused };
        self.report.refused += 1;
        if let Some((path, rejects)) = self.rejects
            && let Err(error) = rejects.push(&refused)
        {
            self.failed = Some(CliError::file(path)(error));
            return ControlFlow::Break(());
        }
        if self.report.errors.len() < HELD {
            self.report.errors.push(ErrorJson {
                file: refused.place.file.display().to_string(),
                sheet: refused.place.sheet.as_deref().map(str::to_owned),
                row: refused.place.row,
                reason,
            });
        }
        ControlFlow::Continue(())
    }
}

fn tell(context: &Context, args: &ImportArgs, report: &Report) -> Result<(), CliError> {
    if args.json {
        return context.json(report);
    }
    let m = &context.messages;
    for (name, unknown) in &report.unknown {
        let (name, count) = (one_line(name), unknown.count);
        context.say(&match &unknown.suggestion {
            Some(field) => {
                m.fill("import.unknown_suggest", &[("name", &name), ("count", &count), ("field", field)])
            }
            None => m.fill("import.unknown", &[("name", &name), ("count", &count)]),
        });
    }
    let (leaning, others): (Vec<_>, Vec<_>) =
        report.notes.iter().partition(|(_, note)| matches!(note, Note::Leaning { .. }));
    for (file, note) in others.iter().chain(leaning.iter().take(NAMED)) {
        let file = file.display();
        context.say(&match note {
            Note::HiddenSheet(sheet) => {
                m.fill("import.note_hidden", &[("file", &file), ("sheet", &one_line(sheet))])
            }
            Note::NoTable(sheet) => {
                m.fill("import.note_no_table", &[("file", &file), ("sheet", &one_line(sheet))])
            }
            Note::Pictures(count) => m.fill("import.note_pictures", &[("file", &file), ("count", count)]),
            Note::Scanned { pages, of } => {
                let numbers: Vec<String> = pages.iter().take(NAMED).map(usize::to_string).collect();
                let more = if pages.len() > NAMED { " …" } else { "" };
                let numbers = format!("{}{more}", numbers.join(" "));
                m.fill("import.note_scanned", &[("file", &file), ("pages", &numbers), ("of", of)])
            }
            Note::Macros => m.fill("import.note_macros", &[("file", &file)]),
            Note::Leaning { file, question, words } => {
                let (file, question, words) = (one_line(file), one_line(question), one_line(words));
                m.fill("import.note_leaning", &[("file", &file), ("question", &question), ("words", &words)])
            }
        });
    }
    if leaning.len() > NAMED {
        context.say(&m.fill("import.more_leaning", &[("count", &(leaning.len() - NAMED))]));
    }
    for error in report.errors.iter().take(NAMED) {
        let sheet = error.sheet.as_deref().map(|sheet| format!("[{}]", one_line(sheet))).unwrap_or_default();
        context.say(&format!("{}{sheet}:{}: {}", error.file, error.row, one_line(&error.reason)));
    }
    if report.refused > NAMED as u64 {
        context.say(&m.fill("import.more_refused", &[("count", &(report.refused - NAMED as u64))]));
    }
    for gate in report.gate.iter().take(NAMED) {
        for line in &gate.lines {
            context.say(&m.fill("import.gate", &[("id", &one_line(&gate.id)), ("finding", line)]));
        }
    }
    if !report.gate.is_empty() {
        context.say(&m.fill("import.gate_count", &[("count", &report.gate.len())]));
    }
    if report.equal_questions > 0 {
        context.say(&m.fill("import.equal_questions", &[("count", &report.equal_questions)]));
    }
    if report.repeated > 0 {
        context.say(&m.fill("import.repeated", &[("count", &report.repeated)]));
    }
    let key = if report.dry_run { "import.would" } else { "import.done" };
    context.line(&m.fill(
        key,
        &[
            ("read", &report.read),
            ("added", &report.added),
            ("revised", &report.revised),
            ("unchanged", &report.unchanged),
            ("refused", &report.refused),
        ],
    ))
}
