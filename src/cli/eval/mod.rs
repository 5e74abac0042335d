//! `zhixi eval`

mod report;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

use report::{Figures, One, heading};

use super::args::EvalArgs;
use super::context::Context;
use super::error::CliError;
use super::explain::Evidence;
use super::progress::Progress;
use crate::kb::eval::{
    Asked, BadLine, Entered, Judged, Judgements, LineProblem, Means, Typed, judge, prefixes, read_qrels,
    read_queries,
};
use crate::kb::{Kb, KbError, Notice, Row, Shown, Wish};
use crate::model::{Moment, Query, Stage, Trust};
use crate::text::clean::one_line;

/// So many bad lines of one file are named.
const NAMED: usize = 10;

pub fn run(context: &mut Context, args: &EvalArgs) -> Result<u8, CliError> {
    let (queries, judgements) = read_input(context, args)?;
    let mut kb = context.open_kb(Wish::Read)?;
    if args.dictionary {
        kb.cut_with_dictionary()?;
    }
    context.sync(&mut kb)?;
    let now = context.now();
    let judgements = known_ids(&kb, &queries, judgements, now)?;
    judgements.say(context);
    let mut desk = Desk { kb, now, limit: args.limit, explains: args.verbose };
    let mut tally = Tally { typed: args.as_typed.then(Typed::default), ..Tally::default() };
    let mut progress = (!args.verbose).then(|| Progress::new("eval", context));
    let none = HashMap::new();
    if args.verbose && !args.json {
        context.line(&heading(args.as_typed))?;
    }
    for (asked, done) in queries.iter().zip(0..) {
        if let Some(progress) = &mut progress {
            progress.set(done, queries.len());
        }
        let grades = judgements.grades.get(&asked.qid).unwrap_or(&none);
        let one = desk.evaluate(asked, grades, &mut tally)?;
        if args.verbose {
            one.print(context, args.json)?;
        }
    }
    if let Some(progress) = progress {
        progress.finish();
    }
    if tally.means.judged() == 0 {
        context.say(context.messages.get("eval.nothing_judged"));
    }
    let figures = Figures::of(queries.len(), &judgements, &mut tally);
    if args.json {
        context.json(&figures)?
    } else {
        figures.print(context)?
    }
    Ok(0)
}

/// Reads both files; names bad lines and ends the run before anything is asked.
fn read_input(context: &Context, args: &EvalArgs) -> Result<(Vec<Asked>, Judgements), CliError> {
    let read = |path: &Path| std::fs::read(path).map_err(CliError::file(path));
    let (queries, bad_queries) = read_queries(&read(&args.queries)?);
    let (judgements, bad_qrels) = read_qrels(&read(&args.qrels)?);
    let count = bad_queries.len() + bad_qrels.len();
    if count > 0 {
        say_bad_lines(context, &args.queries, &bad_queries);
        say_bad_lines(context, &args.qrels, &bad_qrels);
        if queries.is_empty() && has_columns(&bad_queries, 3) && has_columns(&bad_qrels, 2) {
            context.say(context.messages.get("eval.swapped"));
        }
        return Err(CliError::Usage("eval.bad_input", count.to_string()));
    }
    if queries.is_empty() {
        return Err(CliError::Usage("eval.no_queries", args.queries.display().to_string()));
    }
    if args.limit < 10 {
        context.say(&context.messages.fill("eval.low_limit", &[("word", &args.limit)]));
    }
    Ok((queries, judgements))
}

fn say_bad_lines(context: &Context, file: &Path, bad: &[BadLine]) {
    for bad in bad.iter().take(NAMED) {
        context.say(&say_bad_line(context, file, bad));
    }
    if bad.len() > NAMED {
        let count = bad.len() - NAMED;
        context.say(&context.messages.fill("eval.bad_more", &[("file", &file.display()), ("count", &count)]));
    }
}

/// Whether every bad line has so many columns, and there is one.
fn has_columns(bad: &[BadLine], wanted: usize) -> bool {
    let has = |bad: &BadLine| matches!(bad.problem, LineProblem::Columns { found, .. } if found == wanted);
    !bad.is_empty() && bad.iter().all(has)
}

fn say_bad_line(context: &Context, file: &Path, bad: &BadLine) -> String {
    let m = &context.messages;
    let problem = match &bad.problem {
        LineProblem::NotUtf8 => m.get("eval.not_utf8").to_owned(),
        LineProblem::Columns { found, wanted } => {
            m.fill("eval.columns", &[("found", found), ("wanted", wanted)])
        }
        LineProblem::Empty(column) => m.fill("eval.empty", &[("column", column)]),
        LineProblem::Grade(text) => m.fill("eval.grade", &[("text", &one_line(text))]),
        LineProblem::Again(text) => m.fill("eval.again", &[("text", &one_line(text))]),
    };
    m.fill("eval.bad_line", &[("file", &file.display()), ("line", &bad.line), ("problem", &problem)])
}

/// The judgements of what is asked, by the ids that articles have now.
struct Known {
    grades: Judgements,
    /// Judged ids that are not in the KB.
    unknown: BTreeSet<String>,
    /// Ids of relevant articles that are in the KB, but no agent is shown them today.
    not_current: BTreeSet<String>,
}

