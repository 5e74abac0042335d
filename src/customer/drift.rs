//! Drift: a customer face or a rendering that was made from another internal text than the one that holds now.

use super::finding::{Finding, Part, Severity};
use super::house::House;
use super::parity::{Judgement, Ledger, Told, Verdict, face};
use crate::model::{Answer, Article, Face};

/// What lags behind the internal text: the customer face as one, and each rendering that is written.
///
/// | rule | what | severity |
/// |---|---|---|
/// | `drift.fact` | it was made from another internal text, and says a fact that has another value now; the suggestion is that value as it is written | error |
/// | `drift.gone` | the same, and this text has no such fact, or has it for the house alone | error |
/// | `drift.must_tell` | the same, and a 【必告】 fact is new and not said; the suggestion is its sentence | error |
/// | `drift.text` | it was made from another internal text, with the same facts as far as can be told | warning |
/// | `drift.text` | the same, and the text that it was made from is known and had the very facts that this one has | hint |
///
/// `before` gives the internal text by the hash that is recorded as `based_on`, where the store still has it. Without it the
/// facts are held against the present text alone: then a fact that was wrong from the beginning counts as changed too.
/// Where nothing is recorded nothing is known, and nothing is found.
pub fn drift(article: &Article, before: impl Fn(&str) -> Option<Answer>, house: &House) -> Vec<Finding> {
    let mut out = Vec::new();
    let Some(customer) = article.customer.as_ref().filter(|_| article.is_drifted()) else { return out };
    let none = Answer::default();
    let internal = article.internal.as_ref().unwrap_or(&none);
    let now = Now { ledger: Ledger::of(internal), before: &before, house };
    if customer.is_drifted(article.internal.as_ref()) {
        let part = Part::Body(Face::Customer);
        now.hold(&Told::of(face(&customer.answer)), customer.based_on.as_deref(), &part, &mut out);
    }
    for (channel, rendering) in &customer.channels {
        if rendering.is_drifted(article.internal.as_ref()) {
            let part = Part::Rendering(channel.clone());
            let told = Told::of([(part.clone(), rendering.text.as_str())]);
            now.hold(&told, rendering.based_on.as_deref(), &part, &mut out);
        }
    }
    out
}

/// The internal text that holds now.
struct Now<'a, F> {
    ledger: Ledger<'a>,
    before: &'a F,
    house: &'a House,
}

