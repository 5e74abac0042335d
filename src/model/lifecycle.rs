//! The life of a revision as one total function, so that every (stage, step, actor) has an answer.

use super::stage::{Stage, words};

words! {
    /// What someone may do in a KB; each role includes the ones before it.
    Role {
        /// Reads, flags, proposes.
        Agent = "agent",
        /// Writes drafts.
        Editor = "editor",
        /// Approves and publishes what others wrote.
        Reviewer = "reviewer",
        /// Gives roles.
        Admin = "admin",
    }
}

words! {
    /// A step in the life of a revision.
    Step {
        /// Hand to a reviewer.
        Submit = "submit",
        /// The reviewer agrees.
        Approve = "approve",
        /// The reviewer sends it back.
        Return = "return",
        /// Make it the current text, now or from a date.
        Publish = "publish",
        /// Take it out of use.
        Withdraw = "withdraw",
        /// Keep it for the record only.
        Archive = "archive",
    }
}

words! {
    /// What a reviewer decides.
    Verdict {
        /// It may go out.
        Approve = "approve",
        /// It goes back to its author.
        Return = "return",
    }
}

/// The longest that an emergency wording (临时口径) may be used before somebody else has looked at it: 24 hours, in ms.
pub const EMERGENCY_MS: i64 = 24 * 60 * 60 * 1000;

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// Their role in this KB.
    pub role: Role,
    /// Whether they wrote the revision.
    pub is_author: bool,
}

/// Why a step is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The stage has no such step.
    #[error("a revision that is {stage} cannot take the step {step}")]
    WrongStage {
        /// Where it stands.
        stage: Stage,
        /// What was asked.
        step: Step,
    },
    /// The role is too low.
    #[error("the step {step} needs the role {needs}")]
    NeedsRole {
        /// What was asked.
        step: Step,
        /// The lowest role that may.
        needs: Role,
    },
    /// Nobody reviews their own text.
    #[error("nobody may {step} their own text; ask another reviewer")]
    OwnText {
        /// What was asked.
        step: Step,
    },
    /// An emergency wording is its author's.
    #[error("only its author may use a text as emergency wording; others review it")]
    OthersText,
}

/// The stage after a step.
///
/// # Errors
/// The reason for which this actor may not take this step now.
pub fn transition(stage: Stage, step: Step, actor: Actor) -> Result<Stage, Refusal> {
    let next = match (stage, step) {
        (Stage::Draft, Step::Submit) => Stage::InReview,
        (Stage::InReview, Step::Approve) => Stage::Approved,
        (Stage::InReview | Stage::Approved, Step::Return) => Stage::Draft,
        (Stage::Approved | Stage::Withdrawn, Step::Publish) => Stage::Published,
        (Stage::Published, Step::Withdraw) => Stage::Withdrawn,
        (Stage::Draft | Stage::Approved | Stage::Withdrawn, Step::Archive) => Stage::Archived,
        _ => return Err(Refusal::WrongStage { stage, step }),
    };
    let needs = match step {
        Step::Submit => Role::Editor,
        Step::Archive if stage == Stage::Draft && actor.is_author => Role::Editor,
        Step::Approve | Step::Return | Step::Publish | Step::Withdraw | Step::Archive => Role::Reviewer,
    };
    if actor.role < needs {
        return Err(Refusal::NeedsRole { step, needs });
    }
    if step == Step::Approve && actor.is_author {
        return Err(Refusal::OwnText { step });
    }
    Ok(next)
}

/// The stage after 临时口径, emergency wording: its author alone puts it in use for [`EMERGENCY_MS`] at most, and it waits
/// for a reviewer meanwhile.
///
/// # Errors
/// The reason for which this actor may not do that now.
pub fn emergency(stage: Stage, actor: Actor) -> Result<Stage, Refusal> {
    let step = Step::Publish;
    if !matches!(stage, Stage::Draft | Stage::InReview) {
        return Err(Refusal::WrongStage { stage, step });
    }
    if actor.role < Role::Editor {
        return Err(Refusal::NeedsRole { step, needs: Role::Editor });
    }
    if !actor.is_author {
        return Err(Refusal::OthersText);
    }
    Ok(Stage::InReview)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The whole table, written out: which (stage, step) exist, their result and the lowest role.
    const TABLE: &[(Stage, Step, Stage, Role)] = &[
        (Stage::Draft, Step::Submit, Stage::InReview, Role::Editor),
        (Stage::Draft, Step::Archive, Stage::Archived, Role::Reviewer),
        (Stage::InReview, Step::Approve, Stage::Approved, Role::Reviewer),
        (Stage::InReview, Step::Return, Stage::Draft, Role::Reviewer),
        (Stage::Approved, Step::Return, Stage::Draft, Role::Reviewer),
        (Stage::Approved, Step::Publish, Stage::Published, Role::Reviewer),
        (Stage::Approved, Step::Archive, Stage::Archived, Role::Reviewer),
        (Stage::Published, Step::Withdraw, Stage::Withdrawn, Role::Reviewer),
        (Stage::Withdrawn, Step::Publish, Stage::Published, Role::Reviewer),
        (Stage::Withdrawn, Step::Archive, Stage::Archived, Role::Reviewer),
    ];

    #[test]
    fn every_triple_has_the_answer_of_the_table() {
        for &stage in Stage::ALL {
            for &step in Step::ALL {
                for &role in Role::ALL {
                    for is_author in [false, true] {
                        let actor = Actor { role, is_author };
                        let got = transition(stage, step, actor);
                        let row = TABLE.iter().find(|r| r.0 == stage && r.1 == step);
                        let Some(&(_, _, next, mut needs)) = row else {
                            assert_eq!(got, Err(Refusal::WrongStage { stage, step }));
                            continue;
                        };
                        if (stage, step, is_author) == (Stage::Draft, Step::Archive, true) {
                            needs = Role::Editor;
                        }
                        if role < needs {
                            assert_eq!(got, Err(Refusal::NeedsRole { step, needs }));
                        } else if step == Step::Approve && is_author {
                            assert_eq!(got, Err(Refusal::OwnText { step }));
                        } else {
                            assert_eq!(got, Ok(next), "{stage} {step} {role} author={is_author}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn an_emergency_wording_is_its_authors_and_waits_for_a_reviewer() {
        let step = Step::Publish;
        for &stage in Stage::ALL {
            for &role in Role::ALL {
                for is_author in [false, true] {
                    let got = emergency(stage, Actor { role, is_author });
                    let wanted = match (stage, role, is_author) {
                        (Stage::Draft | Stage::InReview, Role::Agent, _) => {
                            Err(Refusal::NeedsRole { step, needs: Role::Editor })
                        }
                        (Stage::Draft | Stage::InReview, _, true) => Ok(Stage::InReview),
                        (Stage::Draft | Stage::InReview, _, false) => Err(Refusal::OthersText),
                        _ => Err(Refusal::WrongStage { stage, step }),
                    };
                    assert_eq!(got, wanted, "{stage} {role} author={is_author}");
                }
            }
        }
    }
}