/// Looks judged ids up; a merged article goes by the id of the one that took it in.
fn known_ids(kb: &Kb, queries: &[Asked], mut judgements: Judgements, now: Moment) -> Result<Known, CliError> {
    let asked: HashSet<&str> = queries.iter().map(|asked| asked.qid.as_str()).collect();
    judgements.retain(|qid, _| asked.contains(qid.as_str()));
    let mut names: HashMap<String, String> = HashMap::new();
    let mut hidden: HashSet<String> = HashSet::new();
    let mut known =
        Known { grades: Judgements::new(), unknown: BTreeSet::new(), not_current: BTreeSet::new() };
    for (qid, judged) in judgements {
        let renamed = known.grades.entry(qid).or_default();
        for (id, grade) in judged {
            if !names.contains_key(&id) {
                let shown = kb.by_id(&id, now)?;
                match &shown {
                    None => _ = known.unknown.insert(id.clone()),
                    Some(shown) if !is_current(shown) => _ = hidden.insert(id.clone()),
                    Some(_) => {}
                }
                let name = shown.and_then(|shown| shown.article.id).unwrap_or_else(|| id.clone());
                names.insert(id.clone(), name);
            }
            if grade > 0 && hidden.contains(&id) {
                known.not_current.insert(id.clone());
            }
            let name = names.get(&id).cloned().unwrap_or(id);
            let best = renamed.entry(name).or_insert(0);
            *best = grade.max(*best);
        }
    }
    Ok(known)
}

/// Whether agents are shown it today.
fn is_current(shown: &Shown) -> bool {
    shown.stage == Stage::Published && !matches!(shown.trust, Trust::Study | Trust::Future | Trust::Expired)
}

impl Known {
    /// Says what cannot be found whatever ranking does: a low figure has this reason, then, and no other.
    fn say(&self, context: &Context) {
        let say = |key, ids: &BTreeSet<String>| {
            if !ids.is_empty() {
                let some: Vec<String> = ids.iter().take(3).map(|id| one_line(id)).collect();
                let some = some.join(", ");
                context.say(&context.messages.fill(key, &[("count", &ids.len()), ("some", &some)]));
            }
        };
        say("eval.unknown_ids", &self.unknown);
        say("eval.not_current", &self.not_current);
    }
}

/// A desk that is asked and timed.
struct Desk {
    kb: Kb,
    now: Moment,
    limit: usize,
    /// Whether the first row of each query is explained: that takes another look, which is not timed.
    explains: bool,
}

/// What came of all queries so far.
#[derive(Default)]
struct Tally {
    means: Means,
    nothing: usize,
    nothing_unjudged: usize,
    unjudged: usize,
    took: Vec<Duration>,
    typed: Option<Typed>,
    typed_took: Vec<Duration>,
}

impl Desk {
    fn ask(&mut self, text: &str) -> Result<(Vec<Row>, Duration), CliError> {
        let query = Query::of(text, self.limit);
        let began = Instant::now();
        let found = self.kb.find(&query, self.now, &|| false)?;
        let took = began.elapsed();
        let found = found.unwrap_or_default();
        // A figure over half of an index would be believed like any other.
        if matches!(found.notice, Some(Notice::NoIndex | Notice::Indexing { .. })) {
            return Err(KbError::no_index(self.kb.place().root().to_path_buf()).into());
        }
        Ok((found.rows, took))
    }

    fn explain(&mut self, text: &str, id: &str) -> Result<Option<Evidence>, CliError> {
        if !self.explains {
            return Ok(None);
        }
        let query = Query::of(text, self.limit);
        Ok(self.kb.explain(&query, id, self.now)?.as_ref().map(Evidence::of))
    }

    fn evaluate(
        &mut self,
        asked: &Asked,
        grades: &HashMap<String, u32>,
        tally: &mut Tally,
    ) -> Result<One, CliError> {
        let is_judged = grades.values().any(|grade| *grade > 0);
        let mut entered = None;
        let mut whole = None;
        if let Some(typed) = &mut tally.typed {
            let entered = entered.insert(Entered::default());
            for prefix in prefixes(&asked.text) {
                let (rows, took) = self.ask(prefix)?;
                tally.typed_took.push(took);
                entered.step(prefix, judge_rows(&rows, grades).rank, !rows.is_empty());
                whole = Some((rows, took));
            }
            typed.add(entered, is_judged);
        }
        let (rows, took) = match whole {
            Some(answer) => answer,
            None => self.ask(&asked.text)?,
        };
        tally.took.push(took);
        let judged = judge_rows(&rows, grades);
        if is_judged {
            tally.means.add(&judged);
        } else {
            tally.unjudged += 1;
        }
        if rows.is_empty() {
            tally.nothing += 1;
            tally.nothing_unjudged += usize::from(!is_judged);
        }
        let winner = match rows.first() {
            Some(row) => Some((row, self.explain(&asked.text, &row.id)?)),
            None => None,
        };
        Ok(One::of(asked, grades, judged.rank, winner, entered))
    }
}

fn judge_rows(rows: &[Row], grades: &HashMap<String, u32>) -> Judged {
    let ids: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| std::iter::once(row).chain(&row.variants).map(|row| row.id.as_str()).collect())
        .collect();
    judge(&ids, grades)
}
