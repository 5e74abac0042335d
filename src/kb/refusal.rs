//! What keeps a step in the life of an article from being taken, with what to do about it. Nothing was changed then.

use jiff::civil::Date;

use super::error::KbError;
use super::gate::may_be_waived;
use super::view::Shown;
use crate::customer::finding::Finding;
use crate::customer::lint::message_key;
use crate::i18n::{Language, Messages};
use crate::model::lifecycle::{Refusal, Role, Step};
use crate::model::manuscript::{Problem, ProblemKind, Tongue};
use crate::model::{Moment, Stage, ValidityProblem};
use crate::store::StoreError;
use crate::text::clean::one_line;

/// Why a step was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LifeError {
    /// There is no such article.
    #[error("there is no article {id}")]
    NoArticle {
        /// The id asked for.
        id: String,
    },
    /// The article has no such revision.
    #[error("the article {id} has no revision {revision}")]
    NoRevision {
        /// The article's id; empty where only the revision was named.
        id: String,
        /// The number or UUID asked for.
        revision: String,
    },
    /// Somebody else saved first. Whoever asks has the third text: their own.
    #[error("article {id} has moved on: revision {} is newer than {}", newest.revision_no, base.revision_no)]
    Conflict {
        /// The article's id.
        id: String,
        /// The text that the edit was based on.
        base: Box<Shown>,
        /// The newest text.
        newest: Box<Shown>,
    },
    /// Another article has this id.
    #[error("the id {id} is taken")]
    TakenId {
        /// The id.
        id: String,
    },
    /// There is nothing to read in the question.
    #[error("the question is empty")]
    NoQuestion,
    /// The dates do not make sense together.
    #[error(transparent)]
    Validity(#[from] ValidityProblem),
    /// The role is too low.
    #[error("this needs the role {needs}; {os_user} has the role {has}")]
    NeedsRole {
        /// The lowest role that may.
        needs: Role,
        /// The user's role.
        has: Role,
        /// The operating-system user.
        os_user: String,
    },
    /// The rules of the life cycle refuse it.
    #[error("revision {revision_no} of {id}: {refusal}")]
    Refused {
        /// The article's id.
        id: String,
        /// The revision.
        revision_no: u32,
        /// Why.
        refusal: Refusal,
        /// The user's role.
        has: Role,
    },
    /// Two different people have to approve it.
    #[error("{os_user} has approved it already; another reviewer has to")]
    ApprovedBefore {
        /// Who asks.
        os_user: String,
    },
    /// Somebody who may not review it was named as its reviewer.
    #[error("{os_user} cannot review it")]
    CannotReview {
        /// Who was named.
        os_user: String,
        /// Their role.
        has: Role,
    },
    /// A reason, a note or a comment without words.
    #[error("the reason is empty")]
    NoReason,
    /// It was to be published from a day that is over.
    #[error("{day} is over")]
    Past {
        /// The day.
        day: Date,
    },
    /// The text itself says that it is over by then.
    #[error("it is valid until {last}")]
    Over {
        /// The last valid day.
        last: Date,
    },
    /// The text itself says that it does not hold yet.
    #[error("it is valid from {from}")]
    NotYet {
        /// The first valid day.
        from: Date,
    },
    /// A reviewer has sent just this text back.
    #[error("a reviewer has sent it back")]
    SentBack,
    /// The day that an author may use a wording alone is used up.
    #[error("emergency wording was in use alone since {since:?}")]
    EmergencyOver {
        /// Since when.
        since: Moment,
    },
    /// More than a day was asked for, or nothing.
    #[error("an emergency wording holds from 1 to 24 hours")]
    Hours,
    /// Something has to be mended or waived first.
    #[error("{} findings stop it", findings.len())]
    Blocked {
        /// What.
        findings: Vec<Finding>,
        /// It is emergency wording and internal text would go out: no reason of its author lets it pass.
        leaks: bool,
    },
    /// Nobody could give roles any more.
    #[error("{os_user} is the last admin")]
    LastAdmin {
        /// Who.
        os_user: String,
    },
    /// There is no file to keep it in.
    #[error("there is no file to keep it in")]
    NoPlace,
    /// Somebody else has decided on it, or it is not there.
    #[error("it has been decided on")]
    Decided,
    /// There is no such category.
    #[error("there is no category {path}")]
    NoCategory {
        /// The path asked for.
        path: String,
    },
    /// An announcement without a line to read.
    #[error("the announcement has no title")]
    NoTitle,
    /// There is no such announcement, or it has ended.
    #[error("there is no announcement {id}")]
    NoAnnouncement {
        /// The id asked for.
        id: String,
    },
    /// Its source is a public site: nobody puts that in use alone.
    #[error("{id} comes from outside and needs a review")]
    OthersWords {
        /// The article's id.
        id: String,
    },
    /// There is no such batch.
    #[error("there is no batch {number}")]
    NoBatch {
        /// The number asked for.
        number: i64,
    },
    /// The batch was taken back before.
    #[error("batch {number} was taken back by {by}")]
    BatchUndone {
        /// Its number.
        number: i64,
        /// When that was.
        at: Moment,
        /// Who did it.
        by: String,
    },
    /// Two articles were wanted, and both ids lead to one.
    #[error("{one} and {other} are one article")]
    OneArticle {
        /// The one id.
        one: String,
        /// The other id.
        other: String,
    },
    /// Nothing was found that a reason could let stay.
    #[error("nothing was found that could be waived")]
    NothingToWaive,
    /// There is no mapping of this name.
    #[error("there is no mapping {name}")]
    NoMapping {
        /// The name asked for.
        name: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// The KB.
    #[error(transparent)]
    Kb(#[from] KbError),
}

impl From<StoreError> for LifeError {
    fn from(error: StoreError) -> Self {
        LifeError::Kb(error.into())
    }
}

impl LifeError {
    /// Whether the KB can only be read: what was to be written can still be proposed.
    pub fn is_read_only(&self) -> bool {
        matches!(self, LifeError::Kb(KbError::Store(StoreError::ReadOnly { .. })))
    }

    /// The name under which messages speak of it: `life.NAME` says what happened, `life.NAME_hint` what to do.
    fn name(&self) -> &'static str {
        match self {
            LifeError::NoArticle { .. } => "no_article",
            LifeError::NoRevision { .. } => "no_revision",
            LifeError::Conflict { .. } => "conflict",
            LifeError::TakenId { .. } => "taken_id",
            LifeError::NoQuestion => "no_question",
            LifeError::Validity(ValidityProblem::EndsBeforeItBegins { .. }) => "ends_before_it_begins",
            LifeError::Validity(ValidityProblem::StudyAfterStart { .. }) => "study_after_start",
            LifeError::NeedsRole { .. } | LifeError::Refused { refusal: Refusal::NeedsRole { .. }, .. } => {
                "needs_role"
            }
            LifeError::Refused { refusal: Refusal::WrongStage { step, .. }, .. } => match step {
                Step::Submit => "cannot_submit",
                Step::Approve => "cannot_approve",
                Step::Return => "cannot_return",
                Step::Publish => "cannot_publish",
                Step::Withdraw => "cannot_withdraw",
                Step::Archive => "cannot_archive",
            },
            LifeError::Refused { refusal: Refusal::OwnText { .. }, .. } => "own_text",
            LifeError::Refused { refusal: Refusal::OthersText, .. } => "others_text",
            LifeError::ApprovedBefore { .. } => "approved_before",
            LifeError::CannotReview { .. } => "cannot_review",
            LifeError::NoReason => "no_reason",
            LifeError::Past { .. } => "past",
            LifeError::Over { .. } => "over",
            LifeError::NotYet { .. } => "not_yet",
            LifeError::SentBack => "sent_back",
            LifeError::EmergencyOver { .. } => "emergency_over",
            LifeError::Hours => "hours",
            LifeError::Blocked { .. } => "blocked",
            LifeError::LastAdmin { .. } => "last_admin",
            LifeError::NoPlace => "no_place",
            LifeError::Decided => "decided",
            LifeError::NoCategory { .. } => "no_category",
            LifeError::NoTitle => "no_title",
            LifeError::NoAnnouncement { .. } => "no_announcement",
            LifeError::OthersWords { .. } => "others_words",
            LifeError::NoBatch { .. } => "no_batch",
            LifeError::BatchUndone { .. } => "batch_undone",
            LifeError::OneArticle { .. } => "one_article",
            LifeError::NothingToWaive => "nothing_to_waive",
            LifeError::NoMapping { .. } => "no_mapping",
            LifeError::Kb(_) => "kb",
        }
    }

    /// What happened, to which thing, in the person's language.
    pub fn say(&self, m: &Messages) -> String {
        let key = format!("life.{}", self.name());
        let stage = |stage: Stage| m.get(&format!("stage.{stage}")).to_owned();
        let role = |role: Role| m.get(&format!("role.{role}")).to_owned();
        match self {
            LifeError::Kb(error) => error.say(m),
            LifeError::OthersWords { id }
            | LifeError::NoArticle { id }
            | LifeError::TakenId { id }
            | LifeError::NoAnnouncement { id } => m.fill(&key, &[("id", &one_line(id))]),
            LifeError::NoRevision { id, revision } => {
                m.fill(&key, &[("id", &one_line(id)), ("revision", &one_line(revision))])
            }
            LifeError::Conflict { id, base, newest } => m.fill(
                &key,
                &[
                    ("id", &one_line(id)),
                    ("base", &base.revision_no),
                    ("newest", &newest.revision_no),
                    ("author", &one_line(&newest.author)),
                ],
            ),
            LifeError::Validity(ValidityProblem::EndsBeforeItBegins { from, until }) => {
                m.fill(&key, &[("last", &until.yesterday().unwrap_or(*until)), ("from", from)])
            }
            LifeError::Validity(ValidityProblem::StudyAfterStart { study_from, from }) => {
                m.fill(&key, &[("study", study_from), ("from", from)])
            }
            LifeError::NeedsRole { needs, has, .. }
            | LifeError::Refused { refusal: Refusal::NeedsRole { needs, .. }, has, .. } => {
                m.fill(&key, &[("needs", &role(*needs)), ("has", &role(*has))])
            }
            LifeError::Refused { id, revision_no, refusal, .. } => {
                let at = match refusal {
                    Refusal::WrongStage { stage: at, .. } => stage(*at),
                    _ => String::new(),
                };
                m.fill(&key, &[("id", &one_line(id)), ("number", revision_no), ("stage", &at)])
            }
            LifeError::CannotReview { os_user, has } => {
                m.fill(&key, &[("user", &one_line(os_user)), ("has", &role(*has))])
            }
            LifeError::ApprovedBefore { os_user } | LifeError::LastAdmin { os_user } => {
                m.fill(&key, &[("user", &one_line(os_user))])
            }
            LifeError::Past { day } => m.fill(&key, &[("day", day)]),
            LifeError::Over { last } => m.fill(&key, &[("last", last)]),
            LifeError::NotYet { from } => m.fill(&key, &[("from", from)]),
            LifeError::Blocked { findings, .. } => m.fill(&key, &[("count", &findings.len())]),
            LifeError::NoBatch { number } => m.fill(&key, &[("number", number)]),
            LifeError::BatchUndone { number, by, .. } => {
                m.fill(&key, &[("number", number), ("by", &one_line(by))])
            }
            LifeError::OneArticle { one, other } => {
                m.fill(&key, &[("one", &one_line(one)), ("other", &one_line(other))])
            }
            LifeError::NoMapping { name, known } => {
                m.fill(&key, &[("known", &one_line(&known.join(" "))), ("name", &one_line(name))])
            }
            LifeError::NoCategory { path } => m.fill(&key, &[("path", &one_line(path))]),
            LifeError::NoQuestion
            | LifeError::NoTitle
            | LifeError::NoReason
            | LifeError::Decided
            | LifeError::NoPlace
            | LifeError::SentBack
            | LifeError::EmergencyOver { .. }
            | LifeError::NothingToWaive
            | LifeError::Hours => m.get(&key).to_owned(),
        }
    }

    /// What to do next, in the person's language.
    pub fn hint(&self, m: &Messages) -> String {
        match self {
            LifeError::Kb(error) => error.hint(m),
            LifeError::NeedsRole { needs, .. }
            | LifeError::Refused { refusal: Refusal::NeedsRole { needs, .. }, .. } => {
                m.fill("life.needs_role_hint", &[("role", &needs.word())])
            }
            // Nobody else has read it yet.
            LifeError::Blocked { leaks: true, .. } => m.get("life.blocked_leaks_hint").to_owned(),
            // No reason lets a question stay that finds nothing any more, nor dates that cannot be.
            LifeError::Blocked { findings, .. } if !findings.iter().any(may_be_waived) => {
                m.get("life.blocked_mend_hint").to_owned()
            }
            _ => m.get(&format!("life.{}_hint", self.name())).to_owned(),
        }
    }
}

/// The language that manuscripts are written in for a person.
pub fn tongue(m: &Messages) -> Tongue {
    match m.language() {
        Language::Chinese => Tongue::Chinese,
        Language::English => Tongue::English,
    }
}

/// What is wrong with a text, in the person's language, with what could stand there instead.
pub fn say_finding(finding: &Finding, m: &Messages) -> String {
    let suggestion = finding.suggestion.as_deref().map(one_line).unwrap_or_default();
    let key = message_key(finding);
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("text", &one_line(&finding.text)), ("suggestion", &suggestion)];
    let said = m.fill(&key, &values);
    if suggestion.is_empty() || m.get(&key).contains("{suggestion}") {
        return said;
    }
    format!("{said}{}", m.fill("lint.suggestion", &values))
}