impl<F: Fn(&str) -> Option<Answer>> Now<'_, F> {
    fn hold(&self, told: &Told<'_>, based_on: Option<&str>, part: &Part, out: &mut Vec<Finding>) {
        let was = based_on.and_then(self.before);
        let then = was.as_ref().map(Ledger::of);
        let count = out.len();
        let now = told.judge(&self.ledger, self.house);
        self.changed(told, &now, then.as_ref(), out);
        self.new_to_tell(&now, then.as_ref(), part, out);
        if out.len() > count {
            return;
        }
        let is_equal = then.is_some_and(|then| then.says_the_same(&self.ledger));
        out.push(Finding {
            rule: "drift.text".to_owned(),
            severity: if is_equal { Severity::Hint } else { Severity::Warning },
            part: part.clone(),
            at: 0..0,
            text: String::new(),
            suggestion: None,
        });
    }

    /// What was borne out and is so no more.
    fn changed(&self, told: &Told<'_>, now: &Judgement, then: Option<&Ledger<'_>>, out: &mut Vec<Finding>) {
        let was = then.map(|then| told.judge(then, self.house));
        for (n, (heard, verdict)) in told.facts.iter().zip(&now.verdicts).enumerate() {
            let was_fine =
                was.as_ref().is_none_or(|was| was.verdicts.get(n).is_some_and(|v| *v == Verdict::Fine));
            let counterpart = match verdict {
                Verdict::Fine | Verdict::Manner => continue,
                Verdict::Wrong(n) | Verdict::Turned(n) => self.ledger.entries.get(*n),
                Verdict::HouseOnly(_) | Verdict::Added => None,
            };
            if was_fine {
                let rule = if counterpart.is_some() { "drift.fact" } else { "drift.gone" };
                out.push(Finding {
                    rule: rule.to_owned(),
                    severity: Severity::Error,
                    part: heard.part.clone(),
                    at: heard.fact.at.clone(),
                    text: heard.raw.to_owned(),
                    suggestion: counterpart.map(|entry| entry.raw().to_owned()),
                });
            }
        }
    }

    /// 【必告】 facts that are not said, and were not there to be said.
    fn new_to_tell(&self, now: &Judgement, then: Option<&Ledger<'_>>, part: &Part, out: &mut Vec<Finding>) {
        let said = now.said_keys(&self.ledger);
        for value in &self.ledger.values {
            let key = value.said.key();
            let is_new = then.is_none_or(|then| !then.says(key));
            let Some(entry) = value.must.and_then(|at| self.ledger.entries.get(at)) else { continue };
            if entry.is_resolved() && is_new && !said.contains(&key) {
                out.push(Finding {
                    rule: "drift.must_tell".to_owned(),
                    severity: Severity::Error,
                    part: part.clone(),
                    at: 0..0,
                    text: entry.raw().to_owned(),
                    suggestion: Some(entry.sentence()),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{CustomerAnswer, Rendering};

    const OLD: &str = "副卡每张5元/月，最多3张。";

    fn article(internal: &str, based_on: &str, customer: &str, sms: &str) -> Article {
        let hash = Some(Answer::of_body(based_on).hash());
        let mut face = CustomerAnswer {
            answer: Answer::of_body(customer),
            based_on: hash.clone(),
            ..CustomerAnswer::default()
        };
        if !sms.is_empty() {
            face.channels.insert("sms".into(), Rendering { text: sms.into(), based_on: hash });
        }
        Article { internal: Some(Answer::of_body(internal)), customer: Some(face), ..Article::default() }
    }

    fn said(article: &Article, before: Option<&str>) -> Vec<String> {
        let before = before.map(Answer::of_body);
        drift(article, |hash| before.clone().filter(|b| b.hash() == hash), &House::of(["100196"]))
            .into_iter()
            .map(|f| {
                let channel = f.part.channel().unwrap_or("-");
                format!(
                    "{} {} {channel} {} {}",
                    f.rule,
                    f.severity.word(),
                    f.text,
                    f.suggestion.unwrap_or_default()
                )
            })
            .collect()
    }

    #[test]
    fn what_was_made_from_the_present_text_has_not_drifted() {
        assert_eq!(said(&article(OLD, OLD, "副卡5元，最多4张。", "副卡6元"), None), [""; 0]);
        let mut unknown = article("副卡10元。", OLD, "副卡5元。", "副卡5元。");
        let face = unknown.customer.as_mut().unwrap();
        face.based_on = None;
        face.channels.values_mut().for_each(|r| r.based_on = None);
        assert_eq!(said(&unknown, None), [""; 0], "nothing is recorded");
    }

    #[test]
    fn a_changed_fact_is_an_error_and_changed_words_are_not() {
        let changed =
            article("副卡每张10元/月，最多3张。", OLD, "副卡5元/月，最多3张。", "副卡5元/月，详询100196。");
        for before in [None, Some(OLD)] {
            assert_eq!(
                said(&changed, before),
                ["drift.fact error - 5元/月 每张10元/月", "drift.fact error sms 5元/月 每张10元/月"]
            );
        }
        let gone = article("副卡每张5元/月。", OLD, "副卡5元/月，最多3张。", "");
        assert_eq!(said(&gone, Some(OLD)), ["drift.gone error - 3张 "]);
        let reworded = article("最多可办3张副卡，每张5元/月。", OLD, "副卡5元/月，最多3张。", "");
        assert_eq!(said(&reworded, None), ["drift.text warning -  "]);
        assert_eq!(said(&reworded, Some(OLD)), ["drift.text hint -  "]);
        let more = article("副卡每张5元/月，最多3张，满18周岁可办。", OLD, "副卡5元/月，最多3张。", "");
        assert_eq!(said(&more, Some(OLD)), ["drift.text warning -  "]);
    }

    #[test]
    fn what_was_wrong_before_is_no_drift_when_the_old_text_is_known() {
        let wrong = article("最多3张副卡，每张5元/月。", OLD, "副卡6元/月，最多3张。", "");
        assert_eq!(said(&wrong, Some(OLD)), ["drift.text hint -  "]);
        assert_eq!(said(&wrong, None), ["drift.fact error - 6元/月 每张5元/月"]);
    }

    #[test]
    fn a_new_fact_that_must_be_told_is_an_error() {
        let new =
            article("副卡每张5元/月，最多3张。\n【必告】合约期12个月。", OLD, "副卡5元/月，最多3张。", "");
        for before in [None, Some(OLD)] {
            assert_eq!(said(&new, before), ["drift.must_tell error - 12个月 合约期12个月"]);
        }
        let told = article(
            "副卡每张5元/月，最多3张。\n【必告】合约期12个月。",
            OLD,
            "副卡5元/月，最多3张，合约一年。",
            "",
        );
        assert_eq!(said(&told, Some(OLD)), ["drift.text warning -  "]);
    }

    #[test]
    fn without_an_internal_text_only_the_text_has_drifted() {
        let gone = Article { internal: None, ..article("", OLD, "你好", "") };
        assert_eq!(said(&gone, None), ["drift.text warning -  "]);
    }
}
