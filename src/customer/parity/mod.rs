//! Fact parity: whether what the customer is told is what the house says.

mod day;
mod hash;
mod known;
mod ledger;
mod likeness;
mod said;
mod told;

pub use known::Known;

pub(super) use ledger::{Ledger, Standing, Standings};
pub(super) use likeness::{Alike, Around, Surroundings, arounds};
pub(super) use said::{Family, Said};
pub(super) use told::{Judgement, Told, Verdict};

use std::collections::HashSet;

use super::finding::{Finding, Part, Severity};
use super::house::House;
use super::marks::{Mark, marked, sides};
use crate::model::{Answer, CustomerAnswer, Face};

/// The facts of the customer face, and of every written rendering, held against those of the internal face.
///
/// | rule | what | severity |
/// |---|---|---|
/// | `parity.value` | a fact for which the internal text has another value; the suggestion is that value as it is written there | error |
/// | `parity.bound` | the value on the other side: 最高50元 for 50元起; of lengths of time a warning, since 满30天 and 30天内 can be two halves of one rule | error |
/// | `parity.internal_only` | a fact that stands only in 【仅内部】 lines, or on the house's side of 【内外有别】; the suggestion is the customer's side | error |
/// | `parity.extra` | a fact of which the internal text knows nothing, unless it is a contact of the house; a hint where it is only a manner of speaking, such as 两个优惠 | error |
/// | `parity.must_tell` | a fact of a 【必告】 line that the customer face does not say; the suggestion is the line | error |
/// | `parity.missing` | any other internal fact that a customer may hear and that the customer face does not say; codes, numbers to dial and addresses are left out, they are mostly the agent's | hint |
/// | `parity.unclear` | a 【内外有别】 line that does not say which value is whose ([`sides`]) | hint |
///
/// Renderings are checked for what they say wrongly. What they leave out is the editor's choice, an SMS is short; only a
/// missing 【必告】 is a warning there, since a customer who gets nothing but the SMS was not told.
///
/// A fact is the same however it is written, with more or less of what it is for (59元 and 59元/月), as the end of a range,
/// and as a date that says less. Variables count as facts. Dates that cannot be resolved do not. Nothing is found where one
/// of the two faces is empty.
pub fn parity(internal: &Answer, customer: &CustomerAnswer, house: &House) -> Vec<Finding> {
    let mut out = Vec::new();
    if internal.is_empty() {
        return out;
    }
    let ledger = Ledger::of(internal);
    unclear(internal, &mut out);
    if !customer.answer.is_empty() {
        let told = Told::of(face(&customer.answer));
        let judgement = told.judge(&ledger, house);
        said_wrongly(&told, &judgement, &ledger, &mut out);
        left_out(&judgement, &ledger, &Part::Body(Face::Customer), &mut out);
    }
    for (channel, rendering) in &customer.channels {
        let part = Part::Rendering(channel.clone());
        let told = Told::of([(part.clone(), rendering.text.as_str())]);
        let judgement = told.judge(&ledger, house);
        said_wrongly(&told, &judgement, &ledger, &mut out);
        left_out(&judgement, &ledger, &part, &mut out);
    }
    out
}

/// The texts of a customer face.
pub(super) fn face(answer: &Answer) -> [(Part, &str); 2] {
    [(Part::Lead(Face::Customer), &answer.lead), (Part::Body(Face::Customer), &answer.body)]
}

/// A rule broken by what is said, with its severity and what could stand there.
fn broken(verdict: Verdict, ledger: &Ledger<'_>) -> Option<(&'static str, Severity, Option<String>)> {
    let written = |n: usize| ledger.entries.get(n).map(|entry| entry.raw().to_owned());
    Some(match verdict {
        Verdict::Fine => return None,
        Verdict::Wrong(n) => ("parity.value", Severity::Error, written(n)),
        Verdict::Turned(n) => {
            let entry = ledger.entries.get(n)?;
            let severity =
                if entry.said.family == Family::Length { Severity::Warning } else { Severity::Error };
            ("parity.bound", severity, Some(entry.clause()))
        }
        Verdict::HouseOnly(n) => {
            ("parity.internal_only", Severity::Error, ledger.promise_for(n).and_then(written))
        }
        Verdict::Added => ("parity.extra", Severity::Error, None),
        Verdict::Manner => ("parity.extra", Severity::Hint, None),
    })
}

fn said_wrongly(told: &Told<'_>, judgement: &Judgement, ledger: &Ledger<'_>, out: &mut Vec<Finding>) {
    for (heard, verdict) in told.facts.iter().zip(&judgement.verdicts) {
        if let Some((rule, severity, suggestion)) = broken(*verdict, ledger) {
            out.push(Finding {
                rule: rule.to_owned(),
                severity,
                part: heard.part.clone(),
                at: heard.fact.at.clone(),
                text: heard.raw.to_owned(),
                suggestion,
            });
        }
    }
}

/// What a text does not say; every value once.
fn left_out(judgement: &Judgement, ledger: &Ledger<'_>, part: &Part, out: &mut Vec<Finding>) {
    let is_rendering = part.channel().is_some();
    let said = judgement.said_keys(ledger);
    let mut named = HashSet::new();
    for value in &ledger.values {
        let (rule, severity, at) = match (value.must, value.open) {
            (Some(must), _) if is_rendering => ("parity.must_tell", Severity::Warning, must),
            (Some(must), _) => ("parity.must_tell", Severity::Error, must),
            (None, Some(open)) if !is_rendering && value.said.concerns_customers() => {
                ("parity.missing", Severity::Hint, open)
            }
            _ => continue,
        };
        let key = value.said.key();
        let Some(entry) = ledger.entries.get(at) else { continue };
        if entry.is_resolved() && !said.contains(&key) && named.insert(key) {
            out.push(Finding {
                rule: rule.to_owned(),
                severity,
                part: part.clone(),
                at: 0..0,
                text: entry.raw().to_owned(),
                suggestion: value.must.map(|_| entry.sentence()),
            });
        }
    }
}

/// 【内外有别】 lines that name no side.
fn unclear(internal: &Answer, out: &mut Vec<Finding>) {
    for (part, text) in
        [(Part::Lead(Face::Internal), &internal.lead), (Part::Body(Face::Internal), &internal.body)]
    {
        for one in marked(text).into_iter().filter(|one| one.mark == Mark::Differs) {
            let line = text.get(one.at.clone()).unwrap_or_default();
            if !line.trim().is_empty() && sides(text, one.at.clone()).is_empty() {
                out.push(Finding {
                    rule: "parity.unclear".to_owned(),
                    severity: Severity::Hint,
                    part: part.clone(),
                    at: one.at,
                    text: line.trim().to_owned(),
                    suggestion: None,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests;
