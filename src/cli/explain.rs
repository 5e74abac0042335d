//! What `search` and `eval` say of why an article is found, or is not.

use jiff::civil::Date;
use serde::Serialize;

use crate::i18n::{Language, Messages};
use crate::kb::{Explanation, MatchPlace, Share, WhyNot};
use crate::model::asked::Facet;
use crate::text::clean::one_line;

/// An explanation for programs.
#[derive(Serialize)]
pub(super) struct ExplanationJson<'a> {
    rank: Option<usize>,
    matched: &'a str,
    score: f32,
    #[serde(flatten)]
    evidence: Evidence,
    why_not: Option<Reason>,
}

/// The parts of a score.
#[derive(Serialize)]
pub(super) struct Evidence {
    shares: Vec<ShareJson>,
    order: f32,
    used: u32,
    all: f32,
    missing: Vec<String>,
}

/// One share of a score.
#[derive(Serialize)]
pub(super) struct ShareJson {
    what: String,
    place: &'static str,
    route: &'static str,
    score: f32,
}

/// Why an article is not shown.
#[derive(Serialize)]
pub(super) struct Reason {
    reason: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<serde_json::Value>,
}

impl<'a> ExplanationJson<'a> {
    pub(super) fn of(explanation: &'a Explanation) -> ExplanationJson<'a> {
        ExplanationJson {
            rank: explanation.rank,
            matched: &explanation.question,
            score: explanation.score,
            evidence: Evidence::of(explanation),
            why_not: explanation.why_not.as_ref().map(Reason::of),
        }
    }
}

impl Evidence {
    pub(super) fn of(explanation: &Explanation) -> Evidence {
        Evidence {
            shares: explanation.shares.iter().map(ShareJson::of).collect(),
            order: explanation.order,
            used: explanation.used,
            all: explanation.all,
            missing: explanation.missing.clone(),
        }
    }

    /// The shares in one column: `流量包 question/text 12.30`, the greatest first.
    pub(super) fn column(&self) -> String {
        let share = |s: &ShareJson| format!("{} {}/{} {:.2}", one_line(&s.what), s.place, s.route, s.score);
        self.shares.iter().map(share).collect::<Vec<_>>().join(" | ")
    }
}

impl ShareJson {
    pub(super) fn of(share: &Share) -> ShareJson {
        ShareJson {
            what: share.what.clone(),
            place: place_word(share.place),
            route: share.route.word(),
            score: share.score,
        }
    }
}

impl Reason {
    pub(super) fn of(why: &WhyNot) -> Reason {
        let value = match why {
            WhyNot::Stage(stage) => Some(stage.word().into()),
            WhyNot::From(day) => Some(day.to_string().into()),
            WhyNot::Until(day) => Some(last_day(*day).to_string().into()),
            WhyNot::Scope(_, names) => Some(names.clone().into()),
            WhyNot::Condition(facet) => Some(facet.word().into()),
            WhyNot::Wording | WhyNot::NothingInCommon | WhyNot::Outranked => None,
        };
        Reason { reason: reason_word(why), value }
    }
}

pub(super) fn place_word(place: MatchPlace) -> &'static str {
    match place {
        MatchPlace::Question => "question",
        MatchPlace::Text => "text",
    }
}

fn reason_word(why: &WhyNot) -> &'static str {
    match why {
        WhyNot::Stage(_) => "stage",
        WhyNot::From(_) => "from",
        WhyNot::Until(_) => "until",
        WhyNot::Scope(axis, _) => axis.word(),
        WhyNot::Condition(_) => "condition",
        WhyNot::Wording => "wording",
        WhyNot::NothingInCommon => "nothing",
        WhyNot::Outranked => "outranked",
    }
}

/// The last valid day, as people write it.
fn last_day(until: Date) -> Date {
    until.yesterday().unwrap_or(until)
}

/// An explanation as lines for people.
pub(super) fn lines(explanation: &Explanation, m: &Messages) -> Vec<String> {
    let mut out = Vec::new();
    let question = one_line(&explanation.question);
    let score = format!("{:.2}", explanation.score);
    match (&explanation.why_not, explanation.rank) {
        (Some(why), _) => out.push(m.fill("search.not_shown", &[("why", &why_not(why, m))])),
        (None, Some(rank)) => {
            out.push(m.fill("search.shown", &[("rank", &rank), ("score", &score), ("question", &question)]));
        }
        (None, None) => {}
    }
    for share in &explanation.shares {
        let percent = share.score / explanation.score.max(f32::MIN_POSITIVE) * 100.0;
        let route = format!("search.route.{}", share.route.word());
        let place = format!("search.place.{}", place_word(share.place));
        out.push(format!(
            "{percent:>5.1}%  {}  {} · {}",
            one_line(&share.what),
            m.get(&place),
            m.get(&route)
        ));
    }
    if explanation.used > 0 {
        out.push(m.fill("search.used", &[("count", &explanation.used)]));
    }
    if !explanation.missing.is_empty() && explanation.score > 0.0 {
        out.push(m.fill("search.missing", &[("words", &quoted(&explanation.missing, m))]));
    }
    out
}

