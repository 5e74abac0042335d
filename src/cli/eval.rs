//! `zhixi eval`

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::EvalArgs;
use super::context::Context;
use super::error::CliError;
use super::progress::Progress;
use crate::kb::eval::{
    Asked, BadLine, Entered, Judged, Judgements, LineProblem, Means, TOPS, Typed, judge, percentile,
    prefixes, read_qrels, read_queries,
};
use crate::kb::{Kb, KbError, Notice, Row, Wish};
use crate::model::{Moment, Query};
use crate::text::clean::one_line;

/// So many bad lines are named.
const NAMED: usize = 20;

pub fn run(context: &mut Context, args: &EvalArgs) -> Result<u8, CliError> {
    let (queries, judgements) = read_input(context, args)?;
    let mut kb = context.open_kb(Wish::Read)?;
    context.sync(&mut kb)?;
    let now = context.now();
    let judgements = known_ids(context, &kb, &queries, judgements, now)?;
    let mut desk = Desk { kb, now, limit: args.limit };
    let mut tally = Tally { typed: args.as_typed.then(Typed::default), ..Tally::default() };
    let mut progress = (!args.verbose).then(|| Progress::new("eval", context));
    let none = HashMap::new();
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
    let figures = Figures::of(queries.len(), judgements.unknown, &mut tally);
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
        let bad = bad_queries.iter().map(|bad| (&args.queries, bad));
        let bad = bad.chain(bad_qrels.iter().map(|bad| (&args.qrels, bad)));
        for (file, bad) in bad.take(NAMED) {
            context.say(&say_bad_line(context, file, bad));
        }
        if count > NAMED {
            context.say(&context.messages.fill("eval.bad_more", &[("count", &(count - NAMED))]));
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
    unknown: usize,
}

/// Looks judged ids up: a merged article goes by the id of the one that took it in, and one that is not there is said.
fn known_ids(
    context: &Context,
    kb: &Kb,
    queries: &[Asked],
    mut judgements: Judgements,
    now: Moment,
) -> Result<Known, CliError> {
    let asked: HashSet<&str> = queries.iter().map(|asked| asked.qid.as_str()).collect();
    judgements.retain(|qid, _| asked.contains(qid.as_str()));
    let mut names: HashMap<String, String> = HashMap::new();
    let mut unknown: BTreeSet<String> = BTreeSet::new();
    let mut grades = Judgements::new();
    for (qid, judged) in judgements {
        let renamed = grades.entry(qid).or_default();
        for (id, grade) in judged {
            if !names.contains_key(&id) {
                let shown = kb.by_id(&id, now)?;
                if shown.is_none() {
                    unknown.insert(id.clone());
                }
                let name = shown.and_then(|shown| shown.article.id).unwrap_or_else(|| id.clone());
                names.insert(id.clone(), name);
            }
            let name = names.get(&id).cloned().unwrap_or(id);
            let best = renamed.entry(name).or_insert(0);
            *best = grade.max(*best);
        }
    }
    if !unknown.is_empty() {
        let some: Vec<String> = unknown.iter().take(3).map(|id| one_line(id)).collect();
        context.say(
            &context
                .messages
                .fill("eval.unknown_ids", &[("count", &unknown.len()), ("some", &some.join(", "))]),
        );
    }
    Ok(Known { grades, unknown: unknown.len() })
}

/// A desk that is asked and timed.
struct Desk {
    kb: Kb,
    now: Moment,
    limit: usize,
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
        let winner = rows.into_iter().next();
        Ok(One {
            qid: asked.qid.clone(),
            query: asked.text.clone(),
            judged: is_judged,
            rank: judged.rank,
            winner: winner.map(|row| Winner::of(&row)),
            typed: entered.map(|entered| OneTyped::of(&entered)),
        })
    }
}

fn judge_rows(rows: &[Row], grades: &HashMap<String, u32>) -> Judged {
    let ids: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| std::iter::once(row).chain(&row.variants).map(|row| row.id.as_str()).collect())
        .collect();
    judge(&ids, grades)
}

/// What became of one query.
#[derive(Serialize)]
struct One {
    qid: String,
    query: String,
    judged: bool,
    rank: Option<usize>,
    winner: Option<Winner>,
    #[serde(skip_serializing_if = "Option::is_none")]
    typed: Option<OneTyped>,
}

/// The first row.
#[derive(Serialize)]
struct Winner {
    id: String,
    score: f32,
    #[serde(flatten)]
    explanation: Explanation,
}

/// Why a row stands where it stands, as far as rows say it.
#[derive(Serialize)]
struct Explanation {
    route: &'static str,
    /// The question that matched best: the standard one or a similar one.
    question: String,
}

/// What became of one query while it was typed.
#[derive(Serialize)]
struct OneTyped {
    characters: usize,
    top1: Option<usize>,
    top3: Option<usize>,
    top5: Option<usize>,
    nothing_found: Vec<String>,
}

impl Winner {
    fn of(row: &Row) -> Winner {
        Winner { id: row.id.clone(), score: row.hit.score, explanation: Explanation::of(row) }
    }
}

impl Explanation {
    fn of(row: &Row) -> Explanation {
        let question = row.matched.as_ref().map_or(&row.question, |(text, _)| text).clone();
        Explanation { route: row.hit.route.word(), question }
    }

    /// The columns of a line.
    fn columns(&self) -> Vec<String> {
        vec![self.route.to_owned(), one_line(&self.question)]
    }
}

