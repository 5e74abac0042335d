//! Deciding: what the keys in a list of what is to be done mean for the entry that is selected.

use super::action::Action;
use super::app::App;
use super::job::{Job, Pile, Source, Step, Then};
use super::overlay::Overlay;
use super::overlay::prompt::{Prompt, Purpose};
use super::screen::desk::turn::{Tone, Turn};
use super::work::Words;
use crate::kb::{Cluster, InUse, InboxDecision, Shelf, Task, TaskKind};
use crate::model::{Coverage, Decision, Stage};
use crate::text::clean::one_line;

impl App {
    /// Does an action in the list of what is worth doing.
    pub(super) fn act_in_work(&mut self, action: Action, turn: &mut Turn<'_>) {
        let Some(Overlay::Work(work)) = &mut self.overlay else { return };
        if let Some(moved) = work.update(action) {
            if moved && let Some(task) = work.task().cloned() {
                turn.job(Job::Detail(Box::new(task)));
            }
            return;
        }
        let Some(task) = work.task().cloned() else { return };
        let shown = work.detail.as_ref().and_then(|detail| detail.current.as_ref());
        let current = shown.map(|shown| shown.uuid.clone());
        match action {
            Action::Accept => self.accept_task(&task, current, turn),
            Action::Refuse => match (task.kind, task.uuid.clone()) {
                (TaskKind::Version, Some(uuid)) => match task.version.as_ref().map(|version| version.stage) {
                    Some(Stage::InReview | Stage::Approved) => self.ask_words(Words::SendBack(uuid)),
                    Some(Stage::Draft | Stage::Withdrawn) => turn.step(Step::Archive { uuid }),
                    _ => turn.say(Tone::Quiet, turn.house.say("work.not_here")),
                },
                (TaskKind::Golden, _) => {
                    let id = task.id.unwrap_or_default();
                    turn.step(Step::DropGolden { id, query: task.detail });
                }
                (TaskKind::Review | TaskKind::Approved, Some(uuid)) => self.ask_words(Words::SendBack(uuid)),
                (TaskKind::Flag | TaskKind::Gap, Some(uuid)) => {
                    self.ask_words(Words::Reply(uuid, Decision::Declined));
                }
                (TaskKind::Unsaved, Some(key)) => {
                    turn.job(Job::Forget(key));
                    self.look_again(turn);
                }
                (TaskKind::Brought | TaskKind::Draft, Some(uuid)) => turn.step(Step::Archive { uuid }),
                (TaskKind::Outside, _) => decide_outside(&task, InboxDecision::Ignore, false, turn),
                (TaskKind::Duplicate, _) => {
                    let one = task.id.unwrap_or_default();
                    turn.step(Step::KeepApart { one, other: task.detail });
                }
                _ => turn.say(Tone::Quiet, turn.house.say("work.not_here")),
            },
            Action::Remark => match (task.kind, task.uuid.clone()) {
                (TaskKind::Brought, Some(below)) => match task.above {
                    Some(above) => turn.step(Step::Join { above, below }),
                    None => turn.say(Tone::Quiet, turn.house.say("work.nothing_above")),
                },
                (TaskKind::Review | TaskKind::Approved, Some(uuid)) => self.ask_words(Words::Comment(uuid)),
                (TaskKind::Version, Some(uuid)) if is_under_review(&task) => {
                    self.ask_words(Words::Comment(uuid));
                }
                (TaskKind::Drift, _) => turn.step(Step::Confirm { id: task.id.unwrap_or_default() }),
                _ => turn.say(Tone::Quiet, turn.house.say("work.not_here")),
            },
            Action::Reassign => match (task.kind, task.uuid.clone()) {
                (TaskKind::Review, Some(uuid)) => self.ask_words(Words::Reviewer(uuid)),
                (TaskKind::Version, Some(uuid)) if is_under_review(&task) => {
                    self.ask_words(Words::Reviewer(uuid));
                }
                (TaskKind::Brought, Some(uuid)) => self.ask_words(Words::Shelf(uuid)),
                (TaskKind::Outside, _) => self.ask_words(Words::Article(numbers(&task.cluster))),
                _ => turn.say(Tone::Quiet, turn.house.say("work.not_here")),
            },
            Action::Emergency => match (task.kind, task.uuid) {
                (TaskKind::Review | TaskKind::Version | TaskKind::Draft, Some(uuid)) => {
                    self.ask_words_from(Words::Hours(Some(uuid)), "24");
                }
                _ => turn.say(Tone::Quiet, turn.house.say("work.not_here")),
            },
            Action::OpenSource => {
                let detail = work.detail.as_ref();
                let shown = detail.and_then(|d| d.proposed.as_ref().or(d.current.as_ref()));
                super::accept::open_document(shown, turn);
            }
            Action::Versions if matches!(work.pile, Pile::Versions(_)) => {}
            Action::Versions => {
                let (back, detail) = (work.pile, work.detail.as_ref());
                let shown = detail.and_then(|d| d.current.as_ref().or(d.proposed.as_ref()));
                let Some(article) = shown.map(|shown| shown.number) else {
                    return turn.say(Tone::Quiet, turn.house.say("work.no_article"));
                };
                self.open_work(Pile::Versions(article), turn);
                if let Some(Overlay::Work(work)) = &mut self.overlay {
                    work.back = Some(back);
                }
            }
            Action::Withdraw if task.kind == TaskKind::Version => match (&task.version, task.uuid) {
                (Some(version), Some(uuid)) if matches!(version.in_use, InUse::Now | InUse::Later) => {
                    let only = version.in_use == InUse::Later;
                    self.ask_words(Words::Withdraw(uuid, only));
                }
                _ => turn.say(Tone::Quiet, turn.house.say("work.not_in_use")),
            },
            Action::Withdraw => match current {
                Some(uuid) => self.ask_words(Words::Withdraw(uuid, false)),
                None => turn.say(Tone::Quiet, turn.house.say("work.no_article")),
            },
            Action::Edit if task.kind == TaskKind::Outside => {
                decide_outside(&task, InboxDecision::Draft, true, turn);
            }
            Action::Edit => match &task.version {
                Some(version) if !version.is_newest => restore(&task, turn),
                _ => open_task(&task, turn),
            },
            Action::OpenArticle => match &task.id {
                Some(id) => {
                    (self.overlay, self.covered) = (None, None);
                    self.desk.go_to(id, turn);
                }
                None => turn.say(Tone::Quiet, turn.house.say("work.no_article")),
            },
            _ => {}
        }
    }