/// Why an article is not shown, in a few words.
pub(super) fn why_not(why: &WhyNot, m: &Messages) -> String {
    let key = match why {
        WhyNot::Scope(..) => "search.why.scope".to_owned(),
        other => format!("search.why.{}", reason_word(other)),
    };
    match why {
        WhyNot::Stage(stage) => {
            let stage = format!("stage.{}", stage.word());
            m.fill(&key, &[("stage", &m.get(&stage))])
        }
        WhyNot::From(day) => m.fill(&key, &[("day", day)]),
        WhyNot::Until(day) => m.fill(&key, &[("day", &last_day(*day))]),
        WhyNot::Scope(axis, names) => {
            let axis = format!("axis.{}", axis.word());
            m.fill(&key, &[("axis", &m.get(&axis)), ("names", &quoted(names, m))])
        }
        WhyNot::Condition(facet) => m.fill(&key, &[("facet", &facet_name(*facet, m))]),
        WhyNot::Wording | WhyNot::NothingInCommon | WhyNot::Outranked => m.get(&key).to_owned(),
    }
}

/// How people call a condition in their language.
pub(super) fn facet_name(facet: Facet, m: &Messages) -> &'static str {
    let at = if m.language() == Language::Chinese { 0 } else { 1 };
    facet.names().get(at).copied().unwrap_or(facet.word())
}

/// Several words of the house or of the query in a sentence.
pub(super) fn quoted(words: &[String], m: &Messages) -> String {
    let between = m.get("search.between");
    words.iter().map(|word| format!("“{}”", one_line(word))).collect::<Vec<_>>().join(between)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Axis, Route, Stage};

    fn every_reason() -> Vec<WhyNot> {
        let day: Date = "2026-10-01".parse().unwrap();
        let mut all = vec![
            WhyNot::From(day),
            WhyNot::Until(day),
            WhyNot::Wording,
            WhyNot::NothingInCommon,
            WhyNot::Outranked,
        ];
        all.extend(Stage::ALL.iter().map(|stage| WhyNot::Stage(*stage)));
        all.extend(Axis::ALL.iter().map(|axis| WhyNot::Scope(*axis, vec!["云州".into()])));
        all.extend(Facet::ALL.iter().map(|facet| WhyNot::Condition(*facet)));
        all
    }

    #[test]
    fn every_reason_and_every_route_is_said_in_both_languages() {
        for language in [Language::Chinese, Language::English] {
            let m = Messages::new(language);
            for why in every_reason() {
                let said = why_not(&why, &m);
                assert!(
                    !said.contains(['{', '}']) && !said.contains("search."),
                    "{language:?} {why:?}: {said}"
                );
                assert!(!Reason::of(&why).reason.is_empty());
            }
            for route in Route::ALL {
                assert!(m.find(&format!("search.route.{}", route.word())).is_some(), "{language:?} {route}");
            }
            for place in [MatchPlace::Question, MatchPlace::Text] {
                assert!(m.find(&format!("search.place.{}", place_word(place))).is_some());
            }
        }
    }

    #[test]
    fn a_text_that_is_over_names_its_last_day() {
        let until = WhyNot::Until("2026-10-01".parse().unwrap());
        assert!(why_not(&until, &Messages::new(Language::Chinese)).contains("2026-09-30"));
        assert_eq!(Reason::of(&until).value, Some("2026-09-30".into()));
    }

    #[test]
    fn shares_are_said_in_percent_of_the_score() {
        let share = |what: &str, score| Share {
            what: what.into(),
            place: MatchPlace::Question,
            route: Route::Text,
            score,
        };
        let explanation = Explanation {
            id: "a".into(),
            question: "流量包".into(),
            rank: Some(2),
            score: 4.0,
            shares: vec![share("流量", 3.0), share("包", 1.0)],
            order: 1.0,
            used: 0,
            all: 1.0,
            missing: vec!["退订".into()],
            why_not: None,
        };
        let said = lines(&explanation, &Messages::new(Language::Chinese));
        assert_eq!(said.len(), 4, "{said:?}");
        assert!(said[0].contains('2') && said[0].contains("4.00") && said[0].contains("流量包"), "{said:?}");
        assert!(said[1].starts_with(" 75.0%  流量") && said[2].starts_with(" 25.0%  包"), "{said:?}");
        assert!(said[3].contains("退订"), "{said:?}");
        assert_eq!(Evidence::of(&explanation).column(), "流量 question/text 3.00 | 包 question/text 1.00");
    }
}