impl OneTyped {
    fn of(entered: &Entered) -> OneTyped {
        let [top1, top3, top5] = entered.after;
        OneTyped { characters: entered.prefixes, top1, top3, top5, nothing_found: entered.nothing.clone() }
    }
}

impl One {
    /// One line, its columns separated by tabs, or one object.
    fn print(&self, context: &Context, json: bool) -> Result<(), CliError> {
        if json {
            return context.json(self);
        }
        let count = |n: Option<usize>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        let rank = if self.judged { count(self.rank) } else { "?".to_owned() };
        let mut columns = vec![one_line(&self.qid), one_line(&self.query), rank];
        match &self.winner {
            Some(winner) => {
                columns.extend([one_line(&winner.id), format!("{:.3}", winner.score)]);
                columns.extend(winner.explanation.columns());
            }
            None => columns.extend(["-"; 4].map(str::to_owned)),
        }
        if let Some(typed) = &self.typed {
            columns.extend([typed.top1, typed.top3, typed.top5].map(count));
            columns.push(typed.nothing_found.iter().map(|p| one_line(p)).collect::<Vec<_>>().join(" | "));
        }
        context.line(&columns.join("\t"))
    }
}

/// The figures, as they are printed.
#[derive(Serialize)]
struct Figures {
    queries: usize,
    unjudged: usize,
    mrr10: f64,
    ndcg10: f64,
    recall1: f64,
    recall5: f64,
    recall10: f64,
    p50_ms: f64,
    p99_ms: f64,
    nothing_found: usize,
    nothing_found_unjudged: usize,
    unknown_ids: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_typed: Option<TypedFigures>,
}

/// The figures of queries that are still being typed.
#[derive(Serialize)]
struct TypedFigures {
    top1: Top,
    top3: Top,
    top5: Top,
    within6_top3: f64,
    prefixes: usize,
    nothing_found: usize,
    p50_ms: f64,
    p99_ms: f64,
}

/// How many characters it took.
#[derive(Serialize)]
struct Top {
    p50: Option<usize>,
    p90: Option<usize>,
    never: usize,
}

impl Figures {
    fn of(queries: usize, unknown_ids: usize, tally: &mut Tally) -> Figures {
        let [recall1, recall5, recall10] = tally.means.recall().map(rounded);
        let took = &mut tally.typed_took;
        let as_typed = tally.typed.as_mut().map(|typed| {
            let mut top =
                |at| Top { p50: typed.after(at, 50), p90: typed.after(at, 90), never: typed.never(at) };
            TypedFigures {
                top1: top(0),
                top3: top(1),
                top5: top(2),
                within6_top3: rounded(typed.within6_top3()),
                prefixes: typed.prefixes,
                nothing_found: typed.nothing,
                p50_ms: millis(took, 50),
                p99_ms: millis(took, 99),
            }
        });
        Figures {
            queries,
            unjudged: tally.unjudged,
            mrr10: rounded(tally.means.mrr10()),
            ndcg10: rounded(tally.means.ndcg10()),
            recall1,
            recall5,
            recall10,
            p50_ms: millis(&mut tally.took, 50),
            p99_ms: millis(&mut tally.took, 99),
            nothing_found: tally.nothing,
            nothing_found_unjudged: tally.nothing_unjudged,
            unknown_ids,
            as_typed,
        }
    }

    fn print(&self, context: &Context) -> Result<(), CliError> {
        let m = &context.messages;
        context.line(&m.fill(
            "eval.figures",
            &[("queries", &self.queries), ("unjudged", &self.unjudged), ("nothing", &self.nothing_found)],
        ))?;
        for (name, value) in [
            ("MRR@10", self.mrr10),
            ("nDCG@10", self.ndcg10),
            ("recall@1", self.recall1),
            ("recall@5", self.recall5),
            ("recall@10", self.recall10),
        ] {
            context.line(&format!("{name:<10} {value:.4}"))?;
        }
        context.line(&format!("{:<10} {:.2} ms", "p50", self.p50_ms))?;
        context.line(&format!("{:<10} {:.2} ms", "p99", self.p99_ms))?;
        let Some(typed) = &self.as_typed else { return Ok(()) };
        context.line(&m.fill(
            "eval.typed",
            &[
                ("prefixes", &typed.prefixes),
                ("nothing", &typed.nothing_found),
                ("p50", &format!("{:.2}", typed.p50_ms)),
                ("p99", &format!("{:.2}", typed.p99_ms)),
            ],
        ))?;
        let never = m.get("eval.never");
        let count = |n: Option<usize>| n.map_or_else(|| never.to_owned(), |n| n.to_string());
        for (top, figures) in TOPS.iter().zip([&typed.top1, &typed.top3, &typed.top5]) {
            context.line(&m.fill(
                "eval.typed_top",
                &[
                    ("top", top),
                    ("p50", &count(figures.p50)),
                    ("p90", &count(figures.p90)),
                    ("never", &figures.never),
                ],
            ))?;
        }
        let share = format!("{:.1}", typed.within6_top3 * 100.0);
        context.line(&m.fill("eval.typed_few", &[("share", &share)]))
    }
}

/// To a millionth: what lies below is noise of the arithmetic.
fn rounded(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

/// A percentile in milliseconds, to a microsecond; 0 of nothing.
fn millis(took: &mut [Duration], percent: usize) -> f64 {
    let took = percentile(took, percent).unwrap_or_default();
    (took.as_secs_f64() * 1e6).round() / 1e3
}