    /// Asks why the article on the screen is taken out of use.
    pub(super) fn begin_take_out(&mut self, turn: &mut Turn<'_>) {
        match self.desk.on_screen.as_ref().filter(|shown| shown.is_current()) {
            Some(shown) => {
                let uuid = shown.uuid.clone();
                self.ask_words(Words::Withdraw(uuid, false));
            }
            None => turn.say(Tone::Warn, turn.house.say("work.no_article")),
        }
    }

    /// The article on the screen was looked at and is still right: that counts as a validation with today's date.
    pub(super) fn note_still_right(&mut self, turn: &mut Turn<'_>) {
        match self.desk.on_screen.as_ref().filter(|shown| shown.is_current()) {
            Some(shown) => turn.step(Step::StillRight { uuid: shown.uuid.clone() }),
            None => turn.say(Tone::Warn, turn.house.say("work.no_article")),
        }
    }

    fn accept_task(&mut self, task: &Task, current: Option<String>, turn: &mut Turn<'_>) {
        match (task.kind, &task.uuid) {
            (TaskKind::Review, Some(uuid)) => turn.step(Step::Approve { uuid: uuid.clone() }),
            (TaskKind::Approved, Some(uuid)) => self.ask_words(Words::From(uuid.clone())),
            (TaskKind::Flag | TaskKind::Gap, Some(_)) if task.proposal.is_some() => open_task(task, turn),
            (TaskKind::Flag | TaskKind::Gap, Some(uuid)) => {
                self.ask_words(Words::Reply(uuid.clone(), Decision::Done));
            }
            (TaskKind::Brought, Some(uuid)) => turn.step(Step::Submit { uuid: uuid.clone() }),
            (TaskKind::Outside, _) => {
                let nearest = || task.id.clone().unwrap_or_default();
                let decision = match task.cluster.as_ref().map(|cluster| cluster.coverage) {
                    Some(Coverage::Covered) => InboxDecision::Similar(nearest()),
                    Some(Coverage::Near) => InboxDecision::Variant(nearest()),
                    Some(Coverage::Gap) | None => InboxDecision::Draft,
                };
                decide_outside(task, decision, false, turn);
            }
            (TaskKind::Version, Some(uuid)) => {
                let (uuid, version) = (uuid.clone(), task.version.as_ref());
                let Some((stage, in_use)) = version.map(|version| (version.stage, version.in_use)) else {
                    return;
                };
                match (stage, in_use) {
                    (Stage::Draft, _) => turn.step(Step::Submit { uuid }),
                    (Stage::InReview, _) => turn.step(Step::Approve { uuid }),
                    (Stage::Approved | Stage::Withdrawn, _) => self.ask_words(Words::From(uuid)),
                    (Stage::Published, InUse::Now) => turn.step(Step::StillRight { uuid }),
                    (Stage::Published, InUse::Later) => {
                        turn.say(Tone::Quiet, turn.house.say("work.comes_by_itself"));
                    }
                    (Stage::Published | Stage::Archived, _) => restore(task, turn),
                }
            }
            (TaskKind::NoCustomer, _) => {
                turn.job(Job::Open(Source::Customer(task.id.clone().unwrap_or_default())));
            }
            (TaskKind::Golden, _) => turn.step(Step::AddSimilar {
                id: task.id.clone().unwrap_or_default(),
                question: task.detail.clone(),
            }),
            (TaskKind::Duplicate, _) => {
                self.ask_words_from(Words::Into(task.id.clone().unwrap_or_default()), &task.detail);
            }
            (TaskKind::Expiring | TaskKind::ReviewDue, _) => match current {
                Some(uuid) => turn.step(Step::StillRight { uuid }),
                None => turn.say(Tone::Quiet, turn.house.say("work.looking")),
            },
            _ => open_task(task, turn),
        }
    }

