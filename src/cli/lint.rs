//! `zhixi lint`

use std::cell::RefCell;
use std::io::{self, IsTerminal as _};

use super::context::Context;
use super::error::CliError;
use super::finding::{FindingJson, checked_line};
use super::life_args::LintArgs;
use super::progress::Progress;
use crate::customer::finding::Severity;
use crate::customer::lint::{RulesProblem, RulesProblemKind};
use crate::kb::{Checked, Linted, Near, Wish};
use crate::text::clean::one_line;

pub fn run(context: &mut Context, args: &LintArgs) -> Result<u8, CliError> {
    context.say_not_utf8(&args.ids);
    let least = Severity::from(args.severity);
    if let Some(file) = &args.file {
        let article = super::editor::manuscript(context, file)?.article;
        let mut kb = context.open_kb(Wish::Read)?;
        say_problems(context, &kb.rulebook()?.problems);
        let look = kb.look_over(&article, article.id.as_deref(), context.now())?;
        let (id, question) = (article.id.unwrap_or_default(), article.question);
        let told = tell(context, args, least, &Linted { id, question, findings: look.findings })?;
        near(context, args, &look.near)?;
        return Ok(u8::from(told > 0));
    }
    let kb = context.open_kb(Wish::Read)?;
    say_problems(context, &kb.rulebook()?.problems);
    let ids: Vec<String> = args.ids.iter().map(|id| id.to_string_lossy().into_owned()).collect();
    let all = if ids.is_empty() { kb.article_count()? } else { ids.len() };
    // A bar would stand among the lines.
    let progress =
        RefCell::new((args.json || !io::stdout().is_terminal()).then(|| Progress::new("lint", context)));
    let failed: RefCell<Option<CliError>> = RefCell::default();
    let (mut articles, mut total) = (0, 0);
    let looked = kb.lint(
        &ids,
        context.now(),
        &mut |linted| match tell(context, args, least, &linted) {
            Ok(told) => {
                articles += usize::from(told > 0);
                total += told;
                true
            }
            Err(error) => {
                *failed.borrow_mut() = Some(error);
                false
            }
        },
        &|done| {
            if let Some(progress) = progress.borrow_mut().as_mut() {
                progress.set(done, all);
            }
        },
    )?;
    if let Some(progress) = progress.into_inner() {
        progress.finish();
    }
    if let Some(error) = failed.into_inner() {
        return Err(error);
    }
    if !args.json {
        let counts: [(&str, &dyn std::fmt::Display); 3] =
            [("looked", &looked), ("articles", &articles), ("findings", &total)];
        context.say(&context.messages.fill("lint.done", &counts));
    }
    Ok(u8::from(total > 0))
}

fn say_problems(context: &Context, problems: &[RulesProblem]) {
    for problem in problems {
        context.say(&problem_words(problem, context));
    }
}

fn problem_words(problem: &RulesProblem, context: &Context) -> String {
    let reason = reason(problem, context);
    let place: [(&str, &dyn std::fmt::Display); 3] =
        [("file", &problem.file), ("line", &problem.line), ("reason", &reason)];
    context.messages.fill("lint.problem_shipped", &place)
}

/// What is wrong with a file of rules or words.
pub fn reason(problem: &RulesProblem, context: &Context) -> String {
    let m = &context.messages;
    let (name, choices) = (one_line(problem.kind.name()), problem.kind.choices());
    let wanted = match &problem.kind {
        RulesProblemKind::WrongType { wanted, .. } => m.get(wanted.message_key()),
        _ => "",
    };
    m.fill(problem.kind.message_key(), &[("name", &name), ("choices", &choices), ("wanted", &wanted)])
}

/// Prints who asks nearly the same as a text that is not saved yet.
fn near(context: &Context, args: &LintArgs, near: &[Near]) -> Result<(), CliError> {
    for near in near {
        if args.json {
            context.json(&serde_json::json!({
                "near": near.id, "question": near.question, "asked": near.asked, "same": near.is_same,
            }))?;
            continue;
        }
        let key = if near.is_same { "editor.same" } else { "editor.near" };
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("id", &one_line(&near.id)),
            ("question", &one_line(&near.question)),
            ("asked", &one_line(&near.asked)),
        ];
        context.line(&context.messages.fill(key, &values))?;
    }
    Ok(())
}

/// Prints what was found in an article; how much that was.
fn tell(context: &Context, args: &LintArgs, least: Severity, linted: &Linted) -> Result<usize, CliError> {
    let told =
        |checked: &&Checked| checked.finding.severity >= least && (args.waived || checked.waiver.is_none());
    let findings: Vec<&Checked> = linted.findings.iter().filter(told).collect();
    if findings.is_empty() {
        return Ok(0);
    }
    if !args.json {
        context.line(&format!("{}  {}", one_line(&linted.id), one_line(&linted.question)))?;
    }
    for checked in &findings {
        if args.json {
            let mut value = serde_json::to_value(FindingJson::from(*checked)).unwrap_or_default();
            if let Some(object) = value.as_object_mut() {
                object.insert("id".to_owned(), serde_json::Value::String(linted.id.clone()));
            }
            context.json(&value)?;
        } else {
            context.line(&format!("  {}", checked_line(checked, &context.messages)))?;
        }
    }
    Ok(findings.len())
}