/// What is wrong with a manuscript and where, in the person's language.
pub fn say_manuscript(problem: &Problem, m: &Messages) -> String {
    use ProblemKind as K;
    let line: (&str, &dyn std::fmt::Display) = ("line", &problem.line);
    let one = |key: &str, value: &str| m.fill(key, &[line, ("name", &one_line(value))]);
    match &problem.kind {
        K::OpenFields => m.fill("manuscript.open_fields", &[line]),
        K::NoQuestion => m.fill("manuscript.no_question", &[line]),
        K::NoField { text } => one("manuscript.no_field", text),
        K::UnknownField { name } => one("manuscript.unknown_field", name),
        K::Twice { name } => one("manuscript.twice", name),
        K::OneValue { name } => one("manuscript.one_value", name),
        K::MissingPart { name } => one("manuscript.missing_part", name),
        K::UnknownSection { name } => one("manuscript.unknown_section", name),
        K::SectionTwice { name } => one("manuscript.section_twice", name),
        K::Stray { text } => one("manuscript.stray", text),
        K::UnknownWord { name, value, choices } => m.fill(
            "manuscript.unknown_word",
            &[line, ("name", &one_line(name)), ("value", &one_line(value)), ("choices", &choices.join(" "))],
        ),
        K::NotADay { name, value } => {
            m.fill("manuscript.not_a_day", &[line, ("name", &one_line(name)), ("value", &one_line(value))])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_names_what_could_stand_there_once() {
        use crate::customer::finding::{Part, Severity};
        let m = Messages::new(Language::Chinese);
        let of = |rule: &str, suggestion: Option<&str>| {
            let finding = Finding {
                rule: rule.into(),
                severity: Severity::Error,
                part: Part::Question,
                at: 0..0,
                text: "拆机".into(),
                suggestion: suggestion.map(str::to_owned),
            };
            say_finding(&finding, &m)
        };
        assert_eq!(of("leak.term", None), "“拆机”是内部用语，客户听不懂");
        assert_eq!(of("leak.term", Some("销户")), "“拆机”是内部用语，客户听不懂；可改为：销户");
        assert_eq!(of("parity.value", Some("销户")), "“拆机”与内部口径不一致，内部口径是“销户”");
    }

    #[test]
    fn every_refusal_and_complaint_is_said_in_both_languages() {
        let day: Date = "2026-01-01".parse().expect("a day");
        let text = || "x".to_owned();
        let refused = |refusal| LifeError::Refused { id: text(), revision_no: 1, refusal, has: Role::Agent };
        let step = Step::Approve;
        let mut all = vec![
            LifeError::NoArticle { id: text() },
            LifeError::NoRevision { id: text(), revision: text() },
            LifeError::TakenId { id: text() },
            LifeError::NoQuestion,
            LifeError::Validity(ValidityProblem::EndsBeforeItBegins { from: day, until: day }),
            LifeError::Validity(ValidityProblem::StudyAfterStart { study_from: day, from: day }),
            LifeError::NeedsRole { needs: Role::Editor, has: Role::Agent, os_user: text() },
            refused(Refusal::NeedsRole { step, needs: Role::Reviewer }),
            refused(Refusal::OwnText { step }),
            refused(Refusal::OthersText),
            LifeError::ApprovedBefore { os_user: text() },
            LifeError::CannotReview { os_user: text(), has: Role::Editor },
            LifeError::NoReason,
            LifeError::Past { day },
            LifeError::Over { last: day },
            LifeError::NotYet { from: day },
            LifeError::SentBack,
            LifeError::EmergencyOver { since: Moment(0) },
            LifeError::Hours,
            LifeError::Decided,
            LifeError::NoPlace,
            LifeError::Blocked { findings: Vec::new(), leaks: false },
            LifeError::LastAdmin { os_user: text() },
            LifeError::NoCategory { path: text() },
        ];
        for &stage in Stage::ALL {
            all.extend(Step::ALL.iter().map(|&step| refused(Refusal::WrongStage { stage, step })));
        }
        let name = || "类型".to_owned();
        let kinds = [
            ProblemKind::OpenFields,
            ProblemKind::NoQuestion,
            ProblemKind::NoField { text: name() },
            ProblemKind::UnknownField { name: name() },
            ProblemKind::Twice { name: name() },
            ProblemKind::OneValue { name: name() },
            ProblemKind::MissingPart { name: name() },
            ProblemKind::UnknownSection { name: name() },
            ProblemKind::SectionTwice { name: name() },
            ProblemKind::Stray { text: name() },
            ProblemKind::UnknownWord { name: name(), value: name(), choices: vec!["a"] },
            ProblemKind::NotADay { name: name(), value: name() },
        ];
        for language in [Language::Chinese, Language::English] {
            let m = Messages::new(language);
            let is_said =
                |said: &str| !said.is_empty() && !said.contains(['{', '}', '_']) && !said.contains("life.");
            for error in &all {
                assert!(is_said(&error.say(&m)), "{language:?} {error:?}: {}", error.say(&m));
                assert!(is_said(&error.hint(&m)), "{language:?} {error:?}: {}", error.hint(&m));
            }
            for kind in &kinds {
                let said = say_manuscript(&Problem { line: 7, kind: kind.clone() }, &m);
                assert!(is_said(&said) && said.contains('7'), "{said}");
            }
        }
    }
}