    /// Asks for words over what is open.
    pub(super) fn ask_words(&mut self, words: Words) {
        self.ask_words_from(words, "");
    }

    /// As [`App::ask_words`], with something in the line already.
    pub(super) fn ask_words_from(&mut self, words: Words, text: &str) {
        self.covered = self.overlay.take();
        self.overlay = Some(Overlay::Prompt(Prompt::new(Purpose::Words(words), text)));
    }

    /// Takes the words that a step needs.
    pub(super) fn take_step(&mut self, words: Words, text: &str, turn: &mut Turn<'_>) {
        self.overlay = self.covered.take();
        let text = text.trim().to_owned();
        let needs = !matches!(words, Words::Reply(..) | Words::From(_));
        if needs && text.is_empty() {
            let key = match &words {
                Words::Article(_) | Words::Shelf(_) | Words::Into(_) => "work.nothing_typed",
                _ => "life.no_reason",
            };
            turn.say(Tone::Warn, turn.house.say(key));
            return self.ask_words(words);
        }
        turn.step(match words {
            Words::SendBack(uuid) => Step::SendBack { uuid, note: text },
            Words::Withdraw(uuid, only) => Step::Withdraw { uuid, only, reason: text },
            Words::Reviewer(uuid) => Step::Reassign { uuid, reviewer: text },
            Words::Reply(uuid, decision) => Step::Decide { uuid, decision, reply: text },
            Words::Comment(uuid) => Step::Comment { uuid, text },
            Words::Article(numbers) => {
                Step::Outside { numbers, decision: InboxDecision::Similar(text), open: false }
            }
            Words::Shelf(uuid) => Step::Shelve { uuid, shelf: shelf(&text, turn.house) },
            Words::Into(gone) => Step::Merge { gone, into: text },
            Words::Waive(step, _) => match *step {
                Step::Publish { uuid, from, .. } => Step::Publish { uuid, from, waive: Some(text) },
                Step::Emergency { uuid, hours, .. } => Step::Emergency { uuid, hours, waive: Some(text) },
                step => step,
            },
            Words::Hours(uuid) => match (text.parse().ok().filter(|hours| (1..=24).contains(hours)), uuid) {
                (Some(hours), Some(uuid)) => Step::Emergency { uuid, hours, waive: None },
                (Some(hours), None) => return self.save(Then::Emergency(hours), turn),
                (None, uuid) => {
                    turn.say(Tone::Warn, turn.house.say("life.hours"));
                    return self.ask_words_from(Words::Hours(uuid), &text);
                }
            },
            Words::From(uuid) if text.is_empty() => Step::Publish { uuid, from: None, waive: None },
            Words::From(uuid) => match crate::model::read_day(&text) {
                Some(day) => Step::Publish { uuid, from: Some(day), waive: None },
                None => {
                    turn.say(
                        Tone::Warn,
                        turn.house.messages.fill("pin.bad_day", &[("text", &one_line(&text))]),
                    );
                    // What was typed stays: an empty line would mean now.
                    self.ask_words_from(Words::From(uuid), &text);
                    return;
                }
            },
        });
    }
}

