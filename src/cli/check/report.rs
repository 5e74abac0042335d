//! What `zhixi check` prints of a finding.

use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::error::CliError;
use crate::cli::explain::{Reason, ShareJson, place_word, quoted, why_not};
use crate::i18n::Messages;
use crate::kb::{Evidence, Miss};
use crate::model::Scope;
use crate::text::clean::one_line;

/// A finding for programs.
#[derive(Serialize)]
struct MissJson<'m> {
    query: &'m str,
    scope: &'m Scope,
    id: &'m str,
    question: &'m str,
    rule: &'static str,
    severity: &'static str,
    rank: Option<usize>,
    winner: Option<WinnerJson<'m>>,
    why: WhyJson<'m>,
}

#[derive(Serialize)]
struct WinnerJson<'m> {
    id: &'m str,
    question: &'m str,
}

#[derive(Serialize)]
struct WhyJson<'m> {
    winner: Option<EvidenceJson<'m>>,
    article: EvidenceJson<'m>,
    why_not: Option<Reason>,
}

#[derive(Serialize)]
struct EvidenceJson<'m> {
    score: f32,
    shares: Vec<ShareJson>,
    missing: &'m [String],
}

impl<'m> EvidenceJson<'m> {
    fn of(evidence: &'m Evidence) -> EvidenceJson<'m> {
        EvidenceJson {
            score: evidence.score,
            shares: evidence.shares.iter().map(ShareJson::of).collect(),
            missing: &evidence.missing,
        }
    }
}

impl<'m> MissJson<'m> {
    fn of(miss: &'m Miss) -> MissJson<'m> {
        MissJson {
            query: &miss.query,
            scope: &miss.scope,
            id: &miss.id,
            question: &miss.question,
            rule: miss.rule.word(),
            severity: miss.rule.severity().word(),
            rank: miss.rank,
            winner: miss.winner.as_ref().map(|w| WinnerJson { id: &w.id, question: &w.question }),
            why: WhyJson {
                winner: miss.winner.as_ref().map(|w| EvidenceJson::of(&w.evidence)),
                article: EvidenceJson::of(&miss.evidence),
                why_not: miss.why_not.as_ref().map(Reason::of),
            },
        }
    }
}

/// Prints a finding, for people or for programs.
pub(super) fn print(context: &Context, miss: &Miss, json: bool) -> Result<(), CliError> {
    if json {
        context.json(&MissJson::of(miss))
    } else {
        context.line(&lines(miss, &context.messages).join("\n"))
    }
}

fn lines(miss: &Miss, m: &Messages) -> Vec<String> {
    let at = match miss.rank {
        Some(rank) => m.fill("check.at_row", &[("rank", &rank)]),
        None => m.get("check.at_none").to_owned(),
    };
    let scope = miss.scope.label();
    let place = if scope.is_empty() { String::new() } else { format!(" [{}]", one_line(&scope)) };
    let mut out = vec![m.fill(
        "check.miss",
        &[
            ("rule", &miss.rule),
            ("query", &format!("{}{place}", one_line(&miss.query))),
            ("id", &one_line(&miss.id)),
            ("question", &one_line(&miss.question)),
            ("at", &at),
        ],
    )];
    if let Some(why) = &miss.why_not {
        out.push(format!("    {}", m.fill("search.not_shown", &[("why", &why_not(why, m))])));
    }
    if let Some(winner) = &miss.winner {
        let (id, question) = (one_line(&winner.id), one_line(&winner.question));
        out.push(format!("    {}", m.fill("check.winner", &[("id", &id), ("question", &question)])));
        out.push(format!("    {}", m.fill("check.winner_why", &[("why", &spoken(&winner.evidence, m))])));
    }
    out.push(format!("    {}", m.fill("check.article_why", &[("why", &spoken(&miss.evidence, m))])));
    out
}

/// Evidence in one line: the score, what it is made of, what is not answered.
fn spoken(evidence: &Evidence, m: &Messages) -> String {
    if evidence.shares.is_empty() {
        return m.get("check.nothing").to_owned();
    }
    let share = |share: &crate::kb::Share| {
        let place = format!("search.place.{}", place_word(share.place));
        let route = format!("search.route.{}", share.route.word());
        let (place, route) = (m.get(&place), m.get(&route));
        format!("{} {:.1} ({place} · {route})", one_line(&share.what), share.score)
    };
    let shares = evidence.shares.iter().map(share).collect::<Vec<_>>().join(", ");
    let mut said = format!("{:.1} = {shares} …", evidence.score);
    if !evidence.missing.is_empty() {
        said.push(' ');
        said.push_str(&m.fill("search.missing", &[("words", &quoted(&evidence.missing, m))]));
    }
    said
}
