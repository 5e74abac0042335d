//! `zhixi check`

mod args;
mod report;

use std::path::Path;

pub use args::{CheckArgs, JSON};

use super::context::Context;
use super::error::CliError;
use super::progress::Progress;
use crate::kb::{
    BadGolden, CheckOptions, CheckReport, FIRST_ROWS, GoldenProblem, Grown, Kb, Miss, NewGolden, Watch, Wish,
};
use crate::text::clean::one_line;

/// So many bad lines of a file are named.
const NAMED: usize = 10;

pub fn run(context: &mut Context, args: &CheckArgs) -> Result<u8, CliError> {
    let writes = args.grow || args.golden.is_some() || args.forget.is_some();
    let mut kb = context.open_kb(if writes { Wish::Write } else { Wish::Read })?;
    context.say_not_utf8(&args.article);
    let article = args.article.as_ref().map(|id| id.to_string_lossy().into_owned());
    let now = context.now();
    if let Some(id) = &article
        && kb.by_id(id, now)?.is_none()
    {
        context.say(&context.messages.fill("show.nothing", &[("id", &one_line(id))]));
        return Ok(1);
    }
    change_golden(context, &mut kb, args)?;
    context.sync(&mut kb)?;
    let options = CheckOptions { article, sample: args.sample, seed: args.seed };
    let mut progress = Progress::new("check", context);
    let mut found = |miss: Miss| report::print(context, &miss, args.json);
    let report = kb.check_findable::<CliError>(
        &options,
        now,
        &mut Watch {
            progress: &mut |done, total| progress.set(done, total),
            found: &mut found,
            is_stopped: &|| false,
        },
    )?;
    progress.finish();
    say_figures(context, &report, args);
    Ok(u8::from(report.golden_failed + report.similar_failed > 0))
}

/// Changes the golden queries as asked; both files are read before anything is changed.
fn change_golden(context: &Context, kb: &mut Kb, args: &CheckArgs) -> Result<(), CliError> {
    let gone = args.forget.as_deref().map(|file| read(context, kb, file)).transpose()?;
    let new = args.golden.as_deref().map(|file| read(context, kb, file)).transpose()?;
    let now = context.now();
    if let Some(gone) = gone {
        let count = kb.remove_golden(&context.who, &gone, now)?;
        context.say(&context.messages.fill("check.forgot", &[("count", &count)]));
    }
    let mut grown: Option<Grown> = None;
    if let Some(new) = new {
        grown.get_or_insert_default().add(kb.add_golden(&context.who, &new, now)?);
    }
    if args.grow {
        let mut progress = Progress::new("golden", context);
        let more = kb.grow_golden(&context.who, now, &mut |done, total| progress.set(done, total))?;
        progress.finish();
        grown.get_or_insert_default().add(more);
    }
    if let Some(Grown { added, known, .. }) = grown {
        context.say(&context.messages.fill("check.grown", &[("added", &added), ("known", &known)]));
    }
    Ok(())
}

/// Reads a file of golden queries; names bad lines and ends the run before anything is changed.
fn read(context: &Context, kb: &Kb, file: &Path) -> Result<Vec<NewGolden>, CliError> {
    let (golden, bad) = kb.read_golden(&std::fs::read(file).map_err(CliError::file(file))?);
    if bad.is_empty() {
        return Ok(golden);
    }
    let m = &context.messages;
    for BadGolden { line, problem } in bad.iter().take(NAMED) {
        let problem = match problem {
            GoldenProblem::NotUtf8 => m.get("eval.not_utf8").to_owned(),
            GoldenProblem::Columns(found) => m.fill("check.columns", &[("found", found)]),
            GoldenProblem::NoQuery => m.get("check.no_query").to_owned(),
            GoldenProblem::UnknownArticle(id) => m.fill("check.unknown_article", &[("id", &one_line(id))]),
            GoldenProblem::Scope(text) => m.fill("check.bad_scope", &[("text", &one_line(text))]),
            GoldenProblem::UnknownName(name) => m.fill("check.unknown_name", &[("name", &one_line(name))]),
        };
        context.say(
            &m.fill("eval.bad_line", &[("file", &file.display()), ("line", line), ("problem", &problem)]),
        );
    }
    if bad.len() > NAMED {
        let count = bad.len() - NAMED;
        context.say(&m.fill("eval.bad_more", &[("file", &file.display()), ("count", &count)]));
    }
    Err(CliError::Usage("check.bad_file", bad.len().to_string()))
}

fn say_figures(context: &Context, report: &CheckReport, args: &CheckArgs) {
    let m = &context.messages;
    if args.sample.is_some() {
        context.say(&m.fill("check.sample", &[("count", &report.articles), ("seed", &args.seed)]));
    }
    context.say(&m.fill(
        "check.figures",
        &[
            ("golden_failed", &report.golden_failed),
            ("golden", &report.golden),
            ("similar_failed", &report.similar_failed),
            ("similar", &report.similar),
            ("articles", &report.articles),
            ("rows", &FIRST_ROWS),
        ],
    ));
    if report.resting > 0 {
        context.say(&m.fill("check.resting", &[("count", &report.resting)]));
    }
    if report.golden == 0 && report.resting == 0 && args.article.is_none() {
        context.say(m.get("check.no_golden"));
    }
}