/// Whether a text of an article is with the reviewers.
fn is_under_review(task: &Task) -> bool {
    let stage = task.version.as_ref().map(|version| version.stage);
    matches!(stage, Some(Stage::InReview | Stage::Approved))
}

/// Makes an old text of an article the newest draft.
fn restore(task: &Task, turn: &mut Turn<'_>) {
    let revision_no = task.version.as_ref().map_or(0, |version| version.revision_no);
    turn.step(Step::Restore { id: task.id.clone().unwrap_or_default(), revision_no });
}

fn numbers(cluster: &Option<Box<Cluster>>) -> Vec<i64> {
    cluster.iter().flat_map(|cluster| &cluster.questions).map(|question| question.number).collect()
}

fn decide_outside(task: &Task, decision: InboxDecision, open: bool, turn: &mut Turn<'_>) {
    turn.step(Step::Outside { numbers: numbers(&task.cluster), decision, open });
}

/// A kind by its word or by what it is called, else a path of categories.
fn shelf(text: &str, house: &super::house::House) -> Shelf {
    let is_it =
        |kind: &&crate::model::Kind| kind.word() == text || house.say(&format!("kind.{kind}")) == text;
    match crate::model::Kind::ALL.iter().find(is_it) {
        Some(kind) => Shelf::Kind(*kind),
        None => Shelf::Category(
            text.split(['/', '／', '>'])
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .map(str::to_owned)
                .collect(),
        ),
    }
}

fn open_task(task: &Task, turn: &mut Turn<'_>) {
    let source = match (task.kind, &task.id, &task.proposal, &task.uuid) {
        (TaskKind::Unsaved, _, _, Some(key)) => Source::Kept(key.clone()),
        (_, id, Some(text), Some(uuid)) => {
            Source::Proposal { id: id.clone(), text: text.clone(), answers: uuid.clone() }
        }
        (TaskKind::Gap, None, None, uuid) => {
            let (question, answers) = (task.question.clone(), uuid.clone());
            Source::New { question, scope: crate::model::Scope::default(), answers }
        }
        (_, Some(id), _, _) => Source::Article(id.clone()),
        _ => return turn.say(Tone::Quiet, turn.house.say("work.no_article")),
    };
    turn.job(Job::Open(source));
}
