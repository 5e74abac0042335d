//! What `zhixi eval` prints.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;

use super::{Known, Tally};
use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::explain::Evidence;
use crate::kb::Row;
use crate::kb::eval::{Asked, Entered, TOPS, percentile};
use crate::text::clean::one_line;

/// What became of one query.
#[derive(Serialize)]
pub(super) struct One {
    qid: String,
    query: String,
    judged: bool,
    rank: Option<usize>,
    winner: Option<Winner>,
    /// Ids of the articles that should win, the best first.
    relevant: Vec<String>,
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

/// Why a row stands where it stands.
#[derive(Serialize)]
struct Explanation {
    route: &'static str,
    /// The question that matched best: the standard one or a similar one.
    question: String,
    #[serde(flatten)]
    evidence: Option<Evidence>,
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
    fn of(row: &Row, evidence: Option<Evidence>) -> Winner {
        Winner { id: row.id.clone(), score: row.hit.score, explanation: Explanation::of(row, evidence) }
    }
}

impl Explanation {
    fn of(row: &Row, evidence: Option<Evidence>) -> Explanation {
        let question = row.matched.as_ref().map_or(&row.question, |(text, _)| text).clone();
        Explanation { route: row.hit.route.word(), question, evidence }
    }

    /// The columns of a line.
    fn columns(&self) -> Vec<String> {
        vec![self.route.to_owned(), one_line(&self.question)]
    }
}

impl OneTyped {
    fn of(entered: Entered) -> OneTyped {
        let [top1, top3, top5] = entered.after;
        OneTyped { characters: entered.prefixes, top1, top3, top5, nothing_found: entered.nothing }
    }
}

/// The names of the columns of [`One::print`], which are those of the object too.
pub(super) fn heading(as_typed: bool) -> String {
    let mut names = vec!["qid", "query", "rank", "winner", "score", "route", "question", "relevant"];
    if as_typed {
        names.extend(["top1", "top3", "top5", "nothing_found"]);
    }
    names.push("shares");
    names.join("\t")
}

impl One {
    pub(super) fn of(
        asked: &Asked,
        grades: &HashMap<String, u32>,
        rank: Option<usize>,
        winner: Option<(&Row, Option<Evidence>)>,
        entered: Option<Entered>,
    ) -> One {
        let mut relevant: Vec<_> = grades.iter().filter(|(_, grade)| **grade > 0).collect();
        relevant.sort_by_key(|(id, grade)| (Reverse(**grade), id.as_str()));
        One {
            qid: asked.qid.clone(),
            query: asked.text.clone(),
            judged: !relevant.is_empty(),
            rank,
            winner: winner.map(|(row, evidence)| Winner::of(row, evidence)),
            relevant: relevant.into_iter().map(|(id, _)| id.clone()).collect(),
            typed: entered.map(OneTyped::of),
        }
    }

    /// One line, its columns separated by tabs, or one object.
    pub(super) fn print(&self, context: &Context, json: bool) -> Result<(), CliError> {
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
        columns.push(listed(&self.relevant, " "));
        if let Some(typed) = &self.typed {
            columns.extend([typed.top1, typed.top3, typed.top5].map(count));
            columns.push(listed(&typed.nothing_found, " | "));
        }
        let evidence = self.winner.as_ref().and_then(|winner| winner.explanation.evidence.as_ref());
        columns.push(evidence.map(Evidence::column).unwrap_or_default());
        context.line(&columns.join("\t"))
    }
}

/// Several texts in one column.
fn listed(texts: &[String], between: &str) -> String {
    texts.iter().map(|text| one_line(text)).collect::<Vec<_>>().join(between)
}

/// The figures, as they are printed.
#[derive(Serialize)]
pub(super) struct Figures {
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
    not_current: usize,
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
    pub(super) fn of(queries: usize, known: &Known, tally: &mut Tally) -> Figures {
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
            unknown_ids: known.unknown.len(),
            not_current: known.not_current.len(),
            as_typed,
        }
    }

    pub(super) fn print(&self, context: &Context) -> Result<(), CliError> {
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
